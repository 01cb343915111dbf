"""The parameters of a request: were a misspelt one passed over, the answer would be to another question."""

from collections import Counter
from collections.abc import Iterator
from difflib import get_close_matches

from fastapi import Request
from fastapi.dependencies.models import Dependant

from communique.api.http.protocol.problems import ProblemError

# So many are named in a refusal, and no longer than that: it answers a request of any length.
_SHOWN, _LONGEST = 5, 50


async def known_parameters(request: Request) -> None:
    """Let a request pass that gives only parameters of its address, each once; ProblemError (400) otherwise."""
    if not request.query_params:
        return
    refuse_doubled(request)
    known = list(_query_of(request.scope["route"].dependant))
    wrong = [name for name in request.query_params if name not in known]
    if wrong:
        raise ProblemError(400, "; ".join(_unknown(name, known) for name in wrong[:_SHOWN]))


def refuse_doubled(request: Request) -> None:
    """Let a request pass that gives each parameter once; ProblemError (400) otherwise."""
    given = Counter(name for name, _ in request.query_params.multi_items())
    doubled = [f"{_short(name)} is given {number} times: give it once" for name, number in given.items() if number > 1]
    if doubled:
        raise ProblemError(400, "; ".join(doubled[:_SHOWN]))


def _unknown(name: str, known: list[str]) -> str:
    alike = get_close_matches(_short(name), known, n=1)
    hint = f"did you mean {alike[0]!r}?" if alike else f"there are {', '.join(known)}" if known else "there are none"
    return f"there is no parameter {_short(name)!r} here: {hint}"


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST else f"{name[:_LONGEST]}…"


def _query_of(dependant: Dependant) -> Iterator[str]:
    """Give the names of the parameters that a handler and all that it depends on take from the query."""
    yield from (each.alias for each in dependant.query_params)
    for each in dependant.dependencies:
        yield from _query_of(each)
