"""Which modules import which: rooms in layers without circles, and each reached by its face alone."""

import ast
import importlib
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib import util
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("ontology", "extract", "graph", "api")


def imported(tree: ast.AST) -> Iterator[tuple[str, ...]]:
    """Give the dotted names of ours that a module imports: modules, and what is taken out of them."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            names = []
        yield from (tuple(name.split(".")[1:]) for name in names if name.startswith("communique."))


def face(package: Path) -> set[str]:
    """Give the names that a package offers: those in its ``__all__``."""
    initial = package / "__init__.py"
    tree = ast.parse(initial.read_text("utf-8") if initial.is_file() else "")
    lists = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == "__all__" for t in node.targets)
    ]
    return {str(name) for each in lists for name in ast.literal_eval(each)}


def past_a_face(text: str, room: str) -> set[str]:
    """Give the modules of other rooms that a module of a room imports, though they are neither room nor sub-package."""
    found: set[str] = set()
    for name in imported(ast.parse(text)):
        inside = [name[:length] for length in range(2, len(name) + 1)]
        modules = [
            ".".join(part)
            for part in inside
            if ROOT.joinpath(*part).with_suffix(".py").is_file() and part[-1] not in face(ROOT.joinpath(*part[:-1]))
        ]
        if name[:1] != (room,) and modules:
            found.add(modules[0])
    return found


def sources(room: str) -> Iterator[Path]:
    return (path for path in sorted((ROOT / room).rglob("*.py")))


@pytest.mark.parametrize("room", ROOMS)
def test_other_rooms_are_reached_by_their_faces_alone(room: str) -> None:
    past = {str(path.relative_to(ROOT)): past_a_face(path.read_text("utf-8"), room) for path in sources(room)}
    assert {path: names for path, names in past.items() if names} == {}


@pytest.mark.parametrize(
    ("text", "past"),
    [
        ("from communique.graph import EventGraph", set()),
        ("from communique.graph.sparql import bound", set()),
        ("from communique.graph.event_graph import EventGraph", {"graph.event_graph"}),
        ("from communique.graph import event_graph", {"graph.event_graph"}),
        ("def f():\n    import communique.graph.rdf.terms as t", {"graph.rdf.terms"}),
        ("from communique.graph.stores import rows, Endpoint", {"graph.stores.rows"}),
        ("from communique.api.settings import Settings", set()),
        # A name of the face that is also that of a module.
        ("from communique.ontology.actors import gazetteer", set()),
    ],
)
def test_an_import_past_a_face_is_seen(text: str, past: set[str]) -> None:
    assert past_a_face(text, "api") == past


def test_nothing_outside_the_graph_reaches_for_its_store() -> None:
    trees = {path: ast.parse(path.read_text("utf-8")) for path in sources("api")}
    reaching = {
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path, tree in trees.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in ("world", "_world")
    }
    assert reaching == set()


def test_rooms_and_their_sub_packages_are_layers_without_circles(tmp_path: Path) -> None:
    package = tmp_path / "communique"
    package.mkdir()
    for room in ROOMS:
        package.joinpath(room).symlink_to(ROOT / room)
    package.joinpath("__init__.py").symlink_to(ROOT / "api" / "library" / "__init__.py")
    command = [Path(sys.executable).with_name("lint-imports"), "--config", ROOT / "pyproject.toml", "--no-cache"]
    environment = os.environ | {"PYTHONPATH": str(tmp_path), "NO_COLOR": "1", "PYTHONUTF8": "1"}
    done = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr
    assert " 0 broken" in done.stdout


def is_there(module: str, name: str) -> bool:
    """Tell whether a module has a name, or a package a module of it."""
    return hasattr(importlib.import_module(module), name) or util.find_spec(f"{module}.{name}") is not None


def test_benchmarks_import_what_there_is() -> None:
    # What a program in a string imports counts, too.
    line = re.compile(r"^\s*from (communique[\w.]*) import ([\w, ]+)$", re.MULTILINE)
    texts = {path.name: path.read_text("utf-8") for path in (ROOT / "benchmarks").rglob("*.py")}
    taken = [(file, module, names) for file, text in texts.items() for module, names in line.findall(text)]
    each = [(file, module, name.split(" as ")[0]) for file, module, names in taken for name in names.split(", ")]
    assert len(each) > 50
    assert [found for found in each if not is_there(found[1], found[2])] == []
