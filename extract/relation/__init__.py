"""The relation reader: what a small network makes of the parties of a sentence, weighed against what its frames say."""

from communique.extract.relation.calibration import weight_of
from communique.extract.relation.judging import JudgedRelation
from communique.extract.relation.marking import Question, question
from communique.extract.relation.network import MarkedMention
from communique.extract.relation.reader import scores_of, weighed

__all__ = ["JudgedRelation", "MarkedMention", "Question", "question", "scores_of", "weighed", "weight_of"]
