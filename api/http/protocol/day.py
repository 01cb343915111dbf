"""Days in parameters and bodies, as ISO 8601 writes them and in no other way."""

import datetime as dt
import re
from typing import Annotated

from pydantic import BeforeValidator

_ISO = re.compile(r"\d{4}-\d\d-\d\d\Z")


def _iso(value: object) -> object:
    # Pydantic would take numbers for seconds since 1970, and a year for such a number.
    if isinstance(value, str) and _ISO.match(value):
        return value
    raise ValueError("write it as YYYY-MM-DD")


Day = Annotated[dt.date, BeforeValidator(_iso)]
