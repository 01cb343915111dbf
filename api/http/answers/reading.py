"""Reading of texts for those who ask over HTTP: what is done in the processes that read, and what comes of it.

Bodies are parsed there, too: nothing that a stranger sends is decoded or read in the service's own process.
"""

import datetime as dt
import pickle
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from communique import graph
from communique.api.http import schemas as s
from communique.api.http.answers.views import document_out, report_out
from communique.api.http.protocol.posting import MOST_PROBLEMS
from communique.api.http.protocol.problems import ProblemError
from communique.api.http.workers.readers import Readers, ReadingError, Unread
from communique.api.http.workers.reading_worker import ReadingTask
from communique.extract.documents import Problem, read_stream
from communique.graph import canonical
from communique.ontology.lexicon import actions
from communique.ontology.types import Document, Extraction, Namespace, document_id

if TYPE_CHECKING:
    from communique.api.settings import Settings
    from communique.extract import Coder
    from communique.extract.frames import Scene
    from communique.extract.syntax import Sentence

# A body of more articles is to be sent in parts: what became of each stands in one answer.
MOST_ARTICLES = 10_000
# To find the articles of a body takes so many times less than to read them.
_PARSING = 100
_AS_ARTICLE = Problem("body", "these are reports that were exported, no article: give them to communique ingest")
_STATUS = {
    Unread.TIME: (422, "{}: send less at a time"),
    Unread.MEMORY: (422, "{}: send less at a time"),
    Unread.TOO_LARGE: (422, "{}: send less at a time"),
    Unread.FAILED: (422, "{}: report it with the text, please"),
    Unread.KILLED: (503, "{}: ask again in a moment"),
    Unread.UNABLE: (503, "no text can be read here: {}"),
}


@dataclass(frozen=True, slots=True)
class Articles:
    """The body of a request with articles, of a kind that `read_stream` knows, and what counts where they say none."""

    body: bytes
    kind: str
    published: dt.date | None
    source: str

    def read(self) -> Iterator[Document | Problem]:
        """Give its documents, and what is wrong with items that are none."""
        data = BytesIO(self.body)
        for item in read_stream(data, "body", published=self.published, source=self.source, kind=self.kind):
            yield _AS_ARTICLE if isinstance(item, Extraction) else item


@dataclass(frozen=True, slots=True)
class Parsed:
    """The documents of a body with the problems among them; of these the first are listed, and all counted."""

    items: tuple[Document | Problem, ...]
    problems: int
    is_whole: bool


@dataclass(frozen=True, slots=True)
class ParsingTask:
    """The task to find the documents of a body."""

    articles: Articles

    @property
    def size(self) -> int:
        """Give the bytes of text that are to be read, or as many as take as long."""
        return len(self.articles.body) // _PARSING

    def run(self, coder: "Coder", settings: "Settings") -> Parsed:  # noqa: ARG002 - of the protocol
        """Give what the body holds, as far as one request may go."""
        items: list[Document | Problem] = []
        documents = problems = 0
        for item in self.articles.read():
            documents += isinstance(item, Document)
            problems += isinstance(item, Problem)
            if documents > MOST_ARTICLES:
                return Parsed((), 0, is_whole=False)
            if isinstance(item, Document) or problems <= MOST_PROBLEMS:
                items.append(item)
        return Parsed(tuple(items), problems, is_whole=True)


@dataclass(frozen=True, slots=True)
class CodingTask:
    """The task to read one document."""

    document: Document

    @property
    def size(self) -> int:
        """Give the bytes of text that are to be read, or as many as take as long."""
        return len(self.document.text)

    def run(self, coder: "Coder", settings: "Settings") -> Extraction:  # noqa: ARG002 - of the protocol
        """Give what it says."""
        return canonical(coder.extract(self.document))


