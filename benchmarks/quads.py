"""What the quads of a store are said of, and how many there are to each report.

Run it as ``python benchmarks/quads.py STORE``, on a store that no other process writes to.
"""

import sys
from collections import Counter

import pyoxigraph as ox

from communique.ontology.types import DEFAULT_BASE

# So rare as this to each report, a property is not named.
_RARE = 0.005
_REPORT, _METADATA = "#char=", "#metadata="
# What is known before any document is stored.
_KNOWN = {"action", "actor", "code", "membership", "ontology", "role"}
Counts = Counter[tuple[str, str]]


def main() -> None:
    """Count the quads of a store, and print them by graph, by kind of subject and by property."""
    named, default = counted(ox.Store.read_only(sys.argv[1]))
    reports = named["report", "reading"]
    for what, counts in (("graphs of documents", named), ("default graph, without what is known beforehand", default)):
        print(f"{what}: {counts.total()} quads, {counts.total() / reports:.2f} to each of {reports} reports")
        for (kind, name), number in counts.most_common():
            if number > _RARE * reports:
                print(f"  {number / reports:.3f} {kind} {name}")


def counted(store: ox.Store) -> tuple[Counts, Counts]:
    """Give the numbers of quads by kind of subject and property: of named graphs, of the default graph."""
    named, default = Counts(), Counts()
    for quad in store:
        if isinstance(quad.subject, ox.NamedNode):
            kind, name = kind_of(quad.subject.value), name_of(quad.predicate.value)
            if not isinstance(quad.graph_name, ox.DefaultGraph):
                named[kind, name] += 1
            elif kind not in _KNOWN or name == "direct edge":
                default[kind, name] += 1
    return named, default


def kind_of(iri: str) -> str:
    """Give the kind of a subject by its IRI: ``event``, ``dyad``, ``report`` …"""
    if _REPORT in iri or _METADATA in iri:
        return "report" if _REPORT in iri else "metadata"
    return iri.removeprefix(DEFAULT_BASE).partition("/")[0].partition("#")[0]


def name_of(iri: str) -> str:
    """Give the name of a property by its IRI; all actions are edges."""
    if iri.startswith(f"{DEFAULT_BASE}action/"):
        return "direct edge"
    return iri.replace("#", "/").rpartition("/")[2]


if __name__ == "__main__":
    main()
