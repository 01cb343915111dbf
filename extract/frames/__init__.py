"""Action frames in a parsed sentence: which may match, where they match, who fills their slots."""

from communique.extract.frames.arguments import fillers
from communique.extract.frames.matching import Match, matches
from communique.extract.frames.scene import Scene

__all__ = ["Match", "Scene", "fillers", "matches"]
