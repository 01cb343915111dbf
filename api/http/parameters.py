"""The parameters of a request: were a misspelt one passed over, the answer would be to another question."""

from collections import Counter
from difflib import get_close_matches

from fastapi import Request

from api.http.problems import ProblemError


async def known_parameters(request: Request) -> None:
    """Let a request pass that gives only parameters of its address, each once; ProblemError (400) otherwise."""
    if not request.query_params:
        return
    known = _parameters(request)
    given = Counter(name for name, _ in request.query_params.multi_items())
    wrong = [_unknown(name, known) for name in given if name not in known]
    wrong += [f"{name} is given {number} times: give it once" for name, number in given.items() if number > 1]
    if wrong:
        raise ProblemError(400, "; ".join(wrong))


def _unknown(name: str, known: list[str]) -> str:
    alike = get_close_matches(name, known, n=1)
    hint = f"did you mean {alike[0]!r}?" if alike else f"there are {', '.join(known)}" if known else "there are none"
    return f"there is no parameter {name!r} here: {hint}"


def _parameters(request: Request) -> list[str]:
    """Give the names of the parameters that the OpenAPI document has for the address and method of a request."""
    operation = request.app.openapi()["paths"][request.scope["route"].path][request.method.lower()]
    return [each["name"] for each in operation.get("parameters", ()) if each["in"] == "query"]
