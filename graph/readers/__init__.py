"""What can be asked of an event graph, by what is asked for."""
