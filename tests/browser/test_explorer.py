"""The explorer as people use it: in a real browser, by pointer, by keyboard, on a phone, and without scripts."""

import json
import re
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import lxml.html
import pytest
from browser_world import HOSTILE
from conftest import AT_REST, TOKEN, Watched
from playwright.sync_api import Browser, FilePayload, Page, expect

VIEWS = {
    "home": "/",
    "search": "/search?q=Russia+Turkey",
    "events": "/search?actor=rus&from=2015-01-01&to=2015-12-31",
    "relation": "/relation/rus/tur",
    "actor": "/actor/rus",
    "person": "/actor/angela-merkel",
    "article": f"/doc/{HOSTILE}",
    "another article": "/doc/rus-tur-2014-02-02-visits",
    "network": "/network?from=2015-01-01",
    "map": "/map",
    "compare": "/compare?first=usa&second=rus&per=year",
    "comparing": "/compare",
    "try": "/try",
    "sparql": "/sparql",
    "sign in": "/admin",
    "answer": "/queries/top-dyads?format=html",
    "action": "/action/disapproves-of?from=2014-06-01",
    "actions": "/actions?from=2014-06-01",
    "publishers": "/publishers",
    "relations": "/relations",
    "moves": "/moves",
    "chains": "/relations/rus/usa/path",
    "places": "/places?from=2014-06-01",
    "documents": "/documents?source=Northern+Wire",
    "queries": "/queries",
    "place": "/place/tur.istanbul",
    "code": "/code/cameo/11",
    "vocabulary": "/ontology",
    "unknown": "/actor/nobody-at-all",
    "nothing found": "/search?q=xyzzy",
    "refused": "/search?from=2015-99-99",
    "documentation": "/docs",
}


# What says nothing of where a link leads.
VAGUE = {"", "more", "all", "here", "link", "original", "event", "page", "this", "csv", "as sparql", "as an api call"}
_SAID = re.compile(r"^From January 2014 to December 2018: \d+ events, \d+.% conflict; worst in ")

_STATUS = re.compile(r"status of (404|422)")


def grave_problems(page: Page, axe: str, *rules: str) -> list[tuple[str, list[str]]]:
    """Give what some people cannot use on a page, by some of axe's rules or by all."""
    page.evaluate(axe)
    chosen = {"runOnly": {"type": "rule", "values": rules}} if rules else {}
    options = {"resultTypes": ["violations"], **chosen}
    found = page.evaluate("options => axe.run({exclude: ['#swagger-ui']}, options)", options)
    grave = [each for each in found["violations"] if each["impact"] in ("serious", "critical")]
    return [(each["id"], [node["html"][:150] for node in each["nodes"]][:3]) for each in grave]


# As wide as the text of a sheet of A4.
PAPER = {"width": 680, "height": 960}
_WRONG_ON_PAPER = """() => [
  ...(getComputedStyle(document.documentElement).backgroundColor === "rgb(255, 255, 255)" ? [] : ["a dark ground"]),
  ...[...document.querySelectorAll("button, select, input, nav, details.filters, p.links")].filter(each =>
    each.checkVisibility() && !each.closest("th, #swagger-ui")
    ).map(each => `a control: ${each.outerHTML.slice(0, 90)}`),
  ...[...document.querySelectorAll("main *:not(#swagger-ui *)")].filter(each =>
    each.checkVisibility() && each.getBoundingClientRect().right > innerWidth + 1 &&
    !each.closest(".map, .network")
    ).map(each => `cut: ${each.outerHTML.slice(0, 90)}`).slice(0, 3),
]"""


def wrong_on_paper(page: Page) -> list[str]:
    """Give what would be printed that is of no use on paper, or not in whole, where the screen is dark."""
    page.emulate_media(media="print", color_scheme="dark")
    page.set_viewport_size(PAPER)  # type: ignore[arg-type]
    found: list[str] = page.evaluate(_WRONG_ON_PAPER)
    return found


_CUT_CAPTIONS = """() => [...document.querySelectorAll("caption")].filter(each =>
  each.checkVisibility() && each.getBoundingClientRect().right > innerWidth
).map(each => each.textContent)"""


