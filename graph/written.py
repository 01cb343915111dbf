"""RDF terms as N-Quads write them, for who writes too many to make an object of each."""

import datetime as dt
import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

import graph.terms as t
from ontology.iri import Namespace

_SPECIAL = re.compile(r'["\\\n\r]')
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"})
_TERMS = (
    *("Report", "action", "actor", "target", "speaker", "place", "about", "modality", "status", "negated", "dateBasis"),
    *("date", "dateEnd", "trigger", "start", "end", "sentence", "quote", "rule", "confidence", "sentenceSpan"),
    *("actorSpan", "targetSpan", "speakerSpan", "event", "denies"),
)
TYPE = str(t.TYPE)


@lru_cache(maxsize=16)
def vocabulary(base: str) -> Mapping[str, str]:
    """Give the terms of the vocabulary that reports are written with, by name."""
    return MappingProxyType({name: f"<{Namespace(base).term(name)}>" for name in _TERMS})


@lru_cache(maxsize=1 << 16)
def thing(base: str, kind: str, name: str) -> str:
    """Give a thing below the base: kind is ``actor``, ``action``, ``status`` …"""
    return f"<{Namespace(base).of(kind, name)}>"


@lru_cache(maxsize=1 << 14)
def day(value: dt.date) -> str:
    """Give an xsd:date."""
    return str(t.day(value))


@lru_cache(maxsize=1 << 14)
def integer(value: int) -> str:
    """Give an xsd:integer."""
    return str(t.integer(value))


def text(value: str) -> str:
    """Give a plain string."""
    return f'"{value.translate(_ESCAPES)}"' if _SPECIAL.search(value) else f'"{value}"'


def address(value: str) -> str:
    """Give a web address as a literal."""
    return f"{text(value)}^^<{t.XSD}anyURI>"
