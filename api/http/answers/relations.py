"""The relation of two actors as it goes out in JSON and on its page."""

from dataclasses import replace

from communique.api.http import schemas as s
from communique.api.http.answers.views import direction_out, event_with_sentences
from communique.graph import EventFilter, Granularity, GraphReader


def dyad_out(
    graph: GraphReader, first: str, second: str, conditions: EventFilter, per: Granularity, latest: int
) -> s.DyadOut:
    """Give both directions between two actors, given by their ids, with at most so many of the latest events."""
    both = graph.between(first, second, conditions, per)
    # One direction at a time: so a pair of sides is found through its dyad.
    ways = [replace(conditions, actor=a, target=b) for a, b in sorted({(first, second), (second, first)})]
    newest = graph.latest(ways, latest) if latest else []
    sentences = graph.evidence([event.key for event in newest])
    return s.DyadOut(
        directions=[direction_out(graph, direction) for direction in both],
        events=sum(direction.tally.events for direction in both),
        disputed=sum(graph.count(replace(way, disputed=True)) for way in ways),
        latest=[event_with_sentences(graph, event, sentences[event.key]) for event in newest],
    )
