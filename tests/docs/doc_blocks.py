"""The code blocks of README and docs: commands to paste, and the output that is shown after them.

A ``bash`` block holds commands as they are to be pasted, and is run by the tests; a ``text`` block that follows it with
nothing between shows what they print. What is in an ``sh`` block is not run: it installs, or takes long.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
_FENCE = re.compile(r"^```([^\n`]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_RULE = re.compile(r"[\s─━-]*\Z")


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: its language, the rest of the line that opens it, its text, and where it starts.

    It `follows` the block before where nothing stands between.
    """

    language: str
    info: str
    text: str
    where: str
    follows: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """The commands of a block with the lines that the page shows after it."""

    command: str
    expected: tuple[str, ...]
    where: str


def blocks(page: Path) -> list[Block]:
    """Give the fenced blocks of a page in order."""
    source = page.read_text(encoding="utf-8")
    found: list[Block] = []
    end = 0
    for match in _FENCE.finditer(source):
        language, _, info = match[1].strip().partition(" ")
        line = source.count("\n", 0, match.start()) + 1
        follows = bool(found) and not source[end : match.start()].strip()
        found.append(Block(language, info, match[2], f"{page.name}:{line}", follows))
        end = match.end()
    return found


def steps(page: Path) -> list[Step]:
    """Give what a page tells to type, each with what it shows of the output."""
    found = blocks(page)
    return [
        Step(block.text.strip(), shown_after(block, after), block.where)
        for block, after in zip(found, [*found[1:], None], strict=False)
        if block.language == "bash"
    ]


def shown_after(block: Block, after: Block | None) -> tuple[str, ...]:
    """Give the lines of output that a page shows of a block, none where the next block is of another kind."""
    if after is None or after.language != "text" or (block.language == "bash" and not after.follows):
        return ()
    return tuple(after.text.splitlines())


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
