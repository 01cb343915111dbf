"""The fields of a record, whatever it calls them: newspapers, archives and crawlers have names of their own."""

import json
import math
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from communique.extract.documents.article import UnreadableError
from communique.extract.documents.publication import publication_date
from communique.extract.documents.record_shapes import Record, shapes, unwrapped

_NUMBERS: Mapping[str, tuple[type[int] | type[float], ...]] = {"id": (int,), "date": (int, float)}
# What stands between several texts of one field.
_BETWEEN = {"text": "\n\n", "author": ", "}
# Fields of our own that must be texts; what an author is, is a matter of taste.
_OURS = frozenset(("text", "title", "date", "source", "url", "language", "id"))
_APART = re.compile(r"[\W_]+")
_KINDS = {"bool": "true or false", "int": "a number", "float": "a number", "list": "a list", "dict": "an object"}


def fields_of(record: Record) -> tuple[dict[str, str], dict[str, str]]:
    """Give what a record says, parted into the fields of an article and all else.

    Parameters
    ----------
    record
        Values by the names of whoever wrote it.

    Returns
    -------
    fields : dict of str to str
        By our names (``text``, ``date`` …), the empty string where the record says nothing.
    others : dict of str to str
        All other plain values, by the record's own names.

    Raises
    ------
    UnreadableError
        Where a field of our own name has a value that is no text.
    """
    record = unwrapped(record)
    known = _known_names(record)
    taken = {field: _taken(record, known, field) for field in _names()}
    beginning = taken.pop("beginning")
    if not taken["text"][1].strip():
        taken["text"] = beginning
    used = {name for name, _ in taken.values()}
    others = {name: _plain(value) for name, value in record.items() if name not in used and name[:1] != "_"}
    return {field: text for field, (_, text) in taken.items()}, {k: v for k, v in others.items() if v is not None}


def field_of(name: str) -> str | None:
    """Give the field for which a name can stand, None where there is none."""
    return _first_fields().get(_plain_name(name))


def is_text_of_article(name: str, value: object) -> bool:
    """Tell whether a field of a record is the text of an article."""
    return isinstance(value, str) and field_of(name) == "text" and bool(value.strip())


def kind_of(value: object) -> str:
    """Give in words of what kind a JSON value is."""
    return _KINDS.get(type(value).__name__, "a text" if isinstance(value, str) else "null")


def _taken(record: Record, known: Mapping[str, Sequence[str]], field: str) -> tuple[str, str]:
    """Give the name under which a record says a field, and what it says."""
    if field in _OURS and field in record and _text(record[field], field) is None and record[field] is not None:
        raise UnreadableError(f"the field {field!r} must be a text, it is {kind_of(record[field])}")
    found = ((name, _text(record[name], field) or "") for name in _candidates(known, field))
    said = [(name, text) for name, text in found if text.strip()]
    # Records say in one place that they are published, in another when; publication may be a day, or a newspaper.
    if field == "date" and len(said) > 1:
        said = [each for each in said if _is_date(each[1])] or said
    if field == "source":
        said = [each for each in said if each[0] == field or not _is_date(each[1])]
    return next(iter(said), (field, ""))


def _known_names(record: Record) -> Mapping[str, Sequence[str]]:
    """Give the names of a record that can stand for a field, by how they are compared."""
    found: dict[str, list[str]] = {}
    for name in record:
        if (plain := _plain_name(name)) in _first_fields():
            found.setdefault(plain, []).append(name)
    return found


def _candidates(known: Mapping[str, Sequence[str]], field: str) -> Iterator[str]:
    """Give the names of a record that can stand for a field, the likeliest first."""
    for name in _names()[field]:
        yield from sorted(known.get(name, ()), key=lambda written: written != field)


def _text(value: object, field: str) -> str | None:
    """Give the text of a value; None where it is none. Some fields hold theirs in a list or an object."""
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if isinstance(value, dict):
        value = next((value[key] for key in shapes().keys.get(field, ()) if value.get(key)), None)
    if isinstance(value, list) and value and field in _BETWEEN:
        parts = [part if isinstance(part, str) else _text(part, field) for part in value]
        value = _BETWEEN[field].join(part for part in parts if part) if all(parts) else None
    if isinstance(value, str):
        return value
    # Identifiers and days, as in 20151214, are written as numbers, too.
    if isinstance(value, bool) or not isinstance(value, _NUMBERS.get(field, ())):
        return None
    # A whole number may be larger than any fraction.
    return str(int(value)) if isinstance(value, int) or math.isfinite(value) else None


def _is_date(text: str) -> bool:
    try:
        publication_date(text)
    except UnreadableError:
        return False
    return True


def _plain(value: object) -> str | None:
    return value if isinstance(value, str) else json.dumps(value) if isinstance(value, int | float) else None


def _plain_name(name: str) -> str:
    return _APART.sub("", name).lower()


@cache
def _names() -> Mapping[str, tuple[str, ...]]:
    """Give the names by which records call each field, as they are compared."""
    table = tomllib.loads((files("communique.extract.documents") / "record_fields.toml").read_text(encoding="utf-8"))
    return MappingProxyType({field: tuple(map(_plain_name, names)) for field, names in table.items()})


@cache
def _first_fields() -> Mapping[str, str]:
    """Give the field for which each name stands, the first where there are several."""
    found: dict[str, str] = {}
    for field, names in _names().items():
        for name in names:
            found.setdefault(name, field)
    return MappingProxyType(found)
