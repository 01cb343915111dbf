"""Reading a corpus on many processors or machines: in shards, each of which is read once and written whole."""

from typing import TYPE_CHECKING

from communique.extract.corpus.inputs import items_of
from communique.extract.corpus.shard_files import clear
from communique.extract.corpus.shards import Item, Shard, shards_of

if TYPE_CHECKING:
    from communique.extract.corpus.outcomes import CoderOptions, ShardOutcome
    from communique.extract.corpus.reading import read_shard
    from communique.extract.corpus.spreading import spread

__all__ = ["CoderOptions", "Item", "Shard", "ShardOutcome", "clear", "items_of", "read_shard", "shards_of", "spread"]

_HOMES = {"CoderOptions": "outcomes", "ShardOutcome": "outcomes", "read_shard": "reading", "spread": "spreading"}


def __getattr__(name: str) -> object:
    """Give a part of the face when it is first asked for: Dask is there only where the extra ``cluster`` is."""
    from importlib import import_module

    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