def query_of(explorer: Watched) -> dict[str, list[str]]:
    return parse_qs(urlsplit(explorer.page.url).query)


def test_from_a_search_to_a_sentence_in_four_clicks(explorer: Watched) -> None:
    page = explorer.open("/")
    page.get_by_role("combobox").fill("Turkey Russia")
    page.get_by_role("option", name="Turkey and Russia").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("and Russia"))
    expect(page.locator("p.lead")).to_contain_text("events")
    page.locator("ol.events > li").first.get_by_role("link", name=re.compile(r"^\d+ report")).click()
    expect(page.get_by_role("heading", name="Who says so")).to_be_visible()
    page.locator('cite a[href^="/doc/"]').first.click()
    expect(page.locator(".text mark").first).to_be_visible()


def test_filters_change_the_address_and_back_works(explorer: Watched) -> None:
    page = explorer.open("/relation/rus/tur")
    whole = page.locator("p.lead").inner_text()
    # A day that is typed is no filter before it is whole, and who goes on with the keyboard stays where he went.
    page.get_by_label("From", exact=True).focus()
    page.keyboard.type("01012015")
    assert urlsplit(page.url).query == "" and page.locator("main[aria-busy]").count() == 0
    page.get_by_label("To", exact=True).focus()
    expect(page.locator("p.lead")).not_to_have_text(whole)
    expect(page.locator("#announcement[role=status]")).to_have_text(page.locator("p.lead").inner_text())
    expect(page.get_by_label("To", exact=True)).to_be_focused()
    page.get_by_role("combobox", name="Quad class").select_option("verbal conflict")
    expect(page).to_have_url(re.compile("quad=3"))
    assert query_of(explorer) == {"from": ["2015-01-01"], "quad": ["3"]}
    expect(page.locator('ol.events > li:not([data-quad="3"])')).to_have_count(0)
    page.get_by_role("button", name="Show").press("Enter")
    expect(page.locator("main[aria-busy]")).to_have_count(0)
    expect(page.get_by_role("button", name="Show")).to_be_focused()
    page.go_back()
    expect(page).not_to_have_url(re.compile("quad=3"))
    page.go_back()
    expect(page.locator("p.lead")).to_have_text(whole)


def test_a_relation_says_how_two_get_on_and_a_span_of_time_is_brushed(explorer: Watched) -> None:
    page = explorer.open("/relation/Russia/Turkey")
    # Names lead to the address of what they mean.
    assert page.url.endswith("/relation/rus/tur")
    expect(page.locator("p.lead")).to_contain_text(_SAID)
    expect(page.locator("svg[data-brush]")).to_contain_text("Events")
    box = page.locator("svg[data-brush]").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * 0.3, box["y"] + 100)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + 120, steps=4)
    page.mouse.up()
    expect(page).to_have_url(re.compile(r"from=\d{4}-\d\d-01&to="))
    expect(page.locator("p.lead")).not_to_contain_text("2018")
    expect(page.get_by_label("From", exact=True)).to_have_value(query_of(explorer)["from"][0])


