"""Actors of one's own, from TSV or from Turtle in our vocabulary: they add to the shipped ones or override them."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NoReturn

from rdflib import RDF, SKOS, Graph, Namespace, URIRef
from rdflib.exceptions import ParserError
from rdflib.plugins.parsers.notation3 import BadSyntax
from rdflib.term import Node

from communique.ontology.interchange.tsv import rows, split
from communique.ontology.types.actor import Actor, ActorKind, Role
from communique.ontology.types.iri import DEFAULT_BASE
from communique.ontology.types.name import slug
from communique.ontology.types.period import Period, first_day

COLUMNS = (
    "id", "kind", "label", "notation", "code", "sector", "country", "acts_for", "aliases", "start", "end", "roles",
)  # fmt: skip
_NEEDED = ("kind", "label")
_KINDS = {kind.value.lower(): kind for kind in ActorKind}
_ORG = Namespace("http://www.w3.org/ns/org#")
_SCHEMA = Namespace("https://schema.org/")
_PRECISION = {"day": 10, "month": 7, "year": 4}


def read_actors(path: Path, base: str = DEFAULT_BASE) -> tuple[Actor, ...]:
    """Give the actors of a file of one's own.

    Parameters
    ----------
    path
        A `.tsv` or `.ttl` file.
    base
        The base of the vocabulary's IRIs.

    Returns
    -------
    tuple of Actor
        In the order of their ids.

    Raises
    ------
    ValueError
        Names file and, where there is one, line if the file is no such file or an actor is not as it must be.
    OSError
        If the file cannot be read.
    """
    if path.suffix == ".tsv":
        found = [_from_row(path, number, row) for number, row in _rows(path)]
    elif path.suffix == ".ttl":
        found = list(_from_turtle(path, base))
    else:
        raise ValueError(f"{path.name}: actors are read from .tsv or .ttl files: rename it, or convert it")
    doubled = sorted({actor.id for actor in found if sum(other.id == actor.id for other in found) > 1})
    if doubled:
        raise ValueError(f"{path.name}: ids given twice: {', '.join(doubled)}: keep one actor for each")
    return tuple(sorted(found, key=lambda actor: actor.id))


def table_of(actors: Iterable[Actor]) -> str:
    """Give actors as the table that `read_actors` reads; what they are members of is not in it."""
    lines = ["\t".join(COLUMNS), *("\t".join(_cells(actor)) for actor in actors)]
    return "".join(f"{line}\n" for line in lines)


def _cells(actor: Actor) -> Iterator[str]:
    roles = (f"{role.body}:{role.title}:{role.period.start or ''}/{role.period.end or ''}" for role in actor.roles)
    made = {
        "kind": actor.kind.value.lower(),
        "aliases": "|".join(actor.aliases),
        "start": actor.period.start,
        "end": actor.period.end,
        "roles": "|".join(roles),
    }
    return (str((made[name] if name in made else getattr(actor, name)) or "") for name in COLUMNS)


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    for number, row in rows(path):
        unknown, missing = sorted(set(row) - set(COLUMNS)), [name for name in _NEEDED if name not in row]
        if unknown or missing:
            _fail(path, 1, f"unknown columns {unknown}, missing columns {missing}: use {', '.join(COLUMNS)}")
        yield number, {name: row.get(name, "").strip() for name in COLUMNS}


def _from_row(path: Path, number: int, row: dict[str, str]) -> Actor:
    kind = _KINDS.get(row["kind"].lower())
    if kind is None:
        _fail(path, number, f"kind {row['kind']!r} is none of {', '.join(sorted(_KINDS))}")
    if not row["label"] and not (row["id"] and row["aliases"]):
        _fail(path, number, "no label: give the usual English name, or the id of a known actor and aliases for it")
    actor_id = row["id"] or slug(row["label"])
    if kind is ActorKind.PERSON and row["acts_for"]:
        _fail(path, number, "a person acts through roles: write body:title:start/end into roles, not acts_for")
    try:
        period = _period(row["start"], row["end"])
        roles = tuple(_role(cell) for cell in split(row["roles"]))
    except ValueError as error:
        _fail(path, number, str(error))
    return _actor(actor_id, kind, row, split(row["aliases"]), period, roles)


def _actor(
    actor_id: str,
    kind: ActorKind,
    cells: dict[str, str],
    aliases: Sequence[str],
    period: Period,
    roles: tuple[Role, ...],
) -> Actor:
    country = cells["country"] or (actor_id if kind is ActorKind.COUNTRY else None)
    notation = cells["notation"] or (actor_id.upper() if kind is ActorKind.COUNTRY else "")
    return Actor(
        id=actor_id,
        kind=kind,
        label=cells["label"],
        notation=notation,
        code=cells["code"] or (country or notation).upper() + cells["sector"],
        sector=cells["sector"],
        country=country,
        acts_for=cells["acts_for"] or None,
        aliases=tuple(aliases),
        period=period,
        roles=roles,
    )


def _role(cell: str) -> Role:
    parts = cell.split(":")
    if len(parts) not in (2, 3) or not parts[0]:
        raise ValueError(
            f"role {cell!r}: write body:title:start/end, for instance rus-mfa:foreign minister:2004/2010-05"
        )
    start, _, end = (parts[2] if len(parts) == 3 else "").partition("/")
    return Role(parts[0], parts[1], _period(start, end))


def _period(start: str, end: str) -> Period:
    for partial in (start, end):
        if partial:
            first_day(partial)
    return Period(start or None, end or None)


def _from_turtle(path: Path, base: str) -> Iterator[Actor]:
    graph = Graph()
    try:
        graph.parse(path, format="turtle")
    except BadSyntax as error:
        _fail(path, error.lines + 1, f"this is no Turtle: {error.message}")
    except (ParserError, UnicodeDecodeError) as error:
        raise ValueError(f"{path.name}: this is no Turtle: {error}") from error
    dip = Namespace(f"{base}ontology#")
    for kind in ActorKind:
        for node in sorted(graph.subjects(RDF.type, dip[kind.value]), key=str):
            yield _described(graph, node, kind, dip, path)


def _described(graph: Graph, node: Node, kind: ActorKind, dip: Namespace, path: Path) -> Actor:
    label = _value(graph, node, SKOS.prefLabel)
    if not label:
        raise ValueError(f"{path.name}: {node} has no skos:prefLabel: give the usual English name")
    cells = {"label": label, "notation": _value(graph, node, SKOS.notation)}
    for name, term in (("code", "actorCode"), ("sector", "sector")):
        cells[name] = _value(graph, node, dip[term])
    for name, term in (("country", "country"), ("acts_for", "actsFor")):
        cells[name] = _local(_value(graph, node, dip[term]))
    aliases = sorted(str(alias) for alias in graph.objects(node, SKOS.altLabel))
    try:
        roles = [_membership(graph, item, dip) for item in graph.subjects(_ORG.member, node)]
        period = _dates(graph, node, dip)
    except ValueError as error:
        raise ValueError(f"{path.name}: {node}: {error}") from error
    ordered = sorted(roles, key=lambda role: (role.period.start or "", role.body, role.title))
    return _actor(_local(str(node)), kind, cells, aliases, period, tuple(ordered))


def _membership(graph: Graph, node: Node, dip: Namespace) -> Role:
    body = _local(_value(graph, node, _ORG.organization))
    if not body:
        raise ValueError("a role without org:organization: name the body")
    return Role(body, _value(graph, node, _SCHEMA.roleName), _dates(graph, node, dip))


def _dates(graph: Graph, node: Node, dip: Namespace) -> Period:
    found = []
    for name in ("start", "end"):
        date = _value(graph, node, _SCHEMA[f"{name}Date"])
        length = _PRECISION.get(_value(graph, node, dip[f"{name}Precision"]), len(date))
        found.append(date[:length])
    return _period(*found)


def _value(graph: Graph, node: Node, term: URIRef) -> str:
    return min((str(value) for value in graph.objects(node, term)), default="")


def _local(iri: str) -> str:
    return iri.rstrip("/").replace("#", "/").rsplit("/", 1)[-1]


def _fail(path: Path, number: int, what: str) -> NoReturn:
    raise ValueError(f"{path.name}:{number}: {what}")
