"""The relation reader: what a small network makes of the parties of a sentence, weighed against what its frames say."""

from communique.extract.relation.calibration import weight_of
from communique.extract.relation.judging import JudgedRelation
from communique.extract.relation.network import MarkedMention
from communique.extract.relation.reader import weighed

__all__ = ["JudgedRelation", "MarkedMention", "weighed", "weight_of"]
