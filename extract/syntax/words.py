"""The words and the text of a sentence, read from its tokens once and kept with it."""

from dataclasses import dataclass

from spacy.tokens import Doc, Span

_KEY = "communique words"


@dataclass(frozen=True, slots=True)
class Words:
    """The words as they are written and in small letters, and the whole text."""

    written: list[str]
    lowered: list[str]
    text: str


def words_of(doc: Doc) -> Words:
    """Give the words of a sentence."""
    known: Words | None = doc.user_data.get(_KEY)
    if known is None:
        spaced = [token.text_with_ws for token in doc]
        written = [word[:-1] if len(word) > 1 and word[-1] == " " else word for word in spaced]
        known = doc.user_data[_KEY] = Words(written, [word.lower() for word in written], "".join(spaced))
    return known


def text_of(span: Span) -> str:
    """Give the text of some words, cut out of that of the sentence: a span would put it together of its tokens."""
    return words_of(span.doc).text[span.start_char : span.end_char]
