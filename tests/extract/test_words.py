"""The words of a sentence, read once."""

import spacy
from hypothesis import given
from hypothesis import strategies as st

from communique.extract.syntax.words import text_of, words_of

NLP = spacy.blank("en")


@given(st.text(alphabet="ab. ,'-é\n", max_size=30))
def test_a_sentence_and_its_parts_have_the_text_that_spacy_gives(text: str) -> None:
    doc = NLP(text)
    assert words_of(doc).text == doc.text
    for start in range(len(doc)):
        for end in range(start + 1, len(doc) + 1):
            assert text_of(doc[start:end]) == doc[start:end].text
