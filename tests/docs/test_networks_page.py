"""The plots on the page on networks are what the sample gives; ``python tests/docs/draw_plots.py`` draws them anew."""

import re
from xml.etree import ElementTree

import pytest
from doc_blocks import ROOT
from network_sample import drawings, sample_graph

pytest.importorskip("matplotlib", reason="plots need the extra plots")
pytest.importorskip("ruptures", reason="plots need the extra plots")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e-?\d+)?")
# In points: what another processor's rounding may move.
_NEAR = 1.0


def drawn(svg: str) -> tuple[list[str], list[str], list[float]]:
    """Give the words of a drawing, its elements, and all coordinates of its lines."""
    root = ElementTree.fromstring(svg)
    words = [text.strip() for text in root.itertext() if text.strip()]
    shapes = [element.tag for element in root.iter()]
    numbers = [float(each) for element in root.iter() for each in _NUMBER.findall(element.get("d", ""))]
    return words, shapes, numbers


@pytest.fixture(scope="module")
def now() -> dict[str, str]:
    with sample_graph() as events:
        return drawings(events)


def test_every_plot_on_the_page_is_as_it_was_drawn(now: dict[str, str]) -> None:
    page = (ROOT / "docs" / "networks.md").read_text(encoding="utf-8")
    assert set(re.findall(r"\]\((networks-\w+\.svg)\)", page)) == set(now)
    for name, svg in now.items():
        words, shapes, numbers = drawn(svg)
        stored = drawn((ROOT / "docs" / name).read_text(encoding="utf-8"))
        assert (words, shapes) == stored[:2], name
        assert numbers == pytest.approx(stored[2], abs=_NEAR), name
