"""Events by the words of the sentences that assert or deny them."""

import re
from collections.abc import Iterator
from itertools import groupby, islice

from communique.graph.filters import EVERY, EventFilter
from communique.graph.lookups.events import place_of
from communique.graph.lookups.known_values import check_known
from communique.graph.table import listing
from communique.graph.table.layout import event_id, first_report
from communique.graph.table.view import View
from communique.ontology.types import Event

_WORDS = re.compile(r'"([^"]*)"?|([^\s"]+)')


def events_with_words(
    view: View, words: str, wanted: EventFilter = EVERY, *, after: str | None = None, limit: int | None = None
) -> Iterator[Event]:
    """Give the events that a sentence with all these words asserts or denies, by date and key, undated ones last.

    Words count in any form (``accuse`` finds ``accused``); words in double quotes must stand together. `wanted` and
    `after` as for `lookups.events`; ValueError where there is no word.
    """
    check_known(wanted, view.world)
    query, place = _as_query(words), place_of(after)
    start = (0, "") if place is None else (event_id(*place), place[1])
    return islice(_in_order(view, query, wanted, start), limit)


def _in_order(view: View, query: str, wanted: EventFilter, start: tuple[int, str]) -> Iterator[Event]:
    found = listing.matching(view, query, wanted, first_report(start[0]))
    for _, same in groupby(found, key=lambda pair: first_report(event_id(pair[1].date, pair[1].key))):
        # What shares its place is put in order here, each once.
        events = {(event_id(each.date, each.key), each.key): each for _, each in same}
        yield from (events[place] for place in sorted(events) if place > start)


def words_and_phrases(typed: str) -> list[str]:
    """Give the words of a search and the phrases that stand in quotes; ValueError where there is no word."""
    parts = [phrase or word for phrase, word in _WORDS.findall(typed.replace("\x00", " "))]
    if not any(character.isalnum() for part in parts for character in part):
        raise ValueError(f"text: {typed!r} holds no word to look for")
    return parts


def _as_query(words: str) -> str:
    """Give words and quoted phrases as a query in which none of them is an operator."""
    return " ".join(f'"{part}"' for part in words_and_phrases(words))
