"""The tokens of a parsed sentence with their tags and dependents, read from the parse once and kept with it.

spaCy makes a token anew each time that it is asked for, and asking for the dependents of one is a walk over many. Rules
ask for both a hundred times in a sentence.
"""

from dataclasses import dataclass

from spacy.tokens import Doc, Token

_KEY = "communique tree"
_MISTAGGED = frozenset(("NN", "JJ"))


@dataclass(frozen=True, slots=True)
class Tree:
    """The tokens, which of them are verbs, and for each its dependents with their labels, in order of the sentence."""

    tokens: tuple[Token, ...]
    tags: tuple[str, ...]
    verbs: tuple[bool, ...]
    dependents: tuple[tuple[tuple[str, Token], ...], ...]

    def __deepcopy__(self, _: object) -> None:
        """Give nothing: tokens belong to their sentence, and a copy of it reads its own."""


def tree_of(doc: Doc) -> Tree:
    """Give the tree of a parsed sentence."""
    known: Tree | None = doc.user_data.get(_KEY)
    if known is None:
        known = doc.user_data[_KEY] = _read(doc)
    return known


def kept_without_tree(doc: Doc) -> dict[object, object]:
    """Give what is kept with a sentence but its tree, for the same words in another parse."""
    return {key: value for key, value in doc.user_data.items() if key != _KEY}


def _read(doc: Doc) -> Tree:
    tokens = tuple(doc)
    below: list[list[tuple[str, Token]]] = [[] for _ in tokens]
    for index, (token, distance) in enumerate(zip(tokens, doc.to_array("HEAD").astype("int64").tolist(), strict=True)):
        if distance:
            below[index + distance].append((token.dep_, token))
    tags = tuple(token.tag_ for token in tokens)
    verbs = (_is_verb(tag, found) for tag, found in zip(tags, below, strict=True))
    return Tree(tokens, tags, tuple(verbs), tuple(tuple(found) for found in below))


def _is_verb(tag: str, dependents: list[tuple[str, Token]]) -> bool:
    """Tell whether a word is a verb form; one with a passive auxiliary is, whatever the tagger took it for."""
    return tag.startswith("VB") or tag == "MD" or (tag in _MISTAGGED and any(it == "auxpass" for it, _ in dependents))
