"""Complement-changing words: what becomes of an action that one agrees to, refuses, threatens, plans or denies.

`operators.tsv` assigns words to families; `families.tsv` says, by family, polarity and CAMEO code
of the complement, which code or modality results. CAMEO codes intentions (03), refusals (12),
threats (13) apart from the act itself (Gerner et al. 2012, chapters 3, 12 and 13).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from communique.ontology.interchange.tsv import rows
from communique.ontology.lexicon.frame import PartOfSpeech

FOLDER = files("communique.ontology") / "data"
MODALITIES = frozenset(("actual", "planned", "possible", "hypothetical", "urged", "negated", "drop"))


@dataclass(frozen=True, slots=True)
class Operator:
    """A word, with the preposition that must go with it if any, of a family."""

    word: str
    preposition: str
    part: PartOfSpeech
    family: str


@dataclass(frozen=True, slots=True)
class Implication:
    """What a family makes of a complement: another CAMEO code, or a modality (one of `MODALITIES`)."""

    code: str | None
    modality: str | None
    addressee: bool = False


@cache
def operators() -> dict[str, tuple[Operator, ...]]:
    """Give the operators by their word; those with a preposition come first."""
    found: dict[str, list[Operator]] = {}
    for _, row in rows(FOLDER / "operators.tsv"):
        word, _, preposition = row["pattern"].partition(" ")
        found.setdefault(word, []).append(Operator(word, preposition, PartOfSpeech(row["part"]), row["family"]))
    return {word: tuple(sorted(items, key=lambda item: not item.preposition)) for word, items in found.items()}


def implication(family: str, *, negated: bool, same_agent: bool, code: str) -> Implication | None:
    """Give what a family makes of a complement.

    Parameters
    ----------
    family
        A family of `operators`.
    negated
        Whether the complement is negated.
    same_agent
        Whether the complement has the agent of the operator: rows whose agent is ``same`` count only where it has,
        those whose agent is ``other`` only where it has not.
    code
        The CAMEO code of the complement. The row whose own complement code is the longest beginning of it decides,
        ``*`` last.

    Returns
    -------
    Implication or None
        None where the family says nothing of such a complement.
    """
    polarity, agent = "-" if negated else "+", "same" if same_agent else "other"
    fitting = [
        (len(complement.strip("*")), result, who)
        for complement, who, result in _table().get((family, polarity), ())
        if who in ("any", agent) and (complement == "*" or code.startswith(complement))
    ]
    if not fitting:
        return None
    _, result, who = max(fitting, key=lambda item: item[0])
    if result in MODALITIES:
        return Implication(None, result)
    return Implication(result, None, addressee=who == "other")


def construction_code(construction: str, family: str = "*") -> str | None:
    """Give the CAMEO code that a construction of `constructions.tsv` has with a family, None where it has none."""
    return constructions().get((construction, family))


def family_of(lemma: str) -> str:
    """Give the first family to which a word belongs without preposition, empty if none."""
    return next((item.family for item in operators().get(lemma, ()) if not item.preposition), "")


@cache
def constructions() -> dict[tuple[str, str], str]:
    """Give the CAMEO codes by construction and family."""
    return {(row["construction"], row["family"]): row["cameo"] for _, row in rows(FOLDER / "constructions.tsv")}


@cache
def _table() -> dict[tuple[str, str], tuple[tuple[str, str, str], ...]]:
    found: dict[tuple[str, str], list[tuple[str, str, str]]] = {}
    for row in _family_rows():
        key = (row["family"], row["polarity"])
        found.setdefault(key, []).append((row["complement"], row["agent"], row["result"]))
    return {key: tuple(items) for key, items in found.items()}


def _family_rows() -> Iterator[dict[str, str]]:
    return (row for _, row in rows(FOLDER / "families.tsv"))
