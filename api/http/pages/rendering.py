"""Pages from the templates beside this module, and the policy that lets in nothing but what stands in them."""

import base64
import hashlib
from collections.abc import Mapping
from functools import cache

from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

_CLOSED = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; "
_FORM = {True: "'self'", False: "'none'"}


def page(template: str, **values: object) -> HTMLResponse:
    """Give the page that a template makes of values; whatever stands in these, it is text."""
    return HTMLResponse(rendered(template, **values), headers=page_headers())


def rendered(template: str, **values: object) -> str:
    """Give the text that a template makes of values."""
    return _environment().get_template(template).render(values)


def page_headers() -> Mapping[str, str]:
    """Give the headers of our own pages: nothing but their style and a form to ourselves is let in."""
    return {"Content-Security-Policy": _own_policy(), "Vary": "Accept"}


def policy(*, script: str | None = None, style: str | None = None, form: bool = False, others: str = "") -> str:
    """Give a Content-Security-Policy.

    Parameters
    ----------
    script, style
        The one inline script and the one inline style that are let in, by their hashes.
    form
        Whether forms may be sent, to this server alone.
    others
        More directives, each after ``; ``.

    Returns
    -------
    str
        The value of the header.
    """
    allowed = [("script-src 'self'", script), ("style-src", style)]
    hashed = "; ".join(f"{rule} '{_hash(text)}'" for rule, text in allowed if text is not None)
    return f"{_CLOSED}{hashed}; form-action {_FORM[form]}{others}"


@cache
def _own_policy() -> str:
    return policy(style=rendered("style.css"), form=True)


@cache
def _environment() -> Environment:
    loader = PackageLoader("communique.api.http.pages")
    return Environment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
