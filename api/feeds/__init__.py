"""Watching feeds and folders: what is new in them, fetched politely, each article once."""
