"""A service that holds nothing yet: every page says so, and what to do, in any light and on any screen."""

import pytest
from conftest import Watched
from playwright.sync_api import Browser, expect
from test_explorer import grave_problems

# Those that would show events.
_OF_EVENTS = ("/", "/search", "/search?q=Turkey+Russia", "/network", "/map", "/action/criticizes", "/actor/rus")
_LISTS = ("/relations", "/moves", "/actions", "/places", "/documents", "/publishers")
_OTHERS = ("/compare", "/try", "/sparql", "/relation/rus/tur", "/place/tur.istanbul", "/queries")


@pytest.mark.parametrize("path", [*_OF_EVENTS, *_LISTS])
def test_an_empty_graph_says_what_to_do(browser: Browser, empty: str, path: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{empty}{path}")
        expect(page.get_by_text("The graph is empty")).to_have_count(1)
        expect(page.get_by_role("link", name="store some here")).to_be_visible()


@pytest.mark.parametrize("path", [*_OF_EVENTS, *_LISTS, *_OTHERS])
def test_every_view_of_nothing_is_usable(browser: Browser, empty: str, axe: str, path: str) -> None:
    with browser.new_context(
        viewport={"width": 320, "height": 800}, color_scheme="dark", reduced_motion="reduce", bypass_csp=True
    ) as context:
        watched = Watched(context, empty)
        page = watched.open(path)
        watched.settle()
        assert page.evaluate("() => document.documentElement.scrollWidth - innerWidth") <= 0, "it scrolls sideways"
        assert page.locator("h1").count() == 1
        assert grave_problems(page, axe) == []
        assert [text for text in watched.complaints if "404" not in text] == []
