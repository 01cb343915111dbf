"""UCDP GED: fatal violence between two sides; 49 columns, 50 with the country's ISO code, with a header or without."""

from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files

from communique.graph.imports.cells import action_of, day_of
from communique.graph.imports.columns import Cells, Columns
from communique.graph.imports.lookup import Lookup
from communique.graph.imports.rows import CodedEvent, FieldError, acting, shown
from communique.ontology.interchange import rows
from communique.ontology.types import Actor

NAME, LABEL = "ucdp", "UCDP GED"
COLUMNS = (
    "id relid year active_year code_status type_of_violence conflict_dset_id conflict_new_id conflict_name "
    "dyad_dset_id dyad_new_id dyad_name side_a_dset_id side_a_new_id side_a side_b_dset_id side_b_new_id side_b "
    "number_of_sources source_article source_office source_date source_headline source_original where_prec "
    "where_coordinates where_description adm_1 adm_2 latitude longitude geom_wkt priogrid_gid country country_id "
    "region event_clarity date_prec date_start date_end deaths_a deaths_b deaths_civilians deaths_unknown best high "
    "low gwnoa gwnob"
).split()
_GOVERNMENT, _CIVILIANS = "Government of", "Civilians"


def event_reader(lookup: Lookup, header: Columns | None = None) -> Callable[[Cells], CodedEvent | None]:
    """Give what reads a row."""
    columns = header or Columns(COLUMNS)
    cell = {name: columns.cell(name) for name in COLUMNS}

    def read(cells: Cells) -> CodedEvent | None:
        """Read one row."""
        columns.check(cells)
        kind = _violence().get(cell["type_of_violence"](cells))
        if kind is None:
            raise FieldError("type_of_violence", f"{shown(cell['type_of_violence'](cells))} is not 1, 2 or 3")
        start = day_of(cell["date_start"](cells), "date_start")
        end = day_of(cell["date_end"](cells), "date_end")
        home = lookup.country("gw", cell["country_id"](cells), start) or lookup.country_named(cell["country"](cells))
        code, words = kind
        target = _side(lookup, cell["side_b"](cells), cell["gwnob"](cells), home)
        actor = acting(_side(lookup, cell["side_a"](cells), cell["gwnoa"](cells), home), target)
        if actor is None:
            return None
        towns = [_town(cell["where_coordinates"](cells)), cell["adm_1"](cells).partition(" ")[0]]
        place = lookup.place_of(home, towns)
        return CodedEvent(
            identifier=cell["id"](cells),
            key=cell["id"](cells),
            day=start,
            day_end=end if end > start else None,
            published=max(start, end),
            actor=actor,
            target=target,
            action=action_of(code, "type_of_violence").id,
            place=place,
            actor_words=cell["side_a"](cells),
            action_words=words,
            target_words=cell["side_b"](cells),
            source=cell["source_office"](cells).partition(";")[0],
            title=cell["source_headline"](cells).partition(";")[0],
        )

    return read


def _side(lookup: Lookup, name: str, number: str, home: str | None) -> Actor | None:
    """Give a side: the government of a numbered state, the civilians of the country, an armed group there."""
    state = lookup.country("gw", number)
    if name.startswith(_GOVERNMENT) and state is not None:
        return lookup.known.get(f"{state}-gov")
    if name == _CIVILIANS and home is not None:
        return lookup.known.get(f"{home}-cvl")
    return lookup.named(name, home, "REB", "", "")


def _town(where: str) -> str:
    return where.removesuffix(" city").removesuffix(" town").removesuffix(" village")


@cache
def _violence() -> Mapping[str, tuple[str, str]]:
    path = files("communique.ontology") / "data" / "imports" / "ucdp-violence.tsv"
    return {row["type"]: (row["cameo"], row["words"]) for _, row in rows(path)}