def test_by_keyboard_alone(explorer: Watched) -> None:
    page = explorer.open("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.get_by_role("combobox").focus()
    page.keyboard.type("Iran Saudi")
    expect(page.get_by_role("listbox")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(page.get_by_role("combobox")).to_have_value("Iran Saudi")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("listbox")).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(page.locator('[role="option"][aria-selected="true"]')).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert urlsplit(page.url).path != "/"


def test_the_network_plays_through_the_years(explorer: Watched) -> None:
    page = explorer.open("/network")
    expect(page.locator(".network[data-done]")).to_be_visible()
    page.get_by_role("button", name="Play").click()
    expect(page).to_have_url(re.compile("from=2014-01-01&to=2014-12-31"))
    expect(page).to_have_url(re.compile("from=2015-01-01&to=2015-12-31"))
    page.get_by_role("button", name="Stop").click()
    expect(page.locator(".network[data-done]")).to_be_visible()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save picture").click()
    assert saved.value.suggested_filename == "network.png"


def test_the_network_says_what_its_colours_sizes_and_years_are(explorer: Watched) -> None:
    page = explorer.open("/network")
    nodes, year = page.get_by_role("list", name="Nodes"), page.get_by_role("slider", name="Year")
    expect(nodes).to_contain_text(re.compile("country.*body.*person.*the larger, the more events", re.DOTALL))
    expect(page.locator("output")).to_have_text("all")
    expect(year).to_have_attribute("aria-valuetext", "all years")
    page.get_by_label("Node colour").select_option("goldstein")
    page.get_by_label("Node size").select_option("partners")
    expect(nodes).to_contain_text(re.compile("Goldstein mean above 4.*below \u22124.*the more partners", re.DOTALL))
    page.get_by_label("Node colour").select_option("region")
    expect(nodes).to_contain_text(re.compile("Americas.*Asia.*Europe", re.DOTALL))
    year.focus()
    for shown in ("2015", "2016"):
        page.keyboard.press("ArrowRight")
        expect(page).to_have_url(re.compile(f"from={shown}-01-01&to={shown}-12-31"))
        expect(page.locator("output")).to_have_text(shown)
        expect(year).to_be_focused()
    page.get_by_role("button", name="All years").press("Enter")
    expect(page.locator("output")).to_have_text("all")
    assert query_of(explorer) == {"colour": ["region"], "size": ["partners"]}


def test_a_year_without_events_says_so_and_goes_on(explorer: Watched) -> None:
    page = explorer.open("/network?around=prk&from=2015-01-01&to=2015-12-31")
    expect(page.get_by_text("No event is known that meets this.")).to_be_visible()
    year = page.get_by_role("slider", name="Year")
    expect(year).to_have_value("2015")
    year.press("ArrowRight")
    expect(page.locator(".network[data-done]")).to_be_visible()
    expect(page.get_by_text("No event is known that meets this.")).to_have_count(0)


def test_what_is_selected_in_the_network_is_told_and_leads_on(explorer: Watched) -> None:
    page = explorer.open("/network")
    told = page.locator(".selected [role=status]")
    expect(told).to_contain_text("Nothing is selected")
    page.get_by_label("Actor", exact=True).select_option("Turkey")
    expect(told).to_contain_text(re.compile(r"^Turkey: \d+ events with 1 partner, Goldstein mean [\u2212\d.]+\. "))
    assert urlsplit(page.url).query == ""
    page.locator(".network").click(position={"x": 3, "y": 3})
    expect(told).to_contain_text("Nothing is selected")
    page.get_by_label("Actor", exact=True).select_option("Turkey")
    told.get_by_role("link", name="The network around it").click()
    expect(page).to_have_url(re.compile(r"/network\?around=tur$"))
    page.get_by_label("Actor", exact=True).select_option("Turkey")
    page.get_by_label("Edge", exact=True).select_option("from Russia")
    expect(told).to_contain_text(re.compile(r"^Russia to Turkey: \d+ events, most of them verbal cooperation"))
    told.get_by_role("link", name="How the two get on").press("Escape")
    expect(told).to_contain_text("Nothing is selected")
    expect(page.get_by_label("Actor", exact=True)).to_be_focused()
    page.get_by_label("Actor", exact=True).select_option("Turkey")
    told.get_by_role("link", name="Its page").click()
    expect(page).to_have_url(re.compile("/actor/tur$"))


def test_the_map_leads_to_the_events_of_a_place(explorer: Watched) -> None:
    page = explorer.open("/map")
    page.locator("[data-map] svg a:not([data-places])").first.click()
    expect(page.locator("ol.events > li").first).to_be_visible()
    assert list(query_of(explorer)) == ["place"]


def test_a_circle_of_several_places_opens_until_they_are_apart(explorer: Watched) -> None:
    page = explorer.open("/map?either=tur")
    several, heading = page.locator("[data-map] svg a[data-places]"), page.locator("[data-map] h2")
    expect(several).to_have_count(1)
    expect(page.get_by_role("button", name="Whole world")).to_be_disabled()
    for _ in range(8):
        if not several.count():
            break
        several.first.click()
    expect(several).to_have_count(0)
    expect(heading).to_be_focused()
    expect(page.locator("[data-map] li a")).to_have_text(["Istanbul", "Ankara"])
    page.get_by_role("button", name="Whole world").press("Enter")
    expect(several).to_have_count(1)
    expect(heading).to_have_text("2 places")
    expect(page.locator("#announcement")).to_have_text("2 places")
    # It does nothing now, and keeps the focus.
    expect(page.get_by_role("button", name="Whole world")).to_be_focused()
    picture, land = page.get_by_role("group", name="The map, moved by arrow keys"), page.locator("[data-map] .land")
    picture.press("+")
    expect(heading).to_have_text("2 places in this part of the map")
    near = land.get_attribute("d") or ""
    picture.press("ArrowRight")
    expect(land).not_to_have_attribute("d", near)


def a_finger_moves_the_map_only_from_near(page: Page) -> None:
    land, fingers = page.locator("[data-map] .land"), page.context.new_cdp_session(page)
    far = land.get_attribute("d")
    for nearer in (False, True):
        if nearer:
            page.get_by_role("button", name="Zoom in").tap()
            far = land.get_attribute("d")
        picture = page.locator("[data-map] svg")
        picture.scroll_into_view_if_needed()
        page.evaluate(AT_REST)
        box = picture.bounding_box()
        assert box is not None
        x, y, above = box["x"] + 20, box["y"] + box["height"] / 2, page.evaluate("scrollY")
        for kind, by in (("Start", 0), ("Move", 20), ("Move", 60), ("End", None)):
            at = [] if by is None else [{"x": x + by, "y": y - by}]
            fingers.send("Input.dispatchTouchEvent", {"type": f"touch{kind}", "touchPoints": at})
        if nearer:
            expect(land).not_to_have_attribute("d", far or "")
            assert abs(page.evaluate("scrollY") - above) < 1
        else:
            page.wait_for_function("above => scrollY > above", arg=above)
            assert land.get_attribute("d") == far
    page.get_by_role("button", name="Whole world").tap()


def test_circles_of_the_map_do_not_overlap_at_any_width(browser: Browser, address: str) -> None:
    for width in (360, 800, 1600):
        with browser.new_context(viewport={"width": width, "height": 800}, has_touch=width < 400) as context:
            page = context.new_page()
            page.goto(f"{address}/map")
            if width < 400:
                a_finger_moves_the_map_only_from_near(page)
            expect(page.locator("[data-map] svg a").first).to_be_visible()
            boxes = page.locator("[data-map] svg a").evaluate_all(
                "all => all.map(a => a.getBBox()).map(b => [b.x + b.width / 2, b.y + b.height / 2, b.width / 2])"
            )
            apart = [
                (((x - u) ** 2 + (y - v) ** 2) ** 0.5) - r - s
                for at, (x, y, r) in enumerate(boxes)
                for u, v, s in boxes[:at]
            ]
            # Rings of circles that stand side by side may touch.
            assert len(boxes) > 1 and min(apart) > -4


def test_places_are_reached_by_keyboard_from_the_list_beside_the_map(explorer: Watched) -> None:
    page = explorer.open("/map")
    page.locator("[data-map] li a").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("ol.events > li").first).to_be_visible()
    assert list(query_of(explorer)) == ["place"]


