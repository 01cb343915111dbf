"""A small world built by hand: four countries with organs, a person with dated roles, a dozen actions."""

import datetime as dt
from collections.abc import Iterable

from communique.ontology.actors.register import Actors
from communique.ontology.types.action import Action
from communique.ontology.types.actor import Actor, ActorKind, Role
from communique.ontology.types.document import Document
from communique.ontology.types.period import Period
from communique.ontology.types.report import DateBasis, Extraction, Modality, Report

COUNTRIES = {"rus": "Russia", "usa": "United States", "syr": "Syria", "fra": "France"}


def _organs() -> Iterable[Actor]:
    for iso, label in COUNTRIES.items():
        yield Actor(iso, ActorKind.COUNTRY, label, notation=iso.upper(), code=iso.upper())
        code = f"{iso.upper()}GOV"
        yield Actor(f"{iso}-gov", ActorKind.BODY, f"Government of {label}", "", code, "GOV", iso, iso)
        yield Actor(f"{iso}-mfa", ActorKind.BODY, f"{label} foreign ministry", "", code, "GOV", iso, f"{iso}-gov")
        yield Actor(f"{iso}-mil", ActorKind.BODY, f"{label} forces", "", f"{iso.upper()}MIL", "MIL", iso, iso)


PERSONS = (
    Actor(
        "john-kerry",
        ActorKind.PERSON,
        "John Kerry",
        country="usa",
        roles=(Role("usa-mfa", "Secretary of State", Period("2013-02-01", "2017-01-20")),),
    ),
    Actor(
        "sergei-lavrov",
        ActorKind.PERSON,
        "Sergei Lavrov",
        country="rus",
        aliases=("Sergey Lavrov",),
        roles=(Role("rus-mfa", "Foreign Minister", Period("2004-03")),),
    ),
)
BLOC = Actor(
    "pact", ActorKind.BODY, "The Pact", "PACT", members=(("fra", Period("1949")), ("usa", Period("1949-04-04")))
)
ACTORS = Actors([*_organs(), *PERSONS, BLOC])
ACTIONS = {
    action.id: action
    for action in (
        Action("consults", "consults", "04", None, 1.0, 1, "CONSULT"),
        Action("visits", "visits", "042", "consults", 1.9, 1, "CONSULT", "visit"),
        Action("aids", "aids", "07", None, 7.0, 2, "AID"),
        Action("accuses", "accuses", "11", None, -2.0, 3, "ACCUSE"),
        Action("criticizes", "criticizes", "111", "accuses", -2.0, 3, "ACCUSE", "", ("diplomatic",)),
        Action("attacks", "attacks", "19", None, -10.0, 4, "ASSAULT"),
    )
}
DAY = dt.date(2015, 12, 15)


def report(
    actor: str = "rus-gov",
    action: str = "criticizes",
    target: str | None = "usa-gov",
    *,
    document: str = "d1",
    start: int = 7,
    date: dt.date | None = None,
    modality: Modality = Modality.ACTUAL,
    negated: bool = False,
    about: tuple[str, ...] = (),
    speaker: str | None = None,
) -> Report:
    """Give a report; with a date it is a stated one."""
    sentence = "Moscow criticised Washington over its policy."
    return Report(
        document=document,
        action=action,
        actor=actor,
        target=target,
        trigger="criticised",
        span=(start, start + 10),
        sentence=sentence,
        sentence_span=(0, len(sentence)),
        rule="subject-verb-object",
        confidence=0.9,
        modality=modality,
        negated=negated,
        date=date,
        date_basis=DateBasis.PUBLISHED if date is None else DateBasis.STATED,
        about=about,
        speaker=speaker,
    )


def extraction(
    *reports: Report, document: str = "d1", published: dt.date | None = DAY, actors: tuple[Actor, ...] = ()
) -> Extraction:
    """Give the extraction of a document that has these reports."""
    text = "Moscow criticised Washington over its policy."
    made = Document(document, text, "A title", published, "Demo Wire", f"https://example.org/{document}")
    return Extraction(made, reports, actors)
