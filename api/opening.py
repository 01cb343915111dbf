"""Opening what the faces work with: the event graph in its store, and the coder."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property
from hashlib import sha256
from importlib import metadata
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING

from communique import graph
from communique.api.settings import Settings
from communique.extract import Purpose
from communique.graph import EventGraph, journal_file, whole_file
from communique.ontology.actors import Gazetteer, gazetteer
from communique.ontology.lexicon import actions
from communique.ontology.types import Namespace

if TYPE_CHECKING:
    # spaCy takes seconds to load: only who codes pays for it.
    from collections.abc import Iterable, Iterator

    from communique.extract import Coder, Failure
    from communique.ontology.types import Document, Extraction

_SHAPES_READING = (".py", ".tsv", ".toml", ".json", ".onnx")


def own_file(settings: Settings) -> Path | None:
    """Give the file of one's own actors that is kept beside the store, None where there is none."""
    return next((path for path in _own_files(settings.store) if path.is_file()), None)


def keep_own_file(settings: Settings, own: Path) -> None:
    """Keep a copy of a file of one's own actors beside the store, so that whoever opens it later knows them."""
    content = own.read_bytes()
    settings.store.absolute().parent.mkdir(parents=True, exist_ok=True)
    for path in _own_files(settings.store):
        if path.suffix == own.suffix:
            with whole_file(path) as output:
                output.write(content)
        else:
            path.unlink(missing_ok=True)


def known_actors(settings: Settings, own: Path | None = None) -> Gazetteer:
    """Give the shipped gazetteer with one's own actors: those of a file, else those kept beside the store.

    Raises ValueError with file and line where the file is wrong.
    """
    path = own or own_file(settings)
    if path is None:
        return gazetteer()
    from communique.ontology.actors import read_actors

    return gazetteer().with_actors(read_actors(path, settings.base))


def _own_files(store: Path) -> list[Path]:
    folder = store.absolute()
    return [folder.with_name(f"{folder.name}.actors{suffix}") for suffix in (".tsv", ".ttl")]


def open_graph(
    settings: Settings,
    *,
    read_only: bool = False,
    known: Gazetteer | None = None,
    beside: Path | None = None,
    upgrading: Callable[[], None] = lambda: None,
) -> EventGraph:
    """Open the event graph with the actions and the actors that are known (`known_actors` unless given).

    `beside` is the folder of the store of which a snapshot is read, or that a service has. `upgrading` is called before
    all events of a store that is there are assembled anew.

    Raises StoreInUseError where another process writes to the store, FileNotFoundError where there is none to read,
    StoreUnreachableError where its server does not answer.
    """
    return graph.open(
        settings.remote or settings.store,
        actors=(known or known_actors(settings)).actors,
        actions=actions(),
        namespace=Namespace(settings.base),
        read_only=read_only,
        journal=journal_file(settings.store),
        beside=beside,
        upgrading=upgrading,
    )


def open_coder(settings: Settings, known: Gazetteer | None = None) -> "Coder":
    """Load the coder: the spaCy model, the gazetteer's names, the lexicon. ValueError for a model that is not there."""
    from communique.extract import load

    return load(settings.model, known or known_actors(settings), settings.purpose)


@dataclass(frozen=True)
class CoderOnDemand:
    """A coder that is loaded when the first document needs it: where nothing is new, nothing is loaded."""

    settings: Settings
    known: Gazetteer | None = None

    @cached_property
    def coder(self) -> "Coder":
        """Give the coder itself."""
        return open_coder(self.settings, self.known)

    def extract_each(self, documents: "Iterable[Document]") -> "Iterator[Extraction | Failure]":
        """Give what each document says, in order, or with which error the coder failed on it."""
        return self.coder.extract_each(documents)


@cache
def coder_version(model: str, purpose: Purpose, own: Path | None = None) -> str:
    """Give what the reports of a text depend on besides the text, in 16 hexadecimal digits.

    It changes with the purpose, the model's version, every file of the rooms that read, and the file of one's own
    actors, and needs no spaCy.
    """
    digest = sha256(f"{model} {_model_version(model)} {purpose}".encode())
    for room in ("extract", "ontology"):
        for name, content in sorted(_contents(files(f"communique.{room}"), room)):
            digest.update(name.encode() + b"\0" + content + b"\0")
    if own is not None:
        digest.update(own.read_bytes())
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
