"""``communique serve``: the graph over HTTP."""

import ipaddress
import os
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from communique.api.commands.listening import check_address, check_model
from communique.api.commands.options import StoreOption, settings
from communique.api.hosts import hosts_from
from communique.api.settings import LogFormat, Settings

if TYPE_CHECKING:
    from communique.graph import EventGraph

OnListening = Callable[[str, int], None]
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
    log_format: Annotated[
        LogFormat, typer.Option(help="How a line of the log is written: for people, or as JSON for programs.")
    ] = LogFormat.TEXT,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Log what is done in detail.")] = False,
    opened: Annotated[bool, typer.Option("--open", help="Open the explorer in the browser.")] = False,
) -> None:
    """Serve explorer, SPARQL, look-ups and exports. Writing over HTTP needs COMMUNIQUE_TOKENS or COMMUNIQUE_TOKEN."""
    from communique.api.http.logs import log_config

    wanted = settings(store)
    if outgoing:
        wanted = replace(wanted, outgoing=hosts_from(",".join(outgoing), "--outgoing"))
    if wanted.rate is None and host not in _LOCAL:
        wanted = replace(wanted, rate=_RATE)
    if wanted.hosts is not None and _is_name(host):
        wanted = replace(wanted, hosts=(*wanted.hosts, *hosts_from(host, "--host")))
    check_model(wanted.model)
    check_address(host, port)
    log = log_config(log_format, verbose=verbose)
    run = _by_one if workers == 1 else partial(_by_many, workers)
    begun = False
    # Uvicorn has logged what hindered it.
    with suppress(KeyboardInterrupt):
        begun = run(wanted, (host, port), partial(_tell, opened=opened), log)
    if not begun:
        raise typer.Exit(1)


def _is_name(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return True
    return False


def _by_one(settings: Settings, address: tuple[str, int], on_listening: OnListening, log: dict[str, Any]) -> bool:
    from communique.api.http.application import create_app
    from communique.api.http.connections import GuardedConfig, gate_for
    from communique.api.http.noting_server import NotingServer

    # Here what is wrong with the store is printed in a line, as of any command.
    application = create_app(settings, _opened(settings, address), alone=True)
    gate = gate_for(settings.connections, settings.connections_of_one)
    config = GuardedConfig(application, gate, host=address[0], port=address[1], log_config=log)
    server = NotingServer(config, settings.store if settings.remote is None else None, on_listening)
    server.run()
    return server.started


def _opened(settings: Settings, address: tuple[str, int]) -> "EventGraph":
    """Open the store; where it has to be upgraded, meanwhile every answer says so."""
    from communique.api.http.upgrade_notice import UpgradeNotice
    from communique.api.opening import open_graph

    with UpgradeNotice(*address) as notice:
        return open_graph(settings, upgrading=notice.begin)


def _by_many(
    workers: int, settings: Settings, address: tuple[str, int], on_listening: OnListening, log: dict[str, Any]
) -> bool:
    from communique.api.http.metrics import SHARED_FOLDER

    graph = _opened(settings, address)
    folder = Path(tempfile.mkdtemp(prefix="communique-"))
    # Read when what counts is first imported, here and in all processes that are started.
    os.environ[SHARED_FOLDER] = str(folder)
    from communique.api.http.replicas.serving import serve_with_replicas

    return serve_with_replicas(settings, graph, workers, address, on_listening, log, folder)


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
