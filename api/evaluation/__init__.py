"""Evaluation: gold sets and scores, and checks of the lexicon and of the mentions."""
