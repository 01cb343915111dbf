"""``communique serve``: the graph over HTTP."""

from typing import Annotated

import typer

from api.commands.options import StoreOption, settings


def serve(
    host: Annotated[str, typer.Option(help="The address to listen on; 0.0.0.0 lets other machines in.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port to listen on.")] = 8000,
    store: StoreOption = None,
) -> None:
    """Serve SPARQL, look-ups and exports. Writing over HTTP needs COMMUNIQUE_TOKEN."""
    import uvicorn

    from api.http.application import create_app

    uvicorn.run(create_app(settings(store)), host=host, port=port, log_level="info")
