"""Actions: what an actor can do to another, as CAMEO and PLOVER classify it."""

import re
from dataclasses import dataclass

_TARGET = "TARGET"
_FALLS_AWAY = re.compile(r" ?\[[^\[\]]*\]")


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
    phrase
        What people read between the names of actor and target: ``used force [against TARGET]``. What stands in
        brackets falls away where there is no target.
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
    phrase: str = ""

    @property
    def root(self) -> str:
        """Give the two-digit CAMEO root code."""
        return self.cameo[:2]

    @property
    def around_target(self) -> tuple[str, str]:
        """Give what people read before the name of the target, and after it."""
        before, _, after = (self.phrase or f"{self.label} [{_TARGET}]").partition(_TARGET)
        return before.replace("[", "").strip(), after.replace("]", "").strip()

    def verb_phrase(self, target: str | None) -> str:
        """Give what people read after the name of the actor: ``used force against Russia``, ``used force``."""
        if target is None:
            return _FALLS_AWAY.sub("", self.phrase) or self.label
        return " ".join(part for part in (self.around_target[0], target, self.around_target[1]) if part)
