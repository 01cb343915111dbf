"""No text of a stranger makes a regular expression of ours take longer than in proportion to its length.

Each is put to texts that are made for it: every part of it that may be repeated is repeated, after what comes before
that part and before what it does not expect. Steps are counted, so no clock decides.
"""

import re
from collections.abc import Iterator
from functools import cache
from re import _constants as c
from re import _parser as parser

import pytest
from regex_steps import _in_set, at_start, found
from regexes import Regex, calls_that_make_patterns, every_regex

# Texts of so many characters, and what is allowed to one twice as long. Where a part may stand so many times
# and no more, only long texts tell.
_FEW, _LONG, _WORST = 40, 300, 2.4
# What never follows what we look for.
_END = "\x00"
_COMMON = (" ", "a", "A", "0", "-", ".", "\n", '"', "\\", "<", "(", "a ", "a.", ". ", "1/", "<a", "&a", ",")
# Put to texts that are short whatever comes, or to none of a stranger's.
_BOUNDED = {
    "extract/documents/datelines.py": "the first 160 characters of a paragraph, which take 9 ms at worst",
    **{
        f"extract/documents/boilerplate.py: boilerplate.{name}": "lines of some hundred characters, unlike .leading"
        for name in ("lines", "end", "captions", "bylines")
    },
    "api/http/pages/rendering.py": "80 entities or signs from each place, and no more",
    "api/http/pages/pages.py:": "the page of the documentation, which is ours",
}
# Put together as they run, from words of our own tables.
_PUT_TOGETHER = {
    "extract/documents/boilerplate.py": "held by the rules, and found there",
    "extract/documents/article.py": "given by functions without arguments, and found there",
    "extract/documents/datelines.py": "held by the forms, and found there",
    "extract/documents/headings.py": "given by functions without arguments, and found there",
    "extract/syntax/date_forms.py": "held by the forms, and found there",
    "extract/documents/page_date.py": "a date",
    "extract/actors/cues.py": "a word of the gazetteer between bounds of words, and its patterns, found there",
    "graph/sparql/former_terms.py": "names of a table of ours, with nothing that may be repeated",
    "graph/stores/remote.py": "a prefix of a query, with nothing that may be repeated",
}


@cache
def _every() -> list[Regex]:
    return every_regex()


def _sample(items: object) -> str:
    """Give a text that a sequence takes."""
    return "".join(_sample_of(kind, value) for kind, value in items)  # type: ignore[attr-defined]


def _sample_of(kind: object, value: object) -> str:
    if kind is c.LITERAL:
        return chr(value)  # type: ignore[arg-type]
    if kind is c.IN:
        return _of_set(value)
    if kind in (c.MAX_REPEAT, c.MIN_REPEAT, c.POSSESSIVE_REPEAT):
        least, _, body = value  # type: ignore[misc]
        return _sample(body) * min(max(least, 1), 100)
    if kind is c.SUBPATTERN:
        return _sample(value[3])  # type: ignore[index]
    if kind is c.ATOMIC_GROUP:
        return _sample(value)
    if kind is c.BRANCH:
        return _sample(value[1][0])  # type: ignore[index]
    return "x" if kind in (c.ANY, c.NOT_LITERAL) else ""


def _of_set(parts: object) -> str:
    first = [part for part in parts if part[0] is not c.NEGATE]  # type: ignore[attr-defined]
    if len(first) < len(parts):  # type: ignore[arg-type]
        return next((sign for sign in "x 0.-\n\u0101" if not _takes(first, sign)), "x")
    kind, value = first[0]
    if kind is c.LITERAL:
        return chr(value)
    if kind is c.RANGE:
        return chr(value[0])
    return {c.CATEGORY_SPACE: " ", c.CATEGORY_DIGIT: "0", c.CATEGORY_NOT_WORD: "-"}.get(value, "a")


def _takes(parts: object, sign: str) -> bool:
    return any(_in_set(part, sign) for part in parts)  # type: ignore[attr-defined]


def _repeated(items: object, before: str) -> Iterator[tuple[str, str]]:
    """Give what may be repeated, after a text that leads there."""
    for kind, value in items:  # type: ignore[attr-defined]
        if kind in (c.MAX_REPEAT, c.MIN_REPEAT, c.POSSESSIVE_REPEAT):
            yield before, _sample(value[2])
            yield "", _sample(value[2])
            yield from _repeated(value[2], before)
        elif kind is c.SUBPATTERN:
            yield from _repeated(value[3], before)
        elif kind is c.ATOMIC_GROUP:
            yield from _repeated(value, before)
        elif kind is c.BRANCH:
            for choice in value[1]:
                yield from _repeated(choice, before)
        before += _sample_of(kind, value)
    yield "", before


def _grown(regex: Regex, first: str, again: str, size: int) -> float:
    """Give by how much the steps grow where a text becomes twice as long."""
    number = max(6, size // len(again))
    try:
        once, twice = (_steps(regex, first + again * times + _END) for times in (number, 2 * number))
    except OverflowError:
        return float("inf")
    return (twice + size) / (once + size)


def _steps(regex: Regex, text: str) -> int:
    if regex.scans:
        return found(regex.pattern, text)[1]
    return at_start(regex.pattern, text, whole="fullmatch" in regex.methods)


def _superlinear(regex: Regex) -> list[str]:
    """Give the texts that take a regular expression longer than in proportion."""
    items = parser.parse(regex.pattern.pattern, regex.pattern.flags)
    texts = {*_repeated(items, ""), *(("", again) for again in _COMMON)}
    return [
        f"{first!r} {again!r}…"
        for first, again in sorted(texts)
        if again and _grown(regex, first, again, _FEW) > _WORST and _grown(regex, first, again, _LONG) > _WORST
    ]


def test_every_regular_expression_is_linear() -> None:
    found = {
        regex.where: worst[0]
        for regex in _every()
        if not any(regex.where.startswith(place) for place in _BOUNDED) and (worst := _superlinear(regex))
    }
    assert found == {}


def test_all_are_found() -> None:
    every = _every()
    assert len(every) > 150
    found = {regex.where.split(":")[0] for regex in every}
    assert {
        "extract/documents/boilerplate.py",
        "extract/documents/headings.py",
        "extract/syntax/date_forms.py",
    } <= found


def test_what_is_put_together_as_it_runs_is_known() -> None:
    assert {path for path, _ in calls_that_make_patterns()} <= _PUT_TOGETHER.keys()


@pytest.mark.parametrize(
    ("written", "is_linear"),
    [(r"\s+\Z", False), (r"(?<!\s)\s++\Z", True), (r"<b>.*?</b>", False), (r"(a|aa)+b", False), (r"(.)\1+", True)],
)
def test_the_texts_made_for_it_tell_a_bad_one(written: str, is_linear: bool) -> None:
    assert (_superlinear(Regex(re.compile(written), "", {"search"})) == []) is is_linear
