"""An action by the words that people type for it: its name, its phrase, or a verb that the lexicon has."""

from collections.abc import Iterator, Mapping
from functools import cache

from communique.ontology.lexicon import PartOfSpeech, Slot, frames
from communique.ontology.types import Action

# So many letters of a verb are the same in its forms: criticize, criticized, criticizing.
_STEM, _SHORTEST = 5, 3
_ENDINGS = ("", "s", "es", "d", "ed", "ing")


def action_at_start(actions: Mapping[str, Action], words: list[str]) -> tuple[Action, int] | None:
    """Give the action that words begin with, and how many of them say it: the longest phrase, else a single verb."""
    for length in range(len(words), 0, -1):
        found = _broadest(_named(actions, " ".join(words[:length]).lower()))
        if found is not None:
            return found, length
    found = _of_verb(actions, words[0].lower()) if words else None
    return None if found is None else (found, 1)


def _named(actions: Mapping[str, Action], text: str) -> Iterator[Action]:
    """Give the actions whose id, label or phrase before the target is this text."""
    for action in actions.values():
        if text in (action.id.replace("-", " "), action.label, action.around_target[0]):
            yield action


def _of_verb(actions: Mapping[str, Action], word: str) -> Action | None:
    """Give the broadest action whose name begins like a verb in any form, else that of the lexicon's plainest frame."""
    stem = word.replace("ise", "ize")[:_STEM]
    if len(stem) < _SHORTEST:
        return None
    found = _broadest(each for each in actions.values() if each.id.startswith(stem) or each.phrase.startswith(stem))
    known = {action.cameo: action for action in actions.values()}
    codes = (_verbs().get(form, "") for form in _forms(word))
    return found or next((known[code] for code in codes if code in known), None)


def _broadest(found: Iterator[Action]) -> Action | None:
    return min(found, key=lambda action: (len(action.cameo), action.cameo), default=None)


def _forms(word: str) -> Iterator[str]:
    """Give the base forms that a word can have."""
    for ending in _ENDINGS:
        if word.endswith(ending):
            base = word[: len(word) - len(ending)]
            yield from (base, f"{base}e")


@cache
def _verbs() -> Mapping[str, str]:
    """Give the CAMEO code of each verb that the lexicon has with its target and nothing else."""
    found: dict[str, str] = {}
    for frame in frames():
        plain = len(frame.elements) == 1 and isinstance(frame.elements[0], Slot) and not frame.elements[0].heads
        if frame.part is PartOfSpeech.VERB and plain:
            for head in frame.heads:
                found.setdefault(head, frame.code)
    return found
