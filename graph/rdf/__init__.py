"""Documents, reports, events, actors and code lists as RDF, and back."""
