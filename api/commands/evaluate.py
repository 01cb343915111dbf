"""``communique evaluate``: predictions for a gold set, and figures."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer

from communique.api.commands.options import settings


def evaluate(
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="Sentences with events, or relations with spans.")],
    out: Annotated[Path | None, typer.Option(help="Write the predictions here, as JSON lines.")] = None,
) -> None:
    """Compare with a gold set. Its sentences are coded, and the figures printed."""
    from communique.api.evaluation.predictions import figures, predictions, read_gold
    from communique.api.opening import open_coder
    from communique.graph import whole_file

    rows = read_gold(gold)
    _check(rows, gold)
    predicted = predictions(rows, open_coder(settings()))
    if out is not None:
        with whole_file(out) as output:
            output.writelines(f"{json.dumps(line, ensure_ascii=False)}\n".encode() for line in predicted)
    typer.echo(json.dumps(figures(rows, predicted), indent=2))


def _check(rows: Sequence[Mapping[str, object]], gold: Path) -> None:
    if not rows:
        raise ValueError(f"{gold}: it holds no sentences: write one JSON object a line")
    for number, row in enumerate(rows, start=1):
        if not isinstance(row, dict) or not {"id", "text"} <= row.keys():
            raise ValueError(f"{gold}: record {number} has no id or no text: give both")
