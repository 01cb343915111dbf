"""Pictures of the views for the documentation: written anew where COMMUNIQUE_SCREENSHOTS names the folder for them."""

import os
from pathlib import Path
from urllib.parse import urlencode

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
# A view: its address, and what is there when it is drawn.
SHOWN = {
    "home": ("/", "ol.events"),
    "relation": ("/relation/rus/tur", "svg[data-brush]"),
    "network": ("/network", ".network[data-done]"),
    "actor": ("/actor/rus#partners", "svg[data-brush]"),
    "map": ("/map", "[data-map] svg a"),
    "sparql": (f"/sparql#{urlencode({'query': QUERY})}", "[data-answer] figure svg"),
    "compare": ("/compare?first=usa&second=rus&per=year", "[data-chart=comparison] svg"),
}


@pytest.mark.parametrize("name", SHOWN)
def test_every_picture_can_be_taken(browser: Browser, address: str, name: str, tmp_path: Path) -> None:
    path, drawn = SHOWN[name]
    folder = Path(os.environ.get("COMMUNIQUE_SCREENSHOTS") or tmp_path)
    with browser.new_context(viewport={"width": 1100, "height": 780}, reduced_motion="reduce") as context:
        page = context.new_page()
        page.goto(f"{address}{path}")
        expect(page.locator(drawn).first).to_be_visible()
        page.evaluate(LEAVE_OUT)
        # What is drawn moves what stands below it.
        page.evaluate("() => document.getElementById(location.hash.slice(1))?.scrollIntoView()")
        page.screenshot(path=folder / f"{name}.png")
    assert (folder / f"{name}.png").stat().st_size > 10_000
    assert (IMAGES / f"{name}.png").exists(), "write it with COMMUNIQUE_SCREENSHOTS=docs/images"
