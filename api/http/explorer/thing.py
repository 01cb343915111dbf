"""The view of whatever has an IRI and no view of its own: what the graph says of it, in words, and where to look on."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from fastapi import Request, Response

from communique.api.http.explorer.showing import as_sparql, query_with, shown
from communique.api.http.pages.pages import Links, ShownTerm, links_of, triple_terms
from communique.api.http.service import service_of

# More than anybody reads: who wants all takes Turtle.
MOST = 2000
_NAME = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
# Where the events of a kind of thing are: a name for the link, the path of the view, its filter.
_EVENTS = {
    "place": (("Events there", "search", "place"), ("On the map", "map", "place")),
    "quad": (("Events of this class", "search", "quad"), ("Their network", "network", "quad")),
    "code/plover": (("Events of this type", "search", "plover"),),
}


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that is said: of what (where that is not the thing itself), the property, and its values."""

    subject: ShownTerm
    property: ShownTerm
    values: tuple[ShownTerm, ...]


def thing_page(request: Request, path: str, triples: str) -> Response:
    """Give the page of the thing at a path below the base by what is said of it, in N-Triples."""
    graph, links = service_of(request).graph, links_of(request)
    iri = f"{graph.namespace.base}{path}"
    lines = triples.rstrip("\n").split("\n")
    terms = [triple_terms(line, links) for line in lines[:MOST]]
    iris = dict.fromkeys(text for each in terms for text, link in each if link is not None)
    known = graph.labels(iris)
    words = _Words(known, links, graph.terms.prefixes(), _ambiguous(_Words(known, links), iris))
    statements = list(_statements(terms, words))
    itself = words(iri)
    kind, _, name = path.rpartition("/")
    return shown(
        request,
        "thing.html",
        view="thing",
        title=known.get(iri) or path,
        iri=iri,
        own=[each for each in statements if each.subject == itself],
        others=[each for each in statements if each.subject != itself],
        most=MOST if len(lines) > MOST else None,
        see=[(text, f"{view}?{query_with({}, **{field: name})}") for text, view, field in _EVENTS.get(kind, ())],
        turtle=as_sparql(f"DESCRIBE <{iri}>", "turtle"),
        jsonld=as_sparql(f"DESCRIBE <{iri}>", "jsonld"),
        sparql=as_sparql(f"SELECT ?property ?value {{ <{iri}> ?property ?value }}"),
    )


@dataclass(frozen=True, slots=True)
class _Words:
    """Says IRIs as people read them: by their names, else by their last part; where that is ambiguous with a prefix."""

    known: Mapping[str, str]
    links: Links
    prefixes: Mapping[str, str] = field(default_factory=dict)
    ambiguous: frozenset[str] = frozenset()

    def __call__(self, iri: str) -> ShownTerm:
        """Give the words for an IRI, and where it leads."""
        name = self.known.get(iri)
        if name is None and not iri.startswith(self.links.base):
            name = " ".join(_NAME.findall(iri.replace("#", "/").rpartition("/")[2])).lower()
        name = name or iri.removeprefix(self.links.base)
        return f"{name} ({self._short(iri)})" if name in self.ambiguous else name, self.links(iri)

    def _short(self, iri: str) -> str:
        """Give an IRI with its prefix, whole where it has none."""
        found = ((prefix, iri.removeprefix(base)) for prefix, base in self.prefixes.items() if iri.startswith(base))
        prefix, rest = min(found, key=lambda each: len(each[1]), default=("", iri))
        return f"{prefix}:{rest}" if prefix else rest


def _ambiguous(words: _Words, iris: Iterable[str]) -> frozenset[str]:
    """Give the words that would stand for several IRIs."""
    counted = Counter(words(iri)[0] for iri in iris)
    return frozenset(text for text, number in counted.items() if number > 1)


def _statements(terms: Iterable[Sequence[ShownTerm]], words: _Words) -> Iterator[Statement]:
    """Give what is said, the values of one property together."""
    together: dict[tuple[ShownTerm, ShownTerm], list[ShownTerm]] = {}
    for subject, predicate, value in (each for each in terms if len(each) == 3):
        shown_value = value if value[1] is None else words(value[0])
        together.setdefault((words(subject[0]), words(predicate[0])), []).append(shown_value)
    for (subject, predicate), values in together.items():
        yield Statement(subject, predicate, tuple(values))
