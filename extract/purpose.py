"""What events are read for, which says how probable a report must be."""

from enum import StrEnum


class Purpose(StrEnum):
    """Few events that are wrong, few that are missed, or as many of the one as of the other."""

    PRECISE = "precise"
    BALANCED = "balanced"
    COMPLETE = "complete"
