"""What the server logs: a thing once, not a thousand times a second."""

import logging
import time
from collections import OrderedDict
from copy import deepcopy
from typing import Any

from uvicorn.config import LOGGING_CONFIG

# What was said is not said again for so many seconds; then how often it came meanwhile is said with it.
_QUIET = 60.0
_REMEMBERED = 256


class OnceInAWhile(logging.Filter):
    """Lets a message of a kind pass once in a minute; of which kind it is, its text tells before values stand in it."""

    def __init__(self) -> None:
        super().__init__()
        # When each was last said, and how often it came since then.
        self._said: OrderedDict[tuple[str, int, str], tuple[float, int]] = OrderedDict()

    def filter(self, record: logging.LogRecord) -> bool:
        """Tell whether a record is to be logged."""
        kind = record.name, record.levelno, str(record.msg)[:200]
        now = time.monotonic()
        last, more = self._said.get(kind, (now - _QUIET, 0))
        if now - last < _QUIET:
            self._said[kind] = last, more + 1
            return False
        self._said[kind] = now, 0
        self._said.move_to_end(kind)
        while len(self._said) > _REMEMBERED:
            self._said.popitem(last=False)
        if more:
            record.msg = f"{record.getMessage()} (and {more} more like it in the last minute)"
            record.args = ()
        return True


def log_config(*, verbose: bool = False) -> dict[str, Any]:
    """Give the configuration of logging for a server: requests one by one, all else once in a while."""
    config: dict[str, Any] = deepcopy(LOGGING_CONFIG)
    config["filters"] = {"once": {"()": OnceInAWhile}}
    config["handlers"]["default"]["filters"] = [] if verbose else ["once"]
    level = "DEBUG" if verbose else "INFO"
    # What is told at the start and end is told each time: it comes from the server itself, at level INFO.
    config["loggers"]["communique"] = {"handlers": ["default"], "level": level, "propagate": False}
    config["loggers"]["asyncio"] = {"handlers": ["default"], "level": "WARNING", "propagate": False}
    return config
