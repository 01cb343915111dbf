"""Files that appear whole or not at all."""

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import BinaryIO

# By these errors a disk says that there is no room left on it.
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@contextmanager
def whole_file(target: Path, *, mode: int = 0o666) -> Iterator[BinaryIO]:
    """Give a file to write to, which takes its place under its name when the block ends, and else never was.

    It has the mode that the user's umask leaves of `mode`. Who reads the target meanwhile reads what was there before.
    """
    if target.exists() and not target.is_file():
        # A pipe or a terminal has no whole, and keeps its place.
        with target.open("wb") as output:
            yield output
        return
    beside = target.with_name(f".{target.name}.{secrets.token_hex(8)}")
    with errors_of(target, beside):
        yield from _written(target, beside, mode)


@contextmanager
def errors_of(target: Path, beside: Path) -> Iterator[None]:
    """See that an error about what is written beside a target names the target: nobody has asked for the other."""
    try:
        yield
    except OSError as error:
        # What is written to a file that is open names none, and a copy names first what was copied.
        named = (error.filename, error.filename2)
        if error.errno is None or not (
            any(str(name or "").startswith(str(beside)) for name in named)
            or (error.errno in NO_ROOM and named == (None, None))
        ):
            raise
        raise OSError(error.errno, error.strerror, str(target)) from error


def _written(target: Path, beside: Path, mode: int) -> Iterator[BinaryIO]:
    try:
        # Made by its name, so that the umask counts; "x" takes no file of another's.
        with open(beside, "xb", opener=partial(os.open, mode=mode)) as output:
            yield output
            output.flush()
            os.fsync(output.fileno())
        beside.replace(target)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
