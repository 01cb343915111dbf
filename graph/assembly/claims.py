"""From reports to claims to events: a pure function of the reports concerned and of who acts for whom."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from communique.graph.rdf.places import widened
from communique.ontology.actors import Actors
from communique.ontology.types import DateBasis, Event, Extraction, Modality, Report, Status, event_key


@dataclass(frozen=True, slots=True)
class Claim:
    """A report of something actual with what it needs to find its event: date, sides, and the key they make."""

    report: Report
    date: dt.date | None
    actor_side: str
    target_side: str | None
    key: str


def claims(extraction: Extraction, actors: Actors) -> list[Claim]:
    """Give the claims that a document's reports make, in their order; what is planned or possible makes none.

    A report without a date of its own takes that of the first report of the same action between the same
    sides that has one, else the publication date. Actors found in the document count as it describes them.
    """
    found = [actor for actor in extraction.actors if actor.id not in actors]
    known = actors.with_actors(found) if found else actors
    actual = [report for report in extraction.reports if report.modality is Modality.ACTUAL]
    with_date = [_claim(report, report.date, known) if _has_date(report) else None for report in actual]
    dated = [claim for claim in with_date if claim is not None]
    published = extraction.document.published
    return [
        claim or _claim(report, _borrowed(report, dated, published, known), known)
        for report, claim in zip(actual, with_date, strict=True)
    ]


def link(claim: Claim) -> str:
    """Give the name of the property that ties a claim's report to the event that it asserts or denies."""
    return "event" if claim.report.status is Status.ASSERTED else "denies"


def event_of(claims_of_one: Sequence[Claim], stored: Event | None = None) -> Event:
    """Give the event that claims of one key assert, added to what is stored of it."""
    head = claims_of_one[0]
    reports = [claim.report for claim in claims_of_one]
    if stored is None and len(reports) == 1:
        return _event_of_one(head)
    ends = [report.date_end for report in reports if report.date_end is not None]
    old = stored or Event(head.key, head.report.action, (), head.actor_side, reports=0)
    if old.date_end is not None:
        ends.append(old.date_end)
    return Event(
        key=head.key,
        action=head.report.action,
        actors=_union(old.actors, (report.actor for report in reports)),
        actor_side=head.actor_side,
        targets=_union(old.targets, (report.target for report in reports)),
        target_side=head.target_side,
        date=head.date,
        date_end=max(ends, default=None),
        about=_union(old.about, (about for report in reports for about in report.about)),
        places=_union(old.places, (place for report in reports for place in widened(report.place))),
        reports=old.reports + len(reports),
    )


def _event_of_one(claim: Claim) -> Event:
    """Give the event of one claim: most have no other, so it need not be put together."""
    report = claim.report
    return Event(
        key=claim.key,
        action=report.action,
        actors=(report.actor,),
        actor_side=claim.actor_side,
        targets=() if report.target is None else (report.target,),
        target_side=claim.target_side,
        date=claim.date,
        date_end=report.date_end,
        about=report.about,
        places=widened(report.place),
        reports=1,
    )


def _has_date(report: Report) -> bool:
    return report.date is not None and report.date_basis is not DateBasis.PUBLISHED


def _claim(report: Report, date: dt.date | None, actors: Actors) -> Claim:
    target = None if report.target is None else actors.side(report.target, date)
    side = actors.side(report.actor, date)
    return Claim(report, date, side, target, event_key(side, report.action, target, date))


def _borrowed(report: Report, dated: Sequence[Claim], published: dt.date | None, actors: Actors) -> dt.date | None:
    """Give the date of a matching claim, one of the same polarity before others, else of publication."""
    same = [claim for claim in dated if claim.report.action == report.action]
    for claim in sorted(same, key=lambda claim: claim.report.negated != report.negated):
        mine = _claim(report, claim.date, actors)
        if (mine.actor_side, mine.target_side) == (claim.actor_side, claim.target_side):
            return claim.date
    return published or report.date


def _union(old: Iterable[str], new: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(sorted({*old, *(name for name in new if name is not None)}))
