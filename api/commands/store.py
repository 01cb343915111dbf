"""``communique forget``, ``assemble`` and ``validate``: care of the store."""

from typing import Annotated

import typer

from communique.api.commands.options import StoreOption, graph_to_read, settings


def forget(
    document: Annotated[str, typer.Argument(metavar="DOC", help="The id of a stored document.")],
    store: StoreOption = None,
) -> None:
    """Forget a document. Events that no other document asserts go with it."""
    from communique.api.opening import open_graph

    with open_graph(settings(store)) as graph:
        if not graph.forget(document):
            raise ValueError(f"there is no document {document!r} in the store: nothing to forget")
    typer.echo(f"forgot {document}")


def assemble(store: StoreOption = None) -> None:
    """Conclude all events and numbers anew from the stored reports, after somebody has changed documents in SPARQL."""
    from communique.api.opening import open_graph

    with open_graph(settings(store)) as graph:
        graph.assemble()
    typer.echo("assembled all events anew")


def validate(
    document: Annotated[str | None, typer.Argument(metavar="[DOC]", help="Check only this document.")] = None,
    store: StoreOption = None,
) -> None:
    """Check the graph against the SHACL shapes. The exit code is 1 if it breaks one."""
    with graph_to_read(store, whole=True) as graph:
        if document is not None and graph.document(document) is None:
            raise ValueError(f"there is no document {document!r} in the store: nothing to check")
        found = graph.validate(document)
    if found.conforms:
        typer.echo("the graph conforms to the shapes")
        return
    typer.echo(found.text)
    raise typer.Exit(1)
