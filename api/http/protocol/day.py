"""Days in parameters, bodies and forms, as ISO 8601 writes them and in no other way."""

import datetime as dt
import re
from typing import Annotated

from pydantic import BeforeValidator

from communique.api.http.protocol.problems import ProblemError

_ISO = re.compile(r"\d{4}-\d\d-\d\d\Z")


def _iso(value: object) -> object:
    # Pydantic would take numbers for seconds since 1970, and a year for such a number.
    if isinstance(value, str) and _ISO.match(value):
        return value
    raise ValueError("write it as YYYY-MM-DD")


Day = Annotated[dt.date, BeforeValidator(_iso)]


def day_typed(field: str, text: str) -> dt.date | None:
    """Give the day that a field of a form holds, None where it is left blank; ProblemError (400) for what is no day."""
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError as error:
        raise ProblemError(400, f"{field}: {text[:20]!r} is no day: write it as 2015-12-15") from error
