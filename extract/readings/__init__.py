"""From matched frames to reports: operators, context, accusations, attribution, confidence."""

from communique.extract.readings.reading import Reading
from communique.extract.readings.reports import Place, readings, reports

__all__ = ["Place", "Reading", "readings", "reports"]
