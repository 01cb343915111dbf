"""What the demonstration left, and the environment in which commands of the documentation run."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Demonstration:
    """What ``communique demo`` printed, and the folder in which it ran."""

    folder: Path
    output: str


def environment() -> dict[str, str]:
    """Give an environment in which ``communique`` and ``python`` are those of the tests, without settings of ours."""
    clean = {name: text for name, text in os.environ.items() if not name.startswith(("COMMUNIQUE_", "COLUMNS"))}
    return clean | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}", "PYTHONUTF8": "1"}
