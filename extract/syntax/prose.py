"""Which part of a paragraph is prose: without dateline and labels before it, publisher and agency behind it."""

from communique.extract.documents.datelines import dateline
from communique.extract.documents.headings import is_headline, label_end, without_agency, words_of_headline


def prose_of(paragraph: str) -> tuple[int, int]:
    """Give start and end of the words of a paragraph that tell something; they act, and its margins do not.

    Examples
    --------
    >>> text = "Oslo praises Lima - Northern News"
    >>> text[slice(*prose_of(text))]
    'Oslo praises Lima'
    """
    end = len(paragraph)
    start = end - len(paragraph.lstrip())
    start += label_end(paragraph[start:])
    if is_headline(paragraph):
        first, end = words_of_headline(paragraph[start:])
        start, end = start + first, start + end
    else:
        end = without_agency(paragraph)
    start += dateline(paragraph[start:end]).end
    return (start, end) if start < end else (0, len(paragraph))
