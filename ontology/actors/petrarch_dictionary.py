"""Actor dictionaries of TABARI and PETRARCH, read entry by entry.

The format is that of the PETRARCH manual (Schrodt, Beieler and Idris 2014, chapter on actor dictionaries): a name in
capitals, its words joined by underlines, with codes in brackets behind it or on the indented lines below, each with
the dates between which it holds; synonyms on lines that begin with a plus sign; comments after ``#`` and ``;``.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from communique.ontology.types.period import Period

_COMMENT = re.compile(r"(?:(?<!\s)\s++)?(?:[;#]|<!--).*\Z")
_CODE = re.compile(r"\[([^\]\[]*)\]")
_DATES = re.compile(r"([<>])\s*(\d{6}|\d{8})|(\d{6}|\d{8})\s*-\s*(\d{6}|\d{8})")
# Years of two digits up to this one are of this century.
_PIVOT = 30
# How lines begin that belong to the name before: synonyms, and codes.
_GOING_ON = ("+", "[", " ", "\t")
# An ampersand right before a word names a set of synonyms; elsewhere it belongs to the name ("AT&T", "Hill & Dale").
_ODD = re.compile(r"[\[\]{}~|]|(?<!\w)&(?=\w)")
Line = tuple[int, str]


@dataclass(frozen=True, slots=True)
class DatedCode:
    """An actor code (``USAGOV``) and when it holds."""

    code: str
    period: Period


@dataclass(slots=True)
class DictionaryEntry:
    """The names of an actor, the first before its synonyms, and its codes; `line` is where it begins."""

    line: int
    names: list[str]
    codes: list[DatedCode] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A line that could not be read, and why."""

    line: int
    what: str


def read_dictionary(path: Path) -> Iterator[DictionaryEntry | Unreadable]:
    """Give the entries of a file in their order.

    Parameters
    ----------
    path
        A dictionary of actors in the format of TABARI and PETRARCH.

    Yields
    ------
    DictionaryEntry or Unreadable
        The entry, or what is wrong with a line that is no part of one.

    Raises
    ------
    OSError
        If the file cannot be read.
    """
    # These files are older than UTF-8 on their authors' machines.
    text = path.read_bytes().decode("utf-8", "replace")
    return _entries(enumerate(text.splitlines(), start=1))


def _entries(lines: Iterable[Line]) -> Iterator[DictionaryEntry | Unreadable]:
    block: list[Line] = []
    for number, line in lines:
        content = _COMMENT.sub("", line)
        if not content.strip():
            continue
        if block and not content.startswith(_GOING_ON):
            yield from _entry(block)
            block = []
        block.append((number, content))
    if block:
        yield from _entry(block)


def _entry(block: Sequence[Line]) -> Iterator[DictionaryEntry | Unreadable]:
    """Give the entry of a name and the lines that belong to it; none where the name itself cannot be read."""
    entry: DictionaryEntry | None = None
    for number, content in block:
        try:
            name, codes = _name(content), [_dated(code) for code in _CODE.findall(content)]
        except ValueError as error:
            yield Unreadable(number, str(error))
            if entry is None:
                return
            continue
        if entry is None and (not name or content.startswith("+")):
            yield Unreadable(number, "a code or a synonym without a name before it")
            return
        entry = entry or DictionaryEntry(number, [])
        entry.names += [name] if name else []
        entry.codes += codes
    if entry is not None:
        yield entry


def _name(content: str) -> str:
    """Give the name on a line, with blanks between its words, the empty string where there are only codes."""
    name = _CODE.sub("", content).removeprefix("+")
    if odd := _ODD.search(name):
        raise ValueError(f"{odd[0]!r} in a name: sets of synonyms, agents and unclosed brackets are not read")
    return " ".join(name.replace("_", " ").split())


def _dated(written: str) -> DatedCode:
    code, _, dates = written.strip().partition(" ")
    if not code:
        raise ValueError("an empty code: write it as [USAGOV]")
    # Several codes at once are those of several actors; the first is whose the name is.
    return DatedCode(code.split("/")[0].upper(), _period(dates.strip()))


def _period(dates: str) -> Period:
    if not dates:
        return Period()
    found = _DATES.fullmatch(dates)
    if found is None:
        raise ValueError(f"the dates {dates!r}: write them as <930120, >010120 or 930120-010120")
    sign, bound, first, last = found.groups()
    if sign is None:
        begins, ends = _day(first), _day(last)
        if begins > ends:
            raise ValueError(f"the dates {dates!r} end before they begin")
        return Period(begins.isoformat(), ends.isoformat())
    # Before a day and after it: the day itself is neither.
    if sign == "<":
        return Period(None, (_day(bound) - timedelta(days=1)).isoformat())
    return Period((_day(bound) + timedelta(days=1)).isoformat(), None)


def _day(digits: str) -> date:
    if len(digits) == 6:
        digits = ("20" if int(digits[:2]) <= _PIVOT else "19") + digits
    try:
        return date.fromisoformat(digits)
    except ValueError:
        raise ValueError(f"{digits!r} is no day: write it as YYMMDD or YYYYMMDD") from None
