"""The engine's list of its files, checked before the engine reads it: some damage makes it read for ever.

The list (MANIFEST) is a log of RocksDB: blocks of 32 KiB in which each record begins with its checksum (CRC-32C),
its length and its type.
"""

from functools import cache
from pathlib import Path

from communique.graph.stores.protocol import StoreDamagedError

_BLOCK, _HEAD = 1 << 15, 7
_POLYNOMIAL, _MASK = 0x82F63B78, 0xA282EAD8
# Whole, first, middle, last; the same with the number of the log, which stands before what is in it.
_KINDS = range(1, 9)


def check_list(folder: Path) -> None:
    """Raise StoreDamagedError where the list of a store's files is not what was written.

    What was cut off at its end is none: so a process that was killed may leave it.
    """
    try:
        named = folder.joinpath("CURRENT").read_text("utf-8")
        content = (folder / named.strip()).read_bytes() if named.endswith("\n") and "/" not in named else b""
    except (FileNotFoundError, UnicodeDecodeError, ValueError):
        content = b""
    if not content:
        raise StoreDamagedError(damaged(folder, "the list of its files is missing"))
    for start in range(0, len(content), _BLOCK):
        place = _first_wrong(content[start : start + _BLOCK], is_last=start + _BLOCK >= len(content))
        if place is not None:
            raise StoreDamagedError(damaged(folder, f"{named.strip()}, byte {start + place}"))


def is_damaged(error: BaseException) -> bool:
    """Tell whether an error of the engine says that its files are not what it wrote."""
    return isinstance(error, StoreDamagedError) or (isinstance(error, RuntimeError) and "Corruption" in str(error))


def damaged(folder: Path, what: object) -> str:
    """Say that a store is damaged, and what to do."""
    return f"the store in {folder} is damaged ({str(what).splitlines()[0]}): restore a backup of it"


def _first_wrong(block: bytes, *, is_last: bool) -> int | None:
    """Give the place of the first record of a block that is not what was written."""
    place = 0
    while place + _HEAD <= len(block):
        stored = int.from_bytes(block[place : place + 4], "little")
        length = int.from_bytes(block[place + 4 : place + 6], "little")
        kind, end = block[place + 6], place + _HEAD + length
        if not stored and not length and not kind:
            # Nothing but zeros may follow: room that was taken before it was needed.
            return None if not any(block[place:]) else place
        if kind in _KINDS and end > len(block):
            return None if is_last and not _goes_on(block, place + 1) else place
        if kind not in _KINDS or stored != _masked(_crc32c(block[place + 6 : end])):
            return place
        place = end
    return None


def _goes_on(block: bytes, start: int) -> bool:
    """Tell whether a whole record begins somewhere: then what stands before was not cut off, but is damaged."""
    for place in range(start, len(block) - _HEAD):
        stored = int.from_bytes(block[place : place + 4], "little")
        end = place + _HEAD + int.from_bytes(block[place + 4 : place + 6], "little")
        if block[place + 6] in _KINDS and end <= len(block) and stored == _masked(_crc32c(block[place + 6 : end])):
            return True
    return False


def _masked(crc: int) -> int:
    return (((crc >> 15) | (crc << 17)) + _MASK) & 0xFFFFFFFF


def _crc32c(content: bytes) -> int:
    table, crc = _table(), 0xFFFFFFFF
    for byte in content:
        crc = table[(crc ^ byte) & 0xFF] ^ (crc >> 8)
    return crc ^ 0xFFFFFFFF


@cache
def _table() -> tuple[int, ...]:
    def entry(number: int) -> int:
        """Give what one byte does to a checksum."""
        for _ in range(8):
            number = (number >> 1) ^ (_POLYNOMIAL if number & 1 else 0)
        return number

    return tuple(entry(number) for number in range(256))
