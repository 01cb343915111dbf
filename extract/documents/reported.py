"""What was read from an article before, as `communique export --format jsonl` writes it: it is not read again."""

import json
from collections.abc import Mapping

from communique.extract.documents.article import UnreadableError
from communique.ontology.interchange import from_json
from communique.ontology.types import Extraction, document_id


def is_extraction(record: Mapping[str, object]) -> bool:
    """Tell whether a record is a document with its reports, and not an article."""
    document = record.get("document")
    return isinstance(document, dict) and "text" in document and record.keys() <= {"document", "reports", "actors"}


def read_extraction(record: Mapping[str, object]) -> Extraction:
    """Give the document of a record with its reports.

    Raises
    ------
    UnreadableError
        Names the field that is missing or wrong, or says that reports and text do not belong together.
    """
    try:
        found = from_json(json.dumps(record))
    except ValueError as error:
        raise UnreadableError(f"no reports as they are exported: {error}") from error
    document = found.document
    if document.id != document_id(document.text, document.source):
        raise UnreadableError("the id of the document is not that of its text and source: export it anew")
    for number, report in enumerate(found.reports):
        if report.document != document.id:
            raise UnreadableError(f"reports[{number}].document: it is of another document: export it anew")
        if not 0 <= report.span[0] <= report.span[1] <= len(document.text):
            raise UnreadableError(f"reports[{number}].span: it reaches beyond the text: export it anew")
    return found
