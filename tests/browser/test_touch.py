"""The map and the network under fingers: two bring them nearer, one moves the page, or from near the picture."""

from collections.abc import Iterator

import pytest
from conftest import AT_REST
from playwright.sync_api import Browser, Locator, Page, expect

# A view, its picture, and the part of it that says how near it is seen.
PICTURES = {"/map": "[data-map] svg", "/network": ".network[data-done]"}


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    with browser.new_context(
        viewport={"width": 360, "height": 800}, has_touch=True, reduced_motion="reduce"
    ) as context:
        yield context.new_page()


def touched(page: Page, *steps: list[tuple[float, float]]) -> None:
    """Put fingers on the page, move them from step to step, and take them away."""
    fingers = page.context.new_cdp_session(page)
    for number, points in enumerate([*steps, []]):
        kind = "touchEnd" if not points else "touchMove" if number else "touchStart"
        at = [{"x": x, "y": y, "id": name} for name, (x, y) in enumerate(points)]
        fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": at})


def middle(picture: Locator) -> tuple[float, float]:
    picture.scroll_into_view_if_needed()
    picture.page.evaluate(AT_REST)
    box = picture.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def pinch(page: Page, picture: Locator, begin: int, end: int) -> None:
    """Spread two fingers, or bring them together, from so many pixels apart to so many."""
    x, y = middle(picture)
    apart = [begin + (end - begin) * step / 4 for step in range(5)]
    touched(page, *([(x - each / 2, y), (x + each / 2, y)] for each in apart))


def one_finger_up(page: Page, picture: Locator) -> float:
    """Move one finger up the picture, and give how far the page went."""
    x, y = middle(picture)
    before = page.evaluate("scrollY")
    touched(page, [(x, y)], [(x, y - 20)], [(x, y - 70)], [(x, y - 90)])
    page.evaluate(AT_REST)
    return float(page.evaluate("scrollY")) - float(before)


@pytest.mark.parametrize("path", PICTURES)
def test_two_fingers_bring_it_nearer_and_one_moves_the_page_until_then(phone: Page, address: str, path: str) -> None:
    phone.goto(f"{address}{path}")
    picture = phone.locator(PICTURES[path])
    expect(picture).to_be_visible(timeout=30_000)
    assert one_finger_up(phone, picture) > 30
    above = phone.evaluate("scrollY")
    near = phone.locator(f":is({PICTURES[path]}).near")
    expect(near).to_have_count(0)
    pinch(phone, picture, 60, 240)
    expect(near).to_have_count(1)
    # The list of places, shorter now, may move the page a little; the browser brought nothing nearer itself.
    assert abs(phone.evaluate("scrollY") - above) < 200 and phone.evaluate("visualViewport.scale") == 1
    assert abs(one_finger_up(phone, picture)) < 30
    expect(near).to_have_count(1)
    pinch(phone, picture, 300, 30)
    expect(near).to_have_count(0)


def test_the_map_grows_where_the_fingers_are_and_follows_them(phone: Page, address: str) -> None:
    phone.goto(f"{address}/map")
    picture, land = phone.locator("[data-map] svg"), phone.locator("[data-map] .land")
    x, y = middle(picture)
    far = land.get_attribute("d")
    touched(phone, [(x - 20, y), (x + 20, y)], [(x - 40, y), (x + 40, y)])
    twice = land.get_attribute("d")
    assert twice != far
    phone.get_by_role("button", name="Whole world").tap()
    assert land.get_attribute("d") == far
    x, y = middle(picture)
    touched(phone, [(x - 20, y), (x + 20, y)], [(x - 40, y), (x + 40, y)], [(x + 10, y), (x + 90, y)])
    assert land.get_attribute("d") not in (far, twice)


def test_a_tap_selects_in_the_network(phone: Page, address: str) -> None:
    phone.goto(f"{address}/network")
    picture, told = phone.locator(".network[data-done]"), phone.locator(".selected [role=status]")
    expect(picture).to_be_visible(timeout=30_000)
    phone.get_by_label("Actor", exact=True).select_option("Turkey")
    expect(told).to_contain_text("Turkey")
    picture.tap(position={"x": 3, "y": 3})
    expect(told).to_contain_text("Nothing is selected")
