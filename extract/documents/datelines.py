"""Datelines: the place, day and agency before the first sentence of a report, by the forms in `press.toml`."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from communique.extract.documents.article import UnreadableError
from communique.extract.documents.press import press
from communique.extract.documents.publication import publication_date
from communique.ontology.actors import naming
from communique.ontology.types import Document

_UPPER = "A-Z\u00c0-\u00de"
_WORD = rf"[{_UPPER}][\w.\u2019'\u2018`-]*"
_NAME = rf"{_WORD}(?: (?:(?:de|del|la|el|al|of|the|on|upon) )?{_WORD}){{0,4}}"
_JOINED = r"(?:\s?/\s?|\s?&\s?| and )"
_PLACE = rf"(?P<place>{_NAME}(?:{_JOINED}{_NAME}){{0,2}})"
_CAPS = rf"(?P<place>[{_UPPER}][{_UPPER}.\u2019'-]+(?:(?: ?/ ?| )[{_UPPER}.\u2019'-]+){{0,6}})"
_CITY = rf"(?P<city>{_NAME}(?:{_JOINED}{_NAME}){{0,2}})"
# A second place may follow, with its country, too ("KYIV, Ukraine/WARSAW, Poland").
_AREA = rf"(?:, (?P<area>{_NAME})(?:\s?/\s?{_NAME}, {_NAME})?| [\[(](?P<within>{_NAME})[\])])"
_REGION = rf"(?:, (?P<region>{_NAME})| ?[\[(](?P<state>{_NAME})[\])])"
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)(?:[a-z]{1,6}|\.)?"
_WEEKDAY = r"(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?\.?"
_CALENDAR = re.compile(rf"(?:{_MONTH}|{_WEEKDAY})\Z", re.IGNORECASE)
_YEAR = r"(?:,? ?\d{4})"
_DAY = rf"(?:{_MONTH} ?\d{{1,2}}(?:st|nd|rd|th)?\b|\d{{1,2}}(?:st|nd|rd|th)? {_MONTH}){_YEAR}?"
_DATE = (
    rf"(?P<date>(?i:{_WEEKDAY},? {_DAY}|{_DAY}|{_WEEKDAY}|\d{{4}}-\d\d-\d\d|\d{{1,2}}[./]\d{{1,2}}[./]\d{{4}})\b\.?)"
)
_SOURCE_NAME = r"[\w.,&!\u2019'/ \u2013-]{1,60}?"
_CLOSING = r"\s?(?:[)\]]|/(?=\.|\s?[\u2013\u2014:-]))"
_PATTERNS = {
    "{PLACE}": _PLACE,
    "{CAPS}": _CAPS,
    "{CITY}": _CITY,
    "{AREA}": _AREA,
    "{REGION}": _REGION,
    "{DATE}": _DATE,
    "{SOURCE}": rf"[(\[/]\s?(?P<source>[A-Z]{_SOURCE_NAME}){_CLOSING}",
    "{AGENCY}": rf"[(\[/]\s?(?P<agency>[A-Za-z]{_SOURCE_NAME}){_CLOSING}",
    "{BARE}": r"(?P<agency>[A-Z][\w.&\u2019'/-]{1,30}(?: [A-Z][\w.&\u2019'/-]{1,30}){0,3})",
    # Between two words a hyphen joins them ("Bissau-Guinean forces", "Paris\u2013Dakar rally").
    "{DASH}": (r"(?:\s*(?:-{2,3}|[\u2014\u2015:|_])\s*|\s+[\u2013-]\s*|[\u2013-]\s+|(?<=[)\]/.\d])[\u2013-])"),
    "{LONG}": r"\s*(?:--+|[\u2014\u2015]|\s\u2013)\s*",
}
_SENTENCE = rf"(?=[\"\u201c\u2018'(\[]?[{_UPPER}\d])"
_LINKS = "de|del|la|el|al|of|the|on|upon|and|&"
# The words with which a paragraph begins as long as they are names, figures, brackets, marks: a dateline and one more.
_RUN = re.compile(
    rf"(?:(?:[\"\u201c\u2018'(\[/]\S*|[{_UPPER}\d]\S*|{_LINKS}|[)\]|/:_\u2013\u2014\u2015-]\S*)(?:\s+|\Z))+"
)
_MARKS = frozenset("-\u2013\u2014\u2015:|_/)]")
_LONGEST = 160
_SECOND_DASH = re.compile(r"[^.!?]{0,80}?\s(?:--|[-\u2013\u2014])(?:\s|$)")
_PROSE = re.compile(r"[.!?\u2026][\"\u201d\u2019')\]]*(?:\s|\Z)")
_FEWEST_WORDS = 3


@dataclass(frozen=True, slots=True)
class Dateline:
    """What a dateline says, empty where it says nothing, and where it ends in its paragraph."""

    end: int = 0
    place: str = ""
    date: str = ""
    source: str = ""


def dateline(paragraph: str) -> Dateline:
    """Give the dateline with which a paragraph begins; its end is 0 where there is none."""
    run = _RUN.match(paragraph[:_LONGEST])
    if run is None or _MARKS.isdisjoint(head := run[0]):
        return Dateline()
    for pattern, of_prose in _forms():
        found = pattern.match(head)
        if found and _holds(found) and not (of_prose and not _is_prose(paragraph[found.end() :], found)):
            said = {name: _plain(words or "") for name, words in found.groupdict().items()}
            places = (
                said.get("place") or said.get("city"),
                said.get("area") or said.get("within") or said.get("region"),
            )
            place = ", ".join(part for part in (*places, said.get("state")) if part)
            return Dateline(found.end(), place, said.get("date", ""), said.get("source") or said.get("agency") or "")
    return Dateline()


def dateline_of(document: Document) -> Dateline:
    """Give the dateline of a document: as its reader noted it, else that of its first or second paragraph.

    A reader takes the dateline off the text; whoever makes a document of a text as it came leaves it there.
    """
    noted = dict(document.metadata)
    if "dateline" in noted or "dated" in noted:
        return Dateline(place=noted.get("dateline", ""), date=noted.get("dated", ""))
    found = map(dateline, document.text.split("\n\n", 2)[:2])
    return next((each for each in found if each.end), Dateline())


def day_of_dateline(said: Dateline) -> date | None:
    """Give the day that a dateline names, None where that is none with a year."""
    try:
        return publication_date(said.date) if said.date else None
    except UnreadableError:
        return None


def _plain(words: str) -> str:
    """Give words without the comma or full stop behind them, unless that belongs to an abbreviation ("D.C.")."""
    words = words.strip(" ,")
    return words[:-1] if words.count(".") == 1 and words.endswith(".") else words


def is_dateline(line: str) -> bool:
    """Tell whether a line is a dateline and nothing else."""
    return dateline(f"{line} A").end == len(line) + 1


def _holds(found: re.Match[str]) -> bool:
    """Tell whether the names in a dateline are of the sort that its form wants."""
    said, tables = found.groupdict(), press()
    place, city, agency = said.get("place"), said.get("city"), said.get("agency")
    region = (said.get("region") or said.get("state") or "").lower()
    if place and (_is_no_place(place) or (region and tables.is_country(place))):
        return False
    if city and not all(name.lower().rstrip(".") in tables.cities for name in re.split(_JOINED, city)):
        return False
    if region and region not in tables.regions and f"{region}." not in tables.regions:
        return False
    return not agency or tables.is_agency(agency)


def _is_no_place(name: str) -> bool:
    """Tell whether a name begins with a title, a preposition, a day, or is that of an organisation."""
    first = name.split()[0].rstrip(",.").lower()
    titles = naming().honorifics | naming().offices
    return first in titles or _CALENDAR.match(first) is not None or press().is_no_place(name)


def _is_prose(rest: str, found: re.Match[str]) -> bool:
    strong = found.groupdict().get("date") or found.groupdict().get("region") or found.groupdict().get("state")
    if not strong and _SECOND_DASH.match(rest):
        return False
    return len(rest.split(None, _FEWEST_WORDS)) > 2 and (_PROSE.search(rest) is not None or bool(strong))


@cache
def _forms() -> tuple[tuple[re.Pattern[str], bool], ...]:
    tables = press()
    return (
        *((_compiled(form), False) for form in tables.datelines),
        *((_compiled(form), True) for form in tables.datelines_of_prose),
    )


def _compiled(form: str) -> re.Pattern[str]:
    for name, pattern in _PATTERNS.items():
        form = form.replace(name, pattern)
    return re.compile(form + _SENTENCE)
