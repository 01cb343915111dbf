"""What stands around the content of pages: the way to other views, and filters that leave room on a small screen."""

import itertools
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from conftest import Watched
from playwright.sync_api import Browser, expect


@pytest.fixture
def phone(browser: Browser, address: str) -> Iterator[Watched]:
    with browser.new_context(viewport={"width": 360, "height": 800}, reduced_motion="reduce") as context:
        yield Watched(context, address)


def test_the_documentation_of_the_api_leads_back(explorer: Watched) -> None:
    page = explorer.open("/docs")
    expect(page.locator(".opblock").first).to_be_visible()
    expect(page.get_by_role("link", name="API", exact=True)).to_have_attribute("aria-current", "page")
    page.get_by_role("link", name="Communiqué").click()
    assert urlsplit(page.url).path == "/"


# Every level of headings, in their order.
LEVELS = """() => [...document.querySelectorAll("main :is(h1, h2, h3, h4, h5, h6)")].map(
  each => Number(each.getAttribute("aria-level") ?? each.tagName[1]))"""


def test_no_level_of_headings_is_left_out_in_the_documentation_of_the_api(explorer: Watched) -> None:
    page = explorer.open("/docs")
    page.locator(".opblock-summary-control").first.click()
    expect(page.locator(".opblock-section h4").first).to_be_visible()
    levels = page.evaluate(LEVELS)
    assert levels[0] == 1 and max(levels) >= 3
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels)), levels


@pytest.mark.parametrize(("scheme", "dark"), [("light", False), ("dark", True)])
def test_the_documentation_of_the_api_is_dark_where_the_other_pages_are(
    browser: Browser, address: str, scheme: str, dark: bool
) -> None:
    with browser.new_context(color_scheme=scheme) as context:  # type: ignore[arg-type]
        page = Watched(context, address).open("/docs")
        lightness = page.locator(".swagger-ui").evaluate("e => getComputedStyle(e).color.match(/\\d+/g)[0] > 128")
    assert lightness is dark


def test_filters_leave_room_on_a_phone(phone: Watched) -> None:
    page = phone.open("/relation/rus/tur?quad=3")
    expect(page.get_by_label("From", exact=True)).to_be_hidden()
    page.get_by_text("Filters (1 set)").click()
    page.get_by_role("combobox", name="Quad class").select_option("material conflict")
    expect(page).to_have_url(re.compile("quad=4"))
    # Who opened them goes on.
    expect(page.get_by_label("From", exact=True)).to_be_visible()


def test_facts_have_the_width_of_a_phone(phone: Watched) -> None:
    page = phone.open("/action/criticizes")
    term, fact = page.locator("dl.facts dt").first.bounding_box(), page.locator("dl.facts dd").first.bounding_box()
    assert term is not None and fact is not None
    assert fact["y"] > term["y"] and fact["x"] == term["x"]


def test_filters_stand_open_where_there_is_room(explorer: Watched) -> None:
    page = explorer.open("/relation/rus/tur")
    expect(page.get_by_label("From", exact=True)).to_be_visible()
    expect(page.get_by_text("Filters", exact=True)).to_be_hidden()


def test_without_scripts_filters_on_a_phone_are_opened_and_sent(browser: Browser, address: str) -> None:
    with browser.new_context(viewport={"width": 360, "height": 800}, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{address}/relation/rus/tur")
        page.get_by_text("Filters", exact=True).click()
        page.get_by_label("From", exact=True).fill("2016-01-01")
        page.get_by_role("button", name="Show").click()
        assert urlsplit(page.url).query == "from=2016-01-01"


def test_without_scripts_the_documentation_lists_what_there_is(browser: Browser, address: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{address}/docs")
        expect(page.get_by_role("row", name="GET /relations/{first}/{second}", exact=False).first).to_be_visible()
