"""The event table as a look-up sees it, until its time is over."""

import sqlite3
from contextlib import AbstractContextManager
from dataclasses import dataclass

from communique.graph.stores.world import World
from communique.graph.table.event_table import EventTable
from communique.graph.table.members import Members
from communique.graph.table.names import NameReader


@dataclass(frozen=True, slots=True)
class View:
    """The table for who has until a time of the monotonic clock."""

    table: EventTable
    end: float = float("inf")

    @property
    def world(self) -> World:
        """Give the graph that the table is of."""
        return self.table.world

    @property
    def names(self) -> NameReader:
        """Give what numbers stand for."""
        return self.table.names

    @property
    def members(self) -> Members:
        """Give who belongs to regions and sectors."""
        return self.table.members

    def reading(self) -> AbstractContextManager[sqlite3.Connection]:
        """Give a connection for reading what is in step, as long as the block lasts; raises as the table does."""
        return self.table.reading(self.end)
