"""Extractions as JSON lines: the seam between reading texts and keeping a graph."""

import re
from functools import cache
from typing import TYPE_CHECKING, NewType

from communique.ontology.types.report import Extraction

if TYPE_CHECKING:
    from pydantic import TypeAdapter
    from pydantic_core import ErrorDetails

# pydantic takes a configuration only beside what is no dataclass itself.
_Line = NewType("_Line", Extraction)
# JSON leaves these raw, but they end a line for str.splitlines.
_UNSAFE = re.compile("[\x7f\x85\u2028\u2029]")
_MESSAGES = {"missing": "field is missing", "unexpected_keyword_argument": "unknown field"}
_SHOWN = 60


def to_json(extraction: Extraction) -> str:
    """Give an extraction as one line of JSON.

    Parameters
    ----------
    extraction
        What was read from one document.

    Returns
    -------
    str
        The line, without line end; fields at their default are left out.

    Raises
    ------
    ValueError
        Where a text of it has half a character (a surrogate), which no encoding can write.
    """
    line = _adapter().dump_json(_Line(extraction), exclude_defaults=True).decode()
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", line)


def from_json(line: str) -> Extraction:
    """Give the extraction that a line of JSON holds.

    Parameters
    ----------
    line
        A line as `to_json` gives it.

    Returns
    -------
    Extraction
        With the fields that the line leaves out at their default.

    Raises
    ------
    ValueError
        Names the field (``reports[2].span``) that is missing, unknown or of the wrong kind.
    """
    from pydantic import ValidationError

    try:
        return _adapter().validate_json(line)
    except ValidationError as error:
        raise ValueError(_message(error.errors(include_url=False)[0])) from error


@cache
def _adapter() -> "TypeAdapter[_Line]":
    # Imported and built at first use: most commands start without.
    from pydantic import ConfigDict, TypeAdapter

    return TypeAdapter(_Line, config=ConfigDict(extra="forbid", strict=True, allow_inf_nan=False))


def _message(error: "ErrorDetails") -> str:
    """Give the place of an error as one writes it in Python, and what is wrong there."""
    place = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in error["loc"]).lstrip(".")
    if error["type"] in _MESSAGES:
        return f"{place}: {_MESSAGES[error['type']]}"
    return f"{place or 'extraction'}: {error['msg']}, not {error['input']!r:.{_SHOWN}}"
