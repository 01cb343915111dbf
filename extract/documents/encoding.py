"""From bytes to text: UTF-8 first, else what the bytes most likely are."""

import codecs
import io
import re
from typing import TYPE_CHECKING, BinaryIO

import charset_normalizer

from communique.extract.documents.article import UnreadableError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# English news that is not Unicode comes in these; free guessing takes short texts for Arabic or Japanese.
_WESTERN = ["cp1252", "latin_1", "mac_roman"]
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*+=\s*+(?:["']\s*+)?([\w.:-]+)""", re.IGNORECASE)
_DECLARED_WITHIN = 2_048
# What a page may declare: the encodings of the Encoding Standard, by the names of their codecs. Python has others,
# which decode in quadratic time (punycode), run escapes, or always fail.
_DECLARABLE = frozenset(
    """
    ascii big5 big5hkscs cp866 cp874 cp932 cp949 euc_jp euc_kr gb18030 gb2312 gbk iso2022_jp koi8-r koi8-u mac-cyrillic
    mac-roman shift_jis utf-8 utf-16 utf-16-be utf-16-le
    """.split()
    + [f"cp{number}" for number in range(1250, 1259)]
    + [f"iso8859-{number}" for number in range(1, 17) if number != 12]
)
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_MAGIC = (b"%PDF", b"PK\x03\x04", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"\x1f\x8b", b"\x7fELF", b"\xd0\xcf\x11\xe0")


def byte_order_mark(head: bytes) -> str:
    """Give the encoding that a byte order mark names, or nothing."""
    return next((name for mark, name in _MARKS if head.startswith(mark)), "")


def is_binary(head: bytes) -> bool:
    """Tell whether the first bytes of a file show that it is no text."""
    if byte_order_mark(head):
        return False
    return head.startswith(_MAGIC) or _CONTROL.search(head) is not None


def decode(data: bytes) -> str:
    """Give the text of bytes; UnreadableError where no encoding fits."""
    try:
        return data.decode(byte_order_mark(data) or "utf-8")
    except UnicodeDecodeError:
        guesses = charset_normalizer.from_bytes(data, cp_isolation=_WESTERN)
    best = guesses.best() or charset_normalizer.from_bytes(data).best()
    if best is None:
        raise UnreadableError("its encoding cannot be told: save it as UTF-8")
    return str(best)


def decode_page(data: bytes) -> str:
    """Give the text of an HTML page, by the encoding that it declares if that fits."""
    declared = _DECLARED.search(data[:_DECLARED_WITHIN])
    if declared is not None and not byte_order_mark(data):
        try:
            codec = codecs.lookup(declared.group(1).decode("ascii")).name
            if codec in _DECLARABLE:
                return data.decode(codec)
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(data)


def as_utf8(head: bytes, stream: BinaryIO) -> io.BufferedReader:
    """Give a stream, of which `head` has been read already, as UTF-8; the stream itself is left open."""
    return io.BufferedReader(_Utf8(head, stream), 1 << 16)


def as_buffered(head: bytes, stream: BinaryIO) -> io.BufferedReader:
    """Give a stream, of which `head` has been read already, as it is; the stream itself is left open."""
    return io.BufferedReader(_Utf8(head, stream, recoding=False), 1 << 16)


class _Utf8(io.RawIOBase):
    """Bytes of a stream as they are, or turned into UTF-8 where a byte order mark says UTF-16 or UTF-32."""

    def __init__(self, head: bytes, stream: BinaryIO, *, recoding: bool = True) -> None:
        mark = byte_order_mark(head) if recoding else ""
        wide = mark.startswith(("utf-16", "utf-32"))
        self._decoder = codecs.getincrementaldecoder(mark)("replace") if wide else None
        self._stream = stream
        self._rest = self._recoded(head)

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, into: "WriteableBuffer") -> int:
        """Fill a buffer as far as the next bytes go; 0 at the end."""
        view = memoryview(into).cast("B")
        while not self._rest and (data := self._stream.read(len(view))):
            self._rest = self._recoded(data)
        part, self._rest = self._rest[: len(view)], self._rest[len(view) :]
        view[: len(part)] = part
        return len(part)

    def _recoded(self, data: bytes) -> bytes:
        return self._decoder.decode(data).encode() if self._decoder else data
