"""What all views share: the frame of the page, what was chosen on it, and events with their sentences."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlencode

from fastapi import Request, Response

from communique.api.http import schemas as s
from communique.api.http.answers.views import event_out
from communique.api.http.pages.pages import here
from communique.api.http.pages.rendering import page
from communique.api.http.service import service_of
from communique.graph import OWN_DATASET, GraphReader, ReportRow
from communique.ontology.actors import at_start, with_article
from communique.ontology.types import Action, Event, Status

# So many sentences of one event are shown in a list; its own page has all.
_SENTENCES = 3


@dataclass(frozen=True, slots=True)
class ShownSentence:
    """A sentence that asserts an event, who says it, and the article that it is from.

    `dataset` is the data set, nothing for our own reading, of which it is a row and no sentence. What was imported into
    the event table alone has no `document`.
    """

    sentence: str
    speaker: str | None
    document: str
    source: str
    published: dt.date | None
    url: str
    dataset: str


@dataclass(frozen=True, slots=True)
class ShownEvent:
    """An event with the first sentences that assert it."""

    event: s.EventOut
    sentences: tuple[ShownSentence, ...]
    disputed: bool


def shown(request: Request, template: str, **values: object) -> Response:
    """Give the page that a template makes of values; it is asked for again after the next write."""
    writing = service_of(request).settings.writing
    graph = service_of(request).graph
    # Counted only where a page has nothing to show.
    words: dict[str, object] = {"is_empty": lambda: not graph.count()}
    words |= {"verb_phrase": partial(verb_phrase, graph.actions), "said": partial(said_of, graph.actions)}
    return page(template, here=here(request), actions=graph.actions, writing=writing, **words, **values)


def said_of(actions: Mapping[str, Action], actor: str, action: str, target: str | None, *, first: bool = True) -> str:
    """Give in plain words what an actor did to a target, by their labels: ``Russia criticized the United States``.

    It is a sentence unless something stands before it, and it is not the `first`.
    """
    doer = at_start(actor) if first else with_article(actor)
    return f"{doer} {verb_phrase(actions, action, None if target is None else with_article(target))}"


def verb_phrase(actions: Mapping[str, Action], action: str, target: str | None = None) -> str:
    """Give what people read of an action after the name of the actor; of one that is not known, its id."""
    known = actions.get(action)
    return known.verb_phrase(target) if known else " ".join([action, target or ""]).strip()


def chosen_of(request: Request) -> dict[str, str]:
    """Give what was chosen on a page, as its address says it."""
    return {name: value for name, value in request.query_params.items() if value}


def query_with(chosen: Mapping[str, str], **changes: object) -> str:
    """Give what was chosen as a query, with some of it changed; None takes it away."""
    # Words such as from are no names of arguments, so these end in an underscore.
    given = {name.rstrip("_"): value for name, value in changes.items()}
    changed = {**chosen, **given}
    return urlencode({name: value for name, value in changed.items() if value is not None})


def as_sparql(query: str, form: str = "html") -> str:
    """Give the path of a query's answer, as a page or in another form."""
    return f"sparql?{urlencode({'query': query, 'format': form})}"


def web_address(url: str) -> str:
    """Give an address of the web, and nothing for any other, which a link must not lead to."""
    return url if url.startswith(("https://", "http://")) else ""


def with_sentences(graph: GraphReader, events: Iterable[Event]) -> list[ShownEvent]:
    """Give events with the sentences that assert them."""
    every = list(events)
    reports = graph.report_rows_of(event.key for event in every)
    return [_with_sentences(graph, event, reports[event.key]) for event in every]


def _with_sentences(graph: GraphReader, event: Event, reports: Iterable[ReportRow]) -> ShownEvent:
    disputed = False
    sentences: dict[tuple[str, str], ShownSentence] = {}
    for report in reports:
        place = report.document, report.sentence
        if report.status == Status.NEGATED:
            disputed = True
        elif place not in sentences and len(sentences) < _SENTENCES:
            sentences[place] = _shown_sentence(graph, report)
    return ShownEvent(event_out(graph, event), tuple(sentences.values()), disputed)


def _shown_sentence(graph: GraphReader, report: ReportRow) -> ShownSentence:
    return ShownSentence(
        report.sentence,
        None if report.speaker is None else graph.label(report.speaker),
        report.document,
        report.source,
        report.published,
        web_address(report.url),
        "" if report.dataset == OWN_DATASET else report.dataset,
    )
