"""From matched frames to reports: operators, context, accusations, attribution, confidence."""

from communique.extract.readings.reading import Reading
from communique.extract.readings.reports import Passage, readings, reports

__all__ = ["Passage", "Reading", "readings", "reports"]
