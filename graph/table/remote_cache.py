"""Tables of stores on servers, kept from one opening to the next: by what the server says of all that they are made of.

Servers tell nobody what has changed. So they are asked for a sum of hashes of all statements of documents and events,
which is another when any of these is. A server takes some microseconds for each, far less than to give them all.
"""

import hashlib
import shutil
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from communique.graph.stores.remote import RemoteStore
from communique.graph.stores.rows import rows
from communique.graph.stores.whole_files import whole_file
from communique.graph.stores.world import World
from communique.graph.table.sums import write_sum

# The order of statements must not count, so numbers are made of their hashes and added up, of so few digits that no sum
# is too large for a server.
_QUERY = """
SELECT (COUNT(*) AS ?all) (SUM(xsd:integer(SUBSTR(?digits, 1, 9))) AS ?one)
       (SUM(xsd:integer(SUBSTR(?digits, 10, 9))) AS ?two)
WHERE {{
  {{ ?s a dip:Event ; ?p ?o . BIND ("" AS ?g) }} UNION
  {{ GRAPH ?g {{ ?s ?p ?o }} FILTER (STRSTARTS(STR(?g), "{documents}")) }}
  BIND (IF(isLiteral(?o), CONCAT(STR(DATATYPE(?o)), "@", LANG(?o)), "") AS ?kind)
  BIND (SHA256(CONCAT(STR(?g), " ", STR(?s), " ", STR(?p), " ", ?kind, " ", STR(?o))) AS ?hash)
  BIND (CONCAT("1", REPLACE(?hash, "[a-f]", ""), "000000000000000000") AS ?digits)
}}
"""


def fingerprint(world: World) -> str | None:
    """Give what is another whenever the table of a store on a server would be; None where that cannot be told."""
    if not isinstance(world.store, RemoteStore):
        return None
    try:
        (found,) = rows(world, _QUERY.format(documents=world.terms.document("").value))
    except (OSError, ValueError, SyntaxError):
        # The server knows no such functions, or it takes too long there.
        return None
    sums = [str(getattr(found[name], "value", "")) for name in ("all", "one", "two")]
    if not all(each.isdecimal() for each in sums):
        return None
    actions = sorted((action.id, action.quad, action.goldstein) for action in world.actions.values())
    return hashlib.sha256(repr((sums, actions)).encode()).hexdigest()[:32]


def keep(file: Path, cached: Path) -> None:
    """Keep a copy of a table that was just made, in the place of those that were kept before."""
    with suppress(OSError):
        # Where there is no room, the next who opens the store makes another.
        cached.parent.mkdir(parents=True, exist_ok=True)
        with file.open("rb") as made, whole_file(cached, mode=0o600) as output:
            shutil.copyfileobj(made, output)
        with closing(sqlite3.connect(cached, isolation_level=None)) as database:
            write_sum(database, cached)
        for each in cached.parent.glob(f"{cached.name.rpartition('-')[0]}-*"):
            if not each.name.startswith(cached.name):
                each.unlink(missing_ok=True)
