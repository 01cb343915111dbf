"""Analyses of networks: their examples, and what holds whatever the network."""

import datetime as dt
import doctest
import importlib
import itertools

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.graph import analysis
from communique.graph.analysis import (
    Balance,
    Communities,
    Reciprocity,
    Scored,
    Tone,
    balance,
    centralities,
    change_points,
    communities,
    reciprocity,
    signs,
    tension,
)

MODULES = ("balance", "centrality", "communities", "reciprocity", "tension")
CLASSES = ("verbalCooperation", "materialCooperation", "verbalConflict", "materialConflict")


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_an_analysis_run(name: str) -> None:
    pytest.importorskip("ruptures", reason="change points need the extra plots")
    found = doctest.testmod(importlib.import_module(f"{analysis.__name__}.{name}"))
    assert found.attempted > 3 and found.failed == 0


@st.composite
def networks(draw: st.DrawFn) -> "nx.DiGraph[str]":
    """Give a summed-up network of a few actors."""
    network: nx.DiGraph[str] = nx.DiGraph()
    pairs = st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef"))
    for one, other in draw(st.lists(pairs, unique=True, max_size=15)):
        counts = draw(st.lists(st.integers(0, 5), min_size=4, max_size=4).filter(any))
        mean = draw(st.floats(-10, 10, allow_nan=False))
        network.add_edge(one, other, weight=sum(counts), goldstein=mean, **dict(zip(CLASSES, counts, strict=True)))
    return network


@settings(deadline=None, max_examples=40)
@given(networks())
def test_centralities_count_every_event_between_two_at_both_ends(network: "nx.DiGraph[str]") -> None:
    found = centralities(network)
    events = sum(weight for one, other, weight in network.edges(data="weight") if one != other)
    assert sum(each.sent for each in found.values()) == sum(each.received for each in found.values()) == events
    if found:
        assert sum(each.pagerank for each in found.values()) == pytest.approx(1, abs=1e-3)
    tones = [centralities(network, tone) for tone in Tone]
    assert all(found[name].sent == sum(each[name].sent for each in tones) for name in found)


@settings(deadline=None, max_examples=40)
@given(networks())
def test_reciprocity_is_a_share_and_whole_where_all_is_returned(network: "nx.DiGraph[str]") -> None:
    found = reciprocity(network)
    assert 0 <= found.ties <= 1 and 0 <= found.events <= 1
    both = network.copy()
    both.add_edges_from((other, one, values) for one, other, values in network.edges(data=True))
    returned = nx.DiGraph(both)
    for one, other in list(returned.edges):
        returned.edges[one, other].update(returned.edges[other, one])
    if any(one != other for one, other in returned.edges):
        assert reciprocity(returned).events == 1.0


@settings(deadline=None, max_examples=40)
@given(networks())
def test_triads_are_counted_as_by_looking_at_each_three(network: "nx.DiGraph[str]") -> None:
    signed = signs(network)
    counts = dict.fromkeys(("+++", "++-", "+--", "---"), 0)
    for three in itertools.combinations(sorted(signed), 3):
        pairs = list(itertools.combinations(three, 2))
        if all(signed.has_edge(*pair) for pair in pairs):
            counts[list(counts)[sum(signed.edges[pair]["sign"] < 0 for pair in pairs)]] += 1
    found = balance(signed)
    assert found.counts == counts
    assert len(found.frustrated) == counts["++-"] + counts["---"]


@settings(deadline=None, max_examples=40)
@given(networks(), st.sampled_from(Tone))
def test_communities_divide_those_who_have_such_events(network: "nx.DiGraph[str]", tone: Tone) -> None:
    found = communities(network, tone)
    members = [name for group in found.groups for name in group]
    assert len(members) == len(set(members))
    have = [
        (one, other)
        for one, other, values in network.edges(data=True)
        if one != other and any(values[quad] for quad in tone.quads)
    ]
    assert set(members) == {name for pair in have for name in pair}
    assert found == communities(network, tone)


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(-10, 10)), max_size=30), st.integers(1, 100))
def test_rolling_means_are_of_the_days_before(found: list[tuple[int, int]], days: int) -> None:
    first = dt.date(2015, 1, 1)
    series = sorted(Scored(first + dt.timedelta(days=day), float(score)) for day, score in found)
    for point in tension(series, days):
        some = [each.goldstein for each in series if 0 <= (point.date - each.date).days < days]
        assert point.events == len(some)
        assert point.goldstein == pytest.approx(sum(some) / len(some), abs=1e-3)


def test_what_does_not_move_does_not_shift() -> None:
    pytest.importorskip("ruptures", reason="change points need the extra plots")
    day = dt.date(2015, 1, 1)
    assert change_points([Scored(day + dt.timedelta(days=number), 1.0) for number in range(50)]) == []
    assert change_points([Scored(day, 1.0)]) == []
    # Sorted by score within the day, they would seem to.
    assert change_points([Scored(day, -8.0)] * 10 + [Scored(day, 8.0)] * 10) == []


def test_events_returned_are_compared_with_what_chance_returns() -> None:
    network: nx.DiGraph[str] = nx.DiGraph()
    for source, target, events in (("rus", "tur", 3), ("tur", "rus", 1), ("usa", "rus", 4)):
        network.add_edge(source, target, weight=events)
    found = reciprocity(network)
    # Of 8 events Russia and Türkiye would return 3 * 3 / 8 and 1 * 5 / 8 each way, the fewer of which is matched.
    assert (found.events, found.expected, found.beyond_chance) == (0.25, 0.15625, 0.111111)
    assert Reciprocity(1.0, 1.0, 1.0, {}).beyond_chance == 0.0


def test_shares_of_balanced_triads_are_of_all_triads() -> None:
    found = Balance({"+++": 1, "++-": 2, "+--": 3, "---": 4}, ())
    assert (found.triads, found.balanced, found.weakly_balanced) == (10, 0.4, 0.8)
    none = Balance(dict.fromkeys(("+++", "++-", "+--", "---"), 0), ())
    assert (none.triads, none.balanced, none.weakly_balanced) == (0, 0.0, 0.0)


def test_a_community_is_found_by_one_of_its_members() -> None:
    found = Communities((("fra", "usa"), ("rus", "syr")), 0.5)
    assert (found.of("syr"), found.of("tur")) == (("rus", "syr"), ())
