"""The action scheme: every CAMEO code as an action, and the PLOVER types, modes and contexts beside it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType

from communique.ontology.interchange.tsv import rows, split
from communique.ontology.types.action import Action

# Where the target stands in a phrase, once, with what falls away without it.
_PHRASE = re.compile(r"[^\[\]]+ \[[^\[\]]*\bTARGET\][^\[\]]*")


@dataclass(frozen=True, slots=True)
class PloverType:
    """One of the sixteen event types of PLOVER, with its quad class and its score from -10 to 10.

    `root` is the CAMEO root that stands for it; `merged` and `penta` are its type and class where the
    two kinds of yielding are one (Hu et al. 2024).
    """

    type: str
    quad: int
    score: float
    recipient_required: bool
    root: str
    merged: str
    penta: int
    label: str


@dataclass(frozen=True, slots=True)
class PloverMode:
    """A way in which a PLOVER type is carried out; without a score of its own it has that of its type."""

    type: str
    mode: str
    score: float


@dataclass(frozen=True, slots=True)
class Sector:
    """A role that an actor can have at home (government, armed forces …), in one scheme's code."""

    code: str
    scheme: str
    label: str


@cache
def actions() -> Mapping[str, Action]:
    """Give all actions.

    Returns
    -------
    Mapping of str to Action
        By id, in the order of their CAMEO codes.

    Raises
    ------
    ValueError
        Names file and line where the table is wrong.
    """
    path = _data("actions.tsv")
    table = list(rows(path))
    ids = {cells["cameo"]: cells["id"] for _, cells in table}
    found: dict[str, Action] = {}
    for number, cells in table:
        if cells["id"] in found or ids[cells["cameo"]] != cells["id"]:
            raise ValueError(f"{path.name}:{number}: {cells['cameo']} {cells['id']} stands twice: keep one row")
        if cells["parent"] and cells["parent"] not in ids:
            raise ValueError(f"{path.name}:{number}: parent {cells['parent']} has no row: add it or name another")
        found[cells["id"]] = _action(cells, ids, f"{path.name}:{number}")
    return MappingProxyType(found)


def by_cameo(code: str) -> Action:
    """Give the action of a CAMEO code (``111``); KeyError with the code if there is none."""
    try:
        return _by_code()[code]
    except KeyError:
        raise KeyError(f"no action has the CAMEO code {code!r}: codes are 01 to 20 and what they divide into") from None


def converse(code: str) -> str | None:
    """Give the CAMEO code of what the target of an act does by it, where that is another act of the same root.

    Examples
    --------
    >>> converse("043"), converse("057")
    ('042', None)
    """
    return _converses().get(code)


@dataclass(frozen=True, slots=True)
class SpeechAct:
    """What a noun says that somebody said: the CAMEO code, and whether ``of`` behind it names who said it."""

    code: str
    has_owner_behind_of: bool


def speech_act(noun: str) -> SpeechAct | None:
    """Give the speech act that a noun names; None for other nouns.

    Examples
    --------
    >>> speech_act("plea"), speech_act("bridge")
    (SpeechAct(code='020', has_owner_behind_of=True), None)
    """
    return _speech_acts().get(noun)


def ancestors(action: Action, known: Mapping[str, Action]) -> Iterator[Action]:
    """Give the broader actions of an action, nearest first, as far as they are known, its root last."""
    seen = {action.id}
    while action.parent is not None and action.parent in known and action.parent not in seen:
        action = known[action.parent]
        seen.add(action.id)
        yield action


@cache
def _converses() -> Mapping[str, str]:
    return MappingProxyType({cells["cameo"]: cells["converse"] for _, cells in rows(_data("converses.tsv"))})


@cache
def _speech_acts() -> Mapping[str, SpeechAct]:
    found = (cells for _, cells in rows(_data("speech-acts.tsv")))
    return MappingProxyType({each["noun"]: SpeechAct(each["cameo"], each["of"] == "owner") for each in found})


@cache
def plover_types() -> Mapping[str, PloverType]:
    """Give the PLOVER event types by name."""
    return MappingProxyType(
        {
            cells["type"]: PloverType(
                cells["type"],
                int(cells["quad"]),
                float(cells["score"]),
                cells["recipient_required"] == "yes",
                cells["root"],
                cells["merged"],
                int(cells["penta"]),
                cells["label"],
            )
            for _, cells in rows(_data("plover_types.tsv"))
        }
    )


@cache
def merged_types() -> Mapping[str, PloverType]:
    """Give the merged types (both kinds of yielding as ``YIELD``), each with the first PLOVER type that it holds."""
    found: dict[str, PloverType] = {}
    for plover in plover_types().values():
        found.setdefault(plover.merged, plover)
    return MappingProxyType(found)


@cache
def plover_modes() -> Mapping[tuple[str, str], PloverMode]:
    """Give the PLOVER modes by type and mode."""
    return MappingProxyType(
        {
            (cells["type"], cells["mode"]): PloverMode(
                cells["type"], cells["mode"], float(cells["score"] or plover_types()[cells["type"]].score)
            )
            for _, cells in rows(_data("plover_modes.tsv"))
        }
    )


@cache
def plover_contexts() -> Mapping[str, str]:
    """Give the labels of the PLOVER contexts by name."""
    return MappingProxyType({cells["context"]: cells["label"] for _, cells in rows(_data("plover_contexts.tsv"))})


@cache
def sectors() -> Mapping[tuple[str, str], Sector]:
    """Give the sectors by scheme (``CAMEO``, ``PLOVER``) and code."""
    return MappingProxyType(
        {
            (cells["scheme"], cells["code"]): Sector(cells["code"], cells["scheme"], cells["label"])
            for _, cells in rows(_data("sectors.tsv"))
        }
    )


@cache
def sector_codes() -> frozenset[str]:
    """Give the codes of sectors that either scheme has."""
    return frozenset(code for _, code in sectors())


@cache
def icews_sectors() -> Mapping[str, str]:
    """Give what ICEWS writes for the sector of an actor, by its code."""
    return MappingProxyType({cells["sector"]: cells["names"] for _, cells in rows(_data("icews_sectors.tsv"))})


@cache
def icews_event_texts() -> Mapping[str, str]:
    """Give what ICEWS writes as Event Text, by CAMEO code."""
    return MappingProxyType(
        {cells["cameo"]: cells["text"] for _, cells in rows(_data("imports/icews-event-texts.tsv"))}
    )


@cache
def _by_code() -> Mapping[str, Action]:
    return MappingProxyType({action.cameo: action for action in actions().values()})


def _action(cells: Mapping[str, str], ids: Mapping[str, str], where: str) -> Action:
    if _PHRASE.fullmatch(cells["phrase"]) is None:
        raise ValueError(
            f"{where}: phrase: {cells['phrase']!r} must name TARGET once, in brackets: criticized [TARGET]"
        )
    try:
        goldstein, quad = float(cells["goldstein"]), int(cells["quad"])
    except ValueError as error:
        raise ValueError(f"{where}: {error}: goldstein and quad must be numbers") from error
    return Action(
        id=cells["id"],
        label=cells["label"],
        cameo=cells["cameo"],
        parent=ids[cells["parent"]] if cells["parent"] else None,
        goldstein=goldstein,
        quad=quad,
        plover_type=cells["plover_type"],
        plover_mode=cells["plover_mode"],
        plover_contexts=split(cells["plover_contexts"]),
        phrase=cells["phrase"],
    )


def _data(name: str) -> Traversable:
    return files("communique.ontology") / "data" / name
