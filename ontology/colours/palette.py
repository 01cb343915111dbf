"""The colours in `data/colours.toml`."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from communique.ontology.types import ActorKind

_FILE = "colours.toml"
_HEX = re.compile(r"#[0-9a-f]{6}")


@dataclass(frozen=True, slots=True)
class Colour:
    """A colour, as CSS writes it (``#0072b2``)."""

    hex: str

    def __post_init__(self) -> None:
        """Refuse what is no colour."""
        if not _HEX.fullmatch(self.hex):
            raise ValueError(f"{_FILE}: {self.hex!r} is no colour: write it like #0072b2")

    @property
    def rgb(self) -> tuple[int, int, int]:
        """Give red, green and blue, from 0 to 255."""
        red, green, blue = bytes.fromhex(self.hex[1:])
        return red, green, blue


@dataclass(frozen=True, slots=True)
class QuadClass:
    """A quad class: its number (0 where an action has none), its name in data, its name to people, its colour."""

    number: int
    id: str
    label: str
    colour: Colour


@cache
def quad_classes() -> Mapping[int, QuadClass]:
    """Give the quad classes by number, from 0 to 4."""
    found = [QuadClass(row["class"], row["id"], row["label"], Colour(row["colour"])) for row in _table()["quad"]]
    return MappingProxyType({quad.number: quad for quad in found})


@cache
def kind_colours() -> Mapping[ActorKind, Colour]:
    """Give the colour of each kind of actor."""
    return MappingProxyType({ActorKind(kind): Colour(colour) for kind, colour in _table()["kind"].items()})


@cache
def group_colours() -> Sequence[Colour]:
    """Give the colours of groups, the first first."""
    return tuple(Colour(row["colour"]) for row in _table()["group"])


def _table() -> dict[str, Any]:
    return tomllib.loads(files("communique.ontology").joinpath("data", _FILE).read_text("utf-8"))
