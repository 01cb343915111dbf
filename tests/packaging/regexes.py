"""All regular expressions of the project: those of its modules, those made when first needed, those in a call."""

import ast
import importlib
import inspect
import pkgutil
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType

from communique.ontology.actors.gazetteer import gazetteer

ROOMS = ("ontology", "extract", "graph", "api")
_ROOT = Path(__file__).parents[2]
_SCANNING = {"search", "sub", "subn", "split", "findall", "finditer"}
_CALLS = _SCANNING | {"compile", "match", "fullmatch"}


@dataclass
class Regex:
    """A regular expression, where it stands, and by which methods it is asked; none: we do not know."""

    pattern: re.Pattern[str]
    where: str
    methods: set[str] = field(default_factory=set)

    @property
    def scans(self) -> bool:
        """Tell whether it may be tried at every place of a text."""
        return not self.methods or bool(self.methods & _SCANNING)


def every_regex() -> list[Regex]:
    """Give them, each once: with the methods of all who ask it."""
    made = _made()
    found: dict[tuple[str, int], Regex] = {}
    for path, tree in _sources():
        methods = _methods(tree)
        for name, pattern in made.pop(str(path), []):
            one = found.setdefault(_key(pattern), Regex(pattern, f"{path.relative_to(_ROOT)}: {name}"))
            one.methods |= methods.get(name, set())
        for regex in _in_calls(tree, path):
            found.setdefault(_key(regex.pattern), regex).methods |= regex.methods
    return list(found.values())


def _sources() -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(path for room in ROOMS for path in (_ROOT / room).rglob("*.py")):
        if "node_modules" not in path.parts:
            yield path, ast.parse(path.read_text(encoding="utf-8"))


def _key(pattern: re.Pattern[str]) -> tuple[str, int]:
    return pattern.pattern, pattern.flags


def _made() -> dict[str, list[tuple[str, re.Pattern[str]]]]:
    """Give by file the names and patterns that its module holds, or that its functions without arguments give."""
    found: dict[str, list[tuple[str, re.Pattern[str]]]] = defaultdict(list)
    for module in list(_modules()):
        file = str(Path(module.__file__ or "").resolve())
        for name, value in list(vars(module).items()):
            stored = value
            if hasattr(value, "cache_info") and getattr(value, "__module__", "") == module.__name__:
                stored = value() if not inspect.signature(value).parameters and _is_small(value) else None
            for place, pattern in _patterns(stored, 3):
                found[file].append((f"{name}{place}", pattern))
    data = str(_ROOT / "ontology" / "actors" / "gazetteer.py")
    cues = [cue for item in gazetteer().ambiguities for cue in item.cues if cue[0] == cue[-1] == "/" and len(cue) > 2]
    # Those are searched for in sentences.
    found[data] += [("ambiguities", re.compile(cue[1:-1], re.IGNORECASE)) for cue in cues]
    return found


def _is_small(function: object) -> bool:
    """Tell whether a function gives patterns; others load a coder or the gazetteer."""
    answered = str(getattr(function, "__annotations__", {}).get("return", ""))
    return any(word in answered for word in ("Pattern", "Press", "Boilerplate"))


def _patterns(value: object, depth: int) -> Iterator[tuple[str, re.Pattern[str]]]:
    """Give the patterns that a value holds, each with the field in which it stands."""
    if isinstance(value, re.Pattern):
        is_text = isinstance(value.pattern, str)
        yield "", value if is_text else re.compile(value.pattern.decode("latin-1"), value.flags)
    elif depth and isinstance(value, dict):
        for each in value.values():
            yield from _patterns(each, depth - 1)
    elif depth and isinstance(value, list | tuple | set | frozenset):
        for each in value:
            yield from _patterns(each, depth - 1)
    elif depth and hasattr(value, "__dataclass_fields__") and not isinstance(value, type):
        for name in value.__dataclass_fields__:
            yield from ((f".{name}", each) for _, each in _patterns(getattr(value, name, None), depth - 1))


def _modules() -> Iterator[ModuleType]:
    for room in ROOMS:
        package = importlib.import_module(f"communique.{room}")
        yield package
        for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if ".web" not in info.name and not info.name.endswith("__main__"):
                yield importlib.import_module(info.name)


def _methods(tree: ast.AST) -> dict[str, set[str]]:
    """Give the methods by which each name is asked; those that are handed on get one that we do not know."""
    found: dict[str, set[str]] = defaultdict(set)
    asked: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name | ast.Call):
            name = node.value.func if isinstance(node.value, ast.Call) else node.value
            if isinstance(name, ast.Name):
                found[name.id].add(node.attr)
                asked.add(id(name))
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and id(node) not in asked:
            found[node.id].add("search")
    return found


def _in_calls(tree: ast.AST, path: Path) -> Iterator[Regex]:
    """Give the patterns that stand as they are in calls of the module `re`, beside those that the module holds."""
    held = {id(each) for node in ast.iter_child_nodes(tree) if isinstance(node, ast.Assign) for each in ast.walk(node)}
    for node in ast.walk(tree):
        if id(node) in held:
            continue
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args):
            continue
        of = node.func.value
        if (
            isinstance(of, ast.Name)
            and of.id == "re"
            and node.func.attr in _CALLS
            and isinstance(node.args[0], ast.Constant)
        ):
            written = node.args[0].value
            text = written.decode("latin-1") if isinstance(written, bytes) else str(written)
            methods = set() if node.func.attr == "compile" else {node.func.attr}
            flags = [getattr(re, flag) for flag in ("IGNORECASE", "DOTALL", "MULTILINE") if flag in ast.unparse(node)]
            yield Regex(re.compile(text, sum(flags)), f"{path.relative_to(_ROOT)}:{node.lineno}", methods)


def calls_that_make_patterns() -> list[tuple[str, str]]:
    """Give file and text of each call whose pattern is put together as it runs, outside of what modules hold."""
    found = []
    for path, tree in _sources():
        inside = {id(each) for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) for each in ast.walk(node)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and id(node) in inside and isinstance(node.func, ast.Attribute) and node.args:
                of = node.func.value
                is_call = isinstance(of, ast.Name) and of.id == "re" and node.func.attr in _CALLS
                if is_call and not isinstance(node.args[0], ast.Constant):
                    found.append((str(path.relative_to(_ROOT)), ast.unparse(node)))
    return found
