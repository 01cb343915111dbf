"""Pictures of the views for the documentation: written anew where COMMUNIQUE_SCREENSHOTS names the folder for them."""

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import httpx
import pytest
from playwright.sync_api import Browser, expect

IMAGES = Path(__file__).resolve().parents[2] / "docs" / "images"
QUERY = """SELECT ?action (COUNT(?event) AS ?events) WHERE {
  ?event dip:actorSide actor:rus ; dip:action ?action .
} GROUP BY ?action ORDER BY DESC(?events)"""
# Of an article that is there to do harm, and of its publisher, readers of the documentation need no picture.
LEAVE_OUT = """() => {
  document.querySelectorAll('ol.events > li').forEach(e => /harmed/.test(e.innerText) && e.remove());
  document.querySelectorAll('main p > a').forEach(e => /<b>/.test(e.innerText) && (e.textContent = 'Harbour Post'));
}"""


@dataclass(frozen=True)
class Shot:
    """The address of a view, what is there when it is drawn, and what is to be pressed before."""

    path: str
    drawn: str
    pressed: tuple[str, ...] = ()


# What `{event}` and `{document}` stand for in an address.
EVENT = {"actor": "rus", "target": "tur", "from": "2016-01-01", "limit": "1"}
SHOWN = {
    "home": Shot("/", "ol.events"),
    "relation": Shot("/relation/rus/tur", "svg[data-brush]"),
    "network": Shot("/network", ".network[data-done]"),
    "actor": Shot("/actor/rus#partners", "svg[data-brush]"),
    "event": Shot("/event/{event}", "mark.trigger"),
    "article": Shot("/doc/{document}", ".text mark"),
    "map": Shot("/map", "[data-map] svg a"),
    "sparql": Shot(f"/sparql#{urlencode({'query': QUERY})}", "[data-answer] figure svg"),
    "compare": Shot("/compare?first=usa&second=rus&per=year", "[data-chart=comparison] svg"),
    "try": Shot("/try", "ol.events mark.trigger", ("Moscow criticized Washington", "Read it")),
}


def completed(path: str, address: str) -> str:
    """Give the path of a view of an event that the service knows, and of its article."""
    if "{" not in path:
        return path
    key = httpx.get(f"{address}/events", params=EVENT).json()["items"][0]["key"]
    report = httpx.get(f"{address}/events/{key}").json()["asserted_by"][0]
    return path.format(event=key, document=report["document"])


@pytest.mark.parametrize("name", SHOWN)
def test_every_picture_can_be_taken(browser: Browser, address: str, name: str, tmp_path: Path) -> None:
    view = SHOWN[name]
    folder = Path(os.environ.get("COMMUNIQUE_SCREENSHOTS") or tmp_path)
    with browser.new_context(viewport={"width": 1100, "height": 780}, reduced_motion="reduce") as context:
        page = context.new_page()
        page.goto(f"{address}{completed(view.path, address)}")
        for words in view.pressed:
            page.get_by_role("link", name=words).or_(page.get_by_role("button", name=words)).click()
        expect(page.locator(view.drawn).first).to_be_visible()
        page.evaluate(LEAVE_OUT)
        # What is drawn moves what stands below it.
        page.evaluate("() => document.getElementById(location.hash.slice(1))?.scrollIntoView()")
        page.screenshot(path=folder / f"{name}.png")
    assert (folder / f"{name}.png").stat().st_size > 10_000
    assert (IMAGES / f"{name}.png").exists(), "write it with COMMUNIQUE_SCREENSHOTS=docs/images"