@dataclass(frozen=True, slots=True)
class Showing:
    """The task to read the articles of a body, and to write as JSON what they report."""

    articles: Articles

    @property
    def size(self) -> int:
        """Give the bytes of text that are to be read, or as many as take as long."""
        return len(self.articles.body)

    def run(self, coder: "Coder", settings: "Settings") -> bytes:
        """Give an ExtractionsOut."""
        items: list[s.ExtractionOut] = []
        unread: list[Problem] = []
        for found in _coded(self.articles.read(), coder):
            if isinstance(found, Extraction):
                items.append(_shown(canonical(found), coder, settings))
            else:
                unread.append(found)
        problems = [s.ProblemOut(where=item.where, what=item.what) for item in unread[:MOST_PROBLEMS]]
        return s.ExtractionsOut(items=items, unread=len(unread), problems=problems).model_dump_json().encode()


@dataclass(frozen=True, slots=True)
class Resolving:
    """The task to find whom a text mentions, and to write it as JSON."""

    text: str
    day: dt.date | None

    @property
    def size(self) -> int:
        """Give the bytes of text that are to be read, or as many as take as long."""
        return len(self.text)

    def run(self, coder: "Coder", settings: "Settings") -> bytes:  # noqa: ARG002 - of the protocol
        """Give a MentionsOut."""
        document = Document(document_id(self.text, ""), self.text, published=self.day)
        found = [item for sentence, scene in coder.scenes(document) for item in _mentions(sentence, scene)]
        return s.MentionsOut(items=found).model_dump_json().encode()


async def done(readers: Readers, task: ReadingTask, client: str, seconds: float) -> object:
    """Give what comes of a task for a client; ProblemError where nothing does within so many seconds."""
    try:
        return pickle.loads(await readers.read(task, client, seconds))
    except ReadingError as error:
        raise unread(error) from error


def unread(error: ReadingError) -> ProblemError:
    """Give the problem of a text that was not read."""
    status, text = _STATUS[error.kind]
    headers = {"Retry-After": "5"} if error.kind is Unread.KILLED else None
    return ProblemError(status, text.format(error), title=f"Reading refused: {error.kind.value}", headers=headers)


def _coded(items: Iterator[Document | Problem], coder: "Coder") -> Iterator[Extraction | Problem]:
    """Give what documents say; whatever one raises is that document's problem."""
    from communique.extract import batches, in_place

    for batch in batches(items):
        coded = coder.extract_each(item for item in batch if isinstance(item, Document))
        for found in in_place(batch, coded):
            if isinstance(found, Extraction | Problem):
                yield found
            else:
                yield Problem(found.document.url or found.document.id, found.what)


def _shown(extraction: Extraction, coder: "Coder", settings: "Settings") -> s.ExtractionOut:
    # A graph of nothing but what is known: whom only this document names is known with it. There is nothing to close.
    known = coder.names.gazetteer.actors.with_actors(extraction.actors)
    empty = graph.open(None, actors=known, actions=actions(), namespace=Namespace(settings.base), read_only=True)
    return s.ExtractionOut(
        document=document_out(empty, extraction.document),
        text=extraction.document.text,
        reports=[report_out(empty, name, report) for name, report in empty.named_reports(extraction)],
        found=[s.ActorName(id=actor.id, label=actor.label) for actor in extraction.actors],
    )


def _mentions(sentence: "Sentence", scene: "Scene") -> Iterator[s.MentionOut]:
    said = [(item.start, item.end, item.actor, item.kind.value, item.why) for item in scene.mentions.all]
    for index, stood_for in scene.anaphora.items():
        said += [(index, index + 1, actor, "pronoun", "stands for what was named before") for actor in stood_for]
    known = scene.names.gazetteer.actors.with_actors((*scene.mentions.found, *scene.found.values()))
    for start, end, name, kind, why in sorted(said):
        words, actor = scene.doc[start:end], known.get(name)
        side = known.side(name, scene.discourse.published)
        sector, code = known.coded(name, scene.discourse.published)
        yield s.MentionOut(
            start=sentence.start + words.start_char,
            end=sentence.start + words.end_char,
            text=words.text,
            actor=s.ActorName(id=name, label=actor.label if actor else name),
            kind=kind,
            side=s.ActorName(id=side, label=known[side].label if side in known else side),
            sector=sector,
            code=code,
            why=why,
        )
