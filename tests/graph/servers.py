"""Other stores, really run: the server of the package oxigraph, and Virtuoso as Debian packs it."""

import os
import shutil
import signal
import socket
import subprocess
import sysconfig
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from communique.graph.stores.endpoint import Endpoint
from communique.graph.stores.remote import RemoteStore
from communique.ontology.types.iri import DEFAULT_BASE

_PACKAGES = ("virtuoso-opensource-7-bin", "libminizip1", "libpcre3")
_PATIENCE = 60


@contextmanager
def oxigraph(folder: Path, *options: str) -> Iterator[Endpoint]:
    """Run Oxigraph's server over a folder."""
    program = Path(sysconfig.get_path("scripts")) / "oxigraph"
    if not program.is_file():
        pytest.skip("the package oxigraph is not installed: pip install -e '.[test]'")
    address = f"127.0.0.1:{_free_port()}"
    command = [str(program), "serve", "--location", str(folder), "--bind", address, *options]
    root = f"http://{address}"
    with _running(command, folder.with_suffix(".log"), f"{root}/query", dict(os.environ)):
        yield Endpoint(f"{root}/query", f"{root}/update", f"{root}/store")


@contextmanager
def virtuoso(folder: Path) -> Iterator[Endpoint]:
    """Run Virtuoso over a folder, where it can be had."""
    folder.mkdir(parents=True, exist_ok=True)
    root, environment = _installed(folder)
    port, isql_port = _free_port(), _free_port()
    (folder / "virtuoso.ini").write_text(_settings(folder, port, isql_port))
    command = [f"{root}virtuoso-t", "-f", "-c", str(folder / "virtuoso.ini")]
    address = f"http://127.0.0.1:{port}/sparql"
    with _running(command, folder / "output.log", address, environment):
        grant = 'exec=GRANT SPARQL_UPDATE TO "SPARQL";'
        subprocess.run(
            [f"{root}isql-vt", f"127.0.0.1:{isql_port}", "dba", "dba", grant],
            check=True,
            env=environment,
            capture_output=True,
            timeout=_PATIENCE,
        )
        yield Endpoint(address)


def _installed(folder: Path) -> tuple[str, dict[str, str]]:
    """Give where Virtuoso's programs are, and the environment in which they run; they are fetched where missing."""
    environment = dict(os.environ)
    if shutil.which("virtuoso-t") and shutil.which("isql-vt"):
        return "", environment
    if not shutil.which("apt-get") or not shutil.which("dpkg"):
        pytest.skip("Virtuoso is not installed, and cannot be fetched without apt: the tests on it are left out")
    fetch = ["apt-get", "download", *_PACKAGES]
    if _fails(fetch, folder) and (os.geteuid() != 0 or _fails(["apt-get", "update"], folder) or _fails(fetch, folder)):
        pytest.skip("Virtuoso cannot be fetched from Debian here: the tests on it are left out")
    for package in sorted(folder.glob("*.deb")):
        subprocess.run(["dpkg", "-x", str(package), str(folder / "root")], check=True, timeout=_PATIENCE)
    libraries = {str(path.parent) for path in (folder / "root").rglob("*.so*")}
    return f"{folder}/root/usr/bin/", {**environment, "LD_LIBRARY_PATH": ":".join(sorted(libraries))}


def _fails(command: list[str], folder: Path) -> bool:
    try:
        return subprocess.run(command, cwd=folder, capture_output=True, check=False, timeout=_PATIENCE).returncode != 0
    except subprocess.TimeoutExpired:
        return True


def _settings(folder: Path, port: int, isql_port: int) -> str:
    files = {
        "Database": ("DatabaseFile = virtuoso.db", "ErrorLogFile = virtuoso.log", "LockFile = virtuoso.lck"),
        "TempDatabase": ("DatabaseFile = temporary.db", "TransactionFile = temporary.trx"),
    }
    sections = {
        "Database": (*files["Database"], "TransactionFile = virtuoso.trx", "xa_persistent_file = virtuoso.pxa"),
        "TempDatabase": files["TempDatabase"],
        "Parameters": (f"ServerPort = 127.0.0.1:{isql_port}", "NumberOfBuffers = 4000", "MaxDirtyBuffers = 3000"),
        "HTTPServer": (f"ServerPort = 127.0.0.1:{port}", "ServerThreads = 4"),
        "SPARQL": ("ResultSetMaxRows = 1000000",),
    }
    text = "\n".join(f"[{name}]\n" + "\n".join(lines) + "\n" for name, lines in sections.items())
    return text.replace("= virtuoso.", f"= {folder}/virtuoso.").replace("= temporary.", f"= {folder}/temporary.")


@contextmanager
def _running(command: list[str], log: Path, address: str, environment: dict[str, str]) -> Iterator[None]:
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output, env=environment)
        try:
            _wait(process, address, log)
            yield
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(_PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()


def _wait(process: "subprocess.Popen[bytes]", address: str, log: Path) -> None:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end and process.poll() is None:
        try:
            if httpx.get(address, params={"query": "ASK {}"}, timeout=5).status_code == 200:
                return
        except httpx.HTTPError:
            time.sleep(0.1)
    raise RuntimeError(f"{process.args!r} did not begin to answer: {log.read_text(errors='replace')[-500:]}")


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def emptied(endpoint: Endpoint) -> Endpoint:
    """Give a server with none of our graphs in it."""
    store = RemoteStore(endpoint, DEFAULT_BASE)
    for name in list(store.graphs()):
        store.connection.update(f"DROP SILENT GRAPH {name}")
    if store.parameters:
        store.connection.update(f"DROP SILENT GRAPH <{store.parameters['default-graph-uri']}>")
    else:
        store.connection.update("DROP SILENT DEFAULT")
    store.close()
    return endpoint
