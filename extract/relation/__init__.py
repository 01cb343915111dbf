"""The relation reader: what a small network makes of the parties of a sentence, weighed against what its frames say."""

from communique.extract.relation.calibration import weight_of
from communique.extract.relation.judging import Judgement
from communique.extract.relation.network import MarkedMention
from communique.extract.relation.reader import weighed

__all__ = ["Judgement", "MarkedMention", "weighed", "weight_of"]
