"""Setting sentences aside before the parse loses no event."""

import dataclasses
import json
from pathlib import Path

import pytest

from communique import api
from communique.extract.actors.names import name_mentions
from communique.extract.gate import worth_parsing
from communique.extract.pipeline import Coder
from communique.extract.syntax.segmentation import sentences
from communique.ontology.types.document import Document

SAMPLES = Path(api.__file__).parent / "samples" / "articles.jsonl"
STORIES = Path(__file__).parents[3] / "shared" / "corpus" / "stories.jsonl"


def _same_with_and_without(texts: list[str], coder: Coder) -> None:
    ungated = dataclasses.replace(coder, gated=False)
    for number, text in enumerate(texts):
        document = Document(str(number), text)
        assert coder.extract(document) == ungated.extract(document)


def test_the_sample_articles_have_the_same_reports_without_the_gate(coder: Coder) -> None:
    _same_with_and_without([json.loads(line)["text"] for line in SAMPLES.read_text("utf-8").splitlines()], coder)


def test_a_corpus_has_the_same_reports_without_the_gate(coder: Coder) -> None:
    if not STORIES.exists():
        pytest.skip("the shared corpus of stories is not here: nothing to compare")
    lines = STORIES.read_text("utf-8").splitlines()[::34]
    _same_with_and_without([json.loads(line)["text"] for line in lines], coder)


def test_sentences_in_which_nobody_can_act_are_set_aside(coder: Coder) -> None:
    text = "Rain fell all night. Norway sued Chile. The two countries did not comment. Prices rose by a tenth."
    named = [(item.doc, name_mentions(item.doc, coder.names, None, {})) for item in sentences(text, coder.nlp)]
    assert worth_parsing(named) == [False, True, True, False]
