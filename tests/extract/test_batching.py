"""Documents that are read together: each says what it says alone, and one that fails spoils no other."""

import itertools
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from communique import api
from communique.extract.batching import Failure, batches, in_place
from communique.extract.pipeline import Coder
from communique.extract.relation.network import MarkedMention, network
from communique.ontology.types import Document, Extraction

SAMPLES = Path(api.__file__).parent / "samples" / "articles.jsonl"
TEXTS = [json.loads(line)["text"] for line in SAMPLES.read_text("utf-8").splitlines()]
# A headline that is parsed a second time stands among them, and a word alone.
SENTENCES = [line for text in TEXTS for line in text.replace("\n", " ").split(". ") if line] + [
    "Latvia visits Turkey",
    "Riyadh cuts ties with Tehran over embassy attack",
    "Silence.",
]
DOCUMENTS = [Document(f"d{number}", text) for number, text in enumerate((*SENTENCES, *TEXTS, ""))]


def numbers(doc: Doc) -> tuple[bytes, list[str], list[int], list[str]]:
    """Give the tensor and the parse of a sentence."""
    return (
        doc.tensor.tobytes(),
        [token.tag_ for token in doc],
        [token.head.i for token in doc],
        [token.dep_ for token in doc],
    )


@pytest.fixture(scope="module")
def alone(reader: Coder) -> dict[str, Extraction]:
    """Give what each document says when it is read by itself."""
    return {document.id: reader.extract(document) for document in DOCUMENTS}


@given(st.lists(st.sampled_from(SENTENCES), min_size=2, max_size=40))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_no_number_of_a_parse_depends_on_the_sentences_beside_it(coder: Coder, texts: list[str]) -> None:
    docs = [coder.nlp.make_doc(text) for text in texts]
    together = [numbers(doc) for doc in coder._parser.plain(docs)]
    assert together == [numbers(coder.parse(text)) for text in texts]


MARKED = [
    (text, [MarkedMention(place, place + 4, "name", f"P{place % 3}") for place in range(0, min(len(text), 60), step)])
    for text, step in itertools.product((*SENTENCES, ""), (4, 9, 25))
]


@given(st.lists(st.sampled_from(MARKED), min_size=1, max_size=40))
@settings(max_examples=40, deadline=None)
def test_no_bit_of_what_the_network_says_depends_on_the_sentences_beside_it(
    asked: list[tuple[str, list[MarkedMention]]],
) -> None:
    for item, said in zip(asked, network().scores_of(asked), strict=True):
        alone = network().scores(*item)
        assert (said.mentions, said.pieces) == (alone.mentions, alone.pieces)
        for name in ("logits", "attention", "words"):
            one, other = getattr(said, name), getattr(alone, name)
            assert one.shape == other.shape and one.tobytes() == other.tobytes()


@given(st.permutations(DOCUMENTS).flatmap(lambda order: st.tuples(st.just(order), st.integers(1, len(order)))))
@settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_what_a_document_says_depends_on_no_other(
    reader: Coder, alone: dict[str, Extraction], chosen: tuple[list[Document], int]
) -> None:
    order, number = chosen
    found = list(reader.extract_all(order[:number]))
    assert found == [alone[document.id] for document in order[:number]]


def test_batches_hold_so_much_text_or_so_many_items_and_lose_nothing() -> None:
    short, long = Document("s", "x" * 100), Document("l", "x" * 10_000)
    assert [len(batch) for batch in batches([short] * 130)] == [64, 64, 2]
    assert [len(batch) for batch in batches([long, short, long, long])] == [3, 1]
    assert [len(batch) for batch in batches(["no document"] * 65)] == [64, 1]
    assert list(batches([])) == []


def test_what_came_before_an_input_breaks_off_is_given() -> None:
    def breaking() -> Iterator[Document]:
        yield Document("a", "One.")
        raise OSError("the disk is gone")

    found: list[list[Document]] = []
    with pytest.raises(OSError, match="gone"):
        found.extend(batches(breaking()))
    assert [document.id for batch in found for document in batch] == ["a"]


def test_what_was_coded_stands_in_the_place_of_its_document() -> None:
    items = ["first", Document("a", ""), "second", Document("b", "")]
    assert list(in_place(items, iter(("A", "B")))) == ["first", "A", "second", "B"]


@pytest.mark.parametrize("stage", ["named", "scene", "question", "said"])
def test_a_document_that_fails_spoils_no_other(coder: Coder, stage: str, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = ("Norway sued Chile.", "Malta sued Chad. Peru thanked Spain.", "Ghana sued Togo.")
    documents = [Document(f"d{number}", text) for number, text in enumerate(texts)]
    expected = [coder.extract(document) for document in documents]
    original = getattr(Coder, stage)

    def failing(self: Coder, *given: object) -> object:
        parts = [getattr(item, "scene", item) for item in given]
        if any("Malta" in str(getattr(part, "doc", part)) for part in parts):
            raise IndexError("nbor")
        return original(self, *given)

    monkeypatch.setattr(Coder, stage, failing)
    first, bad, last = replace(coder).extract_each(documents)
    assert [first, last] == [expected[0], expected[2]]
    assert isinstance(bad, Failure)
    assert (bad.document, repr(bad.error)) == (documents[1], "IndexError('nbor')")
    with pytest.raises(IndexError):
        list(replace(coder).extract_all(documents))