def test_data_sets_are_compared_and_each_leads_to_its_relation(explorer: Watched) -> None:
    page = explorer.open("/relation/usa/rus?from=2015-01-01")
    page.get_by_role("link", name="Compare what 2 data sets tell").click()
    expect(page.get_by_role("img", name="Events by period of our reading, GDELT")).to_be_visible()
    expect(page.locator("p.lead")).to_contain_text("events by our reading")
    link = page.get_by_role("link", name="CSV").first.get_attribute("href")
    table = page.request.get(f"{explorer.address}{link}").text()
    assert table.splitlines()[1].startswith("communique,usa,United States,rus,Russia,2015-01,")
    page.get_by_role("combobox", name="By").select_option("year")
    expect(page.locator("table[data-of=comparison] th[scope=row]").first).to_have_text("2015")
    call = page.get_by_role("link", name="As an API call").first.get_attribute("href")
    answered = page.request.get(f"{explorer.address}{call}").json()
    assert [each["dataset"] for each in answered["datasets"]] == ["communique", "gdelt"]
    page.get_by_role("link", name="GDELT", exact=True).click()
    expect(page).to_have_url(re.compile(r"/relation/usa/rus\?from=2015-01-01&per=year&dataset=gdelt$"))
    expect(page.get_by_label("Data set")).to_have_value("gdelt")
    assert f"{answered['datasets'][1]['numbers']['events']} events" in page.locator("p.lead").inner_text()


