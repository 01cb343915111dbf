"""Changes of the files in folders, as the kernel tells them (inotify): nothing is looked at again and again."""

import ctypes
import os
import struct
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

# What is watched for: a file was written to, moved, made or deleted.
_MODIFY, _MOVED_FROM, _MOVED_TO, _CREATE, _DELETE = 0x2, 0x40, 0x80, 0x100, 0x200
_WANTED = _MODIFY | _MOVED_FROM | _MOVED_TO | _CREATE | _DELETE
_HEAD = struct.Struct("iIII")
_LIBRARY = ctypes.CDLL(None, use_errno=True)


class FileEvents:
    """Counts changes of the files in folders, also in those that are made or put in their place later."""

    def __init__(self, folders: Sequence[Path]) -> None:
        """Watch from now on; where a folder is not there, the one that holds it must be among them."""
        self.number = 0
        self._folders = folders
        # Never blocks.
        self.descriptor = _LIBRARY.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC)
        if self.descriptor < 0:
            raise OSError(ctypes.get_errno(), "files cannot be watched")
        self._watch()

    def take(self) -> int:
        """Count what happened since, and give how many changes there were in all."""
        with suppress(BlockingIOError):
            while found := os.read(self.descriptor, 1 << 16):
                place = 0
                while place < len(found):
                    _, kind, _, length = _HEAD.unpack_from(found, place)
                    self.number += 1
                    place += _HEAD.size + length
                    if kind & (_CREATE | _MOVED_TO):
                        self._watch()
        return self.number

    def close(self) -> None:
        """Watch no more."""
        os.close(self.descriptor)

    def _watch(self) -> None:
        for folder in self._folders:
            # Watching what is watched already changes nothing.
            _LIBRARY.inotify_add_watch(self.descriptor, os.fsencode(folder), _WANTED)
