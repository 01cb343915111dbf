"""Draw the plots of the page on networks anew."""

from doc_blocks import ROOT
from network_sample import as_svg, plots, sample_graph

if __name__ == "__main__":
    with sample_graph() as events:
        for name, figure in plots(events).items():
            (ROOT / "docs" / name).write_text(as_svg(figure), encoding="utf-8")
