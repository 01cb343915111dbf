"""Parsing of sentences, many at once, with a second look at headlines whose verb the parser takes for a noun."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from spacy.language import Language
from spacy.tokens import Doc

from communique.extract.actors.dictionary import Dictionary
from communique.extract.actors.mention import Mention
from communique.extract.frames.headlines import bare_passive, misread_verb, with_parse, with_passive, with_plain_verb
from communique.extract.frames.index import FrameIndex
from communique.extract.frames.shifted_objects import shifting_noun, with_shifted_object

_UNUSED = ("ner", "attribute_ruler", "lemmatizer", "senter")
# A sentence has the same parse in every batch, bit for bit: no number of one depends on what stands beside it.
_BATCH = 128


@dataclass(frozen=True)
class Parser:
    """The pipeline, and what tells that a headline was misread: the names of organs and the predicates of frames."""

    nlp: Language
    names: Dictionary
    index: FrameIndex

    @cached_property
    def _disabled(self) -> list[str]:
        return [name for name in _UNUSED if name in self.nlp.pipe_names]

    def plain(self, docs: Iterable[Doc]) -> Iterator[Doc]:
        """Give tokenised sentences as the pipeline parses them."""
        yield from self.nlp.pipe(docs, batch_size=_BATCH, disable=self._disabled)

    def parsed(self, named: Sequence[tuple[Doc, tuple[Mention, ...]]]) -> Iterator[Doc]:
        """Give tokenised sentences, each with the names in it, parsed; headlines as with a plain or a passive verb."""
        docs = list(self.plain(doc for doc, _ in named))
        verbs = [self._misread(doc, mentions) for doc, (_, mentions) in zip(docs, named, strict=True)]
        again = self.plain(
            with_plain_verb(doc, verb) for doc, verb in zip(docs, verbs, strict=True) if verb is not None
        )
        for doc, verb in zip(docs, verbs, strict=True):
            yield self._completed(doc if verb is None else with_parse(doc, next(again)))

    def _completed(self, doc: Doc) -> Doc:
        """Give a headline whose verb has lost its auxiliary as a passive, and each object to its own verb."""
        noun = shifting_noun(doc)
        doc = doc if noun is None else with_shifted_object(doc, noun)
        verb = bare_passive(doc, self.index)
        return doc if verb is None else with_passive(doc, verb)

    def _misread(self, doc: Doc, mentions: tuple[Mention, ...]) -> int | None:
        organs = ((phrase.start, phrase.end) for phrase in self.names.phrases(doc)) if mentions else ()
        return misread_verb(doc, mentions, organs, self.index)
