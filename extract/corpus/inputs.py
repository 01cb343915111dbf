"""Articles of a corpus, wherever it lies: files, folders, and addresses that fsspec knows (S3 and others).

What takes long is left to who reads the shards: pages pass through here as bytes.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import BinaryIO

from communique.extract.corpus.shards import Item
from communique.extract.documents import Problem, Read, files_below, read_paths, read_stream
from communique.ontology.types import Document

_PAGES = (".html", ".htm", ".xhtml")
FoundItem = Item | Problem
# What opens an input, or what is wrong with it.
Opened = Callable[[], BinaryIO] | Problem


def items_of(inputs: Iterable[str], *, published: date | None = None, source: str = "") -> Iterator[FoundItem]:
    """Give the articles of files, folders and addresses in a fixed order, or what is wrong with them.

    Parameters
    ----------
    inputs
        Paths, and addresses such as ``s3://bucket/folder``; of folders every file is read that is not hidden.
    published, source
        Count where an article names none itself.
    """
    day = published.isoformat() if published else ""
    seen: dict[str, str] = {}
    for one in inputs:
        files = _of_address(one) if "://" in one else _of_path(Path(one))
        for name, opened in files:
            yield from _items(name, opened, day, source, seen)


def _items(name: str, opened: Opened, day: str, source: str, seen: dict[str, str]) -> Iterator[FoundItem]:
    if isinstance(opened, Problem):
        yield opened
        return
    try:
        if Path(name).suffix.lower() in _PAGES:
            with opened() as stream:
                yield Item(name, page=stream.read(), published=day, source=source)
            return
        for number, read in enumerate(_reads(name, opened, date.fromisoformat(day) if day else None, source, seen), 1):
            yield _item(read, f"{name} (article {number})")
    except OSError as error:
        yield Problem(name, f"it cannot be read: {error.strerror or error}")


def _reads(
    name: str, opened: Callable[[], BinaryIO], published: date | None, source: str, seen: dict[str, str]
) -> Iterator[Read]:
    if Path(name).exists():
        yield from read_paths([Path(name)], published=published, source=source, seen=seen)
        return
    with opened() as stream:
        yield from read_stream(stream, name, published=published, source=source, seen=seen)


def _item(read: Read, where: str) -> FoundItem:
    if isinstance(read, Problem):
        return read
    document = read if isinstance(read, Document) else read.document
    return Item(where, document)


def _of_path(path: Path) -> Iterator[tuple[str, Opened]]:
    files = files_below(path) if path.is_dir() else [path]
    if not files:
        yield str(path), Problem(str(path), "the folder holds no files: name one that does")
    for file in files:
        if file.is_file():
            yield str(file), _opener(file)
        else:
            yield str(file), Problem(str(file), "there is no such file or folder: check the path")


def _opener(file: Path) -> Callable[[], BinaryIO]:
    return lambda: file.open("rb")


def _of_address(address: str) -> Iterator[tuple[str, Opened]]:
    try:
        from fsspec.core import url_to_fs
    except ImportError as error:
        raise ValueError(f"{address}: reading from an address needs fsspec: install 'communique[cluster]'") from error
    system, path = url_to_fs(address)
    names = sorted(system.find(path)) if not system.isfile(path) else [path]
    names = [name for name in names if not Path(name).name.startswith(".")]
    if not names:
        yield address, Problem(address, "there is nothing there: check the address")
    for name in names:
        yield system.unstrip_protocol(name), partial(system.open, name, "rb", compression="infer")
