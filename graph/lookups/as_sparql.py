"""A filter of events as a SPARQL query that people can read, run and change."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator

import communique.graph.rdf.terms as t
from communique.graph.filters import EventFilter, Level, own_side
from communique.graph.lookups.words import words_and_phrases
from communique.graph.rdf.terms import Node
from communique.graph.stores.world import World
from communique.graph.table.writing import DATASET, OWN_DATASET
from communique.ontology.actors import countries_by_region

_MOST = 1000
# Whatever else stands in a phrase keeps no words apart.
_WORD, _APART = re.compile(r"\w+"), r"\W+"


def as_sparql(world: World, *ways: EventFilter, text: str = "") -> str:
    """Give the query for the events that meet one of some filters, latest first, with the prefixes that we know.

    Parameters
    ----------
    world
        The graph in which actors are known to be sides or not.
    ways
        The filters; several exclude each other.
    text
        Words that one sentence of a report must have, and phrases in quotes. The full text of the event table knows
        words by their stems and without accents; the query finds what begins like a word, in any case, so that
        ``accuse`` finds ``accused`` and ``accused`` does not find ``accuse``.

    Returns
    -------
    str
        The query.
    """
    matching = list(_with_words(words_and_phrases(text))) if text else []
    where, dated = _where(world, ways, matching)
    date = "" if dated else "\n  OPTIONAL { ?event dip:date ?date }"
    head = "SELECT DISTINCT ?date ?event ?action WHERE {"
    return f"{head}\n{where}{date}\n}} ORDER BY DESC(?date) ?event LIMIT {_MOST}"


def places_as_sparql(world: World, *ways: EventFilter) -> str:
    """Give the query for the places of the events that meet one of some filters that exclude each other.

    An event counts where its narrowest places are, as it does in the event table.
    """
    at = "  ?event dip:place ?place .\n  ?place skos:prefLabel ?label .\n"
    narrowest = "  FILTER NOT EXISTS { ?event dip:place/schema:containedInPlace ?place }"
    return f"{_counted(world, ways, at + narrowest, '?place ?label', '?place')} LIMIT {_MOST}"


def actions_as_sparql(world: World, wanted: EventFilter) -> str:
    """Give the query for the actions of the events that meet a filter, with how many there are of each itself."""
    return _counted(world, [wanted], "  ?action skos:prefLabel ?label .", "?action ?label", "?action")


def partners_as_sparql(world: World, actor: str, wanted: EventFilter) -> str:
    """Give the query for with whom an actor has events that meet a filter, with how many in both directions."""
    ends = (("actor", "targetSide"), ("target", "actorSide"))
    both = " UNION ".join(f"{{ {_at(here, actor, world)} ?event dip:{there} ?partner }}" for here, there in ends)
    return f"{_counted(world, [wanted], f'  {both}', '?partner', '?partner')} LIMIT {_MOST}"


def pairs_as_sparql(world: World, wanted: EventFilter, level: Level, around: str | None) -> str:
    """Give the query for who did how much to whom by the events that meet a filter.

    `around` an actor, only what it and its partners by these events did to each other.
    """
    ends = "dip:actor", "dip:target"
    source, target = (f"{end}Side" for end in ends) if level is Level.SIDE else ends
    more = f"  ?event {source} ?from ; {target} ?to .\n  FILTER (?from != ?to)"
    if around is not None:
        node, (where, _) = _short(world.terms.actor(around), world), _where(world, [wanted], [])
        partner = f"{{ ?event {source} {node} ; {target} ?near }} UNION {{ ?event {target} {node} ; {source} ?near }}"
        near = f"{{\n{where}\n  {partner}\n  }} UNION {{ VALUES ?near {{ {node} }} }}"
        both = (f"  {{ SELECT DISTINCT (?near AS {end}) WHERE {{ {near} }} }}" for end in ("?from", "?to"))
        more = "\n".join([*both, more])
    return f"{_counted(world, [wanted], more, '?from ?to', '?from ?to')} LIMIT {_MOST}"


def documents_as_sparql(source: str | None, start: dt.date | None, end: dt.date | None) -> str:
    """Give the query for the documents of a publisher, or of all, published from one day to another."""
    issued, publisher = "?document dcterms:issued ?published", "?document dcterms:publisher ?publisher"
    lines = ["?document a schema:NewsArticle ."]
    lines.append(f"OPTIONAL {{ {issued} }}" if start is None and end is None else f"{issued} .")
    lines += [f"FILTER (?published {sign} {_day(f'{day}')})" for sign, day in ((">=", start), ("<=", end)) if day]
    lines.append(f"OPTIONAL {{ {publisher} }}" if source is None else f"{publisher} .")
    lines += [] if source is None else [f"VALUES ?publisher {{ {t.text(source)} }}"]
    lines.append("OPTIONAL { ?document dcterms:title ?title }")
    said = "\n    ".join(lines)
    head = "SELECT ?published ?document ?title ?publisher WHERE {"
    return f"{head}\n  GRAPH ?document {{\n    {said}\n  }}\n}} ORDER BY ?published ?document LIMIT {_MOST}"


def _counted(world: World, ways: Iterable[EventFilter], more: str, keys: str, order: str) -> str:
    """Give the query for how many of the events that meet one of some filters have the same keys, most first."""
    where, _ = _where(world, ways, [])
    head = f"SELECT {keys} (COUNT(DISTINCT ?event) AS ?events) WHERE {{"
    return f"{head}\n{where}\n{more}\n}} GROUP BY {keys} ORDER BY DESC(?events) {order}"


def _where(world: World, ways: Iterable[EventFilter], more: Iterable[str]) -> tuple[str, bool]:
    """Give the pattern for the events that meet one of some filters, and whether it binds their days."""
    met = [["?event dip:action ?action .", *_conditions(wanted, world), *more] for wanted in ways]
    if len(met) == 1:
        where = "\n".join(f"  {line}" for line in met[0])
    else:
        where = "\n  UNION\n".join("  {\n" + "\n".join(f"    {line}" for line in lines) + "\n  }" for lines in met)
    return where, any("?date" in line for line in met[0])


def _conditions(wanted: EventFilter, world: World) -> Iterator[str]:
    for end, name in (("actor", wanted.actor), ("target", wanted.target)):
        if name is not None:
            yield _at(end, name, world)
    if wanted.either is not None:
        yield " UNION ".join(f"{{ {way} }}" for way in _both(wanted.either, wanted.other, world))
    for end, sector in (("actor", wanted.role), ("target", wanted.target_role)):
        if sector is not None:
            yield f"?event dip:{end}/dip:sector {t.text(sector)} ."
    yield from _of_action(wanted, world)
    if wanted.start is not None or wanted.end is not None:
        yield "?event dip:date ?date ."
    if wanted.start is not None:
        yield f"FILTER (?date >= {_day(wanted.start.isoformat())})"
    if wanted.end is not None:
        yield f"FILTER (?date <= {_day(wanted.end.isoformat())})"
    if wanted.min_reports > 1:
        yield f"?event dip:reports ?reports . FILTER (?reports >= {wanted.min_reports})"
    if wanted.disputed is not None:
        yield "?event dip:disputedBy ?denial ." if wanted.disputed else "FILTER NOT EXISTS { ?event dip:disputedBy ?r }"
    if wanted.place is not None:
        yield f"?event dip:place {_short(world.terms.place(wanted.place), world)} ."
    if wanted.region is not None:
        countries = sorted(countries_by_region().get(wanted.region, ()))
        homes = " ".join(_short(world.terms.actor(name), world) for name in countries)
        yield f"?event (dip:actorSide|dip:targetSide)/dip:country? ?home . VALUES ?home {{ {homes} }}"
    if wanted.publisher is not None:
        published = f"?report dip:event ?event . ?document dcterms:publisher {t.text(wanted.publisher)}"
        yield f"FILTER EXISTS {{ GRAPH ?document {{ {published} }} }}"
    if wanted.dataset is not None:
        yield f"FILTER EXISTS {{ GRAPH ?where {{ ?said dip:event ?event . {_of_dataset(wanted.dataset)} }} }}"


def _with_words(parts: Iterable[str]) -> Iterator[str]:
    """Give the pattern for a sentence that has all these words and phrases."""
    yield "GRAPH ?document { ?report dip:event|dip:denies ?event ; dip:sentence ?sentence }"
    for part in parts:
        words = _WORD.findall(part)
        if words:
            begins = t.text(rf"(^|\W){_APART.join(words)}")
            yield f'FILTER REGEX(?sentence, {begins}, "i")'


def _of_dataset(name: str) -> str:
    """Give the pattern for a document of a data set; our own readings are of none."""
    if name == OWN_DATASET:
        return f"FILTER NOT EXISTS {{ ?where schema:additionalProperty/schema:name {t.text(DATASET)} }}"
    return f"?where schema:additionalProperty [ schema:name {t.text(DATASET)} ; schema:value {t.text(name)} ]"


def _of_action(wanted: EventFilter, world: World) -> Iterator[str]:
    if wanted.action is not None:
        yield f"?action skos:broader* {_short(world.terms.action(wanted.action), world)} ."
    if wanted.root is not None:
        yield f"?action dip:root {_short(world.terms.code('cameo', wanted.root), world)} ."
    if wanted.quad is not None:
        yield f"?action dip:quad {_short(world.terms.concept('quad', str(wanted.quad)), world)} ."
    if wanted.plover is not None:
        yield f"?action dip:ploverType {_short(world.terms.code('plover', wanted.plover), world)} ."


def _both(here: str, there: str | None, world: World) -> Iterator[str]:
    for one, other in (("actor", "target"), ("target", "actor")):
        met = _at(one, here, world)
        yield met if there is None else f"{met} {_at(other, there, world)}"


def _at(end: str, name: str, world: World) -> str:
    """Give the pattern for an actor at one end: as a side where it is one, as named where it acts for another."""
    node, own = _short(world.terms.actor(name), world), own_side(name, world)
    if own is None:
        return f"?event dip:{end}|dip:{end}Side {node} ."
    return f"?event dip:{end}{'Side' if own else ''} {node} ."


def _day(date: str) -> str:
    return f'"{date}"^^xsd:date'


def _short(node: Node, world: World) -> str:
    """Give a node with its prefix, whole where its name holds what a name with a prefix may not."""
    for prefix, iri in world.terms.prefixes().items():
        name = node.value.removeprefix(iri)
        if name != node.value and name.replace("-", "").isalnum() and name.isascii():
            return f"{prefix}:{name}"
    return str(node)
