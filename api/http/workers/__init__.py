"""Processes beside the service that answer queries and write exports, and what is kept of their answers."""
