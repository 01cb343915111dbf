"""One service, started as a user starts it, and one Chromium for all tests in a browser."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browser_set_up import AXE, chromium
from browser_world import fill, make_empty

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

TOKEN = "a-token-for-tests"
# A page that a finger has moved goes on for a while.
AT_REST = """() => new Promise(done => {
  let last = -1
  const look = () => { if (scrollY === last) return done(); last = scrollY; setTimeout(look, 150) }
  look()
})"""
# Milliseconds to wait for what must come: how fast the machine is today is nobody's fault.
_PATIENCE = 120_000
# What scripts fill without being asked, and what is there when they have.
_DRAWN = {
    "[data-map]": "[data-map] svg",
    "main:has([data-of=network]) > [data-network]": ".network[data-done]",
    "#swagger-ui": "#swagger-ui .opblock",
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One worker has the browser, and so runs all of these."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("browser"))


def _missing(what: str) -> None:
    """Skip for want of something, or fail where everything must be there."""
    found = f"there is no {what}: tests/browser/browser_set_up.py gets it where it can be had"
    if os.environ.get("COMMUNIQUE_BROWSER") == "required":
        pytest.fail(found)
    pytest.skip(found)


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    pytest.importorskip("playwright")
    from playwright.sync_api import expect, sync_playwright

    path = chromium()
    if path is None:
        _missing("Chromium")
    expect.set_options(timeout=_PATIENCE)
    with sync_playwright() as started:
        made = started.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage"])
        made.on("context", lambda context: context.set_default_timeout(_PATIENCE))
        yield made
        made.close()


@pytest.fixture(scope="session")
def axe() -> str:
    if not AXE.exists():
        _missing("axe-core")
    return AXE.read_text(encoding="utf-8")


@contextmanager
def _serving(folder: Path) -> Iterator[str]:
    """Serve the store in a folder, and give the address that ``communique serve`` tells in its first line."""
    clean = {name: text for name, text in os.environ.items() if not name.startswith("COMMUNIQUE_")}
    store = str(folder / "store")
    words = [sys.executable, "-m", "communique.api.command", "serve", "--port", "0", "--store", store]
    with (folder / "log").open("w", encoding="utf-8") as log:
        service = subprocess.Popen(
            words,
            env=clean | {"PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1", "COMMUNIQUE_TOKEN": TOKEN},
            stdout=subprocess.PIPE,
            stderr=log,
            encoding="utf-8",
        )
    assert service.stdout is not None
    try:
        first = service.stdout.readline()
        assert first.startswith("Communiqué is open at http://127.0.0.1:"), (first, (folder / "log").read_text())
        yield first.split(" at ")[1].split(" ")[0].rstrip("/")
    finally:
        service.terminate()
        service.communicate(timeout=60)


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("explorer")
    fill(folder / "store")
    with _serving(folder) as found:
        yield found


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the address of a service whose store holds nothing."""
    folder = tmp_path_factory.mktemp("empty")
    make_empty(folder / "store")
    with _serving(folder) as found:
        yield found


class Watched:
    """A page whose complaints, and whose requests to others, are noted."""

    def __init__(self, context: "BrowserContext", address: str) -> None:
        self.page: Page = context.new_page()
        self.address = address
        self.complaints: list[str] = []
        self.strangers: list[str] = []
        self.page.on("console", lambda found: found.type in ("error", "warning") and self.complaints.append(found.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", self._note)

    def open(self, path: str) -> "Page":
        """Open a path of the service."""
        self.page.goto(f"{self.address}{path}", wait_until="load")
        return self.page

    def settle(self) -> None:
        """Wait until the scripts of the page have shown what they show unasked."""
        from playwright.sync_api import expect

        for place, drawn in _DRAWN.items():
            if self.page.locator(place).count():
                expect(self.page.locator(drawn).first).to_be_visible()
        expect(self.page.locator("[aria-busy]")).to_have_count(0)

    def _note(self, request: object) -> None:
        url = getattr(request, "url", "")
        if not url.startswith((self.address, "data:", "blob:")):
            self.strangers.append(url)


@pytest.fixture
def explorer(browser: "Browser", address: str) -> Iterator[Watched]:
    """Give a page of a desktop, which must end without a complaint and without a request to anybody else."""
    with browser.new_context(viewport={"width": 1200, "height": 900}, reduced_motion="reduce") as context:
        watched = Watched(context, address)
        yield watched
        assert watched.complaints == []
        assert watched.strangers == []
