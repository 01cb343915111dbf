"""Where the quads lie: the embedded store, SPARQL servers, and what all of them must be able to do."""
