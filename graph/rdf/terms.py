"""RDF terms: IRIs and literals in the exact form in which a store keeps them, and back."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from urllib.parse import quote, unquote

import pyoxigraph as ox

from communique.ontology.types import Namespace, is_named_place

Node = ox.NamedNode
Object = ox.NamedNode | ox.Literal
Graph = ox.NamedNode | ox.DefaultGraph

DEFAULT = ox.DefaultGraph()
XSD = "http://www.w3.org/2001/XMLSchema#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
DCTERMS = "http://purl.org/dc/terms/"
ORG = "http://www.w3.org/ns/org#"
SCHEMA = "https://schema.org/"

TYPE = Node(RDF + "type")
PROPERTY = Node(RDF + "Property")
SUB_PROPERTY_OF = Node(RDFS + "subPropertyOf")
CONCEPT = Node(SKOS + "Concept")
PREF_LABEL = Node(SKOS + "prefLabel")
ALT_LABEL = Node(SKOS + "altLabel")
NOTATION = Node(SKOS + "notation")
BROADER = Node(SKOS + "broader")
EXACT_MATCH = Node(SKOS + "exactMatch")
IN_SCHEME = Node(SKOS + "inScheme")
MEMBERSHIP = Node(ORG + "Membership")
MEMBER = Node(ORG + "member")
ORGANIZATION = Node(ORG + "organization")
ROLE_NAME = Node(SCHEMA + "roleName")
START_DATE = Node(SCHEMA + "startDate")
END_DATE = Node(SCHEMA + "endDate")
NEWS_ARTICLE = Node(SCHEMA + "NewsArticle")
ARTICLE_BODY = Node(SCHEMA + "articleBody")
URL = Node(SCHEMA + "url")
ADDITIONAL_PROPERTY = Node(SCHEMA + "additionalProperty")
PROPERTY_NAME = Node(SCHEMA + "name")
VALUE = Node(SCHEMA + "value")
CONTAINED_IN = Node(SCHEMA + "containedInPlace")
LATITUDE = Node(SCHEMA + "latitude")
LONGITUDE = Node(SCHEMA + "longitude")
TITLE = Node(DCTERMS + "title")
ISSUED = Node(DCTERMS + "issued")
PUBLISHER = Node(DCTERMS + "publisher")
LANGUAGE = Node(DCTERMS + "language")
_DATE, _MONTH, _INTEGER, _DECIMAL, _BOOLEAN, _ANY_URI = (
    Node(XSD + name) for name in ("date", "gYearMonth", "integer", "decimal", "boolean", "anyURI")
)


@lru_cache(maxsize=65536)
def node(iri: str) -> Node:
    """Give the node of an IRI; ValueError if it is none."""
    return Node(iri)


def is_iri(text: str) -> bool:
    """Tell whether a text is an absolute IRI."""
    try:
        # Not kept as `node` keeps the IRIs of the graph: strangers may send others without end.
        Node(text)
    except ValueError:
        return False
    return True


def text(value: str) -> ox.Literal:
    """Give a plain string."""
    return ox.Literal(value)


def english(value: str) -> ox.Literal:
    """Give a string in English."""
    return ox.Literal(value, language="en")


def address(value: str) -> ox.Literal:
    """Give a web address as a literal: what documents call their URL is not always an IRI."""
    return ox.Literal(value, datatype=_ANY_URI)


@lru_cache(maxsize=16384)
def integer(value: int) -> ox.Literal:
    """Give an xsd:integer."""
    return ox.Literal(str(value), datatype=_INTEGER)


@lru_cache(maxsize=16384)
def digits(value: Decimal) -> str:
    """Give a decimal without superfluous zeros, as stores return it."""
    plain = f"{value:f}"
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    return "0" if plain == "-0" else plain


@lru_cache(maxsize=16384)
def decimal(value: Decimal) -> ox.Literal:
    """Give an xsd:decimal."""
    return ox.Literal(digits(value), datatype=_DECIMAL)


def boolean(value: bool) -> ox.Literal:
    """Give an xsd:boolean."""
    return ox.Literal("true" if value else "false", datatype=_BOOLEAN)


@lru_cache(maxsize=16384)
def day(value: dt.date) -> ox.Literal:
    """Give an xsd:date."""
    return ox.Literal(value.isoformat(), datatype=_DATE)


@lru_cache(maxsize=16384)
def month(value: str) -> ox.Literal:
    """Give an xsd:gYearMonth from ``2004-03``."""
    return ox.Literal(value, datatype=_MONTH)


@lru_cache(maxsize=65536)
def fragment(name: str) -> str:
    """Give a name as it may stand in one part of a fragment, with nothing in it that separates parts."""
    return quote(name, safe="-._~")


def name_of(term: object) -> str:
    """Give the name in the last part of an IRI: the id of an actor, an action, a document."""
    if not isinstance(term, Node):
        raise ValueError(f"{term} is a literal where an IRI is expected")
    return unquote(term.value.rsplit("/", 1)[-1])


def lines(quads: Iterable[ox.Quad]) -> list[str]:
    """Give quads as sorted lines of canonical N-Quads."""
    return sorted({f"{quad} ." for quad in quads})


@lru_cache(maxsize=1024)
def _term(base: str, name: str) -> Node:
    return Node(Namespace(base).term(name))


@dataclass(frozen=True, slots=True)
class Terms:
    """The nodes below one base."""

    namespace: Namespace

    def of(self, name: str) -> Node:
        """Give a class or property of the vocabulary."""
        return _term(self.namespace.base, name)

    def actor(self, name: str) -> Node:
        """Give an actor's node."""
        return node(self.namespace.of("actor", name))

    def action(self, name: str) -> Node:
        """Give an action's node."""
        return node(self.namespace.of("action", name))

    def event(self, key: str) -> Node:
        """Give an event's node."""
        return node(self.namespace.of("event", key))

    def document(self, name: str) -> Node:
        """Give a document's node, which is the name of its graph too."""
        return node(self.namespace.of("doc", name))

    def concept(self, scheme: str, name: str) -> Node:
        """Give a concept of a short list: ``status``, ``modality``, ``date-basis``, ``quad``."""
        return node(self.namespace.of(scheme, name))

    def code(self, scheme: str, code: str) -> Node:
        """Give a code's node: scheme is ``cameo`` or ``plover``."""
        return node(self.namespace.code(scheme, fragment(code)))

    def place(self, name: str) -> Node:
        """Give the node of a place: a country's own, or that of a named place in one."""
        return node(self.namespace.of("place" if is_named_place(name) else "actor", name))

    def dyad(self, source: str, target: str) -> Node:
        """Give the node of the directed dyad of two sides."""
        return node(self.namespace.dyad(source, target))

    def prefixes(self) -> dict[str, str]:
        """Give the prefixes that every query may use undeclared, by name."""
        base = self.namespace.base
        below = {"act": "action", "mod": "modality", "st": "status", "basis": "date-basis"}
        kinds = ("actor", "event", "doc", "role", "place", "dyad", "month", "quad")
        own = {"dip": f"{base}ontology#", "cameo": f"{base}code/cameo/", "plover": f"{base}code/plover/"}
        own |= {prefix: f"{base}{path}/" for prefix, path in below.items()} | {kind: f"{base}{kind}/" for kind in kinds}
        outer = {"rdf": RDF, "rdfs": RDFS, "skos": SKOS, "dcterms": DCTERMS, "org": ORG, "schema": SCHEMA, "xsd": XSD}
        return dict(sorted({**own, **outer}.items()))
