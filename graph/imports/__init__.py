"""Other people's events: GDELT, ICEWS, POLECAT, Phoenix, UCDP, own tables; each row is a report of its source."""
