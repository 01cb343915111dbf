"""How services wrap the records of articles, read from `record_shapes.toml`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

Record = Mapping[str, object]
_MARK = "_"


@dataclass(frozen=True, slots=True)
class Shapes:
    """The tables: names of lists, of objects within a record, of lines that are none, and keys of objects by field."""

    lists: frozenset[str]
    within: tuple[str, ...]
    actions: frozenset[str]
    nothing: frozenset[str]
    keys: Mapping[str, tuple[str, ...]]


def unwrapped(record: Record) -> Record:
    """Give a record with what an object within it says of the article in its own place.

    What both say counts as the inner object says it, unless that is nothing.
    """
    for name in shapes().within:
        inner = record.get(name)
        if isinstance(inner, dict):
            said = {key: value for key, value in inner.items() if value not in (None, "")}
            return unwrapped({**{key: value for key, value in record.items() if key != name}, **said})
    return record


def is_action(record: Record) -> bool:
    """Tell whether a line of a bulk file says only what is to be done with the next one."""
    name, value = next(iter(record.items())) if len(record) == 1 else ("", None)
    return name in shapes().actions and isinstance(value, dict) and all(key.startswith(_MARK) for key in value)


@cache
def shapes() -> Shapes:
    """Give the shipped tables."""
    table = tomllib.loads((files("communique.extract.documents") / "record_shapes.toml").read_text(encoding="utf-8"))
    return Shapes(
        lists=frozenset(table["lists"]),
        within=tuple(table["within"]),
        actions=frozenset(table["actions"]),
        nothing=frozenset(table["nothing"]),
        keys=MappingProxyType({field: tuple(keys) for field, keys in table["keys"].items()}),
    )
