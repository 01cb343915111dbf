"""Documents by date, page by page, for programs and people."""

from communique.api.http.answers.filtering import Days, cursor_of, cursor_parts
from communique.graph import GraphReader, ListedDocument, sort_key


def listed_documents(
    graph: GraphReader, source: str | None, days: Days, limit: int, after: str | None
) -> tuple[list[ListedDocument], str | None]:
    """Give the documents of a page, and the cursor of the following one, None where there is none."""
    start = None if after is None else cursor_parts(after)
    listed = graph.listed_documents(source=source, start=days.start, end=days.end, after=start, limit=limit + 1)
    found = list(listed)
    return found[:limit], cursor_of(*sort_key(found[limit - 1])) if len(found) > limit else None
