"""The files of a shard: whole or not there, in a folder or at an address that fsspec knows."""

import os
import secrets
from collections.abc import Set as AbstractSet
from contextlib import suppress
from pathlib import Path

# How the name of a file ends until it is whole; it begins with a full stop, the shard's name and another.
_PART = ".part"


def write_lines(folder: str, name: str, lines: list[str]) -> None:
    """Write lines to a file of a folder."""
    content = "".join(f"{line}\n" for line in lines).encode()
    if "://" in folder:
        from fsspec.core import url_to_fs

        system, path = url_to_fs(folder)
        # Object stores show a file when it is whole.
        system.pipe_file(f"{path}/{name}", content)
        return
    whole, part = Path(folder) / name, Path(folder) / f".{name}.{secrets.token_hex(8)}{_PART}"
    try:
        with part.open("xb") as output:
            output.write(content)
            output.flush()
            os.fsync(output.fileno())
        part.replace(whole)
    except BaseException as error:
        if isinstance(error, FileNotFoundError) and whole.exists():
            # Another run over the same articles has written it, which is the same, and taken away what was begun.
            return
        with suppress(OSError):
            part.unlink()
        if isinstance(error, OSError) and error.errno is not None:
            # Nobody has asked for the other file.
            raise OSError(error.errno, error.strerror, str(whole)) from error
        raise


def clear(folder: str, shards: AbstractSet[str]) -> None:
    """Take away what was begun to be written of shards that are finished, by workers or runs that died."""
    if "://" in folder or not shards:
        return
    for path in Path(folder).glob(f".*{_PART}"):
        if path.name.removeprefix(".").partition(".")[0] in shards:
            path.unlink(missing_ok=True)
