"""POLECAT: PLOVER types and modes, several values in a cell, a row for each pair of actor and recipient."""

import re
from collections.abc import Callable
from functools import cache

from communique.graph.imports.cells import day_of
from communique.graph.imports.columns import Cells, Columns
from communique.graph.imports.lookup import Lookup
from communique.graph.imports.rows import CodedEvent, FieldError, acting, shown
from communique.ontology.lexicon import actions, by_cameo, plover_types
from communique.ontology.types import Action, Actor

NAME, LABEL = "polecat", "POLECAT"
_SEVERAL = re.compile(r"(?:(?<!\s)\s++)?[;|]\s*+")


def event_reader(lookup: Lookup, header: Columns) -> Callable[[Cells], CodedEvent | None]:
    """Give what reads a row."""
    identifier, day = header.cell("Event ID"), header.cell("Event Date")
    kind, mode, contexts = header.cell("Event Type"), header.cell("Event Mode"), header.cell("Contexts")
    actor, recipient = _party_reader(lookup, header, "Actor"), _party_reader(lookup, header, "Recipient")
    actor_name, recipient_name = header.cell("Actor Name"), header.cell("Recipient Name")
    city, province, place_name = header.cell("City"), header.cell("Province"), header.cell("Placename")
    country, source = header.cell("Country"), header.cell("Source")
    published, headline = header.cell("Publication Date"), header.cell("Headline")

    def read(cells: Cells) -> CodedEvent | None:
        """Read one row; empty columns behind the last are passed over."""
        header.check(cells)
        own, date = identifier(cells), day_of(day(cells), header.written("Event Date"))
        if not own:
            raise FieldError(header.written("Event ID"), "there is no id")
        action = plover_action(kind(cells), mode(cells), contexts(cells), header.written("Event Type"))
        whom = recipient(cells)
        who = acting(actor(cells), whom)
        if who is None:
            return None
        read_day = published(cells)
        home = country_of(lookup, first_of(country(cells)))
        towns = (city(cells), place_name(cells), province(cells))
        place = lookup.place_of(home, towns)
        return CodedEvent(
            identifier=own,
            # One event of several actors has a row for each pair.
            key=" ".join((own, str(date), action.id, who.id, actor_name(cells), recipient_name(cells))),
            day=date,
            day_end=None,
            published=day_of(read_day, header.written("Publication Date")) if read_day else None,
            actor=who,
            target=whom,
            action=action.id,
            place=place,
            actor_words=actor_name(cells),
            action_words="-".join(filter(None, (kind(cells), mode(cells)))),
            target_words=recipient_name(cells),
            source=first_of(source(cells)),
            title=headline(cells),
        )

    return read


def first_of(cell: str) -> str:
    """Give the first of the values of a cell that are separated by ``;`` or ``|`` and stand for something."""
    return next((value for value in _SEVERAL.split(cell) if value and value != "None"), "")


def country_of(lookup: Lookup, written: str) -> str | None:
    """Give the id of a country by its ISO code or its name."""
    return lookup.country("iso3", written) or lookup.country_named(written)


@cache
def plover_action(kind: str, mode: str, contexts: str, field: str) -> Action:
    """Give the action that a PLOVER type, its mode and its contexts mean most nearly.

    Raises
    ------
    FieldError
        Where PLOVER has no such type.

    Examples
    --------
    >>> plover_action("CONSULT", "visit", "", "").id, plover_action("AGREE", "", "economic", "").id
    ('visits', 'offers-economic-cooperation-to')
    """
    kind, mode = kind.strip().upper(), mode.strip().lower().replace(" ", "_")
    if kind not in plover_types():
        raise FieldError(field, f"{shown(kind)} is no PLOVER type: they are {', '.join(plover_types())}")
    given = {context.lower() for context in _SEVERAL.split(contexts) if context}
    root = by_cameo(plover_types()[kind].root)
    if not (mode or given):
        return root

    def fitness(action: Action) -> tuple[bool, int, int, int, str]:
        """Tell how badly an action fits, so that the best comes first."""
        own = set(action.plover_contexts)
        return action.plover_mode != mode, len(own - given), -len(own & given), len(action.cameo), action.cameo

    found = min((action for action in actions().values() if action.plover_type == kind), key=fitness)
    return found if found.plover_mode == mode or set(found.plover_contexts) & given else root


def _party_reader(lookup: Lookup, header: Columns, end: str) -> Callable[[Cells], Actor | None]:
    name, raw, title = header.cell(f"{end} Name"), header.cell(f"{end} Name Raw"), header.cell(f"{end} Title")
    country, cow = header.cell(f"{end} Country"), header.cell(f"{end} COW")
    sector, sectors = header.cell(f"Primary {end} Sector"), header.cell(f"{end} Sectors")

    def read(cells: Cells) -> Actor | None:
        """Give who stands at one end: by name, else by country and sector."""
        home = country_of(lookup, first_of(country(cells))) or lookup.country("cow", first_of(cow(cells)))
        role = first_of(sector(cells)) or first_of(sectors(cells))
        written = name(cells) or raw(cells)
        if written:
            return lookup.named(first_of(written) or written, home, role, "", first_of(title(cells)))
        code = lookup.known[home].notation if home else ""
        return lookup.coded(code + role, "")

    return read
