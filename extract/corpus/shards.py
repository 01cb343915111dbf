"""Cutting a stream of articles into shards whose bounds and names follow from what is in them.

So a shard is the same wherever and whenever it is made: what was read once is not read again, and an article that is
added to a corpus moves no bounds but its own.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from communique.ontology.interchange import to_json
from communique.ontology.types import Document, Extraction

# An article in so many ends a shard; else it ends when it holds so many articles or bytes.
_ON_AVERAGE, _MOST_ITEMS, _MOST_BYTES = 32, 128, 4 << 20


@dataclass(frozen=True)
class Item:
    """An article on its way to be read: a document, or the bytes of a page that is still to become one.

    `where` says where it stands; `published` (ISO 8601) and `source` count where a page names none itself.
    """

    where: str
    document: Document | None = None
    page: bytes = b""
    published: str = ""
    source: str = ""

    @cached_property
    def digest(self) -> bytes:
        """Give the digest of all that its reports depend on."""
        if self.document is not None:
            return hashlib.sha256(to_json(Extraction(self.document)).encode()).digest()
        return hashlib.sha256(f"{self.published}\x1f{self.source}\x1f".encode() + self.page).digest()

    @property
    def size(self) -> int:
        """Give about how many bytes it has."""
        return len(self.page) if self.document is None else len(self.document.text)


@dataclass(frozen=True)
class Shard:
    """Articles that are read together, in order. `name` tells which, and by which version of the coder."""

    name: str
    items: tuple[Item, ...]


def shards_of(items: Iterable[Item], version: str) -> Iterator[Shard]:
    """Give shards of a stream of articles, for a version of the coder."""
    part: list[Item] = []
    size = 0
    for item in items:
        part.append(item)
        size += item.size
        if item.digest[0] % _ON_AVERAGE == 0 or len(part) >= _MOST_ITEMS or size >= _MOST_BYTES:
            yield _shard(part, version)
            part, size = [], 0
    if part:
        yield _shard(part, version)


def _shard(items: list[Item], version: str) -> Shard:
    digest = hashlib.sha256(b"".join(item.digest for item in items)).hexdigest()[:24]
    return Shard(f"{version}-{digest}", tuple(items))
