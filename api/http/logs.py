"""What the server logs: a line for each request; all else once, not a thousand times a second."""

import logging
import time
from collections import OrderedDict
from copy import deepcopy
from typing import Any

from pythonjsonlogger.json import JsonFormatter
from uvicorn.config import LOGGING_CONFIG

from communique.api.http.metrics.requests import LOG
from communique.api.settings import LogFormat

# What was said is not said again for so many seconds; then how often it came meanwhile is said with it.
_QUIET = 60.0
_REMEMBERED = 256
_LOGGED = "_logged"


class OnceInAWhile(logging.Filter):
    """Lets a message of a kind pass once in a minute; of which kind it is, its text tells before values stand in it."""

    def __init__(self) -> None:
        super().__init__()
        # When each was last said, and how often it came since then.
        self._said: OrderedDict[tuple[str, int, str], tuple[float, int]] = OrderedDict()

    def filter(self, record: logging.LogRecord) -> bool:
        """Tell whether a record is to be logged."""
        kind = record.name, record.levelno, f"{str(record.msg)[:200]} {_place(record)}"
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


class EachErrorOnce(logging.Filter):
    """Lets the first record of an exception pass: it says by which request it came, those of the server do not."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Tell whether a record is to be logged."""
        error = record.exc_info[1] if record.exc_info else None
        if error is None:
            return True
        # Exceptions take no weak references.
        known = vars(error).get(_LOGGED, False)
        vars(error)[_LOGGED] = True
        return not known


def log_config(form: LogFormat = LogFormat.TEXT, *, verbose: bool = False) -> dict[str, Any]:
    """Give the configuration of logging for a server: requests one by one, all else once in a while."""
    config: dict[str, Any] = deepcopy(LOGGING_CONFIG)
    config["filters"] = {"once": {"()": OnceInAWhile}, "each": {"()": EachErrorOnce}}
    config["handlers"]["default"]["filters"] = ["each"] if verbose else ["each", "once"]
    # Requests go where all else goes, each of them.
    config["handlers"]["requests"] = {**config["handlers"]["default"], "filters": ["each"]}
    config["loggers"][LOG.name] = {"handlers": ["requests"], "level": "INFO", "propagate": False}
    config["loggers"]["uvicorn.access"] = {"handlers": [], "level": "CRITICAL", "propagate": False}
    if form is LogFormat.JSON:
        config["formatters"]["default"] = {
            "()": JsonFormatter,
            "fmt": "%(levelname)s %(name)s %(message)s",
            "rename_fields": {"levelname": "level", "name": "logger", "exc_info": "error"},
            "timestamp": "time",
        }
    level = "DEBUG" if verbose else "INFO"
    # What is logged at the start and end is logged each time: it comes from the server itself, at level INFO.
    config["loggers"]["communique"] = {"handlers": ["default"], "level": level, "propagate": False}
    config["loggers"]["asyncio"] = {"handlers": ["default"], "level": "WARNING", "propagate": False}
    return config


def _place(record: logging.LogRecord) -> str:
    """Give the kind of an exception, and where it was raised: what fails otherwise is said at once."""
    error = record.exc_info[1] if record.exc_info else None
    trace = error.__traceback__ if error is not None else None
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    line = "" if trace is None else f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}"
    return "" if error is None else f"{type(error).__name__} {line}"
