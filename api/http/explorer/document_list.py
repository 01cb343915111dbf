"""The view of the documents: what was published when, by whom, and how much was read from it."""

from fastapi import Request, Response

from communique.api.http.answers.filtering import Days
from communique.api.http.answers.limited import limited
from communique.api.http.answers.listing import listed_documents
from communique.api.http.explorer.showing import as_sparql, chosen_of, query_with, shown
from communique.api.http.service import service_of

# So many are on a page, and so many publishers are offered.
_PAGE, _PUBLISHERS = 100, 200


def documents_page(request: Request, source: str | None, days: Days, limit: int | None, after: str | None) -> Response:
    """Give a page of the documents of a publisher, or of all, by date of publication."""
    graph, chosen = limited(request), chosen_of(request)
    found, following = listed_documents(graph, source, days, limit or _PAGE, after)
    publishers = dict.fromkeys(each.publisher for each in service_of(request).publishers() if each.publisher)
    return shown(
        request,
        "documents.html",
        view="documents",
        chosen={name: value for name, value in chosen.items() if name not in ("after", "limit")},
        documents=found,
        publishers=list(publishers)[:_PUBLISHERS],
        first=query_with(chosen, after=None) if after else None,
        following=None if following is None else query_with(chosen, after=following),
        query=query_with(chosen, limit=limit or _PAGE),
        sparql=as_sparql(graph.documents_as_sparql(source=source, start=days.start, end=days.end)),
    )
