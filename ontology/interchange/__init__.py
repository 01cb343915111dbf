"""How what we know is written down: extractions as JSON lines, tables as tab-separated values."""

from communique.ontology.interchange.jsonlines import to_json
from communique.ontology.interchange.tsv import rows

__all__ = ["rows", "to_json"]
