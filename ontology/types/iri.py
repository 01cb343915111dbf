"""The IRIs of everything: deterministic, and served by the API under the same paths."""

from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote

DEFAULT_BASE = "https://w3id.org/communique/"
SAFE = "-._~,;=+"


@dataclass(frozen=True, slots=True)
class Namespace:
    """The IRIs below one base (which ends in ``/``)."""

    base: str = DEFAULT_BASE

    def term(self, name: str) -> str:
        """Give the IRI of a class or property of the vocabulary."""
        return f"{self.base}ontology#{name}"

    def of(self, kind: str, name: str) -> str:
        """Give the IRI of a thing: kind is ``actor``, ``action``, ``event``, ``doc``, ``role``, ``status`` …"""
        return f"{self.base}{kind}/{_quoted(name)}"

    def code(self, scheme: str, code: str) -> str:
        """Give the IRI of a code in a scheme: ``cameo`` or ``plover``."""
        return f"{self.base}code/{scheme}/{code}"

    def dyad(self, source: str, target: str) -> str:
        """Give the IRI of a directed dyad of two sides."""
        return f"{self.base}dyad/{_quoted(source)}/{_quoted(target)}"

    def local(self, iri: str) -> str:
        """Give the last part of an IRI below the base; ValueError if it lies elsewhere."""
        if not iri.startswith(self.base):
            raise ValueError(f"{iri} is not below {self.base}")
        return iri.rsplit("/", 1)[-1]


@lru_cache(maxsize=1 << 16)
def _quoted(name: str) -> str:
    return quote(name, safe=SAFE)
