"""The lexicon of action frames, read from `data/lexicon`."""

from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import pairwise

from communique.ontology.interchange.tsv import rows, split
from communique.ontology.lexicon.frame import Frame, PartOfSpeech, Preposition, Slot, SlotName, parse_frame

_HARMFUL = frozenset(("13", "16", "17", "18", "19", "20"))
# The roots of words for and against somebody: appeals, support, demands, disapproval, rejection, threats.
_VERBAL = frozenset(("02", "05", "10", "11", "12", "13"))
FOLDER = files("communique.ontology") / "data" / "lexicon"


@cache
def frames() -> tuple[Frame, ...]:
    """Give all frames of the shipped lexicon, in the order of files and lines."""
    return read_frames(_files())


def read_frames(paths: Iterable[Traversable]) -> tuple[Frame, ...]:
    """Give the frames of lexicon files; word classes come from the shipped ``classes-*.tsv``.

    Parameters
    ----------
    paths
        Tables with the columns ``pattern``, ``cameo`` and ``example``.

    Returns
    -------
    tuple of Frame
        In the order of the files.

    Raises
    ------
    ValueError
        Names file and line.
    """
    known = word_classes()
    return tuple(frame for path in paths for frame in _frames_of(path, known))


@cache
def misdeeds() -> tuple[Frame, ...]:
    """Give the frames of wrongs: to say that an actor did one of them is an accusation."""
    return read_frames([FOLDER / "misdeeds.tsv"])


@cache
def harmful_nouns() -> frozenset[str]:
    """Give the nouns that are acts against somebody by themselves ("attack", "threat", "embargo")."""
    found = (frame for frame in frames() if frame.part is PartOfSpeech.NOUN and frame.code[:2] in _HARMFUL)
    return frozenset(head for frame in found for head in frame.heads)


@cache
def suffered_nouns() -> frozenset[str]:
    """Give those of them behind whose ``of`` stands who suffers the act ("the invasion of")."""
    found = (frame for frame in frames() if frame.part is PartOfSpeech.NOUN and frame.code[:2] in _HARMFUL)
    return frozenset(head for frame in found if _leads_to_target(frame, "of") for head in frame.heads)


def _leads_to_target(frame: Frame, form: str) -> bool:
    return any(
        isinstance(prep, Preposition) and form in prep.forms and isinstance(slot, Slot) and slot.name is SlotName.TARGET
        for prep, slot in pairwise(frame.elements)
    )


@cache
def attitude_verbs() -> frozenset[str]:
    """Give the verbs that say what one thinks of their object or tells it ("criticise", "support", "warn")."""
    found = (frame for frame in frames() if frame.part is PartOfSpeech.VERB and frame.code[:2] in _VERBAL)
    return frozenset(head for frame in found if _has_plain_target(frame) for head in frame.heads)


def _has_plain_target(frame: Frame) -> bool:
    """Tell whether a frame asks for its predicate and a target, whatever that is, and for no other word."""
    first = frame.elements[0] if len(frame.elements) == 1 else None
    return isinstance(first, Slot) and first.name is SlotName.TARGET and not first.heads and not frame.modifiers


@cache
def word_classes() -> Mapping[str, frozenset[str]]:
    """Give the word classes by name; a class in several files is their union."""
    classes: dict[str, frozenset[str]] = {}
    for path in sorted(FOLDER.iterdir(), key=lambda item: item.name):
        if path.name.startswith("classes-"):
            for _, row in rows(path):
                classes[row["class"]] = classes.get(row["class"], frozenset()) | frozenset(split(row["words"]))
    return classes


def _frames_of(path: Traversable, classes: Mapping[str, frozenset[str]]) -> Iterable[Frame]:
    for line, row in rows(path):
        where = f"{path.name}:{line}"
        yield parse_frame(row["pattern"], row["cameo"], classes, example=row["example"], where=where)


def _files() -> list[Traversable]:
    found = (path for path in FOLDER.iterdir() if path.name[:2].isdigit() and path.name.endswith(".tsv"))
    return sorted(found, key=lambda path: path.name)