def test_a_text_is_tried_and_stored_nowhere(explorer: Watched) -> None:
    # Reading begins with loading a language model.
    held = explorer.page.request.get(f"{explorer.address}/stats").json()
    page = explorer.open("/try")
    page.get_by_role("link", name="Moscow criticized Washington").click()
    page.get_by_label("Published on").fill("2015-12-15")
    page.get_by_role("button", name="Read it").click()
    expect(page.locator("ol.events mark.trigger").first).to_have_text("criticized")
    assert explorer.page.request.get(f"{explorer.address}/stats").json() == held


def test_who_may_write_stores_an_article_and_has_it_forgotten(explorer: Watched, axe: str) -> None:
    # Reading begins with loading a language model.
    page = explorer.open("/")
    page.get_by_role("link", name="Store and forget articles").click()
    page.get_by_label("Token").fill("a-guess")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_contain_text("may not store")
    page.get_by_label("Token").fill(TOKEN)
    page.keyboard.press("Enter")
    page.get_by_label("or an article, pasted").fill(
        "Paris criticises Berlin over a tax\n\nFrance on Monday criticized Germany over a <b>tax</b>."
    )
    page.get_by_label("Published on").fill("2018-12-31")
    page.get_by_label("Publisher").fill("Pasted Wire")
    page.get_by_role("button", name="Store").click()
    page.get_by_role("link", name="Paris criticises Berlin over a tax").click()
    expect(page.locator(".text mark").first).to_have_text("criticises")
    page.get_by_role("link", name="Forget it").click()
    expect(page.get_by_text("Pasted Wire, 31 December 2018")).to_be_visible()
    assert grave_problems(page, axe) == []
    page.get_by_role("button", name="Forget it").click()
    expect(page.get_by_role("status")).to_have_text("Forgotten: Paris criticises Berlin over a tax")
    answered = {
        "title": "Rome accuses Vienna of delay",
        "text": "Italy accused Austria of delay.",
        "date": "2018-12-31",
    }
    upload: FilePayload = {"name": "a.json", "mimeType": "application/json", "buffer": json.dumps(answered).encode()}
    page.get_by_label("A file").set_input_files(upload)
    page.get_by_role("button", name="Store").click()
    stored = page.get_by_role("row").filter(has_text="Rome accuses Vienna of delay")
    expect(stored).to_contain_text("stored")
    link = stored.get_by_role("link").get_attribute("href") or ""
    page.get_by_label("Id of the document").fill(link.removeprefix("/doc/"))
    page.get_by_role("button", name="Find it").click()
    page.get_by_role("button", name="Forget it").click()
    expect(page.get_by_role("status")).to_have_text("Forgotten: Rome accuses Vienna of delay")
    assert page.evaluate("() => document.cookie") == ""
    page.get_by_role("button", name="Sign out").click()
    page.goto(f"{explorer.address}/admin")
    expect(page.get_by_label("Token")).to_be_visible()
    # Browsers note the status of the answer to a wrong token.
    assert all("403" in text for text in explorer.complaints)
    explorer.complaints.clear()


