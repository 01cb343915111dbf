"""Whatever the coder raises on one document is told as that document's problem, and the next one is read."""

from collections.abc import Iterable, Iterator

import pytest

from communique.api.ingest import OutcomeKind, ingest
from communique.extract import Failure
from communique.graph import open as open_graph
from communique.graph.event_graph import EventGraph
from communique.ontology.actors import gazetteer
from communique.ontology.lexicon import actions
from communique.ontology.types import Document, Extraction


class Stumbling:
    """A coder that raises an error on one of the documents."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def extract_each(self, documents: Iterable[Document]) -> Iterator[Extraction | Failure]:
        for document in documents:
            yield Failure(document, self.error) if document.id == "bad" else Extraction(document)


@pytest.fixture
def graph() -> Iterator[EventGraph]:
    with open_graph(None, actors=gazetteer().actors, actions=actions()) as opened:
        yield opened


@pytest.mark.parametrize("error", [OverflowError("date"), IndexError("nbor"), AttributeError("x"), RuntimeError("y")])
def test_one_document_does_not_end_a_run(error: Exception, graph: EventGraph) -> None:
    documents = [Document("bad", "One.", "Title", url="https://example.org/bad"), Document("good", "Two.")]
    bad, good = ingest(documents, graph, Stumbling(error))
    assert (bad.kind, bad.where) == (OutcomeKind.SKIPPED, "https://example.org/bad")
    assert type(error).__name__ in bad.what
    assert good.kind is OutcomeKind.STORED
