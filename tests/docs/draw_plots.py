"""Draw the plots of the page on networks anew."""

from doc_blocks import ROOT
from network_sample import drawings, sample_graph

if __name__ == "__main__":
    with sample_graph() as events:
        for name, svg in drawings(events).items():
            (ROOT / "docs" / name).write_text(svg, encoding="utf-8")
