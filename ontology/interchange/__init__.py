"""How what we know is written down: extractions as JSON lines, tables as tab-separated values."""

from communique.ontology.interchange.jsonlines import from_json, to_json
from communique.ontology.interchange.tsv import rows

__all__ = ["from_json", "rows", "to_json"]
