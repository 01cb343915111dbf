"""Terms that graphs of earlier layouts had: a query that asks for one finds nothing, and its answer says why."""

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from communique.graph.rdf.terms import Terms

_HEAD = 1


def notes_on(query: str, terms: Terms) -> tuple[str, ...]:
    """Give what there is to say of a query's terms that no triple has any more.

    Parameters
    ----------
    query
        A query in SPARQL. It is searched as text, so a term in a string or comment counts, too.
    terms
        The nodes below the base of the graph.

    Returns
    -------
    tuple of str
        One sentence for each such term, in the order of the terms.
    """
    named = _named(terms.of("").value)
    found = {one or other for one, other in named.findall(query)}
    return tuple(
        f"no triple of this graph has dip:{name} any more: {instead}"
        for name, instead in _former().items()
        if name in found
    )


@cache
def _former() -> Mapping[str, str]:
    lines = files("communique.graph.sparql").joinpath("former-terms.tsv").read_text("utf-8").splitlines()[_HEAD:]
    return dict(line.split("\t", 1) for line in lines)


@cache
def _named(vocabulary: str) -> "re.Pattern[str]":
    names = "|".join(map(re.escape, _former()))
    return re.compile(rf"(?<![\w:-])dip:({names})(?![\w-])|<{re.escape(vocabulary)}({names})>")
