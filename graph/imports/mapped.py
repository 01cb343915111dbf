"""Tables of any columns, by a map that says which column holds what."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import asdict
from functools import cache

from communique.graph.imports.cells import action_of, day_of
from communique.graph.imports.column_map import ColumnMap, MappedActors
from communique.graph.imports.columns import Cells, Columns
from communique.graph.imports.lookup import Lookup
from communique.graph.imports.polecat import plover_action
from communique.graph.imports.rows import CodedEvent, FieldError, acting, shown
from communique.ontology.lexicon import actions
from communique.ontology.types import Action, Actor


def event_reader(lookup: Lookup, column_map: ColumnMap, header: Columns) -> Callable[[Cells], CodedEvent | None]:
    """Give what reads a row; ValueError where the table lacks a column that the map names."""
    columns = asdict(column_map.columns)
    named = {what: name for what, name in columns.items() if name}
    for what, name in named.items():
        if name not in header:
            raise ValueError(f"the map says {what} = {name!r}, and there is no such column: {', '.join(header.names)}")
    cell = {what: header.cell(name) for what, name in columns.items()}

    def read(cells: Cells) -> CodedEvent | None:
        """Read one row."""
        header.check(cells)
        own = {what: each(cells) for what, each in cell.items()}
        day = _day(own["date"], named["date"], column_map.date_format)
        end = _day(own["date_end"], named["date_end"], column_map.date_format) if own["date_end"] else None
        action = _action(own, column_map, named["action"])
        target = _party(lookup, own, "target", column_map.actors, day)
        actor = acting(_party(lookup, own, "actor", column_map.actors, day), target)
        if actor is None:
            return None
        day_cell = own["published"]
        home = _country(lookup, column_map.actors.countries, own["country"], day)
        return CodedEvent(
            identifier=own["id"],
            key=own["id"] or "\t".join(cells),
            day=day,
            day_end=end if end is not None and end > day else None,
            published=_day(day_cell, named["published"], column_map.date_format) if day_cell else None,
            actor=actor,
            target=target,
            action=action.id,
            place=lookup.place(home, own["place"]),
            actor_words=own["actor_name"] or own["actor"],
            action_words=own["action"],
            target_words=own["target_name"] or own["target"],
            source=own["source"],
            url=own["url"],
            title=own["title"],
        )

    return read


def _party(lookup: Lookup, own: Mapping[str, str], end: str, wanted: MappedActors, day: dt.date | None) -> Actor | None:
    written, name, sector = own[end], own[f"{end}_name"], own[f"{end}_sector"]
    home = _country(lookup, wanted.countries, own[f"{end}_country"], day)
    if wanted.scheme == "cameo":
        return lookup.coded(written + sector, name)
    if wanted.scheme == "name":
        return lookup.named(written, home, sector, "", "")
    country = lookup.country(wanted.scheme, written, day)
    if country is None and written:
        raise FieldError(end, f"{shown(written)} is no country in the scheme {wanted.scheme}")
    return lookup.coded(lookup.known[country].notation + sector, "") if country else None


def _country(lookup: Lookup, scheme: str, written: str, day: dt.date | None) -> str | None:
    if not written:
        return None
    found = None if scheme == "name" else lookup.country(scheme, written, day)
    return found or lookup.country_named(written)


def _action(own: Mapping[str, str], column_map: ColumnMap, field: str) -> Action:
    written = own["action"]
    if written in column_map.actions.values:
        value = column_map.actions.values[written]
        return actions()[value] if value in actions() else action_of(value, field)
    if column_map.actions.scheme == "plover":
        return plover_action(written, own["mode"], "", field)
    if column_map.actions.scheme == "cameo":
        return action_of(written, field)
    if written not in actions():
        raise FieldError(field, f"{shown(written)} is no action: give its id or its code under [actions.values]")
    return actions()[written]


@cache
def _day(written: str, field: str, form: str) -> dt.date:
    if not form:
        return day_of(written, field)
    try:
        return dt.datetime.strptime(written, form).date()
    except ValueError as error:
        raise FieldError(field, f"{shown(written)} is no day in the form {form}") from error
