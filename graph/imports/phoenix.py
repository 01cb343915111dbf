"""Events of the PETRARCH coders: Phoenix (26 columns), the Cline Center's (25, with header), the coders' own output."""

from collections.abc import Callable

from communique.graph.imports.cells import action_of, day_of, text_of
from communique.graph.imports.columns import Cells, Columns
from communique.graph.imports.lookup import Lookup
from communique.graph.imports.rows import CodedEvent, FieldError

PHOENIX = (
    "EventID Date Year Month Day SourceActorFull SourceActorEntity SourceActorRole SourceActorAttribute "
    "TargetActorFull TargetActorEntity TargetActorRole TargetActorAttribute EventCode EventRootCode PentaClass "
    "GoldsteinScore Issues Lat Lon LocationName StateName CountryCode SentenceID URLs NewsSources"
).split()
# Names of the same column in Phoenix, as R has it, and in the Cline Center's files.
_COLUMNS = {
    "identifier": ("EventID", "eid"),
    "day": ("Date", "story_date"),
    "source": ("SourceActorFull", "source"),
    "target": ("TargetActorFull", "target"),
    "code": ("EventCode", "code"),
    "country": ("CountryCode", "countryname"),
    "place": ("LocationName", "placename"),
    "state": ("StateName", "statename"),
    "url": ("URLs",),
    "publisher": ("NewsSources",),
}
# Day, source, target and code; what follows varies from version to version.
SHORTEST_PETRARCH = 4


def event_reader(lookup: Lookup, header: Columns | None = None) -> Callable[[Cells], CodedEvent | None]:
    """Give what reads a row of Phoenix, by its places without a header, or of the Cline Center."""
    columns = header or Columns(PHOENIX)
    read_cell = {name: columns.cell(*names) for name, names in _COLUMNS.items()}

    def read(cells: Cells) -> CodedEvent | None:
        """Read one row."""
        columns.check(cells)
        own = {name: cell(cells) for name, cell in read_cell.items()}
        if not own["identifier"]:
            raise FieldError("EventID", "there is no id")
        home = lookup.country("iso3", own["country"]) or lookup.country_named(own["country"])
        towns = (own["place"], own["state"])
        place = lookup.place_of(home, towns)
        return lookup.event(
            day_of(own["day"], "Date"),
            own["source"],
            own["target"],
            action_of(own["code"], "EventCode"),
            own["code"],
            identifier=own["identifier"],
            key=own["identifier"],
            place=place,
            url=own["url"].partition(";")[0],
            publisher=own["publisher"].partition(";")[0],
        )

    return read


def petrarch_reader(lookup: Lookup) -> Callable[[Cells], CodedEvent | None]:
    """Give what reads a row of a coder's output: its columns behind the code vary, an address among them."""

    def read(cells: Cells) -> CodedEvent | None:
        """Read one row."""
        if len(cells) < SHORTEST_PETRARCH:
            raise FieldError("", f"{len(cells)} fields: day, source, target and code at least")
        own = [text_of(cell) for cell in cells]
        rest = own[SHORTEST_PETRARCH:]
        at = next((place for place, cell in enumerate(rest) if cell.startswith(("http://", "https://"))), None)
        # Issues, then the ids of the sentences, then the address where there is one, then the publisher.
        publisher = rest[at + 1 : at + 2] if at is not None else rest[2:3]
        day, source, target, code = own[:SHORTEST_PETRARCH]
        return lookup.event(
            day_of(day, "Date"),
            source,
            target,
            action_of(code, "EventCode"),
            code,
            identifier=rest[1] if len(rest) > 1 else "",
            key="\t".join(own),
            place=None,
            url=rest[at].partition(";")[0] if at is not None else "",
            publisher="".join(publisher).partition(";")[0],
        )

    return read
