"""How the coder read a report, in one string: where the words stand, how sure it is, and by which rule.

``trigger 7-17, sentence 0-58, actor 0-6, target 20-33, confidence 0.85, rule criticize/criticise TARGET``. A quad of a
report costs three times what one of an event does, and these are asked for together, by who doubts.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

import communique.graph.rdf.terms as t
from communique.graph.rdf.values import Properties, Values
from communique.ontology.types import Report, Span

_SPAN = re.compile(r"(?<!\w)(\w++) (\d+)-(\d+)")
_CONFIDENCE = re.compile(r"(?<!\w)confidence (\d++(?:\.\d++)?)")
# Behind it stands the name of a rule, in which there may be anything.
_RULE = ", rule "


@dataclass(frozen=True, slots=True)
class ReportReading:
    """What the string holds.

    Attributes
    ----------
    spans
        By name (``trigger``, ``sentence``, ``actor`` …).
    confidence
        The extractor's, from 0 to 1.
    rule
        The name of the rule.
    """

    spans: Mapping[str, Span]
    confidence: float
    rule: str

    def span(self, name: str) -> Span:
        """Give a span that each report has."""
        return self.spans.get(name, (0, 0))


def reading_text(report: Report) -> str:
    """Give the string for a report."""
    (start, end), (first, last) = report.span, report.sentence_span
    written = f"trigger {start}-{end}, sentence {first}-{last}"
    for name, span in (
        ("actor", report.actor_span),
        ("target", report.target_span),
        ("speaker", report.speaker_span),
    ):
        if span is not None:
            written += f", {name} {span[0]}-{span[1]}"
    return f"{written}, confidence {_digits(report.confidence)}{_RULE}{report.rule}"


def reading_from(properties: Properties, terms: t.Terms) -> ReportReading:
    """Give how a report was read, by its properties: those of earlier layouts stand apart."""
    values = Values(properties, terms)
    written = values.literal("reading")
    if written is None:
        spans, sure, rule = values.literal("spans") or "", values.number("confidence"), values.name("rule") or ""
        return ReportReading(_spans(spans), float(sure), rule)
    head, _, rule = written.partition(_RULE)
    found = _CONFIDENCE.search(head)
    return ReportReading(_spans(head), float(found[1]) if found else 0.0, rule)


def is_report(properties: Properties, terms: t.Terms) -> bool:
    """Tell whether what has these properties is a report: how it was read says so, and before layout 4 its type."""
    return terms.of("reading") in properties or terms.of("Report") in properties.get(t.TYPE, ())


def _spans(written: str) -> dict[str, Span]:
    return {found[1]: (int(found[2]), int(found[3])) for found in _SPAN.finditer(written)}


@lru_cache(maxsize=128)
def _digits(value: float) -> str:
    return t.digits(Decimal(f"{value:.2f}"))
