"""Sentences with the words marked that a report was read from."""

from collections.abc import Iterator
from itertools import pairwise

from communique.api.http import schemas as s
from communique.ontology.types import Span

# Of a sentence, more than any has: what somebody stores as one may be a book.
MOST_OF_SENTENCE = 5_000


def rule_in_words(rule: str) -> str:
    """Give what read a report."""
    return "the relation reader" if rule.startswith("relation") else f"the rule {rule}"


def marked(report: s.ReportOut) -> Iterator[tuple[str, str]]:
    """Give the sentence of a report in passages, each with the kinds of words that stand there, if any."""
    start, text = report.sentence_span[0], report.sentence
    spans: list[tuple[str, Span | None]] = [
        ("trigger", report.span),
        ("actor", report.actor_span),
        ("target", report.target_span),
        ("speaker", report.speaker_span),
    ]
    inside = [(kind, span[0] - start, span[1] - start) for kind, span in spans if span is not None]
    inside = [(kind, first, last) for kind, first, last in inside if 0 <= first < last <= len(text)]
    cuts = sorted({0, len(text), *(at for _, first, last in inside for at in (first, last))})
    # Of a long one, what comes before the end that people read to.
    cuts = sorted({min(cut, MOST_OF_SENTENCE) for cut in cuts})
    for first, last in pairwise(cuts):
        yield text[first:last], " ".join(kind for kind, begin, end in inside if begin <= first and last <= end)
