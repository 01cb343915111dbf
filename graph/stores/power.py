"""In which run of the machine a store is written to: whether power may have been lost since.

Of what was not synced a disk keeps any part when power is lost, and the engine passes over a hole in its log without a
word. So a journal notes in which run of the machine its store is written to, and takes the note back when all is safe.
"""

import secrets
from functools import cache
from pathlib import Path

_RUN = Path("/proc/sys/kernel/random/boot_id")


@cache
def run_of_machine() -> str:
    """Give a name that the machine has from one start to the next; where it has none, one of this process alone."""
    try:
        return _RUN.read_text("ascii").strip()
    except (OSError, UnicodeDecodeError):
        return secrets.token_hex(16)
