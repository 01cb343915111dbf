"""Parses written down by hand, in the place of a model: what the rules are tested on.

`treebank.conll` has sentences as CoNLL does, a word a line with number, form, lemma, tag, number of the head (0 for the
root) and label, in the tags and labels of spaCy's English models. Some parses are wrong on purpose, as parsers are
wrong: rules that mend them are tested on them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Token

from communique.extract.actors.dictionary import dictionary
from communique.extract.frames.index import frame_index
from communique.extract.pipeline import Coder, adapt_tokeniser
from communique.extract.readings.reports import Lexica
from communique.ontology.actors import gazetteer
from communique.ontology.lexicon import frames, misdeeds

FILE = Path(__file__).with_name("treebank.conll")


@dataclass(frozen=True)
class TreebankWord:
    """A word of a parse; `head` is the index of the word that governs it, its own for the root."""

    form: str
    lemma: str
    tag: str
    head: int
    dep: str


@cache
def parses() -> dict[str, tuple[TreebankWord, ...]]:
    """Give the parses by the text of their sentence."""
    blocks = (block.splitlines() for block in FILE.read_text(encoding="utf-8").strip().split("\n\n"))
    return {lines[0].removeprefix("# text = "): tuple(_words(lines[1:])) for lines in blocks}


def _words(lines: list[str]) -> Iterator[TreebankWord]:
    for index, line in enumerate(lines):
        number, form, lemma, tag, head, dep = line.split("\t")
        assert int(number) == index + 1, f"{FILE.name}: {line!r} is word {index + 1} of its sentence"
        yield TreebankWord(form, lemma, tag, int(head) - 1 if head != "0" else index, dep)


@Language.component("treebank")
def annotate(doc: Doc) -> Doc:
    """Give a tokenised sentence the tags, labels and heads that are written down for it."""
    words = parses().get(doc.text)
    assert words is not None, f"{FILE.name} has no parse of {doc.text!r}: write one down"
    assert [word.form for word in words] == [token.text for token in doc]
    for token, word in zip(doc, words, strict=True):
        token.tag_, token.dep_, token.head = word.tag, word.dep, doc[word.head]
    return doc


@cache
def lemmas() -> dict[tuple[str, str], str]:
    """Give the base forms that are written down, by word in small letters and part of speech."""
    return {(word.form.lower(), word.tag[:2]): word.lemma for words in parses().values() for word in words}


def lemma_of(token: Token) -> str:
    """Give the base form of a word, the word itself where none is written down."""
    return lemmas().get((token.lower_, token.tag_[:2]), token.lower_)


@cache
def pipeline() -> Language:
    """Give a pipeline that tokenises, and looks up the parse."""
    nlp = spacy.blank("en")
    adapt_tokeniser(nlp)
    nlp.add_pipe("treebank")
    return nlp


@cache
def treebank_coder() -> Coder:
    """Give the coder with the shipped gazetteer and lexicon, and parses from the treebank instead of a model."""
    lexica = Lexica(frame_index(frames()), frame_index(misdeeds()))
    return Coder(pipeline(), dictionary(gazetteer(), pipeline()), lexica, lemma_of, purpose=None)


def parsed(text: str) -> Doc:
    """Give a sentence of the treebank."""
    return pipeline()(text)


def word(doc: Doc, form: str) -> Token:
    """Give the last word of a sentence that is written like this."""
    return [token for token in doc if token.text == form][-1]
