"""Single cells of event data: what stands for nothing, days in the forms they come in, numbers, codes of actions."""

import datetime as dt
import re
from collections.abc import Mapping
from functools import lru_cache

from communique.graph.imports.rows import FieldError, shown
from communique.ontology.lexicon import actions
from communique.ontology.types import Action

# What data sets write where they have nothing; `-` and dots in the codes of unknown actors are left to these.
_NOTHING = frozenset(("", "NA", "N/A", "NULL", "None", "nan", "NaN", "null", "none", r"\N"))
_ISO = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ][\d:.+Z-]*)?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\d{6})?(?:\.0)?")
# A day with slashes, and perhaps a time: month and day in either order.
SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?: [\d:]+(?: ?[AP]M)?)?")
# Who writes dots writes the day first.
_DOTS = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?: [\d:]+)?")
_LONGEST_CODE = 4
_CODE = re.compile(r"\d{2,4}")


def text_of(cell: str) -> str:
    """Give what a cell says: without quotes around it, empty where it stands for nothing."""
    cell = cell.strip()
    if len(cell) > 1 and cell[0] == cell[-1] == '"':
        cell = cell[1:-1].replace('""', '"').strip()
    return "" if cell in _NOTHING else cell


@lru_cache(maxsize=1 << 15)
def day_of(cell: str, field: str) -> dt.date:
    """Give the day of a cell: ``2017-01-31``, ``20170131`` (with or without a time), ``1/31/2017``, ``31.1.2017``.

    A data frame with gaps has made ``20170131.0`` of ``20170131``; slashes may stand for hyphens.

    Raises
    ------
    FieldError
        Where it is no day.
    """
    text = text_of(cell)
    try:
        if found := _COMPACT.fullmatch(text) or _ISO.fullmatch(text):
            return dt.date(int(found[1]), int(found[2]), int(found[3]))
        if found := _DOTS.fullmatch(text):
            return dt.date(int(found[3]), int(found[2]), int(found[1]))
        if found := SLASHED.fullmatch(text):
            return dt.date(int(found[3]), int(found[1]), int(found[2]))
    except ValueError as error:
        raise FieldError(field, f"{shown(cell)} is no day: {error}") from error
    raise FieldError(field, f"{shown(cell)} is no day: write it as 2017-01-31, 20170131 or 1/31/2017 (month first)")


@lru_cache(maxsize=1 << 12)
def action_of(cell: str, field: str) -> Action:
    """Give the action of a CAMEO code; of one that the scheme lacks the nearest broader one (``13y``: 13).

    Raises
    ------
    FieldError
        Where not even its root is one.
    """
    text = text_of(cell)
    known = _by_code()
    # A spreadsheet has made 43 of 043, or 10.0 of 10.
    text = text.removesuffix(".0")
    for code in (text[:end] for end in range(min(len(text), _LONGEST_CODE), 1, -1)):
        if code in known:
            return known[code]
    if f"0{text}" in known and _CODE.fullmatch(f"0{text}"):
        return known[f"0{text}"]
    raise FieldError(field, f"{shown(cell)} is no CAMEO code: they begin with 01 to 20")


def number_of(cell: str, field: str) -> float:
    """Give the number of a cell; FieldError where it is none."""
    try:
        return float(text_of(cell))
    except ValueError:
        raise FieldError(field, f"{shown(cell)} is no number") from None


@lru_cache(maxsize=1)
def _by_code() -> Mapping[str, Action]:
    return {action.cameo: action for action in actions().values()}
