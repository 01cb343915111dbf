"""Opening what the faces work with: the event graph in its store, and the coder."""

from dataclasses import dataclass
from functools import cache, cached_property
from hashlib import sha256
from importlib import metadata
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING

import graph
from api.settings import Settings
from graph.store import EventGraph
from ontology.gazetteer import gazetteer
from ontology.iri import Namespace
from ontology.scheme import actions

if TYPE_CHECKING:
    # spaCy takes seconds to load: only who codes pays for it.
    from extract.pipeline import Coder
    from ontology.document import Document
    from ontology.report import Extraction

_SHAPES_READING = (".py", ".tsv", ".toml")


def open_graph(settings: Settings, *, read_only: bool = False) -> EventGraph:
    """Open the event graph with the shipped actors and actions.

    Raises StoreInUseError where another process writes to the store, FileNotFoundError where there is none to read.
    """
    return graph.open(
        settings.store,
        actors=gazetteer().actors,
        actions=actions(),
        namespace=Namespace(settings.base),
        read_only=read_only,
    )


def open_coder(settings: Settings) -> "Coder":
    """Load the coder: the spaCy model, the gazetteer's names, the lexicon. ValueError for a model that is not there."""
    from extract.pipeline import load

    return load(settings.model, gazetteer())


@dataclass(frozen=True)
class CoderOnDemand:
    """A coder that is loaded when the first document needs it: where nothing is new, nothing is loaded."""

    settings: Settings

    @cached_property
    def coder(self) -> "Coder":
        """Give the coder itself."""
        return open_coder(self.settings)

    def extract(self, document: "Document") -> "Extraction":
        """Give what one document says."""
        return self.coder.extract(document)


@cache
def coder_version(model: str) -> str:
    """Give what the reports of a text depend on besides the text, in 16 hexadecimal digits: model, rules and data.

    It changes with the model's version and with every file of the rooms that read, and needs no spaCy.
    """
    digest = sha256(f"{model} {_model_version(model)}".encode())
    for room in ("extract", "ontology"):
        for name, content in sorted(_contents(files(room), room)):
            digest.update(name.encode() + b"\0" + content + b"\0")
    return digest.hexdigest()[:16]


def _contents(folder: Traversable, path: str) -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for entry in folder.iterdir():
        name = f"{path}/{entry.name}"
        if entry.is_dir():
            found += _contents(entry, name)
        elif entry.name.endswith(_SHAPES_READING):
            found.append((name, entry.read_bytes()))
    return found


def _model_version(model: str) -> str:
    meta = Path(model) / "meta.json"
    if meta.is_file():
        return sha256(meta.read_bytes()).hexdigest()
    try:
        return metadata.version(model)
    except metadata.PackageNotFoundError:
        return ""
