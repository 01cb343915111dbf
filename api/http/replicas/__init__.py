"""Several processes that answer from copies of one store, and one that writes to it."""
