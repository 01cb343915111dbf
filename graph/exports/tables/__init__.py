"""Events, reports and counts as rows: tables of our own, and the layouts of ICEWS, POLECAT and GDELT."""
