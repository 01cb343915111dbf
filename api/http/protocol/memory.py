"""Memory given back to the system: what a large request leaves free, the allocator would keep for the next one."""

import asyncio
import ctypes
from collections.abc import Callable
from typing import Final, cast

# Less is not worth the time: some ten milliseconds in a thread of its own.
LARGE: Final = 1 << 20


def give_back_after(size: int) -> None:
    """Give memory back, in a thread of the running loop, after a request with a large body: of so many bytes."""
    if size >= LARGE:
        asyncio.get_running_loop().run_in_executor(None, give_back)


def give_back() -> None:
    """Give the memory that is free in all arenas back to the system; only glibc has to be asked for it."""
    if _TRIM is not None:
        _TRIM(0)


def _trim() -> Callable[[int], int] | None:
    try:
        # Called without the lock of the interpreter.
        return cast(Callable[[int], int], ctypes.CDLL(None).malloc_trim)
    except (AttributeError, OSError, TypeError):
        return None


_TRIM: Final = _trim()
