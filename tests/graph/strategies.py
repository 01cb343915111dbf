"""Random documents over the small world."""

import datetime as dt

from graph_world import ACTIONS, DAY
from hypothesis import strategies as st

from communique.ontology.types.actor import Actor, ActorKind, Role
from communique.ontology.types.document import Document
from communique.ontology.types.period import Period
from communique.ontology.types.report import DateBasis, Extraction, Modality, Report

NAMES = ["rus", "rus-gov", "rus-mfa", "usa", "usa-gov", "syr", "fra", "john-kerry", "sergei-lavrov", "pact", "mr-x"]
DATES = st.sampled_from([DAY, dt.date(2015, 12, 1), dt.date(2016, 1, 2), dt.date(2018, 5, 5)])
TEXT = st.text(st.characters(codec="utf-8"), max_size=8)
FOUND = st.sampled_from(
    [
        Actor("mr-x", ActorKind.PERSON, "Mr X", found=True),
        Actor("mr-x", ActorKind.PERSON, "X", aliases=("X.", "Mister X"), country="fra", found=True),
        Actor("mr-x", ActorKind.PERSON, "Mr X", roles=(Role("fra-gov", "envoy", Period("2015")),), found=True),
        Actor("club", ActorKind.BODY, "Club", members=(("fra", Period("2001-02")),), found=True),
    ]
)

# Without reports: it only makes Mr X known, for a filter may ask for nobody who is not.
NAMING = Extraction(Document("naming", "Mr X."), (), (Actor("mr-x", ActorKind.PERSON, "Mr X", found=True),))


def reports(document: str) -> st.SearchStrategy[Report]:
    start = st.integers(0, 3)
    return st.builds(
        Report,
        document=st.just(document),
        action=st.sampled_from(sorted(ACTIONS)),
        actor=st.sampled_from(NAMES),
        target=st.none() | st.sampled_from(NAMES),
        trigger=TEXT,
        span=start.map(lambda place: (place, place + 4)),
        sentence=TEXT,
        sentence_span=st.just((0, 40)),
        rule=st.sampled_from(["subject-verb", "odd/rule name;é"]),
        confidence=st.integers(0, 100).map(lambda n: n / 100),
        modality=st.sampled_from([Modality.ACTUAL] * 4 + [Modality.PLANNED, Modality.URGED]),
        negated=st.booleans(),
        date=st.none() | DATES,
        date_end=st.none() | DATES,
        date_basis=st.sampled_from(DateBasis),
        speaker=st.none() | st.sampled_from(NAMES),
        quote=st.none() | TEXT,
        about=st.lists(st.sampled_from(NAMES), max_size=2).map(tuple),
        place=st.none() | st.sampled_from(["syr", "syr.aleppo", "syr.nowhere", "irq.mosul"]),
        actor_span=st.none() | st.just((0, 6)),
        speaker_span=st.none() | st.just((1, 2)),
    )


@st.composite
def extractions(draw: st.DrawFn, names: tuple[str, ...] = ("d1", "d2", "d3")) -> Extraction:
    name = draw(st.sampled_from(names))
    actors = draw(st.lists(FOUND, max_size=2, unique_by=lambda actor: actor.id))
    document = Document(
        id=name,
        text=draw(TEXT),
        title=draw(TEXT),
        published=draw(st.none() | DATES),
        source=draw(TEXT),
        url=draw(TEXT),
        metadata=tuple(draw(st.lists(st.tuples(TEXT, TEXT), max_size=2))),
    )
    return Extraction(document, tuple(draw(st.lists(reports(name), max_size=4))), tuple(actors))
