"""Which frames may match at a word: those with it as predicate whose other words stand in the sentence."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from communique.extract.syntax.lemmas import LemmaOf, lemmas_of
from communique.extract.syntax.tree import tree_of
from communique.extract.syntax.words import words_of
from communique.ontology.lexicon import Element, Frame, Preposition, Slot, SlotName, Word


@dataclass(frozen=True, slots=True)
class IndexedFrame:
    """A frame with the words that a sentence must have, one of each set, before it is worth matching."""

    frame: Frame
    needs: tuple[frozenset[str], ...]


_PREDICATES = frozenset(("VB", "NN", "JJ"))
FrameIndex = Mapping[str, tuple[IndexedFrame, ...]]


def frame_index(frames: Iterable[Frame]) -> FrameIndex:
    """Give the frames by each base form of their predicate."""
    index: dict[str, list[IndexedFrame]] = defaultdict(list)
    for frame in frames:
        indexed = IndexedFrame(frame, _needs(frame))
        for head in frame.heads:
            index[head].append(indexed)
    return {head: tuple(found) for head, found in index.items()}


def _needs(frame: Frame) -> tuple[frozenset[str], ...]:
    elements = without_partner(frame.elements)
    found = list(frame.modifiers)
    for element in frame.elements if elements is None else elements:
        if isinstance(element, Word):
            found += [element.lemmas, *element.modifiers]
        elif isinstance(element, Preposition):
            found.append(element.forms)
    return tuple(frozenset(word.rpartition(" ")[2] for word in words) for words in found)


def vocabulary(doc: Doc, lemma_of: LemmaOf) -> frozenset[str]:
    """Give the words of a sentence, as they stand and in their base forms."""
    return frozenset(words_of(doc).lowered).union(lemmas_of(doc, lemma_of))


def frames_by_token(doc: Doc, index: FrameIndex, lemma_of: LemmaOf) -> Iterator[tuple[Token, tuple[IndexedFrame, ...]]]:
    """Give the tokens that are predicates of frames, with these."""
    tree, words = tree_of(doc), words_of(doc).lowered
    for token, tag, word, lemma in zip(tree.tokens, tree.tags, words, lemmas_of(doc, lemma_of), strict=True):
        if tag[:2] in _PREDICATES and (found := index.get(lemma) or index.get(word)):
            yield token, found


def possible(frames: Iterable[IndexedFrame], words: frozenset[str]) -> list[Frame]:
    """Give the frames whose other words are all in a sentence."""
    return [item.frame for item in frames if not any(map(words.isdisjoint, item.needs))]


def without_partner(elements: tuple[Element, ...]) -> tuple[Element, ...] | None:
    """Give a reciprocal frame without its partner, who may stand in the subject ("the two sides held talks")."""
    for index, element in enumerate(elements):
        if isinstance(element, Slot) and element.name is SlotName.PARTNER:
            # Only what leads to the partner goes with it: whoever comes together has not only come.
            leads = index > 0 and isinstance(elements[index - 1], Preposition)
            return (*elements[: index - leads], *elements[index + 1 :])
    return None
