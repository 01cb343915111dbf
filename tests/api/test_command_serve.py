"""``communique serve``, as a user starts it."""

import socket
import subprocess
import time
from pathlib import Path

import pytest
from command_world import command, environment


def test_a_request_whose_head_has_no_end_is_cut_off(tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
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


def _connected(port: int) -> socket.socket:
    for _ in range(600):
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=60)
        except ConnectionRefusedError:
            time.sleep(0.1)
    raise AssertionError("the service does not answer")
