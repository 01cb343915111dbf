"""Actions: what an actor can do to another, as CAMEO and PLOVER classify it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Action:
    """One kind of action: at once a concept with codes and the property of a direct edge.

    Attributes
    ----------
    id
        Its readable verb name (``criticizes``).
    label
        The name as people read it.
    cameo
        Its CAMEO code (``111``).
    parent
        The id of the next broader action, None for those of the root codes.
    goldstein
        The Goldstein score, from -10 (conflict) to 10 (cooperation).
    quad
        The quad class: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.
    plover_type, plover_mode, plover_contexts
        PLOVER's terms, empty where the crosswalk gives none.
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
