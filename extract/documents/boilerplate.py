"""What stands around an article on a page: recognized by the rules in `boilerplate.toml`."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)(?:[a-z]{1,6}|\.)?"
_WEEKDAY = r"(?:(?:Mon|Tue|Tues|Wed|Thu|Thur|Thurs|Fri|Sat|Sun)(?:day|nesday|rsday|urday|sday)?\.?,? )?"
_DAY = rf"(?:{_MONTH} \d{{1,2}}|\d{{1,2}} {_MONTH})"
_DATE = rf"{_WEEKDAY}(?:{_DAY},? \d{{4}}|\d{{4}}[-/]\d{{2}}[-/]\d{{2}}|\d{{1,2}}[./]\d{{1,2}}[./]\d{{4}})"
_NO_SOURCE = rf"(?!(?:{_MONTH}|By|Mon|Tue|Wed|Thu|Fri|Sat|Sun)(?:day|sday|nesday|rsday|urday)?\b)"
_LONGEST_LINE = 400
_LONGEST_CREDIT = 120


@dataclass(frozen=True, slots=True)
class Imprint:
    """What a byline or dateline says; empty where it says nothing."""

    source: str = ""
    date: str = ""
    author: str = ""
    place: str = ""
    dated: str = ""


@dataclass(frozen=True, slots=True)
class Boilerplate:
    """The compiled rules: what to take off, what to drop, what to read."""

    leading: re.Pattern[str]
    lines: re.Pattern[str]
    end: re.Pattern[str]
    captions: re.Pattern[str]
    bylines: tuple[re.Pattern[str], ...]

    def without_buttons(self, line: str) -> str:
        """Give a line without the page's buttons that run into its start."""
        found = self.leading.match(line)
        return line[found.end() :].lstrip() if found else line

    def is_furniture(self, line: str) -> bool:
        """Tell whether a line belongs to the page and not to the article."""
        return len(line) <= _LONGEST_LINE and self.lines.fullmatch(line) is not None

    def is_end(self, line: str) -> bool:
        """Tell whether the rest of the page below this line is no article."""
        return len(line) <= _LONGEST_LINE and self.end.fullmatch(line) is not None

    def is_caption(self, paragraph: str) -> bool:
        """Tell whether a paragraph ends in a photo credit."""
        return self.captions.search(paragraph[-_LONGEST_CREDIT:]) is not None

    def byline(self, line: str) -> Imprint | None:
        """Give what a byline says, or None for any other line."""
        if len(line) > _LONGEST_CREDIT:
            return None
        return next((_imprint(found) for rule in self.bylines if (found := rule.fullmatch(line))), None)


@cache
def boilerplate() -> Boilerplate:
    """Give the rules of `boilerplate.toml`."""
    rules = tomllib.loads((files("communique.extract.documents") / "boilerplate.toml").read_text(encoding="utf-8"))
    return Boilerplate(
        leading=re.compile(f"(?:(?:{'|'.join(rules['leading'])})\\s*)+", re.IGNORECASE),
        lines=_any(rules["lines"]),
        end=_any(rules["end"]),
        captions=_any([f"(?:{rule})$" for rule in rules["captions"]]),
        bylines=tuple(re.compile(_with_dates(rule)) for rule in rules["bylines"]),
    )


def _any(rules: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{rule})" for rule in rules), re.IGNORECASE)


def _with_dates(rule: str) -> str:
    return rule.replace("{DATE}", _DATE).replace("{DAY}", _DAY).replace("{NO_SOURCE}", _NO_SOURCE)


def _imprint(found: re.Match[str]) -> Imprint:
    said: Mapping[str, str | None] = found.groupdict()
    return Imprint(*((said.get(name) or "").strip(" ,") for name in ("source", "date", "author", "place")))
