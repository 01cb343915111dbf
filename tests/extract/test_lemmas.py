"""Base forms by the rules of a pipeline's lemmatiser, and confidence from a curve."""

import pytest
import spacy
from spacy.lookups import Lookups
from spacy.tokens import Doc

from communique.extract.readings.confidence import between, calibrated, known
from communique.extract.syntax.lemmas import lemmatizer

RULES = {"verb": [["ed", ""], ["ed", "e"], ["s", ""]], "noun": [["s", ""]]}
INDEX = {"verb": ["stag", "stage", "ban"], "noun": ["talk", "news"]}
EXCEPTIONS = {"verb": {"went": ["go"]}, "noun": {"men": ["man"]}}


def _pipeline() -> spacy.language.Language:
    nlp = spacy.blank("en")
    lookups = Lookups()
    for name, table in (("lemma_rules", RULES), ("lemma_index", INDEX), ("lemma_exc", EXCEPTIONS)):
        lookups.add_table(name, table)
    nlp.add_pipe("lemmatizer", config={"mode": "rule"}).initialize(lookups=lookups)
    return nlp


@pytest.mark.parametrize(
    ("text", "tag", "lemma"),
    [
        ("staged", "VBD", "stage"),
        ("went", "VBD", "go"),
        ("talks", "NNS", "talk"),
        ("news", "NN", "news"),
        ("Men", "NNS", "man"),
        ("frobbed", "VBD", "frobb"),
        ("quickly", "RB", "quickly"),
        ("the", "DT", "the"),
    ],
)
def test_a_word_has_its_base_form(text: str, tag: str, lemma: str) -> None:
    nlp = _pipeline()
    lemma_of = lemmatizer(nlp, frozenset(("stage",)))
    assert lemma_of(Doc(nlp.vocab, words=[text], tags=[tag])[0]) == lemma


def test_a_pipeline_without_tables_is_refused_with_what_to_do() -> None:
    with pytest.raises(ValueError, match="use an English pipeline"):
        lemmatizer(spacy.blank("en"))
    bare = spacy.blank("en")
    bare.add_pipe("lemmatizer", config={"mode": "rule"})
    with pytest.raises(ValueError, match="no rule tables: use an English pipeline"):
        lemmatizer(bare)


def test_confidence_lies_on_the_curve_between_its_points_and_level_beyond_them() -> None:
    raws, rights = (0.5, 0.7), (0.2, 0.6)
    assert [between(raw, raws, rights) for raw in (0.1, 0.5, 0.6, 0.9)] == pytest.approx([0.2, 0.2, 0.4, 0.6])
    raws, rights = known()
    assert list(raws) == sorted(raws)
    assert list(rights) == sorted(rights)
    assert calibrated(2.0) == round(rights[-1], 2)
