"""Pages from the templates beside this module, and the policy that lets in nothing but what stands in them."""

import base64
import hashlib
import re
from collections.abc import Mapping
from functools import cache
from urllib.parse import quote

from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from communique.api.http.pages.assets import script_name, style_name
from communique.api.http.pages.wording import count, day, decimal, grouped, in_marks, period_name, signed
from communique.graph import dataset_label
from communique.ontology.actors import article, articles_within, countries_by_region, with_article
from communique.ontology.colours import quad_classes
from communique.ontology.types import SAFE

# What every page leads to: the path below this service, and the name of it.
VIEWS = (
    ("", "Home"),
    ("search", "Events"),
    ("network", "Network"),
    ("map", "Map"),
    ("compare", "Compare"),
    ("try", "Try it"),
    ("sparql", "SPARQL"),
    ("docs", "API"),
)
# What the foot of every page leads to.
LISTS = (
    ("relations", "Relations"),
    ("moves", "Who moved most"),
    ("actions", "Actions"),
    ("places", "Places"),
    ("documents", "Documents"),
    ("publishers", "Publishers"),
    ("queries", "Queries"),
)
# So many letters without a blank, not cut within what stands for a sign.
_LONG = re.compile(r"(?:&[#a-z0-9]+;|[^\s&]){80}(?=[^\s])")
_CLOSED = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; "
_FORM = {True: "'self'", False: "'none'"}
# What our own files may do: scripts ask this service, work aside, and draw pictures.
_OWN = "script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; worker-src 'self'"


def page(template: str, **values: object) -> HTMLResponse:
    """Give the page that a template makes of values; whatever stands in these, it is text."""
    return HTMLResponse(rendered(template, **values), headers=dict(page_headers()))


def rendered(template: str, **values: object) -> str:
    """Give the text that a template makes of values; `here` is the path at which this service is."""
    return _environment().get_template(template).render(values)


def page_headers() -> Mapping[str, str]:
    """Give the headers of our own pages: nothing but their own files and a form to ourselves is let in."""
    return {"Content-Security-Policy": f"{_CLOSED}{_OWN}; form-action 'self'", "Vary": "Accept"}


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
def _environment() -> Environment:
    loader = PackageLoader("communique.api.http.pages")
    made = Environment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    classes = [each for each in quad_classes().values() if each.number]
    made.globals.update(style=style_name, script=script_name, views=lambda: VIEWS, lists=lambda: LISTS)
    made.globals.update(quads=classes, regions=list(countries_by_region()))
    made.filters.update(grouped=grouped, signed=signed, day=day, counted=count, marks=in_marks, decimal=decimal)
    made.filters.update(period=period_name, path=_path, breakable=_breakable)
    made.filters.update(article=article, articles_within=articles_within, within=with_article, dataset=dataset_label)
    return made


def _breakable(text: str) -> Markup:
    """Give a text in which lines may break within words that are longer than any line."""
    return Markup(_LONG.sub(lambda word: f"{word[0]}<wbr>", str(escape(text))))


def _path(name: str) -> str:
    return quote(name, safe=SAFE)


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