def test_a_query_is_written_with_completion_and_answered_on_its_page(explorer: Watched) -> None:
    page = explorer.open("/sparql")
    query = page.get_by_role("textbox", name="Query")
    query.press("Control+a")
    query.press_sequentially("SELECT ?by (COUNT(*) AS ?n) { ?by act:critici")
    page.get_by_role("option", name="criticizes").click()
    query.press_sequentially(" actor:turk")
    page.locator(".cm-tooltip-autocomplete").get_by_role("option", name=re.compile("^tur *Turkey")).click()
    query.press_sequentially(" } GROUP BY ?by ORDER BY ?by")
    query.press("Control+Enter")
    expect(page.get_by_role("cell", name="actor/rus", exact=True)).to_be_visible()
    assert parse_qs(urlsplit(page.url).fragment)["query"][0].endswith(
        "act:criticizes actor:tur } GROUP BY ?by ORDER BY ?by"
    )
    with page.expect_download() as saved:
        page.get_by_role("link", name="csv").click()
    assert saved.value.path().read_text().startswith("by,n")
    page.reload()
    expect(page.get_by_role("cell", name="actor/rus", exact=True)).to_be_visible()


# Selected and typed over in one turn: a busy browser sends the text before it tells what was selected.
_TYPE_OVER = """content => {
  content.focus();
  const all = document.createRange();
  all.selectNodeContents(content);
  getSelection().removeAllRanges();
  getSelection().addRange(all);
  const typed = {inputType: "insertText", data: "ASK { ?s ?p ?o }", bubbles: true, cancelable: true};
  return content.dispatchEvent(new InputEvent("beforeinput", typed));
}"""


def test_typing_over_a_selection_is_left_to_no_browser(explorer: Watched) -> None:
    query = explorer.open("/sparql").get_by_role("textbox", name="Query")
    assert query.evaluate(_TYPE_OVER) is False, "the browser would type, with styles that the policy does not let in"
    expect(query).to_have_text("ASK { ?s ?p ?o }")


def test_an_error_stands_beside_the_query_that_made_it(explorer: Watched) -> None:
    page = explorer.open("/sparql")
    query = page.get_by_role("textbox", name="Query")
    query.fill("SELECT ?s {\n  ?s act:criticizes\n}")
    page.get_by_role("button", name="Ask").click()
    expect(page.get_by_role("alert")).to_contain_text("the query is not SPARQL 1.1")
    expect(page.locator(".cm-wrong")).to_have_count(1)
    expect(query).to_contain_text("?s act:criticizes")
    # The browser notes the status of the answer.
    assert all("400" in text for text in explorer.complaints)
    explorer.complaints.clear()


def test_the_page_of_an_answer_leads_back_to_its_query(explorer: Watched) -> None:
    page = explorer.open("/relation/Russia/Turkey?from=2015-01-01")
    assert page.url.endswith("/relation/rus/tur?from=2015-01-01")
    page.get_by_role("link", name="As SPARQL").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Answer")
    assert page.request.get(f"{explorer.address}{page.get_by_role('link', name='csv').get_attribute('href')}").ok
    page.get_by_text("The query", exact=True).click()
    page.get_by_role("link", name="Change it in the editor").click()
    expect(page.get_by_role("textbox", name="Query")).to_contain_text("actor:tur")
    expect(page.get_by_role("region", name="Rows")).to_be_visible()
    page.get_by_role("link", name="Run it").first.click()
    expect(page.get_by_role("textbox", name="Query")).not_to_contain_text("2015-01-01")
    assert urlsplit(page.url).path == "/sparql"


WITH_NUMBERS = (
    "/",
    "/search?actor=rus",
    "/search?q=syria",
    "/relation/rus/tur?per=year",
    "/relation/rus/tur?status=disputed",
    "/actor/rus",
    "/map?either=rus",
    "/network?around=rus",
    VIEWS["compare"],
)


@pytest.mark.parametrize("path", WITH_NUMBERS)
def test_numbers_are_there_for_programs_as_csv_as_a_call_and_as_sparql(explorer: Watched, path: str) -> None:
    page = explorer.open(path)
    links = {link.inner_text(): link.get_attribute("href") or "" for link in page.locator("p.links a").all()}
    assert {"CSV", "As an API call", "As SPARQL"} <= set(links)
    for link in page.locator("p.links a:not([href*='/export/'])").all():
        answer = page.request.get(f"{explorer.address}{link.get_attribute('href')}")
        assert answer.ok, (link.get_attribute("href"), answer.text())


