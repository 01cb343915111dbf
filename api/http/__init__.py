"""The HTTP service: SPARQL and look-ups over the event graph."""
