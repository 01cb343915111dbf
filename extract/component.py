"""The coder as a component of a spaCy pipeline of one's own: ``nlp.add_pipe("communique")``.

It works after tagger and parser and puts what it reads into ``doc._.reports``; the day of
publication is taken from ``doc._.published``. Sentences are those of the pipeline.
"""

from datetime import date

from spacy.language import Language
from spacy.tokens import Doc

from communique.extract.actors.discourse import Discourse
from communique.extract.pipeline import Coder, coder_for
from communique.extract.syntax.segmentation import Sentence
from communique.ontology.types import Report, document_id

Doc.set_extension("published", default=None, force=True)
Doc.set_extension("reports", default=(), force=True)


@Language.factory("communique", assigns=["doc._.reports"], requires=["token.tag", "token.dep", "doc.sents"])
def component(nlp: Language, name: str) -> "EventReader":  # noqa: ARG001  (spaCy passes the name)
    """Give the component for a pipeline; ValueError where that is no English one with a rule lemmatiser."""
    return EventReader(nlp)


class EventReader:
    """Reads a parsed document; the coder is made when the first document comes, when the pipeline is complete."""

    def __init__(self, nlp: Language) -> None:
        self._nlp = nlp
        self._coder: Coder | None = None

    def __call__(self, doc: Doc) -> Doc:
        if self._coder is None:
            self._coder = coder_for(self._nlp)
        doc._.reports = tuple(_reports(doc, self._coder))
        return doc


def _reports(doc: Doc, coder: Coder) -> list[Report]:
    published: date | None = doc._.published
    discourse = Discourse(coder.names.gazetteer.actors, published)
    name = document_id(doc.text, "")
    found: list[Report] = []
    for span in doc.sents:
        discourse.sentence += 1
        part = span.as_doc()
        scene = coder.scene(part, coder.named(part, discourse), discourse)
        found += coder.read(name, Sentence(part, span.start_char, 0), scene)
    return found
