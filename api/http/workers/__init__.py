"""Processes beside the service that answer queries and write exports, and a cache of their answers."""
