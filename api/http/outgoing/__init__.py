"""Requests to other servers, for SERVICE and LOAD."""
