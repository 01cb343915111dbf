"""RDF as text, in TriG without prefixes: for who writes too many terms to make an object of each."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType

import pyoxigraph as ox

import communique.graph.rdf.terms as t
from communique.ontology.types import Namespace, is_named_place

_SPECIAL = re.compile(r'["\\\n\r]')
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"})
_TERMS = (
    *("action", "actor", "target", "speaker", "place", "about", "modality", "status", "negated", "dateBasis"),
    *("date", "dateEnd", "trigger", "sentence", "quote", "reading"),
    *("event", "denies", "Event", "actorSide", "targetSide", "reports", "disputedBy", "dyad"),
)
TYPE = str(t.TYPE)


@lru_cache(maxsize=16)
def vocabulary(base: str) -> Mapping[str, str]:
    """Give the terms of the vocabulary that reports are written with, by name."""
    return MappingProxyType({name: f"<{Namespace(base).term(name)}>" for name in _TERMS})


@lru_cache(maxsize=1 << 10)
def term(base: str, name: str) -> str:
    """Give a class or property of the vocabulary, of those with which no report is written."""
    return f"<{Namespace(base).term(name)}>"


@lru_cache(maxsize=1 << 16)
def thing(base: str, kind: str, name: str) -> str:
    """Give a thing below the base: kind is ``actor``, ``action``, ``status`` …"""
    return f"<{Namespace(base).of(kind, name)}>"


def place(base: str, name: str) -> str:
    """Give a place: a country, or a named place in one."""
    return thing(base, "place" if is_named_place(name) else "actor", name)


def event(base: str, key: str) -> str:
    """Give an event: there are too many to keep."""
    return f"<{base}event/{key}>"


@lru_cache(maxsize=1 << 16)
def dyad(base: str, source: str, target: str) -> str:
    """Give the IRI of a dyad, without its brackets."""
    return Namespace(base).dyad(source, target)


@lru_cache(maxsize=1 << 14)
def day(value: dt.date) -> str:
    """Give an xsd:date."""
    return str(t.day(value))


@lru_cache(maxsize=1 << 10)
def month(value: str) -> str:
    """Give an xsd:gYearMonth from ``2004-03``."""
    return str(t.month(value))


@lru_cache(maxsize=1 << 14)
def integer(value: int) -> str:
    """Give an xsd:integer."""
    return str(t.integer(value))


@lru_cache(maxsize=1 << 14)
def decimal(value: Decimal) -> str:
    """Give an xsd:decimal."""
    return str(t.decimal(value))


def line(node: str, name: str, value: str) -> str:
    """Give one triple, as a line."""
    return f"{node} {name} {value} .\n"


def described(node: str, said: Iterable[tuple[str, str]]) -> str:
    """Give what is said of a node: properties with their values."""
    return f"{node} {' ; '.join([f'{name} {value}' for name, value in said])} .\n"


def quads(written: str) -> Iterator[ox.Quad]:
    """Give the quads of a text."""
    return ox.parse(written.encode(), format=ox.RdfFormat.TRIG)


def text(value: str) -> str:
    """Give a plain string."""
    return f'"{value.translate(_ESCAPES)}"' if _SPECIAL.search(value) else f'"{value}"'


def address(value: str) -> str:
    """Give a web address as a literal."""
    return f"{text(value)}^^<{t.XSD}anyURI>"
