"""Actions: what an actor can do to another, as CAMEO and PLOVER classify it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Action:
    """One kind of action: at once a concept with codes and the property of a direct edge.

    `id` is its readable verb name (``criticizes``), `cameo` its code (``111``), `parent` the id
    of the next broader action. `goldstein` runs from -10 (conflict) to 10 (cooperation);
    `quad` is the quad class: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict,
    4 material conflict. PLOVER fields are empty where the crosswalk gives none.
    """

    id: str
    label: str
    cameo: str
    parent: str | None
    goldstein: float
    quad: int
    plover_type: str = ""
    plover_mode: str = ""
    plover_contexts: tuple[str, ...] = ()

    @property
    def root(self) -> str:
        """Give the two-digit CAMEO root code."""
        return self.cameo[:2]
