"""Figures for predictions against a gold set: precision, recall and F1 by level, macro-F1 over PLOVER types.

Events are compared as sets within a sentence. A gold event may accept several roots and several parties, may be
optional (then it is neither asked for nor counted as wrong), and an act at home may leave out its target.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass

import networkx as nx

from communique.ontology.lexicon import merged_types, plover_types

GoldEvent = Mapping[str, object]
GoldRow = Mapping[str, object]
Labels = Callable[[GoldEvent], Sequence[Hashable]]
STATUSES = ("asserted", "negated", "planned", "hypothetical")
ANY = "*"
ORGANISATION = "IGO"
_ROLES = frozenset("GOV MIL OPP LEG JUD COP CVL MED EDU BUS REB PPL SPY MUS CHR HRI LAB SEP UAF".split())
# Codes in capitals that are no organisation of states though they look like one, and the other way round.
_GROUPS = frozenset("HEZ HAM TAL ISIS HOUTHI SHABAAB BOKO FARC QAEDA PKK PLO LTTE FATAH".split())
_OF_THREE_LETTERS = frozenset("IMF WTO WHO OAS OAU ICC ICJ GCC CIS".split())
QUAD_OF_ROOT = {f"{root:02}": 1 + (root > 5) + (root > 8) + (root > 13) for root in range(1, 21)}


@dataclass(frozen=True, slots=True)
class ScoreCounts:
    """How many events were right, said and due."""

    right: int = 0
    said: int = 0
    due: int = 0

    def __add__(self, other: "ScoreCounts") -> "ScoreCounts":
        return ScoreCounts(self.right + other.right, self.said + other.said, self.due + other.due)

    def figures(self) -> dict[str, float]:
        """Give precision, recall and F1, in ten-thousandths."""
        precision = self.right / self.said if self.said else 0.0
        recall = self.right / self.due if self.due else 0.0
        both = precision + recall
        f1 = 2 * precision * recall / both if both else 0.0
        return {"precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4)}


def event_figures(gold: Sequence[GoldRow], predicted: Sequence[GoldRow]) -> dict[str, object]:
    """Give the figures of sentences with party-level events.

    Parameters
    ----------
    gold, predicted
        Rows with ``id`` and ``events``: source and target (party codes), root or code, status.

    Returns
    -------
    dict
        Precision, recall and F1 at the levels `dyad`, `quad`, `root` and `code` (asserted events alone) and `status`
        (all events with their status, by root).
    """
    said = {row["id"]: _events(row) for row in predicted}
    figures: dict[str, object] = {"sentences": len(gold)}
    for name, labels in _LEVELS.items():
        tallies = (
            _tally(_with(_events(row), "asserted"), _with(said.get(row["id"], []), "asserted"), labels) for row in gold
        )
        figures[name] = sum(tallies, ScoreCounts()).figures()
    by_status = (
        _tally(_with(_events(row), status), _with(said.get(row["id"], []), status), roots)
        for row in gold
        for status in STATUSES
    )
    figures["status"] = sum(by_status, ScoreCounts()).figures()
    return figures


def relation_figures(gold: Sequence[GoldRow], predicted: Sequence[GoldRow]) -> dict[str, object]:
    """Give macro-F1 and accuracy over PLOVER types and over the four classes, for relations with given spans."""
    said = {row["id"]: row.get("plover") for row in predicted}
    pairs = [(str(row["plover"]), str(said.get(row["id"]) or "")) for row in gold]
    pairs = [(merged(one), merged(other)) for one, other in pairs]
    classes = [(_penta(one), _penta(other)) for one, other in pairs]
    answered = sum(bool(other) for _, other in pairs)
    return {"relations": len(pairs), "answered": answered, "type": _macro(pairs), "penta": _macro(classes)}


def merged(plover: str) -> str:
    """Give a PLOVER type with the two kinds of yielding made one, as the gold set has it."""
    found = plover_types().get(plover)
    return found.merged if found is not None else plover


def _penta(merged_type: str) -> int:
    """Give the class of a merged type, 0 where it is none."""
    found = merged_types().get(merged_type)
    return found.penta if found is not None else 0


def roots(event: GoldEvent) -> tuple[str, ...]:
    """Give the CAMEO roots that an event has or that gold accepts."""
    given = event.get("root")
    if isinstance(given, list):
        return tuple(str(root) for root in given)
    return (str(given or event["code"])[:2],)


def _quads(event: GoldEvent) -> Sequence[Hashable]:
    return [QUAD_OF_ROOT.get(root, root) for root in roots(event)]


def _codes(event: GoldEvent) -> Sequence[Hashable]:
    return (event.get("code") or ANY,)


_LEVELS: Mapping[str, Labels] = {"dyad": lambda _: ("",), "quad": _quads, "root": roots, "code": _codes}


def _tally(gold: list[GoldEvent], said: list[GoldEvent], labels: Labels) -> ScoreCounts:
    """Give the size of a largest matching of gold events to different predicted ones.

    Optional gold events excuse predictions that no other event matches. Where the labels are all alike, gold events of
    one pair of parties count once, as predicted ones do.
    """
    if all(set(labels(event)) == {""} for event in gold):
        required_first = sorted(gold, key=is_optional)
        gold = list({_pair(event): event for event in reversed(required_first)}.values())
    distinct = list({(*_pair(event), labels(event)[0]): event for event in reversed(said)}.values())
    due = [event for event in gold if not is_optional(event)]
    right = _matched(due, distinct, labels)
    excused = _matched(gold, distinct, labels) - right
    return ScoreCounts(right, len(distinct) - excused, len(due))


def _matched(gold: Sequence[GoldEvent], said: Sequence[GoldEvent], labels: Labels) -> int:
    graph: nx.Graph[tuple[str, int]] = nx.Graph()
    graph.add_nodes_from(("gold", number) for number in range(len(gold)))
    for number, due in enumerate(gold):
        fitting = (place for place, event in enumerate(said) if agrees(due, event, labels))
        graph.add_edges_from((("gold", number), ("said", place)) for place in fitting)
    top = [node for node in graph if node[0] == "gold"]
    return len(nx.bipartite.maximum_matching(graph, top_nodes=top)) // 2


def agrees(gold: GoldEvent, said: GoldEvent, labels: Labels = roots) -> bool:
    """Tell whether a predicted event is what a gold event asks for: its parties, and one of its labels."""
    if not fits(gold["source"], said["source"]):
        return False
    if not (fits(gold["target"], said["target"]) or (is_at_home(gold) and str(said["target"]).startswith("---"))):
        return False
    wanted = set(labels(gold))
    return ANY in wanted or bool(wanted & set(labels(said)))


def fits(gold: object, said: object) -> bool:
    """Tell whether a predicted party is one of those that a gold party accepts (``RUS|wagner-group``).

    ``*`` is anyone and ``IGO`` any organisation of states; names in small letters fit where the words of one hold
    those of the other.
    """
    return any(_fits_one(one, str(said)) for one in str(gold).split("|"))


def _fits_one(gold: str, said: str) -> bool:
    if gold == ANY or party(gold) == party(said):
        return True
    if gold.startswith(ORGANISATION) and _is_organisation(said):
        return True
    if gold[:1].islower() and said[:1].islower():
        one, other = set(gold.split("-")), set(said.split("-"))
        return one <= other or other <= one
    return False


def _is_organisation(code: str) -> bool:
    if code.startswith(ORGANISATION) or code in _OF_THREE_LETTERS:
        return True
    return code.isupper() and len(code) != 3 and code not in _GROUPS


def is_at_home(gold: GoldEvent) -> bool:
    """Tell whether source and target of a gold event are one state."""
    source, target = (party(str(gold[side]).split("|")[0]) for side in ("source", "target"))
    return source == target


def is_optional(gold: GoldEvent) -> bool:
    """Tell whether a gold event may be predicted or not."""
    return bool(gold.get("optional"))


def party(code: object) -> str:
    """Give the party of an actor code: ``RUSGOV`` is ``RUS``, ``---`` anyone, any other code itself."""
    text = str(code)
    if text.startswith("---"):
        return ANY
    return text[:3] if text[3:6] in _ROLES and text[:3].isupper() else text


def _pair(event: GoldEvent) -> tuple[str, str]:
    return party(event["source"]), party(event["target"])


def _with(events: list[GoldEvent], status: str) -> list[GoldEvent]:
    return [event for event in events if event.get("status", "asserted") == status]


def _events(row: GoldRow) -> list[GoldEvent]:
    events = row.get("events")
    return list(events) if isinstance(events, list) else []


def _macro(pairs: Sequence[tuple[Hashable, Hashable]]) -> dict[str, object]:
    f1: dict[str, float] = {}
    for label in sorted({one for one, _ in pairs}, key=str):
        right = sum(one == other == label for one, other in pairs)
        wrong = sum((one == label) != (other == label) for one, other in pairs)
        f1[str(label)] = round(2 * right / (2 * right + wrong), 4) if right else 0.0
    accuracy = sum(one == other for one, other in pairs) / len(pairs) if pairs else 0.0
    return {"macro_f1": round(sum(f1.values()) / len(f1), 4) if f1 else 0.0, "accuracy": round(accuracy, 4), "f1": f1}
