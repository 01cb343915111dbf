"""The files for running the service elsewhere name what the program has: options, settings, ports, limits."""

import ast
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml

from communique import api
from communique.api.command import app
from communique.api.http.connections import HEAD_TIME, READ_TIME
from communique.api.settings import Settings

DEPLOY = Path(__file__).parents[2] / "docs" / "deploy"
FILES = sorted(DEPLOY.iterdir())
UNITS = [path for path in FILES if path.suffix in (".service", ".timer")]
_INSTRUCTIONS = {"FROM", "WORKDIR", "COPY", "RUN", "USER", "ENV", "VOLUME", "EXPOSE", "HEALTHCHECK", "CMD"}


def _text(name: str) -> str:
    return (DEPLOY / name).read_text(encoding="utf-8")


def _commands(text: str) -> list[list[str]]:
    """Give the words of each line that runs the command line."""
    plain = re.sub(r'["\',\[\]]+', " ", text)
    return [found.split() for found in re.findall(r"(?:^|[ /])communique\s+((?:serve|backup|check) [^\n]*)", plain)]


def _compose() -> dict[str, Any]:
    return dict(yaml.safe_load(_text("compose.yaml")))


def _nginx(name: str) -> str:
    found = re.search(rf"{name}\s+([^;]+);", _text("nginx.conf"))
    assert found is not None, name
    return found[1]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_settings_exist(path: Path) -> None:
    source = ast.parse((Path(api.__file__).parent / "settings.py").read_text(encoding="utf-8"))
    known = {node.value for node in ast.walk(source) if isinstance(node, ast.Constant)}
    named = re.findall(r"COMMUNIQUE_([A-Z_]+)", path.read_text(encoding="utf-8"))
    assert [name for name in named if name not in known] == []


def test_options_exist() -> None:
    known = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    asked = [words for path in FILES for words in _commands(path.read_text(encoding="utf-8"))]
    assert {words[0] for words in asked} == {"serve", "backup"} and len(asked) >= 3
    for name, *words in asked:
        options = {option for parameter in known[name].params for option in parameter.opts}
        assert [word for word in words if word.startswith("--") and word not in options] == [], name


def test_ports_agree() -> None:
    (port,) = re.findall(r"^EXPOSE (\d+)$", _text("Dockerfile"), re.MULTILINE)
    served = {words[words.index("--port") + 1] for words in _commands(_text("Dockerfile"))}
    assert served == {port} and f"127.0.0.1:{port}/healthz" in _text("Dockerfile")
    assert _nginx("proxy_pass") == f"http://communique:{port}"
    assert "communique" in _compose()["services"] and f"--port {port}" in _text("communique.service")


def test_the_proxy_has_the_limits_of_the_service() -> None:
    limits = Settings(Path())
    assert _nginx("client_max_body_size") == f"{limits.max_body >> 20}m"
    assert _nginx("client_header_timeout") == f"{HEAD_TIME:g}s" and _nginx("send_timeout") == f"{READ_TIME:g}s"
    assert _nginx("proxy_read_timeout") == f"{limits.export_time:g}s"
    given = _compose()["services"]["communique"]["environment"]
    # Behind it all clients are one.
    assert int(given["COMMUNIQUE_CONNECTIONS_OF_ONE"]) == limits.connections
    assert _nginx("server_name") in given["COMMUNIQUE_HOSTS"].split(",")
    assert _nginx("proxy_set_header X-Forwarded-For") == "$remote_addr"


def test_compose_refers_to_what_is_there() -> None:
    compose = _compose()
    assert set(compose) == {"services", "secrets", "volumes", "networks"}
    for name, service in compose["services"].items():
        assert ("image" in service) != ("build" in service), name
        assert set(service["networks"]) <= set(compose["networks"]), name
        assert set(service.get("secrets", ())) <= set(compose["secrets"]), name
        for volume in service["volumes"]:
            source = volume.split(":")[0]
            assert source in compose["volumes"] or (DEPLOY / source).is_file(), (name, source)
    build = compose["services"]["communique"]["build"]
    assert (DEPLOY / build["context"] / build["dockerfile"]).resolve() == (DEPLOY / "Dockerfile").resolve()


def test_the_dockerfile_has_instructions_that_there_are() -> None:
    text = re.sub(r"\\\n", "", _text("Dockerfile"))
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    assert lines[0].startswith("FROM python:3.") and {line.split()[0] for line in lines} == _INSTRUCTIONS


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd-analyze here")
def test_units_are_what_systemd_takes(tmp_path: Path) -> None:
    here = str(Path(sys.executable).with_name("communique"))
    for path in UNITS:
        text = path.read_text(encoding="utf-8").replace("/opt/communique/bin/communique", here)
        (tmp_path / path.name).write_text(text, encoding="utf-8")
    verify = ["systemd-analyze", "verify", *(str(tmp_path / path.name) for path in UNITS)]
    done = subprocess.run(verify, capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, done.stderr) == (0, "")
