"""The relations of a side in order: a string for each partner, stored by assembly below their order of size.

A page of relations is read from the top, whatever the number of partners; nothing else has to be read or sorted.
"""

from collections.abc import Iterator

import communique.graph.rdf.terms as t
import communique.graph.rdf.trig as w
from communique.graph.aggregates.tally import Aggregate, numbers_of
from communique.graph.rdf.terms import Terms
from communique.graph.tally import Tally, commonest

_NO_DATE = "-"


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


def _line(tally: Tally) -> str:
    first, last = (_NO_DATE if date is None else date.isoformat() for date in (tally.first, tally.last))
    return f"{numbers_of(tally)} {first} {last}"