def test_an_answer_of_names_and_numbers_is_drawn(explorer: Watched) -> None:
    page = explorer.open("/sparql")
    page.get_by_role("textbox", name="Query").fill(
        "SELECT ?action (COUNT(?whom) AS ?n) { actor:rus ?action ?whom . ?action a dip:Action } GROUP BY ?action"
    )
    page.get_by_role("button", name="Ask").click()
    expect(page.get_by_role("img", name="n by action: the table below has the numbers")).to_be_visible()
    expect(page.locator("[data-answer] tbody tr").first).to_be_visible()


def test_an_answer_of_two_actors_is_drawn_as_a_network(explorer: Watched) -> None:
    page = explorer.open("/sparql")
    query = page.get_by_role("textbox", name="Query")
    query.fill("SELECT ?one ?other ?n { ?d dip:fromSide ?one ; dip:toSide ?other ; dip:events ?n }")
    page.get_by_role("button", name="Ask").click()
    expect(page.locator("[data-answer] .network[data-done]")).to_be_visible()
    page.get_by_label("Actor", exact=True).select_option("Turkey")
    told = page.locator(".selected [role=status]")
    expect(told).to_contain_text(re.compile(r"^Turkey: n \d+ with 1 partner\. Its page"))
    expect(page.locator("[data-answer] tbody tr").first).to_be_visible()
    query.fill("SELECT ?one ?label { ?one skos:prefLabel ?label . ?one a dip:Country } LIMIT 3")
    page.get_by_role("button", name="Ask").click()
    expect(page.get_by_role("heading", name="3 rows")).to_be_visible()
    expect(page.get_by_text("As a network")).to_have_count(0)


def test_the_partners_of_an_actor_fit_are_sorted_and_have_their_years_as_bars(explorer: Watched) -> None:
    explorer.page.set_viewport_size({"width": 1100, "height": 800})
    page = explorer.open("/actor/rus")
    table = page.get_by_role("region", name="Partners", exact=True)
    expect(table).to_be_visible()
    assert table.evaluate("each => each.scrollWidth - each.clientWidth") <= 0
    row = table.locator("tbody tr").filter(has_text="Turkey")
    expect(row.get_by_role("img", name=re.compile("most conflict in 2015"))).to_be_visible()
    expect(page.get_by_role("columnheader", name="Years").get_by_role("button")).to_have_count(0)
    page.get_by_role("button", name="Goldstein").click()
    scores = page.locator("table[data-sortable] tbody tr td:nth-child(10)").all_inner_texts()
    numbers = [float(score.replace("\u2212", "-")) for score in scores]
    assert len(numbers) > 1 and numbers == sorted(numbers, reverse=True)
    page.get_by_role("button", name="Verbal conflict").press("Enter")
    expect(page.locator('th[aria-sort="descending"]')).to_contain_text("Verbal conflict")


def test_the_map_and_the_network_of_an_actor_are_loaded_when_they_are_opened(explorer: Watched) -> None:
    scripts: list[str] = []
    explorer.page.on("request", lambda asked: asked.resource_type == "script" and scripts.append(asked.url))
    page = explorer.open("/actor/rus")
    expect(page.locator("svg[data-brush]")).to_be_visible()
    before = len(scripts)
    page.get_by_text("Map: where the events of Russia were").press("Enter")
    expect(page.locator("[data-map] svg a").first).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="The places of the events of Russia")).to_be_focused()
    page.get_by_text("Network: who deals with Russia").click()
    expect(page.locator(".network[data-done]")).to_be_visible()
    assert len(scripts) > before
    page.get_by_role("link", name="The network around Russia").click()
    expect(page.locator("table[data-of=network] tbody tr").first).to_be_attached()
    ends = page.locator("table[data-of=network] tbody tr").evaluate_all(
        "all => all.map(row => [row.dataset.source, row.dataset.target])"
    )
    assert {end for pair in ends for end in pair} == {"rus", "tur", "usa"}


def test_a_marked_word_and_its_report_light_each_other_up(explorer: Watched) -> None:
    page = explorer.open("/doc/rus-tur-2014-02-02-visits")
    page.locator("mark a").focus()
    expect(page.locator("li.lit")).to_have_count(1)
    page.get_by_role("link", name=re.compile("^words in the text: Russia paid a visit")).press("Enter")
    expect(page.locator("mark:target")).to_have_text("paid")


