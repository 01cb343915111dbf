"""ICEWS: the 20 columns of its releases with their variants, and the reduced form that text_to_CAMEO writes."""

import re
from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files

from communique.graph.imports.cells import action_of, day_of, text_of
from communique.graph.imports.columns import Cells, Columns
from communique.graph.imports.lookup import Lookup
from communique.graph.imports.rows import CodedEvent, FieldError, acting, shown
from communique.ontology.interchange import rows
from communique.ontology.lexicon import by_cameo
from communique.ontology.types import Action, Actor

NAME, LABEL = "icews", "ICEWS"
REDUCED_WIDTH = 10
_FOLDER = files("communique.ontology") / "data" / "imports"
_LETTERS = re.compile(r"[^a-z]")
_CAMEO = re.compile(r"\d{2,4}")


def event_reader(lookup: Lookup, header: Columns) -> Callable[[Cells], CodedEvent | None]:
    """Give what reads a row; where there is no code of the action, its text tells the action."""
    identifier, day = header.cell("Event ID"), header.cell("Event Date")
    text, code = header.cell("Event Text"), header.cell("CAMEO Code")
    source, target = _party_reader(lookup, header, "Source"), _party_reader(lookup, header, "Target")
    source_name, target_name = header.cell("Source Name"), header.cell("Target Name")
    city, district, province = header.cell("City"), header.cell("District"), header.cell("Province")
    country, publisher = header.cell("Country"), header.cell("Publisher")

    def read(cells: Cells) -> CodedEvent | None:
        """Read one row."""
        header.check(cells)
        own, date = identifier(cells), day_of(day(cells), header.written("Event Date"))
        if not own:
            raise FieldError(header.written("Event ID"), "there is no id")
        action = _action(code(cells), text(cells), header)
        other = target(cells)
        actor = acting(source(cells), other)
        if actor is None:
            return None
        home = lookup.country_named(country(cells))
        towns = (city(cells), district(cells), province(cells))
        place = lookup.place_of(home, towns)
        return CodedEvent(
            identifier=own,
            # In the releases of 2013 an id comes back on another day.
            key=f"{own} {date}",
            day=date,
            day_end=None,
            published=None,
            actor=actor,
            target=other,
            action=action.id,
            place=place,
            actor_words=source_name(cells),
            action_words=text(cells) or code(cells),
            target_words=target_name(cells),
            source=publisher(cells),
        )

    return read


def reduced_reader(lookup: Lookup) -> Callable[[Cells], CodedEvent | None]:
    """Give what reads a row of the reduced form: day, then country, COW number and role of both, then the code."""

    def read(cells: Cells) -> CodedEvent | None:
        """Read one row."""
        if len(cells) < REDUCED_WIDTH:
            raise FieldError("", f"{len(cells)} fields: reduced ICEWS has {REDUCED_WIDTH}")
        day, source, _, source_role, target, _, target_role, code = map(text_of, cells[:8])
        return lookup.event(
            day_of(day, "1"),
            source + source_role,
            target + target_role,
            action_of(code, "8"),
            code,
            key="\t".join(cells),
        )

    return read


def _party_reader(lookup: Lookup, header: Columns, end: str) -> Callable[[Cells], Actor | None]:
    name, country = header.cell(f"{end} Name"), header.cell(f"{end} Country")
    sectors = header.cell(f"{end} Sectors")

    def read(cells: Cells) -> Actor | None:
        """Give who stands at one end."""
        organ, code = _role(sectors(cells))
        return lookup.named(name(cells), lookup.country_named(country(cells)), code, organ, "")

    return read


@cache
def _role(sectors: str) -> tuple[str, str]:
    """Give organ and CAMEO role of the most telling of some sectors."""
    own = {sector.strip() for sector in sectors.split(",")}
    return next((known for sector, known in _sectors().items() if sector in own), ("", ""))


def _action(code: str, text: str, header: Columns) -> Action:
    known = _by_text().get(_LETTERS.sub("", text.lower()))
    # Some codes are no numbers (13y): then the text says more than the beginning of the code.
    if known is not None and not _CAMEO.fullmatch(code):
        return by_cameo(known)
    if code:
        return action_of(code, header.written("CAMEO Code"))
    raise FieldError(header.written("Event Text"), f"{shown(text)} is the text of no CAMEO code, and there is no code")


@cache
def _sectors() -> Mapping[str, tuple[str, str]]:
    return {row["sector"]: (row["organ"], row["code"]) for _, row in rows(_FOLDER / "icews-sectors.tsv")}


@cache
def _by_text() -> Mapping[str, str]:
    return {_LETTERS.sub("", row["text"].lower()): row["cameo"] for _, row in rows(_FOLDER / "icews-event-texts.tsv")}
