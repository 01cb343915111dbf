"""What a service answers while its store is being upgraded."""

import socket
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

from communique.api.commands.serve import _opened
from communique.api.http.upgrade_notice import UpgradeNotice
from communique.api.settings import Settings
from communique.graph.assembly import preparation

_FORMER = Path(__file__).parents[2] / "graph" / "layout-3.nq"


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_while_a_store_is_upgraded_its_service_says_so(
    tmp_path: Path, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    former = ox.Store(str(tmp_path / "store"))
    former.bulk_load(path=str(_FORMER), format=ox.RdfFormat.N_QUADS)
    former.flush()
    del former
    answers, rebuild = list[httpx.Response](), preparation._rebuild

    def asked(world: object) -> None:
        answers.extend(httpx.get(f"http://127.0.0.1:{port}/{path}") for path in ("healthz", "events?limit=1"))
        rebuild(world)  # type: ignore[arg-type]

    monkeypatch.setattr(preparation, "_rebuild", asked)
    settings = Settings(tmp_path / "store")
    _opened(settings, ("127.0.0.1", port)).close()
    health, events = answers
    assert (health.status_code, health.headers["Retry-After"]) == (503, "10")
    assert health.json()["status"] == "upgrading" and "being upgraded" in health.json()["reason"]
    assert (events.status_code, events.headers["Content-Type"]) == (503, "application/problem+json")
    # Then the address is free, and where nothing has to be done nobody answers there.
    with socket.create_server(("127.0.0.1", port)):
        _opened(settings, ("127.0.0.1", port)).close()
    assert len(answers) == 2


def test_the_notice_waits_for_nobody(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("communique.api.http.upgrade_notice._PATIENCE", 0.3)
    with UpgradeNotice("127.0.0.1", port) as notice:
        notice.begin()
        with socket.create_connection(("127.0.0.1", port), 20) as silent:
            assert silent.recv(1) == b""
        with socket.create_connection(("127.0.0.1", port), 20) as endless:
            endless.sendall(b"GET /" + b"a" * (1 << 17))
            with pytest.raises(ConnectionError):
                while endless.recv(1 << 10) == b"":
                    endless.sendall(b"a")
        left = [socket.create_connection(("127.0.0.1", port), 20) for _ in range(3)]
        head = httpx.head(f"http://127.0.0.1:{port}/healthz", timeout=20)
        assert (head.status_code, head.content) == (503, b"")
    for each in left:
        each.close()


def test_where_others_listen_opening_goes_on(port: int) -> None:
    with socket.create_server(("127.0.0.1", port)), UpgradeNotice("127.0.0.1", port) as notice:
        notice.begin()
