"""The code blocks of README and docs, and the commands and expected output that console blocks hold."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
_FENCE = re.compile(r"^```([^\n`]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_RULE = re.compile(r"[\s─━-]*\Z")


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: its language, the rest of the line that opens it, its text, and where it starts."""

    language: str
    info: str
    text: str
    where: str


@dataclass(frozen=True, slots=True)
class Step:
    """A command of a console block with the lines that the page shows after it."""

    command: str
    expected: tuple[str, ...]
    where: str


def blocks(page: Path) -> list[Block]:
    """Give the fenced blocks of a page in order."""
    source = page.read_text(encoding="utf-8")
    found: list[Block] = []
    for match in _FENCE.finditer(source):
        language, _, info = match[1].strip().partition(" ")
        line = source.count("\n", 0, match.start()) + 1
        found.append(Block(language, info, match[2], f"{page.name}:{line}"))
    return found


def steps(page: Path) -> list[Step]:
    """Give the commands of a page's console blocks in order."""
    return [step for block in blocks(page) if block.language == "console" for step in _steps(block)]


def _steps(block: Block) -> Iterator[Step]:
    command: list[str] = []
    expected: list[str] = []
    for line in block.text.splitlines():
        if line.startswith("$ "):
            if command:
                yield Step("\n".join(command), tuple(expected), block.where)
            command, expected = [line[2:]], []
        elif line.startswith("> ") and command and not expected:
            command.append(line[2:])
        elif command:
            expected.append(line)
        else:
            raise ValueError(f"{block.where}: output without a command: begin with '$ '")
    if command:
        yield Step("\n".join(command), tuple(expected), block.where)


def first_missing(expected: Sequence[str], actual: str) -> str | None:
    """Give the first line that a page shows and the output does not have in this order, or None.

    Blanks and ruled lines do not count. ``...`` stands for anything, and so does a number for another
    one, since figures move with the coder.
    """
    lines = iter([_plain(line) for line in actual.splitlines()])
    for line in expected:
        if _RULE.match(line) or line.strip() == "...":
            continue
        pattern = re.compile(_as_pattern(_plain(line)))
        if not any(pattern.match(item) for item in lines):
            return line
    return None


def _plain(line: str) -> str:
    return " ".join(line.split())


def _as_pattern(line: str) -> str:
    words = (r"[+-]?[\d.]+" if re.fullmatch(r"[+-]?\d+(\.\d+)?", word) else _wild(word) for word in line.split(" "))
    # A last "..." may stand for nothing: long cells go on in the next line.
    return " ".join(words).replace(" .*", "(?: .*)?") + r"\Z"


def _wild(word: str) -> str:
    return ".*".join(re.escape(part) for part in word.split("..."))
