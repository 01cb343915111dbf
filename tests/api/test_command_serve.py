"""``communique serve``, as a user starts it."""

import socket
import subprocess
import time
from pathlib import Path

import httpx
import pytest
from command_world import command, environment


def test_a_request_whose_head_has_no_end_is_cut_off(tmp_path: Path) -> None:
    port = _free_port()
    serve = command("serve", "--port", port)
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(serve, env=environment(tmp_path / "store"), **quiet) as service:
        try:
            client = _connected(port)
            client.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n")
            with pytest.raises(ConnectionError):
                for number in range(64):
                    client.sendall(b"X-%d: %s\r\n" % (number, b"a" * (1 << 20)))
        finally:
            service.terminate()


def test_hosts_that_may_be_asked_are_named(tmp_path: Path) -> None:
    port = _free_port()
    serve = command("serve", "--port", port, "--outgoing", "a.example", "--outgoing", f"localhost:{port}")
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(serve, env=environment(tmp_path / "store"), **quiet) as service:
        try:
            _connected(port).close()
            found = [
                httpx.get(
                    f"http://127.0.0.1:{port}/sparql", params={"query": f"ASK {{ SERVICE <{iri}> {{}} }}"}, timeout=60
                )
                for iri in (f"http://localhost:{port}/sparql", "http://b.example/")
            ]
        finally:
            service.terminate()
    # What the list allows must still be public.
    assert [answer.status_code for answer in found] == [502, 400]
    assert "not public" in found[0].json()["detail"]


def test_what_is_no_host_is_told(tmp_path: Path) -> None:
    wrong = command("serve", "--port", "0", "--outgoing", "http://a.example/")
    done = subprocess.run(
        wrong, env=environment(tmp_path / "store"), capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode != 0
    assert "--outgoing: 'http://a.example/' is no host" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_port_in_use_is_told_before_the_store_is_opened(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        said = _refused(tmp_path, {}, "--port", other.getsockname()[1])
    assert "is in use: stop what listens there, or choose another one with --port" in said
    assert not (tmp_path / "store").exists()


@pytest.mark.parametrize(
    ("host", "what"), [("no.such.invalid", "no name that is known"), ("192.0.2.1", "no address of this machine")]
)
def test_hosts_that_cannot_be_listened_to(tmp_path: Path, host: str, what: str) -> None:
    assert what in _refused(tmp_path, {}, "--port", "0", "--host", host)


@pytest.mark.parametrize(
    ("name", "value", "what"),
    [
        ("MODEL", "no_such_model", "is not installed"),
        ("CORS", "https://a.example, b.example", "'b.example' is no web origin"),
        ("CORS", "https://a.example/", "without a path"),
    ],
)
def test_settings_that_would_only_fail_later(tmp_path: Path, name: str, value: str, what: str) -> None:
    said = _refused(tmp_path, {f"COMMUNIQUE_{name}": value}, "--port", "0")
    assert f"COMMUNIQUE_{name}: " in said
    assert what in said


def _refused(folder: Path, settings: dict[str, str], *options: object) -> str:
    """Give the one line that a service says that cannot begin."""
    done = subprocess.run(
        command("serve", *options),
        env=environment(folder / "store") | settings,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1
    return done.stderr


def test_what_is_wrong_with_the_store_is_told_in_a_line(tmp_path: Path) -> None:
    here, other = environment(tmp_path / "store"), {"COMMUNIQUE_BASE": "https://other.example/"}
    assert subprocess.run(command("assemble"), env=here, timeout=120, check=False).returncode == 0
    serve = command("serve", "--port", "0")
    done = subprocess.run(serve, env=here | other, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("communique: ") and "base https://other.example/" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _connected(port: int) -> socket.socket:
    for _ in range(600):
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=60)
        except ConnectionRefusedError:
            time.sleep(0.1)
    raise AssertionError("the service does not answer")
