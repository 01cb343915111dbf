"""Numbers of events that assembly keeps in the graph: of dyads, of sides, of months."""
