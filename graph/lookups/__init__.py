"""Typed look-ups: events, relations, timelines, chains, actors, statistics."""
