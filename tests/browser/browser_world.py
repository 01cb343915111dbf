"""A graph for the tests in a browser: four relations over five years as articles of two agencies would tell them."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

from communique import graph
from communique.graph import import_tables, planned_import
from communique.ontology.actors import gazetteer
from communique.ontology.lexicon import actions
from communique.ontology.types import DateBasis, Document, Extraction, Report

HOSTILE = "hostile"
# Each relation: its sides, and by year the actions that one does to the other in turn.
_YEARS = {
    ("rus", "tur"): {
        2014: ("confers-with", "signs-agreement-with", "visits"),
        2015: ("accuses", "sanctions", "uses-force-against", "criticizes"),
        2016: ("accuses", "asks-to-meet", "apologizes-to", "confers-with"),
        2017: ("signs-agreement-with", "works-with", "visits"),
        2018: ("negotiates-with", "criticizes", "gives-economic-aid-to"),
    },
    ("usa", "rus"): dict.fromkeys(range(2014, 2019), ("criticizes", "sanctions", "confers-with")),
    ("irn", "sau"): dict.fromkeys(range(2014, 2019), ("accuses", "breaks-relations-with", "threatens-force-against")),
    ("prk", "kor"): {
        2014: ("threatens-to-attack", "confers-with"),
        2016: ("shows-force-to", "threatens-wmd-against"),
        2018: ("confers-with", "signs-agreement-with", "visits"),
    },
}
_SPEAKING = {"rus": "rus-mfa", "usa": "usa-gov", "tur": "tur-gov"}
_PLACES = {"rus": "tur.istanbul", "usa": "che.geneva", "tur": "tur.ankara", "irn": "irn.tehran", "prk": "kor.seoul"}
_AGENCIES = cycle(["Northern Wire", "Meridian News Agency"])


@dataclass(frozen=True)
class _Invented:
    """One sentence and what it says."""

    day: dt.date
    source: str
    action: str
    target: str


def fill(folder: Path) -> None:
    """Make a store of the articles in a folder."""
    with graph.open(folder, actors=gazetteer().actors, actions=actions()) as opened:
        opened.store_all([*_articles(), _denial(), hostile()])
        table = folder.with_name("gdelt.csv")
        table.write_text("\n".join(_rows_of_gdelt()), encoding="utf-8")
        import_tables(opened, planned_import([table], form=None, columns=None), lambda _: None)


def make_empty(folder: Path) -> None:
    """Make a store in a folder that holds nothing but who and what is known."""
    graph.open(folder, actors=gazetteer().actors, actions=actions()).close()


def _rows_of_gdelt() -> Iterator[str]:
    """Give what another data set tells of the United States and Russia, by turns."""
    yield "globaleventid,sqldate,actor1code,actor2code,eventcode"
    codes, sides = cycle(["111", "040", "163", "042", "112"]), cycle([("USAGOV", "RUS"), ("RUSGOV", "USA")])
    for number in range(48):
        year, month = 2014 + number // 12, 1 + number % 12
        for day in range(3, 4 + number % 3):
            yield ",".join([f"{number}{day}", f"{year}{month:02}{day:02}", *next(sides), next(codes)])


def _articles() -> Iterator[Extraction]:
    for sides, years in _YEARS.items():
        for invented in _course(sides, years):
            yield _article(invented)


def _course(sides: tuple[str, str], years: dict[int, tuple[str, ...]]) -> Iterator[_Invented]:
    """Give the course of a relation: something in every month, from one side and from the other by turns."""
    for year, names in years.items():
        for month in range(1, 13):
            source, target = sides if month % 3 else sides[::-1]
            for at in range(1 + (month % len(names))):
                name = names[(month + at) % len(names)]
                yield _Invented(dt.date(year, month, 2 + 7 * at), source, name, target)


def _article(invented: _Invented, *, negated: bool = False) -> Extraction:
    names, known = gazetteer().actors, actions()
    source, target = names[invented.source].label, names[invented.target].label
    trigger, _, rest = known[invented.action].verb_phrase(target).partition(" ")
    text = f"{source} {trigger} {rest} on {invented.day:%B} {invented.day.day}, agencies report."
    start = len(source) + 1
    parts = [
        invented.source,
        invented.target,
        invented.day.isoformat(),
        invented.action,
        *(["denied"] if negated else []),
    ]
    name = "-".join(parts)
    document = Document(
        name, text, f"{source} {trigger} {rest}", invented.day, next(_AGENCIES), f"https://news.example/{name}"
    )
    report = Report(
        document=name,
        action=invented.action,
        actor=invented.source,
        target=invented.target,
        trigger=trigger,
        span=(start, start + len(trigger)),
        sentence=text,
        sentence_span=(0, len(text)),
        actor_span=(0, len(source)),
        target_span=(text.index(target), text.index(target) + len(target)),
        speaker=_SPEAKING.get(invented.source),
        place=_PLACES.get(invented.source),
        date=invented.day,
        date_basis=DateBasis.STATED,
        negated=negated,
        rule="frame",
        confidence=0.9,
    )
    return Extraction(document, (report,))


def _denial() -> Extraction:
    """Give an article that denies an event which others assert."""
    invented = next(
        invented
        for invented in _course(("rus", "tur"), _YEARS["rus", "tur"])
        if invented.action == "uses-force-against"
    )
    return _article(invented, negated=True)


def hostile() -> Extraction:
    """Give an article that would harm a page that took its text for anything else."""
    opening = 'Russia <script>window.harmed = 1</script> criticized "><img src=x onerror="window.harmed=1"> Turkey. '
    text = f"{opening}{chr(0x202E) + chr(0x1F680)}{'x' * (1 << 20)}"
    start = text.index("criticized")
    title, url = "</title><script>window.harmed = 1</script>", "javascript:window.harmed=1"
    document = Document(HOSTILE, text, title, dt.date(2018, 12, 30), "<b>Wire</b>", url)
    report = Report(
        document=HOSTILE,
        action="criticizes",
        actor="rus",
        target="tur",
        trigger="criticized",
        span=(start, start + 10),
        sentence=opening.strip(),
        sentence_span=(0, len(opening.strip())),
        date=dt.date(2018, 12, 30),
        date_basis=DateBasis.STATED,
        rule="<i>rule</i>",
        confidence=0.5,
    )
    return Extraction(document, (report,))
