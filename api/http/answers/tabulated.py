"""Look-ups as tables, in CSV or Parquet, for those who ask by ``format`` or the Accept header."""

import io
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Annotated

from fastapi import Query, Request, Response

from communique.api.http.protocol.negotiation import DESCRIPTIONS, TABLES, rather_table, with_charset
from communique.api.http.protocol.problems import ProblemError
from communique.graph import MissingPackageError, Table, write_table


class AnswerForm(StrEnum):
    """The forms of a look-up that can be a table."""

    JSON = "json"
    CSV = "csv"
    PARQUET = "parquet"


Format = Annotated[
    AnswerForm | None,
    Query(alias="format", description="The form of the answer; otherwise the Accept header tells."),
]


def table_wanted(request: Request, form: AnswerForm | None, *, rdf: bool = False) -> str | None:
    """Give the form of table that a request asks for, None where it asks for JSON, or for RDF where there is `rdf`."""
    accept = request.headers.get("accept") or "*/*"
    return rather_table(accept, None if form is None else form.value, DESCRIPTIONS if rdf else ())


def tabulated(form: str, name: str, made: Callable[[], Table], headers: Mapping[str, str] | None = None) -> Response:
    """Give a table as an answer in a form, called by a name where it is saved.

    ProblemError (501) where the service lacks what writes it.
    """
    written = io.BytesIO()
    try:
        write_table(made(), form, written)
    except MissingPackageError as error:
        raise ProblemError(501, f"this service cannot write {form}: {error}") from error
    disposition = {"Content-Disposition": f'inline; filename="{name}.{form}"', "Vary": "Accept"}
    return Response(written.getvalue(), 200, {**disposition, **(headers or {})}, with_charset(TABLES[form]))


def next_page(request: Request, cursor: str) -> str:
    """Give a Link header that leads to the page after a cursor."""
    return f'<?{request.url.include_query_params(after=cursor).query}>; rel="next"'
