"""What the engine counts is what one counts event by event, whatever the conditions."""

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import replace

from graph_world import ACTIONS, ACTORS, DAY, extraction, report
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import NAMES, NAMING, extractions

from communique import graph
from communique.graph import EVERY, EventFilter, EventGraph
from communique.graph.filters import Level
from communique.graph.lookups.timelines import Granularity
from communique.graph.rdf.values import month_of
from communique.graph.tally import Tally
from communique.ontology.types.report import Extraction

FILTERS = st.builds(
    EventFilter,
    action=st.none() | st.sampled_from(["accuses", "visits"]),
    quad=st.none() | st.sampled_from([3, 4]),
    role=st.none() | st.just("GOV"),
    start=st.none() | st.just(DAY),
    end=st.none() | st.just(dt.date(2016, 1, 2)),
    min_reports=st.sampled_from([1, 1, 2]),
    disputed=st.none() | st.booleans(),
    place=st.none() | st.sampled_from(["syr", "syr.aleppo"]),
    region=st.none() | st.sampled_from(["Americas", "Western Asia"]),
)
FEW = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))


def relations(opened: EventGraph, actor: str, wanted: EventFilter, level: Level) -> dict[str, list[object]]:
    """Count an actor's relations event by event: both tallies and the commonest action, by partner."""
    tallies: dict[tuple[str, str], Tally] = {}
    actions: dict[str, Counter[str]] = defaultdict(Counter)
    for way in ("actor", "target"):
        for event in opened.events(replace(wanted, **{way: actor})):
            sides = (event.target_side,) if way == "actor" else (event.actor_side,)
            named = event.targets if way == "actor" else event.actors
            for partner in sides if level is Level.SIDE else named:
                # What goes on within one side counts once, as sent.
                if partner is None or (way == "target" and partner == actor and ("actor", partner) in tallies):
                    continue
                old = tallies.get((way, partner), Tally())
                tallies[way, partner] = old.with_event(event, ACTIONS[event.action])
                actions[partner][event.action] += 1
    return {
        partner: [tallies.get((way, partner), Tally()) for way in ("actor", "target")]
        + [min(mix, key=lambda name: (-mix[name], name))]
        for partner, mix in actions.items()
    }


@FEW
@given(
    documents=st.lists(extractions(), max_size=4),
    actor=st.sampled_from(NAMES),
    wanted=FILTERS,
    level=st.sampled_from(Level),
)
def test_relations_and_months_are_counted_right(
    documents: list[object], actor: str, wanted: EventFilter, level: Level
) -> None:
    with graph.open(None, actors=ACTORS, actions=ACTIONS) as opened:
        opened.store_all([NAMING, *documents])  # type: ignore[list-item]
        found = opened.relations(actor, filters=wanted, level=level)
        counted = {each.partner: [each.sent, each.received, each.commonest_action] for each in found}
        assert counted == relations(opened, actor, wanted, level)
        assert found == sorted(found, key=lambda each: (-each.events, each.partner))
        rest = opened.relations(actor, filters=wanted, level=level, limit=1)
        for each in found[:-1]:
            place = each.events, each.partner
            rest += opened.relations(actor, filters=wanted, level=level, after=place, limit=1)
        assert rest == found
        months: dict[tuple[str, str], int] = Counter()
        for way in ("actor", "target"):
            for event in opened.events(replace(wanted, **{way: actor})):
                if event.date is not None and event.target_side is not None:
                    months[way, month_of(event.date)] += 1
        answered = opened.timeline(actor, wanted)
        assert {("actor", m.month): m.sent.events for m in answered if m.sent.events} | {
            ("target", m.month): m.received.events for m in answered if m.received.events
        } == months


