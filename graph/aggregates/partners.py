"""The relations of a side in order: a string for each partner, stored by assembly below their order of size.

A page of relations is read from the top, whatever the number of partners; nothing else has to be read or sorted.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

import communique.graph.rdf.terms as t
import communique.graph.rdf.trig as w
from communique.graph.aggregates.tally import Aggregate, Tally, numbers_of, tally_of
from communique.graph.rdf.terms import DEFAULT, Terms
from communique.graph.stores.world import World

# No side has more events than a number of so many binary digits tells.
_HIGHEST = 40
_NO_DATE = "-"
# The number of events and the partner of a relation, by which relations are in order.
Rank = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Relation:
    """What there is between an actor and a partner: `sent` to it, `received` from it, the commonest action."""

    actor: str
    partner: str
    sent: Tally
    received: Tally
    commonest_action: str

    @property
    def events(self) -> int:
        """Give the number of events in both directions."""
        return self.sent.events + self.received.events

    @property
    def quads(self) -> tuple[int, int, int, int]:
        """Give the number of events of each quad class in both directions."""
        one, two, three, four = (a + b for a, b in zip(self.sent.quads, self.received.quads, strict=True))
        return one, two, three, four

    @property
    def goldstein_sum(self) -> float:
        """Give the sum of the Goldstein scores in both directions."""
        return float(self.sent.goldstein + self.received.goldstein)

    @property
    def goldstein_mean(self) -> float:
        """Give the mean Goldstein score in both directions."""
        return self.goldstein_sum / self.events

    @property
    def first(self) -> dt.date | None:
        """Give the date of the earliest event."""
        return min((date for date in (self.sent.first, self.received.first) if date), default=None)

    @property
    def last(self) -> dt.date | None:
        """Give the date of the latest event."""
        return max((date for date in (self.sent.last, self.received.last) if date), default=None)


def commonest(*mixes: Mapping[str, int]) -> str:
    """Give the action of most events in some mixes of actions, of equals the first by id."""
    total: dict[str, int] = {}
    for mix in mixes:
        for name, number in mix.items():
            total[name] = total.get(name, 0) + number
    return min(total, key=lambda name: (-total[name], name), default="")


def partner_lines(pair: tuple[str, str], there: Aggregate, back: Aggregate, terms: Terms) -> Iterator[str]:
    """Give what the default graph says of two sides as partners: from what the first did to the second, and back.

    It comes line by line, and where there is no event between them not at all. A side is a partner of its own, for
    what goes on within it.
    """
    first, second = pair
    if first == second:
        back = Aggregate()
    level = (there.tally.events + back.tally.events).bit_length()
    if not level:
        return
    action = t.fragment(commonest(there.detail.actions, back.detail.actions))
    sent, received = _line(there.tally), _line(back.tally)
    predicate = w.term(terms.namespace.base, "partner")
    ways = [(first, second, f"{sent} {received}"), (second, first, f"{received} {sent}")]
    for side, partner, numbers in ways if first != second else ways[:1]:
        relation = w.text(f"{t.fragment(partner)} {action} {numbers}")
        yield w.line(str(terms.partners(side, level)), predicate, relation)


def materialized_relations(world: World, actor: str, after: Rank | None, limit: int | None) -> list[Relation]:
    """Give a page of a side's relations, those of most events first, of equals by partner; `after` that of a rank."""
    found: list[Relation] = []
    start = None if after is None else (-after[0], after[1])
    for level in range(_HIGHEST if after is None else after[0].bit_length(), 0, -1):
        if limit is not None and len(found) >= limit:
            break
        rows = world.store.match(world.terms.partners(actor, level), world.terms.of("partner"), None, DEFAULT)
        of_level = [relation_from(actor, getattr(row.object, "value", "")) for row in rows]
        places = sorted(((-each.events, each.partner), each) for each in of_level)
        found += [each for place, each in places if start is None or place > start]
    return found[:limit]


def relation_from(actor: str, line: str) -> Relation:
    """Give the relation that a string keeps."""
    partner, action, *numbers = line.split(" ")
    return Relation(actor, unquote(partner), _tally(numbers[:8]), _tally(numbers[8:]), unquote(action))


def _line(tally: Tally) -> str:
    first, last = (_NO_DATE if date is None else date.isoformat() for date in (tally.first, tally.last))
    return f"{numbers_of(tally)} {first} {last}"


def _tally(numbers: list[str]) -> Tally:
    *counted, first, last = numbers
    return tally_of(counted, _date(first), _date(last))


def _date(written: str) -> dt.date | None:
    return None if written == _NO_DATE else dt.date.fromisoformat(written)
