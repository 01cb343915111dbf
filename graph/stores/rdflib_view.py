"""The store as rdflib sees it, with what is written there noted in the journal."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import pyoxigraph as ox
from oxrdflib import OxigraphStore
from rdflib import Graph
from rdflib.plugins.sparql.sparql import Query, Update
from rdflib.term import Identifier

from communique.graph.rdf.keywords import refuse_fetching_query, refuse_outgoing_query, refuse_outgoing_update
from communique.graph.stores.world import World

if TYPE_CHECKING:
    from oxrdflib._type import _Quad, _Triple, _TriplePattern
    from rdflib.query import Result


class JournaledStore(OxigraphStore):
    """The rdflib store of an embedded one; who writes to it writes what is no single document."""

    def __init__(self, world: World, engine: ox.Store) -> None:
        """Take the world and the engine of its store."""
        super().__init__(store=engine)
        self._world = world

    def add(self, triple: "_Triple", context: Graph, quoted: bool = False) -> None:
        """Add a statement."""
        with self._world.invalidating():
            super().add(triple, context, quoted)

    def addN(self, quads: "Iterable[_Quad]") -> None:  # noqa: N802 - rdflib's name
        """Add statements."""
        with self._world.invalidating():
            super().addN(quads)

    def remove(self, triple: "_TriplePattern", context: Graph | None = None) -> None:
        """Remove statements."""
        with self._world.invalidating():
            super().remove(triple, context)

    def query(
        self,
        query: Query | str,
        initNs: Mapping[str, object],  # noqa: N803 - rdflib's names
        initBindings: Mapping[str, Identifier],  # noqa: N803
        queryGraph: str,  # noqa: N803
        **kwargs: object,
    ) -> "Result":
        """Answer a SPARQL query; ValueError where it calls another server."""
        if isinstance(query, str) and not kwargs:
            refuse_outgoing_query(query)
        else:
            # The engine leaves these to rdflib.
            refuse_fetching_query(_text_of(query))
        return super().query(query, initNs, initBindings, queryGraph, **kwargs)

    def update(
        self,
        update: Update | str,
        initNs: Mapping[str, object],  # noqa: N803 - rdflib's names
        initBindings: Mapping[str, Identifier],  # noqa: N803
        queryGraph: str,  # noqa: N803
        **kwargs: object,
    ) -> None:
        """Put a SPARQL update to the store; ValueError where it calls another server."""
        refuse_outgoing_update(_text_of(update))
        with self._world.invalidating():
            super().update(update, initNs, initBindings, queryGraph, **kwargs)

    def remove_graph(self, graph: Graph) -> None:
        """Drop a graph."""
        with self._world.invalidating():
            super().remove_graph(graph)


def _text_of(sparql: Query | Update | str) -> str:
    """Give the text of a query or update; ValueError for one that was made without."""
    if isinstance(sparql, str):
        return sparql
    made_from = getattr(sparql, "_original_args", None)
    if made_from is None:
        raise ValueError("what was prepared without a text is refused: prepare it with prepareQuery or prepareUpdate")
    return str(made_from[0])
