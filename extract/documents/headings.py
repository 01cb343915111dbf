"""What stands around a headline or paragraph and is no part of it: labels before it, publisher or agency behind it."""

import re
from functools import cache
from itertools import pairwise

from communique.extract.documents.press import press

_ENDED = re.compile(r"[.!?\u2026][\"'\u201d\u2019\u00bb)\]]*\Z")
# Blanks before something, looked at once and not from each of them.
_BLANKS = r"(?:(?<!\s)\s++)?"
_BRACKETS = re.compile(rf"{_BLANKS}[(\[]\s?([^()\[\]]{{1,60}}?)\s?[)\]]\.?\s*\Z")
_END_ITEM = re.compile(rf"{_BLANKS}\bEnd ?item\.?\s*\Z", re.IGNORECASE)
_LONGEST_HEADLINE = 300
_WORDS_OF_A_PUBLISHER = 6


def is_headline(paragraph: str) -> bool:
    """Tell whether a paragraph can be a headline: it is short and ends without a full stop."""
    return 0 < len(paragraph) <= _LONGEST_HEADLINE and _ENDED.search(paragraph.rstrip()) is None


def label_end(paragraph: str) -> int:
    """Give where a label ("EXCLUSIVE -", "UPDATE 2-") before a headline or text ends, 0 where there is none."""
    found = _label().match(paragraph)
    return found.end() if found else 0


def words_of_headline(paragraph: str) -> tuple[int, int]:
    """Give start and end of the headline itself: without sections, publisher, agency, or who is named as its source."""
    start, end = 0, without_agency(paragraph)
    separated = [
        (0, 0),
        *((found.start(), found.end()) for found in _separator().finditer(paragraph, 0, end)),
        (end, end),
    ]
    parts = [(before[1], after[0]) for before, after in pairwise(separated)]
    if len(parts) > 1:
        start, end = max(parts, key=lambda part: len(paragraph[slice(*part)].split()))
    while (cut := _last_dash(paragraph, start, end)) is not None:
        end = cut
    first = _dash().search(paragraph, start, end)
    if first is not None and ":" not in first[0] and press().is_publisher(paragraph[start : first.start()]):
        start = first.end()
    return start, end


def without_agency(paragraph: str) -> int:
    """Give where a paragraph ends without the agency's marks behind it: "(Xinhua)", "[AFP]", "Enditem"."""
    end = len(paragraph)
    while True:
        item = _END_ITEM.search(paragraph[:end][-80:])
        found = item or _BRACKETS.search(paragraph[:end][-80:])
        if found is None or (item is None and not press().is_agency(found[1])):
            return end
        end -= len(found[0])


def _last_dash(paragraph: str, start: int, end: int) -> int | None:
    """Give where a headline ends before its last dash if a publisher or the source of the news stands behind that."""
    found = list(_dash().finditer(paragraph, start, end))
    if not found or not paragraph[start : found[-1].start()].strip():
        return None
    words = paragraph[found[-1].end() : end].split()
    if not words or len(words) > _WORDS_OF_A_PUBLISHER:
        return None
    tables = press()
    named = len(words) == 1 and not words[0][0].islower() and ":" not in found[-1][0]
    attributed = len(words) < 4 and words[-1].lower() in tables.attributions
    return found[-1].start() if named or attributed or tables.is_publisher(" ".join(words)) else None


@cache
def _separator() -> re.Pattern[str]:
    return re.compile(rf"{_BLANKS}(?:{'|'.join(map(re.escape, press().separators))})\s*")


@cache
def _dash() -> re.Pattern[str]:
    dashes = "|".join(sorted(map(re.escape, press().dashes), key=len, reverse=True))
    return re.compile(rf"\s(?:{dashes})\s|:\s")


@cache
def _label() -> re.Pattern[str]:
    labels = "|".join(sorted(map(re.escape, press().labels), key=len, reverse=True))
    written = rf"(?:{labels.upper()})(?: \d+)?\s?(?:[-\u2013\u2014:|]|--)\s*|\W?(?i:{labels})\s?[:|]\s*"
    return re.compile(rf"(?:(?:{written}))+(?=\S)")
