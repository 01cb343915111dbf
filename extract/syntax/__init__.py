"""The grammar that coding rests on: sentences, base forms, clauses, dates, factuality."""

from communique.extract.syntax.segmentation import Sentence

__all__ = ["Sentence"]
