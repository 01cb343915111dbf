"""``communique compare``: what each data set tells of two actors."""

from typing import TYPE_CHECKING, Annotated

import typer

from communique.api.commands.options import FromOption, StoreOption, ToOption, graph_to_read, settings

if TYPE_CHECKING:
    from rich.table import Table

    from communique.graph import Comparison


def compare(
    first: Annotated[str, typer.Argument(metavar="ACTOR", help="Id, name or ISO code: rus, Russia, RUS.")],
    second: Annotated[str, typer.Argument(metavar="ACTOR", help="The other one.")],
    action: Annotated[str | None, typer.Option(help="Only this action and narrower ones, such as accuses.")] = None,
    start: FromOption = None,
    end: ToOption = None,
    per: Annotated[str, typer.Option(help="By what the events are counted: day, week, month or year.")] = "month",
    store: StoreOption = None,
) -> None:
    """Compare data sets, our own reading among them, on what two actors did to each other."""
    from communique.api.commands.names import resolver
    from communique.api.commands.tables import console
    from communique.graph import EventFilter, Granularity

    if per not in list(Granularity):
        raise typer.BadParameter(f"{per!r} is none of {', '.join(Granularity)}", param_hint="--per")
    with graph_to_read(store) as graph:
        meant = resolver(graph, settings(store))
        one, other = meant.actor(first), meant.actor(second)
        wanted = EventFilter(action=action, start=start, end=end)
        found = graph.compare(one, other, wanted, Granularity(per))
    if not found.datasets:
        raise ValueError(f"no event is known between {one} and {other}")
    for made in _tables(found, f"{one} and {other}", per):
        console().print(made)


def _tables(found: "Comparison", title: str, per: str) -> list["Table"]:
    from communique.api.commands.tables import quad_heads, table

    rows = [
        (
            each.dataset,
            *(str(number) for number in (each.total.events, each.there.events, each.back.events, *each.total.quads)),
            f"{each.total.goldstein_mean or 0:+.1f}",
        )
        for each in found.datasets
    ]
    counted = ("events", "there", "back", *quad_heads(), "Goldstein")
    made = [table(("data set", *counted), rows, title, right=counted)]
    names = [each.dataset for each in found.datasets]
    counts = {each.dataset: {period: numbers.events for period, numbers in each.periods} for each in found.datasets}
    periods = sorted({period for of_dataset in counts.values() for period in of_dataset})
    by_period = [(period, *(str(counts[name].get(period, 0)) for name in names)) for period in periods]
    made.append(table((per, *names), by_period, f"events by {per}", right=names))
    agreements = [
        (
            f"{each.one}, {each.other}",
            "-" if each.correlation is None else f"{each.correlation:+.2f}",
            str(each.periods),
            f"{each.shared} of {each.either}",
        )
        for each in found.agreements
    ]
    heads = ("data sets", "correlation", f"{per}s", "days in both")
    if agreements:
        made.append(table(heads, agreements, "agreement", right=heads[1:]))
    return made
