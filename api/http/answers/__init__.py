"""How routes answer: conditions from parameters, limits, JSON, streams, refusals."""
