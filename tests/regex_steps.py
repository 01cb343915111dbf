"""How many steps a regular expression takes on a text: a backtracking matcher that counts, with no clock."""

import re
from collections.abc import Iterator, Sequence
from re import _constants as c
from re import _parser as parser

Item = tuple[object, object]
# A scan that takes more, of the short texts of tests, is as bad as one without end.
MOST = 200_000


class _Matcher:
    def __init__(self, pattern: re.Pattern[str], text: str) -> None:
        self.items = list(parser.parse(pattern.pattern, pattern.flags))
        self.text, self.steps, self.dot_all = text, 0, bool(pattern.flags & re.DOTALL)
        self.fold = bool(pattern.flags & re.IGNORECASE)
        self.ascii, self.lines = bool(pattern.flags & re.ASCII), bool(pattern.flags & re.MULTILINE)
        self.groups: dict[int, str] = {}

    def ends(self, items: Sequence[Item], place: int) -> Iterator[int]:
        """Give where a sequence may end that begins at a place, in the order in which the engine tries it."""
        if not items:
            yield place
            return
        for end in self._item(items[0], place):
            yield from self.ends(items[1:], end)

    def _item(self, item: Item, place: int) -> Iterator[int]:
        kind, value = item
        self.steps += 1
        if self.steps > MOST:
            raise OverflowError(f"more than {MOST} steps")
        if kind is c.SUBPATTERN:
            for end in self.ends(list(value[3]), place):
                if value[0] is not None:
                    self.groups[value[0]] = self.text[place:end]
                yield end
        elif kind is c.GROUPREF:
            again = self.groups.get(value)
            if again is not None and self.text.startswith(again, place):
                yield place + len(again)
        elif kind is c.BRANCH:
            for choice in value[1]:
                yield from self.ends(list(choice), place)
        elif kind is c.ATOMIC_GROUP:
            yield from self._first(list(value), place)
        elif kind in (c.ASSERT, c.ASSERT_NOT):
            direction, body = value
            start = place if direction > 0 else place - parser.SubPattern(parser.State(), list(body)).getwidth()[0]
            found = start >= 0 and any(True for _ in self._first(list(body), start))
            if found is (kind is c.ASSERT):
                yield place
        elif kind is c.AT:
            if self._is_at(value, place):
                yield place
        elif kind is c.POSSESSIVE_REPEAT:
            yield from self._possessive(value, place)
        elif kind in (c.MAX_REPEAT, c.MIN_REPEAT):
            yield from self._repeated(value, place, greedy=kind is c.MAX_REPEAT)
        elif place < len(self.text) and self._is_one(kind, value, self.text[place]):
            yield place + 1

    def _is_at(self, value: object, place: int) -> bool:
        text, end = self.text, len(self.text)
        if value in (c.AT_BEGINNING, c.AT_BEGINNING_STRING):
            return place == 0 or (self.lines and value is c.AT_BEGINNING and text[place - 1] == "\n")
        if value in (c.AT_BOUNDARY, c.AT_NON_BOUNDARY):
            sides = [0 <= at < end and re.match(r"\w", text[at]) is not None for at in (place - 1, place)]
            return (sides[0] is not sides[1]) is (value is c.AT_BOUNDARY)
        if value is c.AT_END:
            return place == end or text[place:] == "\n" or (self.lines and text[place] == "\n")
        return place == end

    def _first(self, items: Sequence[Item], place: int) -> Iterator[int]:
        for end in self.ends(items, place):
            yield end
            return

    def _possessive(self, value: tuple[int, int, Sequence[Item]], place: int) -> Iterator[int]:
        least, most, body = value
        done = 0
        while most is c.MAXREPEAT or done < most:
            end = next(self._first(list(body), place), None)
            if end is None or end == place:
                break
            place, done = end, done + 1
        if done >= least:
            yield place

    def _repeated(self, value: tuple[int, int, Sequence[Item]], place: int, *, greedy: bool) -> Iterator[int]:
        """Give the ends of a repetition that can be taken back; its body is met one after the other."""
        least, most, body = value
        ends: list[tuple[int, int, Iterator[int]]] = [(0, place, self.ends(list(body), place))]
        if not greedy and least == 0:
            yield place
        while ends:
            done, here, more = ends[-1]
            end = None if most is not c.MAXREPEAT and done >= most else next(more, None)
            if end is not None and end != here:
                ends.append((done + 1, end, self.ends(list(body), end)))
                if not greedy and done + 1 >= least:
                    yield end
                continue
            ends.pop()
            if greedy and done >= least:
                self.steps += 1
                yield here

    def _is_one(self, kind: object, value: object, sign: str) -> bool:
        signs = {sign, sign.lower(), sign.upper()} if self.fold else {sign}
        if kind is c.ANY:
            return self.dot_all or sign != "\n"
        if kind is c.LITERAL:
            return chr(value) in signs
        if kind is c.NOT_LITERAL:
            return chr(value) not in signs
        if kind is c.IN:
            negated = value[0][0] is c.NEGATE
            return negated is not any(
                _in_set(part, each) for part in value if part[0] is not c.NEGATE for each in signs
            )
        raise NotImplementedError(kind)


def _in_set(part: Item, sign: str) -> bool:
    kind, value = part
    if kind is c.LITERAL:
        return chr(value) == sign
    if kind is c.RANGE:
        return value[0] <= ord(sign) <= value[1]
    tests = {
        c.CATEGORY_WORD: r"\w",
        c.CATEGORY_NOT_WORD: r"\W",
        c.CATEGORY_SPACE: r"\s",
        c.CATEGORY_NOT_SPACE: r"\S",
        c.CATEGORY_DIGIT: r"\d",
        c.CATEGORY_NOT_DIGIT: r"\D",
    }
    return re.match(tests[value], sign) is not None


def at_start(pattern: re.Pattern[str], text: str, *, whole: bool) -> int:
    """Give in how many steps `match` tells, or `fullmatch`."""
    matcher = _Matcher(pattern, text)
    ends = matcher.ends(matcher.items, 0)
    next((end for end in ends if not whole or end == len(text)), None)
    return matcher.steps


def found(pattern: re.Pattern[str], text: str) -> tuple[list[tuple[int, int]], int]:
    """Give the spans that `finditer` gives, and in how many steps."""
    matcher = _Matcher(pattern, text)
    spans, place = [], 0
    while place <= len(text):
        end = next(matcher._first(matcher.items, place), None)
        if end is not None:
            spans.append((place, end))
        place = place + 1 if end is None or end == place else end
    return spans, matcher.steps
