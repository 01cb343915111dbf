"""``communique serve``: the graph over HTTP."""

import sys
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Annotated

import typer

from communique.api.commands.options import StoreOption, settings
from communique.api.hosts import hosts_from

# What each client may send in a minute where other machines are let in and the settings say nothing of it.
_RATE = 1200
_LOCAL = ("127.0.0.1", "::1", "localhost")


def serve(
    host: Annotated[str, typer.Option(help="The address to listen on; 0.0.0.0 lets other machines in.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port to listen on.")] = 8000,
    store: StoreOption = None,
    outgoing: Annotated[
        list[str] | None,
        typer.Option(
            metavar="HOST",
            help="A host that SERVICE and LOAD may ask: example.org, example.org:8080 or *.example.org."
            " May be repeated. [default: $COMMUNIQUE_OUTGOING or none]",
        ),
    ] = None,
    workers: Annotated[
        int,
        typer.Option(
            min=1, max=64, help="Processes that answer; with more than one, another writes. Each takes its memory."
        ),
    ] = 1,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Log what is done in detail.")] = False,
    opened: Annotated[bool, typer.Option("--open", help="Open the explorer in the browser.")] = False,
) -> None:
    """Serve explorer, SPARQL, look-ups and exports. Writing over HTTP needs COMMUNIQUE_TOKENS or COMMUNIQUE_TOKEN."""
    from communique.api.http.application import create_app
    from communique.api.http.connections import GuardedConfig, gate_for
    from communique.api.http.logs import log_config
    from communique.api.http.noting_server import NotingServer
    from communique.api.opening import open_graph

    wanted = settings(store)
    if outgoing:
        wanted = replace(wanted, outgoing=hosts_from(",".join(outgoing), "--outgoing"))
    if wanted.rate is None and host not in _LOCAL:
        wanted = replace(wanted, rate=_RATE)
    # Here what is wrong with the store is told in a line, as of any command.
    graph, logged, told = open_graph(wanted), log_config(verbose=verbose), partial(_tell, opened=opened)
    if workers > 1:
        from communique.api.http.replicas.serving import serve_with_replicas

        begun = False
        with suppress(KeyboardInterrupt):
            begun = serve_with_replicas(wanted, graph, workers, (host, port), told, logged)
        raise typer.Exit(0 if begun else 1)
    application = create_app(wanted, graph, alone=True)
    gate = gate_for(wanted.connections, wanted.connections_of_one)
    config = GuardedConfig(application, gate, host=host, port=port, log_config=logged)
    server = NotingServer(config, wanted.store if wanted.remote is None else None, told)
    # Uvicorn has told what hindered it.
    with suppress(KeyboardInterrupt):
        server.run()
    if not server.started:
        raise typer.Exit(1)


def _tell(host: str, port: int, *, opened: bool) -> None:
    """Say where the explorer is, and open it where that is wished."""
    import webbrowser

    # What listens to all addresses is here reached by its own.
    name = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)
    address = f"http://{name}:{port}/"
    typer.echo(f"Communiqué is open at {address} (Ctrl+C ends it)")
    sys.stdout.flush()
    if opened:
        webbrowser.open(address)
