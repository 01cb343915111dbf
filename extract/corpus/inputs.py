"""Articles of a corpus, wherever it lies: files and folders, Parquet, and addresses that fsspec knows (S3 and others).

What takes long is left to who reads the shards: pages pass through here as bytes.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import BinaryIO

from communique.extract.corpus.shards import Item
from communique.extract.documents import Problem, Read, files_below, read_found, read_paths, read_stream
from communique.ontology.types import Document

_PAGES = (".html", ".htm", ".xhtml")
_PARQUET = ".parquet"
_ROWS = 1000
Found = Item | Problem
# What opens an input, or what is wrong with it.
Opened = Callable[[], BinaryIO] | Problem


def items_of(inputs: Iterable[str], *, published: date | None = None, source: str = "") -> Iterator[Found]:
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


def _items(name: str, opened: Opened, day: str, source: str, seen: dict[str, str]) -> Iterator[Found]:
    if isinstance(opened, Problem):
        yield opened
        return
    published = date.fromisoformat(day) if day else None
    suffix = Path(name).suffix.lower()
    if suffix in _PAGES:
        with opened() as stream:
            yield Item(name, page=stream.read(), published=day, source=source)
    elif suffix == _PARQUET:
        with opened() as stream:
            for row, read in enumerate(_rows(stream, name, published, source), start=1):
                yield _item(read, f"{name}:{row}")
    elif Path(name).exists():
        for number, read in enumerate(read_paths([Path(name)], published=published, source=source, seen=seen), start=1):
            yield _item(read, f"{name} (article {number})")
    else:
        with opened() as stream:
            for number, read in enumerate(read_stream(stream, name, published=published, source=source, seen=seen), 1):
                yield _item(read, f"{name} (article {number})")


def _item(read: Read, where: str) -> Found:
    if isinstance(read, Problem):
        return read
    document = read if isinstance(read, Document) else read.document
    return Item(where, document)


def _rows(stream: BinaryIO, name: str, published: date | None, source: str) -> Iterator[Read]:
    """Give the documents of a Parquet file, whose columns have the names that fields of records have."""
    try:
        from pyarrow import ArrowInvalid
        from pyarrow.parquet import ParquetFile
    except ImportError as error:
        raise ValueError("reading Parquet needs pyarrow: install 'communique[cluster]'") from error
    try:
        number = 0
        for batch in ParquetFile(stream).iter_batches(batch_size=_ROWS):
            for row in batch.to_pylist():
                number += 1
                # What JSON does not know, such as a day, is text in records.
                said = {key: each for key, each in row.items() if each is not None}
                record = json.loads(json.dumps(said, default=str))
                yield read_found(record, f"{name}:{number}", published=published, source=source)
    except ArrowInvalid as error:
        yield Problem(name, f"it is no Parquet file: {error}")


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
