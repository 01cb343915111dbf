"""What actors do: the action scheme, the frames that say which words are which action, and the cues around them."""

from communique.ontology.lexicon.anaphora import anaphora, together
from communique.ontology.lexicon.cues import cues
from communique.ontology.lexicon.frame import (
    NAMES,
    Element,
    Frame,
    NoObject,
    PartOfSpeech,
    Preposition,
    Slot,
    SlotName,
    Word,
)
from communique.ontology.lexicon.frames import frames, harmful_nouns, misdeeds, read_frames, suffered_nouns
from communique.ontology.lexicon.operators import (
    Implication,
    Operator,
    construction_code,
    family_of,
    implication,
    operators,
)
from communique.ontology.lexicon.scheme import (
    actions,
    ancestors,
    by_cameo,
    converse,
    icews_event_texts,
    icews_sectors,
    merged_types,
    plover_modes,
    plover_types,
    sector_codes,
    sectors,
)

__all__ = [
    "NAMES",
    "Element",
    "Frame",
    "Implication",
    "NoObject",
    "Operator",
    "PartOfSpeech",
    "Preposition",
    "Slot",
    "SlotName",
    "Word",
    "actions",
    "anaphora",
    "ancestors",
    "by_cameo",
    "construction_code",
    "converse",
    "cues",
    "family_of",
    "frames",
    "harmful_nouns",
    "icews_event_texts",
    "icews_sectors",
    "implication",
    "merged_types",
    "misdeeds",
    "operators",
    "plover_modes",
    "plover_types",
    "read_frames",
    "sector_codes",
    "sectors",
    "suffered_nouns",
    "together",
]
