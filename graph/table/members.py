"""Who is at home in a region or belongs to a sector, by numbers of the table: what conditions ask of the graph."""

import sqlite3
from collections.abc import Iterable, Sequence

import communique.graph.rdf.terms as t
from communique.graph.stores.changes import Position
from communique.graph.stores.rows import rows
from communique.graph.stores.world import World
from communique.graph.table.names import numbers_of
from communique.ontology.actors import countries_by_region


class Members:
    """The numbers of the actors of regions and sectors in one file, each found once for a state of the graph.

    Any thread may use it. Regions and sectors that were not checked must not be asked for: all are remembered.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self._found: dict[tuple[str, str], tuple[Position | None, Sequence[int]]] = {}

    def of_region(self, region: str, database: sqlite3.Connection) -> Sequence[int]:
        """Give the countries of a region, and all that are at home in one."""
        countries = countries_by_region().get(region, frozenset())
        homes = " ".join(str(self._world.terms.actor(name)) for name in sorted(countries))
        # In this order, for else the engine goes through the homes of all actors.
        asked = f"SELECT ?a WHERE {{ VALUES ?home {{ {homes} }} ?a dip:country ?home }}"
        return self._numbers(("region", region), asked, countries, database)

    def of_sector(self, sector: str, database: sqlite3.Connection) -> Sequence[int]:
        """Give the actors of a sector."""
        asked = f"SELECT ?a WHERE {{ ?a dip:sector {t.text(sector)} }}"
        return self._numbers(("sector", sector), asked, (), database)

    def _numbers(
        self, key: tuple[str, str], asked: str, others: Iterable[str], database: sqlite3.Connection
    ) -> Sequence[int]:
        journal = self._world.journal
        # Taken before the graph is asked: who writes meanwhile makes the answer one of the past.
        position = None if journal is None else journal.position
        found = self._found.get(key)
        if found is None or found[0] != position:
            names = {t.name_of(row["a"]) for row in rows(self._world, asked)}
            found = self._found[key] = position, numbers_of(database, names.union(others))
        return found[1]
