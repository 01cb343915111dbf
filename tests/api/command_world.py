"""How tests run the real command line."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from communique import api

Run = Callable[..., subprocess.CompletedProcess[str]]
SAMPLES = Path(api.__file__).parent / "samples" / "articles.jsonl"
SCRIPT = Path(sys.executable).with_name("communique")


def command(*arguments: object) -> list[str]:
    """Give the words that start the command line."""
    return [str(SCRIPT), *map(str, arguments)]


def environment(store: Path | None) -> dict[str, str]:
    """Give an environment without settings of the user's, with a store where one is named."""
    clean = {name: text for name, text in os.environ.items() if not name.startswith(("COMMUNIQUE_", "COLUMNS"))}
    return clean | ({"COMMUNIQUE_STORE": str(store)} if store else {})
