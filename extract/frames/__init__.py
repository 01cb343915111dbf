"""Action frames in a parsed sentence: which may match, where they match, who fills their slots."""

from communique.extract.frames.arguments import Scene, fillers
from communique.extract.frames.matching import Match, matches

__all__ = ["Match", "Scene", "fillers", "matches"]
