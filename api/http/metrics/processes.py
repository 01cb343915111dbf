"""The processes of a service and the memory that they take, as Linux tells them."""

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_PROC = Path("/proc")
# What stands in the command of each; what else belongs to a service is the one that was started.
_KINDS = {"replica": "replica", "query_worker": "query", "reading_worker": "reading", "export_worker": "export"}


@dataclass(frozen=True, slots=True)
class OfKind:
    """How many processes of a kind there are, and the bytes of memory that they take together."""

    number: int
    memory: int


def processes_below(root: int) -> dict[str, OfKind]:
    """Give a process and all that it has started, by kind; nothing where the system does not tell."""
    numbers, memory = Counter[str](), Counter[str]()
    for number in _family(root):
        try:
            pages = int(_PROC.joinpath(str(number), "statm").read_text().split()[1])
            command = _PROC.joinpath(str(number), "cmdline").read_text("utf-8", "replace")
        except (OSError, IndexError):
            # It has ended meanwhile.
            continue
        kind = next((name for word, name in _KINDS.items() if word in command), "service")
        numbers[kind] += 1
        memory[kind] += pages * os.sysconf("SC_PAGE_SIZE")
    return {kind: OfKind(number, memory[kind]) for kind, number in sorted(numbers.items())}


def _family(root: int) -> Iterator[int]:
    parents = dict(_parents())
    for number in parents:
        above, seen = number, set[int]()
        while above in parents and above != root and above not in seen:
            seen.add(above)
            above = parents[above]
        if above == root:
            yield number


def _parents() -> Iterator[tuple[int, int]]:
    for path in _PROC.glob("[0-9]*"):
        try:
            # The name before may hold anything.
            yield int(path.name), int((path / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()[1])
        except (OSError, IndexError, ValueError):
            continue
