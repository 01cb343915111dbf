"""Relations of two actors as they go out in JSON and on pages: one, the strongest, those that changed most."""

from dataclasses import replace

from communique.api.http import schemas as s
from communique.api.http.answers.views import actor_name, direction_out, event_with_sentences
from communique.graph import Direction, EventFilter, Granularity, GraphReader, Move, Pair, Strength


def directions(
    graph: GraphReader, first: str, second: str, conditions: EventFilter, per: Granularity
) -> tuple[Direction, ...]:
    """Give both directions between two actors, given by their ids; from an actor to itself there is one."""
    both = graph.between(first, second, conditions, per)
    return both[:1] if first == second else both


def dyad_out(
    graph: GraphReader, first: str, second: str, conditions: EventFilter, per: Granularity, latest: int
) -> s.DyadOut:
    """Give both directions between two actors, given by their ids, with at most so many of the latest events."""
    both = directions(graph, first, second, conditions, per)
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


def edge_out(graph: GraphReader, pair: Pair) -> s.EdgeOut:
    """Give what one did to another."""
    mean = round(pair.goldstein_mean, 4)
    numbers = s.Numbers(pair.events, *pair.quads, pair.goldstein_sum, mean, pair.first, pair.last)
    return s.EdgeOut(source=actor_name(graph, pair.source), target=actor_name(graph, pair.target), numbers=numbers)


def pair_out(graph: GraphReader, pair: Strength) -> s.PairOut:
    """Give what there is between two sides."""
    first, second = (actor_name(graph, name) for name in pair.sides)
    mean = round(pair.goldstein_mean, 4)
    numbers = s.Numbers(pair.events, *pair.quads, pair.goldstein_sum, mean, pair.first, pair.last)
    return s.PairOut(first=first, second=second, numbers=numbers)


def move_out(graph: GraphReader, move: Move) -> s.MoveOut:
    """Give how much more two sides did of late."""
    first, second = (actor_name(graph, name) for name in move.sides)
    before = round(move.before, 4)
    return s.MoveOut(first=first, second=second, kind=move.kind, month=move.month, events=move.events, before=before)
