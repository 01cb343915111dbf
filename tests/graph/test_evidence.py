"""The sentences that assert events: all at once the same as report by report, on every store."""

from dataclasses import replace

from graph_world import extraction, report

from communique.graph import EventGraph
from communique.ontology.types.report import Modality, Report, Status


def report_of(words: str, **more: object) -> Report:
    return replace(report(**more), sentence=words)  # type: ignore[arg-type]


def test_sentences_by_document_and_place(stored: EventGraph) -> None:
    later = [report_of("Later in the text.", start=100, document="d1"), report_of("Before.", start=9, document="d1")]
    stored.store(extraction(*later, document="d1"))
    again = report_of("Before.", document="d0", start=3)
    denial = report_of("It did not happen.", document="d0", start=40, negated=True)
    plan = report_of("It may happen.", document="d0", start=80, modality=Modality.POSSIBLE)
    other = report_of("Another thing.", actor="usa-gov", target="syr", document="d0", start=120)
    stored.store(extraction(again, denial, plan, other, document="d0"))

    events = {event.key: event for event in stored.events()}
    found = stored.evidence([*events, "0123456789ab"])

    assert sorted(found.values()) == [[], ["Another thing."], ["Before.", "Later in the text."]]
    for key in events:
        asserted = [each for _, each in stored.reports_of(key) if each.status is Status.ASSERTED]
        assert found[key] == list(dict.fromkeys(each.sentence for each in asserted))
    assert stored.evidence([]) == {}


def test_a_report_without_a_place_is_told_too(stored: EventGraph) -> None:
    stored.store(extraction(report_of("It happened.")))
    (event,) = stored.events()
    terms, store = stored.world.terms, stored.world.store
    placed = set(store.match(None, terms.of("reading"), None, terms.document("d1")))
    assert len(placed) == 1
    store.change(placed, ())
    assert stored.evidence([event.key]) == {event.key: ["It happened."]}
