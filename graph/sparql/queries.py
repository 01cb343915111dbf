"""Queries by name: SPARQL files whose parameters are bound as RDF terms, never pasted as text."""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import communique.graph.rdf.terms as t
from communique.graph.rdf.terms import Object, Terms
from communique.graph.sparql.answers import Reply, reply
from communique.graph.stores.world import World

MOST_ROWS = 100_000
_PARAMETER = re.compile(r"# (\w+): (\w+) = (\S+?)( \(optional\))?\Z")
_SLOT = re.compile(r"\$(\w+)")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a query: its kind (actor, action, event, date, limit), an example, and if it may be left out."""

    name: str
    kind: str
    example: str
    optional: bool = False


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A query that has a name: what it asks, its parameters, and its text with a slot ``$name`` for each."""

    name: str
    title: str
    parameters: tuple[Parameter, ...]
    text: str

    @property
    def examples(self) -> Mapping[str, str]:
        """Give the example of each parameter."""
        return {each.name: each.example for each in self.parameters}


@cache
def named_queries() -> Mapping[str, NamedQuery]:
    """Give all named queries by name, sorted."""
    folder = files("communique.graph.sparql").joinpath("queries")
    texts = {
        entry.name.removesuffix(".rq"): entry.read_text("utf-8") for entry in folder.iterdir() if ".rq" in entry.name
    }
    return {name: _parsed(name, texts[name]) for name in sorted(texts)}


def named_query(name: str) -> NamedQuery:
    """Give the query of a name; ValueError that tells the names where there is none."""
    found = named_queries().get(name)
    if found is None:
        raise ValueError(f"there is no query {name!r}: choose from {', '.join(named_queries())}")
    return found


def bound(query: NamedQuery, arguments: Mapping[str, str], terms: Terms) -> str:
    """Give the query with its parameters bound, complete with prefixes, so that it runs on any server.

    Raises ValueError for an argument that is missing, unknown or not of its parameter's kind.
    """
    known = {parameter.name: parameter for parameter in query.parameters}
    for name in arguments:
        if name not in known:
            raise ValueError(f"query {query.name} has no parameter {name!r}; it has {', '.join(known) or 'none'}")
    values: dict[str, str] = {}
    limit = ""
    for parameter in query.parameters:
        given = arguments.get(parameter.name)
        if parameter.kind == "limit":
            number = str(_limit(given or parameter.example))
            # A query that limits before it joins has a slot of its own; others end with the limit.
            values[parameter.name] = number
            limit = "" if f"${parameter.name}" in query.text else f"LIMIT {number}\n"
        elif given is not None:
            values[parameter.name] = str(_term(parameter, given, terms))
        elif not parameter.optional:
            raise ValueError(f"query {query.name} needs {parameter.name}, such as {parameter.example!r}")
    # One pass over the file's own text: what is bound is never searched for slots again.
    text = _SLOT.sub(lambda slot: values.get(slot[1], slot[0]), query.text)
    prefixes = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in terms.prefixes().items() if f"{name}:" in text)
    return f"{prefixes}{text}{limit}"


def run(world: World, name: str, arguments: Mapping[str, str], accept: str = "*/*") -> Reply:
    """Give the reply to a named query."""
    return reply(world, bound(named_query(name), arguments, world.terms), accept)


def _parsed(name: str, text: str) -> NamedQuery:
    lines = text.splitlines(keepends=True)
    comments = [line.rstrip("\n") for line in lines if line.startswith("#")]
    parameters: list[Parameter] = []
    for line in comments[1:]:
        found = _PARAMETER.match(line)
        if found is None or found[2] not in {*_KINDS, "limit"}:
            raise ValueError(f"queries/{name}.rq: {line!r} is no parameter: write '# actor: actor = rus'")
        parameters.append(Parameter(found[1], found[2], found[3], found[4] is not None))
    body = "".join(line for line in lines if not line.startswith("#"))
    return NamedQuery(name, comments[0].removeprefix("# "), tuple(parameters), body)


def _term(parameter: Parameter, value: str, terms: Terms) -> Object:
    try:
        return _KINDS[parameter.kind](value, terms)
    except ValueError as error:
        raise ValueError(
            f"{parameter.name}: {value!r} is no {parameter.kind}, such as {parameter.example!r}"
        ) from error


def _limit(value: str) -> int:
    if not value.isascii() or not value.isdigit() or not 1 <= int(value) <= MOST_ROWS:
        raise ValueError(f"limit: {value!r} is no number from 1 to {MOST_ROWS}")
    return int(value)


_KINDS: Mapping[str, Callable[[str, Terms], Object]] = {
    "actor": lambda value, terms: terms.actor(value),
    "action": lambda value, terms: terms.action(value),
    "event": lambda value, terms: terms.event(value),
    "document": lambda value, terms: terms.document(value),
    "date": lambda value, _: t.day(dt.date.fromisoformat(value)),
}