ASKS_FOR_SCRIPTS = 'SELECT ?text { GRAPH ?g { ?s ?p ?text } FILTER(CONTAINS(STR(?text), "<script>")) }'


def test_a_hostile_article_is_inert(explorer: Watched) -> None:
    page = explorer.open("/admin")
    page.get_by_label("Token").fill(TOKEN)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("button", name="Store")).to_be_visible()
    for path in (
        f"/doc/{HOSTILE}",
        "/search?actor=rus&from=2018-12-30",
        "/relation/rus/tur",
        "/actor/rus",
        "/compare?first=rus&second=tur",
        f"/admin?document={HOSTILE}",
        f"/sparql?{urlencode({'query': ASKS_FOR_SCRIPTS, 'format': 'html'})}",
    ):
        page = explorer.open(path)
        explorer.settle()
        assert page.evaluate("() => window.harmed") is None
        assert page.locator('a[href^="javascript"], img').count() == 0
        assert page.evaluate("() => document.documentElement.scrollWidth - innerWidth") <= 0


@pytest.mark.parametrize("path", VIEWS.values(), ids=VIEWS)
@pytest.mark.parametrize("width", [320, 1200])
def test_every_view_is_usable(browser: Browser, address: str, axe: str, path: str, width: int) -> None:
    with browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme="light", reduced_motion="reduce", bypass_csp=True
    ) as context:
        watched = Watched(context, address)
        page = watched.open(path)
        watched.settle()
        parts = page.locator("details[data-draws] > summary").all()
        for part in parts:
            part.click()
        expect(page.locator("details[data-draws] .chart-table")).to_have_count(len(parts))
        expect(page.locator("[aria-busy]")).to_have_count(0)
        assert page.evaluate("() => document.documentElement.scrollWidth - innerWidth") <= 0, "it scrolls sideways"
        assert page.evaluate(_CUT_CAPTIONS) == []
        assert page.locator("h1").count() == 1
        assert grave_problems(page, axe) == []
        page.emulate_media(color_scheme="dark")
        assert grave_problems(page, axe, "color-contrast") == []
        if width > 1000:
            assert wrong_on_paper(page) == []
        # A page for what is not there or cannot be says so with its status, which browsers note as an error.
        assert [text for text in watched.complaints if not _STATUS.search(text)] == []


@pytest.mark.parametrize("path", VIEWS.values(), ids=VIEWS)
def test_without_scripts_every_view_tells_its_content(address: str, path: str) -> None:
    answer = httpx.get(f"{address}{path}", headers={"Accept": "text/html"}, follow_redirects=True)
    (main,) = lxml.html.fromstring(answer.text).xpath("//main")
    # A form says nothing of what there is.
    for part in main.xpath(".//form | .//script"):
        part.drop_tree()
    assert len(" ".join(main.text_content().split())) > 60
    assert len(main.xpath(".//h1")) == 1


@pytest.mark.parametrize("path", VIEWS.values(), ids=VIEWS)
def test_links_of_one_name_lead_to_one_place(address: str, path: str) -> None:
    """Who hears the links of a page alone, one after the other, hears no name twice for different places."""
    answer = httpx.get(f"{address}{path}", headers={"Accept": "text/html"}, follow_redirects=True)
    found: dict[str, set[str]] = {}
    for link in lxml.html.fromstring(answer.text).xpath("//main//a[@href]"):
        name = " ".join((link.get("aria-label") or link.text_content()).split())
        found.setdefault(name, set()).add(link.get("href"))
    assert {name: places for name, places in found.items() if len(places) > 1 or name.lower() in VAGUE} == {}


def test_without_scripts_filters_are_a_form(browser: Browser, address: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{address}/relation/rus/tur")
        expect(page.locator("table[data-of=timeline] tbody tr").first).to_be_visible()
        page.get_by_label("From", exact=True).fill("2016-01-01")
        page.get_by_role("button", name="Show").click()
        assert urlsplit(page.url).query == "from=2016-01-01"
        assert "2015" not in page.locator("p.lead").inner_text()
