"""Text to events: readers of documents, and the coder on spaCy that reads reports from them."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from communique.extract.batching import Failure, batches, in_place
    from communique.extract.given_spans import relation_between
    from communique.extract.pipeline import Coder, load
    from communique.extract.purpose import Purpose

__all__ = ["Coder", "Failure", "Purpose", "batches", "in_place", "load", "relation_between"]

_HOMES = {
    "Coder": "pipeline",
    "load": "pipeline",
    "Purpose": "purpose",
    "relation_between": "given_spans",
    **dict.fromkeys(("Failure", "batches", "in_place"), "batching"),
}


def __getattr__(name: str) -> object:
    """Give a part of the face when it is first asked for: spaCy takes seconds to load, and readers do without it."""
    from importlib import import_module

    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
