"""Synthetic reports, the same on every run: dated stories of some reports, of busy and quiet actors as in the news.

As in the news one report in five names its day (here: those that repeat what another story has reported), and the day
of the others is that of publication.
"""

import datetime as dt
import random
from bisect import bisect
from collections import deque
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Generic, TypeVar

from communique.ontology.actors.gazetteer import gazetteer
from communique.ontology.lexicon.scheme import actions
from communique.ontology.types.action import Action
from communique.ontology.types.actor import Actor, ActorKind
from communique.ontology.types.document import Document
from communique.ontology.types.report import DateBasis, Extraction, Modality, Report

T = TypeVar("T")
FIRST_DAY = dt.date(2000, 1, 1)
DAYS = 20 * 365
REPORTS_A_STORY = 5
# One report in five repeats what another story has reported.
_REPEATED = 0.2
_CONCENTRATION = 1.4
_AGENCIES = ("North Wire", "Harbour Press", "Evening Ledger", "Meridian News")


def stories(events: int, seed: int = 1) -> Iterator[Extraction]:
    """Give stories that together assert about so many events (fewer by chance repeats), in order of their days."""
    chance = random.Random(seed)
    parties, deeds = _Weighted(_parties()), _Weighted(sorted(actions().values(), key=lambda action: action.id))
    recent: deque[tuple[Report, dt.date]] = deque(maxlen=200)
    number, asserted = 0, 0
    while asserted < events:
        day = FIRST_DAY + dt.timedelta(days=asserted * DAYS // events)
        reports = []
        for place in range(REPORTS_A_STORY):
            if recent and chance.random() < _REPEATED:
                report = _again(*chance.choice(recent), number, place)
            else:
                report = _report(chance, parties, deeds, number, place)
                recent.append((report, day))
                asserted += report.modality is Modality.ACTUAL and not report.negated
            reports.append(report)
        yield Extraction(_document(number, reports, day, chance.choice(_AGENCIES)), tuple(reports))
        number += 1


def busy_sides(number: int) -> list[str]:
    """Give the sides that act most in these stories, busiest first."""
    return [group[0].id for group in _parties()[:number]]


class _Weighted(Generic[T]):
    """Things of which the first are met most often, as with names in the news: a few make up most of it."""

    def __init__(self, things: Sequence[T]) -> None:
        self._things = things
        self._bounds = list(accumulate((place + 2) ** -_CONCENTRATION for place in range(len(things))))

    def pick(self, chance: random.Random) -> T:
        """Give one of the things by chance."""
        return self._things[bisect(self._bounds, chance.random() * self._bounds[-1])]


def _parties() -> list[list[Actor]]:
    """Give the sides, each with those who act for it: countries first, in an order that chance has fixed once."""
    known = gazetteer().actors
    groups = {actor.id: [actor] for actor in known.values() if actor.kind is ActorKind.COUNTRY}
    for actor in known.values():
        if actor.kind is ActorKind.BODY:
            side = known.side(actor.id, None)
            if side in groups and side != actor.id:
                groups[side].append(actor)
            elif side == actor.id:
                groups[side] = [actor]
    found = [groups[name] for name in sorted(groups)]
    random.Random(7).shuffle(found)
    return found


def _report(
    chance: random.Random,
    parties: "_Weighted[list[Actor]]",
    deeds: "_Weighted[Action]",
    document: int,
    place: int,
) -> Report:
    actor, target = (chance.choice(parties.pick(chance)) for _ in range(2))
    action = deeds.pick(chance)
    sentence = f"{actor.label} {action.label} {target.label} over the matter of the day, officials told reporters."
    start, end = len(actor.label) + 1, len(actor.label) + 1 + len(action.label)
    offset = 200 * place
    lot = chance.random()
    return Report(
        document=f"story-{document}",
        action=action.id,
        actor=actor.id,
        target=target.id,
        trigger=action.label,
        span=(offset + start, offset + end),
        sentence=sentence,
        sentence_span=(offset, offset + len(sentence)),
        rule="subject-verb-object",
        confidence=0.5 + chance.randrange(50) / 100,
        modality=Modality.PLANNED if lot < 0.05 else Modality.ACTUAL,
        negated=lot > 0.99,
        actor_span=(offset, offset + start - 1),
        target_span=(offset + end + 1, offset + end + 1 + len(target.label)),
    )


def _again(report: Report, day: dt.date, document: int, place: int) -> Report:
    """Give a report as another story tells it of that day, moved to its place there."""
    by = 200 * place - report.sentence_span[0]

    def moved(span: tuple[int, int] | None) -> tuple[int, int] | None:
        return None if span is None else (span[0] + by, span[1] + by)

    return Report(
        document=f"story-{document}",
        action=report.action,
        actor=report.actor,
        target=report.target,
        trigger=report.trigger,
        span=(report.span[0] + by, report.span[1] + by),
        sentence=report.sentence,
        sentence_span=(report.sentence_span[0] + by, report.sentence_span[1] + by),
        rule=report.rule,
        confidence=report.confidence,
        modality=report.modality,
        negated=report.negated,
        date=day,
        date_basis=DateBasis.RELATIVE,
        actor_span=moved(report.actor_span),
        target_span=moved(report.target_span),
    )


def _document(number: int, reports: Sequence[Report], day: dt.date, agency: str) -> Document:
    text = "".join(report.sentence.ljust(200) for report in reports).rstrip()
    title = f"{reports[0].trigger} and other news"
    address = f"https://news.example/{number}"
    return Document(f"story-{number}", text, title, day, agency, address, "en")
