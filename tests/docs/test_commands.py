"""What README and docs tell people to type: every command, Python block and query is run as it stands there."""

import json
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from demo_world import Demonstration, environment
from doc_blocks import PAGES, ROOT, Block, Step, blocks, first_missing, shown_after, steps

from communique.graph import EventGraph

# All of them use one demonstration.
pytestmark = pytest.mark.xdist_group("pages")
_MARK = "@@ step"
_MAKE = re.compile(r"make (\S+)")
WITH_COMMANDS = [page for page in PAGES if any(not step.command.startswith("make ") for step in steps(page))]
WITH_PYTHON = [page for page in PAGES if any(block.language == "python" for block in blocks(page))]
QUERIES = [block for page in PAGES for block in blocks(page) if block.language == "sparql"]


@pytest.mark.parametrize("page", WITH_COMMANDS, ids=lambda page: page.name)
def test_every_command_of_a_page_works_and_prints_what_the_page_shows(page: Path, workplace: Path) -> None:
    wanted = [step for step in steps(page) if not step.command.startswith("make ")]
    if any("curl" in step.command for step in wanted) and shutil.which("curl") is None:
        pytest.skip("curl is not installed: the commands of this page need it")
    done = subprocess.run(
        ["bash", "-u", "-c", _script(wanted, _free_port())],
        cwd=workplace,
        env=environment(),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=600,
        check=False,
    )
    outputs = re.split(rf"^{_MARK} (\d+)\n", done.stdout, flags=re.MULTILINE)
    assert len(outputs) == 2 * len(wanted) + 1, done.stdout + done.stderr
    for step, output, code in zip(wanted, outputs[::2], outputs[1::2], strict=False):
        assert code == "0", f"{step.where}: {step.command}\n{output}"
        missing = first_missing(step.expected, output)
        assert missing is None, f"{step.where}: {step.command}\ndoes not print {missing!r}, but\n{output}"


def _script(wanted: list[Step], port: int) -> str:
    """Give a shell script of the commands that marks where each ends; what runs beside them is ended at last."""
    lines = ["trap 'kill $(jobs -p) 2>/dev/null' EXIT"]
    for step in wanted:
        command = step.command.replace("8000", str(port))
        if command.endswith("&"):
            command = (
                f"{command[:-1]} >server.log 2>&1 &\nfor try in $(seq 300); do "
                f"curl -s -m 2 -o server.answer http://127.0.0.1:{port}/healthz && break; sleep 0.1; done"
            )
        # Each command must work, not only the last of a block.
        lines += [f"{{ set -e\n{command}\n}} 2>&1", f"code=$?; set +e; echo; echo '{_MARK}' $code"]
    return "\n".join(lines)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.mark.parametrize("page", WITH_PYTHON, ids=lambda page: page.name)
def test_the_python_blocks_of_a_page_run_one_after_the_other(page: Path, workplace: Path) -> None:
    found = blocks(page)
    code = [block for block in found if block.language == "python"]
    program = "\n".join(f"{block.text}\nprint({_MARK!r}, flush=True)" for block in code)
    done = subprocess.run(
        [sys.executable, "-W", "error::SyntaxWarning", "-c", program],
        cwd=workplace,
        env=environment(),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, f"{page.name}\n{done.stderr}"
    outputs = done.stdout.split(f"{_MARK}\n")
    after = dict(zip(found, [*found[1:], None], strict=False))
    for block, output in zip(code, outputs, strict=False):
        missing = first_missing(shown_after(block, after[block]), output)
        assert missing is None, f"{block.where} does not print {missing!r}, but\n{output}"


@pytest.mark.parametrize("block", QUERIES, ids=lambda block: block.where)
def test_every_query_of_a_page_has_an_answer_in_the_demonstration(block: Block, demo_graph: EventGraph) -> None:
    accept = "application/sparql-results+json, application/n-triples"
    answer = demo_graph.query(block.text, accept).decode()
    if answer.startswith("{"):
        found = json.loads(answer)
        size = len(found["results"]["bindings"]) if "results" in found else int(found["boolean"])
    else:
        size = len(answer.splitlines())
    assert size or block.info == "may-be-empty", f"{block.where}: no answer"


def test_make_targets_that_a_page_names_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = {target for page in PAGES for step in steps(page) for target in _MAKE.findall(step.command)}
    assert {"demo", "test"} <= named <= targets


def test_the_first_page_shows_what_the_demonstration_prints(demonstration: Demonstration) -> None:
    shown = next(step for step in steps(ROOT / "README.md") if step.command == "make demo")
    assert len(shown.expected) > 5
    missing = first_missing(shown.expected, demonstration.output)
    assert missing is None, f"{shown.where}: the demonstration does not print {missing!r}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_can_be_pasted_as_they_stand(page: Path) -> None:
    for block in blocks(page):
        assert block.language not in ("console", "shell", "shell-session"), f"{block.where}: prompts cannot be pasted"
        if block.language in ("bash", "sh"):
            prompts = [line for line in block.text.splitlines() if line.startswith(("$ ", "> ", "# "))]
            assert prompts == [], f"{block.where}: {prompts[0]!r} is not to be typed"
            done = subprocess.run(["bash", "-n"], input=block.text, capture_output=True, text=True, check=False)
            assert (done.returncode, done.stderr) == (0, ""), f"{block.where}: {done.stderr}"
