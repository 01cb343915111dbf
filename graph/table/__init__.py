"""The event table: what is counted and listed, in one file beside the store, kept in step with the graph."""
