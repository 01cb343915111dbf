"""Numbers of events that assembly keeps: of dyads, sides, months, partners."""
