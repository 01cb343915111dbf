"""The remote store: any SPARQL 1.1 server, by its addresses."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from types import MappingProxyType

import pyoxigraph as ox

from communique.graph.rdf.keywords import masked_names
from communique.graph.rdf.terms import DEFAULT, Graph, Node, Object, node
from communique.graph.rdf.updates import parts, statements
from communique.graph.stores.endpoint import ROWS, TRIPLES, Connection, Endpoint
from communique.graph.stores.protocol import CLOSED, Answer
from communique.graph.stores.remote_answers import answer_of_rows, answer_of_triples, gives_triples

# Virtuoso takes no more in one update, and others slow down.
MOST_QUADS = 1000
_LOADED_AT_ONCE = 20_000
_PREFIX = re.compile(r"PREFIX\s++([\w.-]*+)\s*+:", re.IGNORECASE)
_VARIABLES = ("?s", "?p", "?o", "?g")


class RemoteStore:
    """A SPARQL 1.1 server as a store.

    Where the server's default graph is the union of all (Virtuoso), a named graph stands for it, and only graphs
    below the base count as those of the store.
    """

    def __init__(self, endpoint: Endpoint, base: str) -> None:
        """Ask the server what its default graph is; StoreUnreachableError where it does not answer."""
        self._base = base
        self._default: Node | None = None
        self._connection: Connection | None = Connection(endpoint)
        try:
            self._default = self._stand_in()
        except BaseException:
            self.close()
            raise

    @property
    def endpoint(self) -> Endpoint:
        """Give the addresses of the server."""
        return self.connection.endpoint

    @property
    def connection(self) -> Connection:
        """Give the connection to the server; ValueError after closing."""
        if self._connection is None:
            raise ValueError(CLOSED)
        return self._connection

    @property
    def parameters(self) -> Mapping[str, str]:
        """Give what a query must say besides itself, so that its default graph is that of the store."""
        return {} if self._default is None else {"default-graph-uri": self._default.value}

    def match(
        self, subject: Node | None, predicate: Node | None, value: Object | None, graph: Graph | None
    ) -> Iterator[ox.Quad]:
        """Give the quads that have these terms; None stands for any, graph None for all graphs."""
        given = zip(_VARIABLES, (subject, predicate, value), strict=False)
        terms = [name if term is None else str(term) for name, term in given]
        if subject is predicate is value is graph is None:
            # All at once might be more than a server gives: graph by graph it is not.
            names = sorted(self.graphs(), key=lambda name: name.value)
            every: list[Graph] = [DEFAULT, *names]
            return (quad for each in every for quad in self._matched(terms, None, None, None, each))
        return self._matched(terms, subject, predicate, value, graph)

    def query(self, sparql: str, prefixes: Mapping[str, str]) -> Answer:
        """Give the answer to a SPARQL 1.1 query; SyntaxError where it is none."""
        complete = with_prefixes(sparql, prefixes)
        if gives_triples(sparql):
            return answer_of_triples(self.connection.ask(complete, TRIPLES, self.parameters))
        return answer_of_rows(self.connection.ask(complete, ROWS, self.parameters))

    def update(self, sparql: str, prefixes: Mapping[str, str], base: str) -> None:
        """Put a SPARQL 1.1 update to the server; SyntaxError where it is none."""
        self.connection.update(with_prefixes(sparql, prefixes, base), self.parameters)

    def change(self, remove: Collection[ox.Quad], insert: Collection[ox.Quad], drop: Collection[Node] = ()) -> None:
        """Drop whole graphs, remove quads, insert quads: in one update where that is small enough."""
        if not remove and not insert and not drop:
            return
        if self.changes_at_once(len(remove) + len(insert)):
            self._do(statements(remove, insert, drop, self._default))
            return
        for graph in drop:
            self._do(statements((), (), [graph]))
        for part in parts(remove, MOST_QUADS):
            self._do(statements(part, (), (), self._default))
        for part in parts(insert, MOST_QUADS):
            self._do(statements((), part, (), self._default))

    def changes_at_once(self, quads: int) -> bool:
        """Tell whether a change of so many quads is one update, which most servers do whole or not at all."""
        return quads <= MOST_QUADS

    def load(self, text: bytes) -> None:
        """Insert what a text in TriG says, through the graph store where the server has one; in parts."""
        read = ox.parse(text, format=ox.RdfFormat.TRIG)
        if not self.endpoint.graph_store:
            self.change((), list(read))
            return
        by_graph: dict[Graph, list[str]] = defaultdict(list)
        for quad in read:
            if isinstance(quad.graph_name, Node | ox.DefaultGraph):
                by_graph[quad.graph_name].append(f"{quad.triple} .\n")
        for graph, written in by_graph.items():
            named = self._default if graph == DEFAULT else graph
            name = named.value if isinstance(named, Node) else None
            for start in range(0, len(written), _LOADED_AT_ONCE):
                self.connection.add(name, "".join(written[start : start + _LOADED_AT_ONCE]).encode())

    def clear(self, graph: Graph) -> None:
        """Remove all that is in one graph."""
        named = self._default if graph == DEFAULT else graph
        self._do("CLEAR SILENT DEFAULT" if named is None else f"CLEAR SILENT GRAPH {named}")

    def graphs(self) -> Iterator[Node]:
        """Give the names of the named graphs, in no particular order."""
        where = f"GRAPH ?g {{ ?s ?p ?o }} {self._only_ours()}"
        rows = self._rows(f"SELECT DISTINCT ?g WHERE {{ {where} }}")
        return (row["g"] for row in rows if isinstance(row["g"], Node) and row["g"] != self._default)

    def flush(self) -> None:
        """Do nothing: what a server has acknowledged is its own to keep."""

    def close(self) -> None:
        """Let go of the server; nothing else may be called afterwards."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _matched(
        self,
        terms: list[str],
        subject: Node | None,
        predicate: Node | None,
        value: Object | None,
        graph: Graph | None,
    ) -> Iterator[ox.Quad]:
        pattern = " ".join(terms)
        heads = [name for name in (*terms, "?g" if graph is None else "") if name in _VARIABLES] or ["(1 AS ?found)"]
        for row in self._rows(f"SELECT {' '.join(heads)} WHERE {{ {self._in_graph(pattern, graph)} }}"):
            found: list[object] = []
            for name, term in (("s", subject), ("p", predicate), ("o", value)):
                found.append(row[name] if term is None else term)
            where = graph if graph is not None else _bound(row, "g") or DEFAULT
            one, two, three = found
            if isinstance(one, Node) and isinstance(two, Node) and isinstance(three, Node | ox.Literal):
                yield ox.Quad(one, two, three, DEFAULT if where == self._default else where)

    def _in_graph(self, pattern: str, graph: Graph | None) -> str:
        if isinstance(graph, Node):
            return f"GRAPH {graph} {{ {pattern} }}"
        if graph is not None:
            return pattern if self._default is None else f"GRAPH {self._default} {{ {pattern} }}"
        named = f"GRAPH ?g {{ {pattern} }} {self._only_ours()}"
        # With a named graph in the place of the default graph, all that there is has a name.
        return f"{{ {pattern} }} UNION {{ {named} }}" if self._default is None else named

    def _only_ours(self) -> str:
        if self._default is None:
            return ""
        return f"FILTER (STRSTARTS(STR(?g), {ox.Literal(self._base)}))"

    def _rows(self, sparql: str) -> ox.QuerySolutions:
        # Without a default graph of its own, what is asked here names all its graphs.
        answer = answer_of_rows(self.connection.ask(sparql, ROWS))
        if not isinstance(answer, ox.QuerySolutions):
            raise TypeError("a SELECT query gives rows")
        return answer

    def _stand_in(self) -> Node | None:
        """Give the graph that must stand for the default graph, None where the server has a true one."""
        subject, trial = node(f"{self._base}graph"), node(f"{self._base}graph#trial")
        anywhere, nowhere = f"ASK {{ GRAPH ?g {{ {subject} ?p ?o }} }}", f"ASK {{ {subject} ?p ?o }}"
        empty = not self._yes(anywhere)
        if empty:
            # Nothing to go by yet: so the server is tried out.
            self._do(f"INSERT DATA {{ GRAPH {trial} {{ {subject} {trial} {trial} }} }}")
        try:
            if not self._yes(nowhere):
                return None
            named = node(f"{self._base}graph#conclusions")
            if not self._yes(anywhere, {"default-graph-uri": named.value}):
                raise ValueError(f"the default graph of {self.endpoint} is the union of all its graphs: turn that off")
            return named
        finally:
            if empty:
                self._do(f"DROP SILENT GRAPH {trial}")

    def _yes(self, sparql: str, parameters: Mapping[str, str] = MappingProxyType({})) -> bool:
        return bool(answer_of_rows(self.connection.ask(sparql, ROWS, parameters)))

    def _do(self, sparql: str) -> None:
        self.connection.update(sparql)


def with_prefixes(sparql: str, prefixes: Mapping[str, str], base: str = "") -> str:
    """Give a query or update that declares those of some prefixes that it uses and does not declare itself."""
    bare = masked_names(sparql)
    declared = set(_PREFIX.findall(bare))
    used = {name for name in prefixes if name not in declared and re.search(rf"(?<![\w.-]){re.escape(name)}:", bare)}
    first = f"BASE <{base}>\n" if base else ""
    return first + "".join(f"PREFIX {name}: <{prefixes[name]}>\n" for name in sorted(used)) + sparql


def _bound(row: ox.QuerySolution, name: str) -> Graph | None:
    try:
        found = row[name]
    except KeyError:
        return None
    return found if isinstance(found, Node) else None