@FEW
@given(
    documents=st.lists(extractions(), max_size=4),
    actor=st.sampled_from(NAMES),
    wanted=st.just(EVERY) | FILTERS,
)
def test_years_of_relations_are_counted_right(documents: list[Extraction], actor: str, wanted: EventFilter) -> None:
    with graph.open(None, actors=ACTORS, actions=ACTIONS) as opened:
        opened.store_all([NAMING, *documents])
        partners = [each.partner for each in opened.relations(actor, filters=wanted)]
        counted: dict[str, dict[int, list[int]]] = {partner: {} for partner in partners}
        events = {
            event.key: (event, partner)
            for way in ("target", "actor")
            for event in opened.events(replace(wanted, **{way: actor}))
            for partner in [event.target_side if way == "actor" else event.actor_side]
        }
        for event, partner in events.values():
            quad = ACTIONS[event.action].quad
            if event.date is not None and partner is not None and quad:
                counted[partner].setdefault(event.date.year, [0, 0, 0, 0])[quad - 1] += 1
        answered = opened.courses(actor, partners, wanted)
        assert {
            partner: {year: list(quads) for year, quads in course} for partner, course in answered.items()
        } == counted


@FEW
@given(
    documents=st.lists(extractions(), max_size=4),
    pair=st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)),
    wanted=FILTERS,
    per=st.sampled_from(Granularity),
)
def test_periods_of_a_pair_are_counted_right(
    documents: list[Extraction], pair: tuple[str, str], wanted: EventFilter, per: Granularity
) -> None:
    with graph.open(None, actors=ACTORS, actions=ACTIONS) as opened:
        opened.store_all([NAMING, *documents])
        there, _ = opened.between(*pair, wanted, per)
        total, periods, actions = Tally(), dict[str, Tally](), Counter[str]()
        for event in opened.events(replace(wanted, actor=pair[0], target=pair[1])):
            total = total.with_event(event, ACTIONS[event.action])
            actions[event.action] += 1
            if event.date is not None:
                name = per.of(event.date)
                periods[name] = periods.get(name, Tally()).with_event(event, ACTIONS[event.action])
        assert (there.tally, dict(there.actions)) == (total, actions)
        assert {name: tally.events for name, tally in there.months} == {n: t.events for n, t in periods.items()}
        assert {name: tally.quads for name, tally in there.months} == {n: t.quads for n, t in periods.items()}


@FEW
@given(documents=st.lists(extractions(), max_size=4), wanted=FILTERS, word=st.sampled_from(["a", "b", "1", "0"]))
def test_words_are_found_under_any_conditions(documents: list[object], wanted: EventFilter, word: str) -> None:
    with graph.open(None, actors=ACTORS, actions=ACTIONS) as opened:
        opened.store_all(documents)  # type: ignore[arg-type]
        found = [event.key for event in opened.search(word, wanted)]
        answered = {
            event.key: {sentence for _, each in opened.reports_of(event.key) for sentence in each.sentence.split()}
            for event in opened.events(wanted)
        }
        # In order, each once, and none that does not meet the conditions; a word that stands alone is found.
        assert found == [key for key in answered if key in set(found)]
        assert {key for key, words in answered.items() if word in words} <= set(found)


def test_an_event_in_which_somebody_is_found_twice_counts_once() -> None:
    with graph.open(None, actors=ACTORS, actions=ACTIONS) as opened:
        # Mr X acts for nobody, so he is named and is a side; two of the others named have the role.
        opened.store(extraction(report("mr-x", "accuses", "rus-gov"), report("mr-x", "accuses", "rus-mfa", start=9)))
        (event,) = opened.events()
        assert (event.actors, event.actor_side, event.targets) == (("mr-x",), "mr-x", ("rus-gov", "rus-mfa"))
        for wanted in (EventFilter(quad=3), EventFilter(target_role="GOV")):
            (relation,) = opened.relations("mr-x", filters=wanted)
            assert (relation.events, relation.commonest_action) == (1, "accuses")
            assert opened.timeline("mr-x", wanted)[0].sent.events == 1
