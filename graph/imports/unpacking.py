"""What the bytes of a table's file are: packed, in UTF-16, with the line ends of old, or no table at all."""

import bz2
import codecs
import gzip
import io
import lzma
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, BinaryIO, cast

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_HEAD = 1 << 16
# A packed file within a packed one is one too many.
_DEEPEST = 2
_PACKED: Mapping[bytes, Callable[[BinaryIO], BinaryIO]] = MappingProxyType(
    {
        b"\x1f\x8b": lambda stream: cast(BinaryIO, gzip.GzipFile(fileobj=stream, mode="rb")),
        b"BZh": lambda stream: cast(BinaryIO, bz2.BZ2File(stream)),
        b"\xfd7zXZ": lambda stream: cast(BinaryIO, lzma.LZMAFile(stream)),  # noqa: SIM115  (the caller closes it)
    }
)
# What cannot be read, by its first bytes, and what to do.
_REFUSED = {
    b"PK\x03\x04": "a zip within another: unpack the outer one",
    b"\x28\xb5\x2f\xfd": "packed with Zstandard: unpack it first",
    b"7z\xbc\xaf\x27\x1c": "packed with 7-Zip: unpack it first",
    b"Rar!": "packed with RAR: unpack it first",
    b"PAR1": "a Parquet file: write it out as CSV",
    b"\xd0\xcf\x11\xe0": "a workbook: save the sheet as CSV",
    b"%PDF": "a PDF, not a table",
}
_TAR, _TAR_AT = b"ustar", 257
_UTF_16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_FEW = 64


def text_stream(raw: BinaryIO) -> io.BufferedReader:
    """Give the lines of a file as bytes with a line feed at their ends: unpacked, and UTF-16 as UTF-8.

    Raises ValueError for what is no table, and says what to do.
    """
    stream = raw if isinstance(raw, io.BufferedReader) else _buffered(raw)
    for _ in range(_DEEPEST):
        head = stream.peek(_HEAD)
        opener = next((each for magic, each in _PACKED.items() if head.startswith(magic)), None)
        if opener is None:
            break
        stream = _buffered(opener(cast(BinaryIO, stream)))
    head = stream.peek(_HEAD)
    refused = next((what for magic, what in _REFUSED.items() if head.startswith(magic)), None)
    if head[_TAR_AT:].startswith(_TAR):
        refused = "a tar archive: unpack it first"
    if refused is not None:
        raise ValueError(f"the file is {refused}")
    encoding = _utf_16(head)
    if encoding:
        stream = io.BufferedReader(_Rewritten(stream, _to_utf_8(encoding)), _HEAD)
        head = stream.peek(_HEAD)
    if b"\r" in head and b"\n" not in head:
        stream = io.BufferedReader(_Rewritten(stream, lambda some: some.replace(b"\r", b"\n")), _HEAD)
    return stream


def _buffered(stream: BinaryIO) -> io.BufferedReader:
    return io.BufferedReader(cast(io.RawIOBase, stream), _HEAD)


def _utf_16(head: bytes) -> str:
    """Give the form of UTF-16 that the first bytes are in, by their mark or by every second one that is zero."""
    for mark, name in _UTF_16.items():
        if head.startswith(mark) and not head.startswith(codecs.BOM_UTF32_LE):
            return name
    some = head[:_FEW]
    even, odd = some[::2], some[1::2]
    if len(some) > 1 and not any(odd) and all(even):
        return "utf-16-le"
    return "utf-16-be" if len(some) > 1 and not any(even) and all(odd) else ""


def _to_utf_8(encoding: str) -> Callable[[bytes], bytes]:
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    return lambda some: decoder.decode(some).encode("utf-8", "replace")


class _Rewritten(io.RawIOBase):
    """A stream of which each piece is written anew."""

    def __init__(self, stream: io.BufferedReader, rewrite: Callable[[bytes], bytes]) -> None:
        super().__init__()
        self._stream = stream
        self._rewrite = rewrite
        self._left = b""

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        """Fill a buffer; 0 at the end."""
        view = memoryview(buffer).cast("B")
        while not self._left:
            some = self._stream.read1(_HEAD)
            if not some:
                return 0
            self._left = self._rewrite(some)
        size = min(len(view), len(self._left))
        view[:size] = self._left[:size]
        self._left = self._left[size:]
        return size
