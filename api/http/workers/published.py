"""How far the process that writes has come: a number in a file of shared memory, which costs nothing to look at."""

import mmap
import struct
import threading
from pathlib import Path

_NUMBER = struct.Struct("=Q")


class Published:
    """The number of the last write that was acknowledged; one process sets it, many look."""

    def __init__(self, file: Path, *, make: bool = False) -> None:
        """Open the file, or make it with the number 0."""
        if make:
            file.write_bytes(_NUMBER.pack(0))
        with file.open("r+b") as opened:
            self._memory, self._lock = mmap.mmap(opened.fileno(), _NUMBER.size), threading.Lock()

    @property
    def number(self) -> int:
        """Give the number."""
        return int(_NUMBER.unpack_from(self._memory)[0])

    def advance(self, number: int) -> None:
        """Set the number, unless it is beyond that already."""
        with self._lock:
            _NUMBER.pack_into(self._memory, 0, max(self.number, number))
