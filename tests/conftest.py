"""The tests use the ``communique`` of the tree that they lie in, also where another one is installed."""

import sys
from importlib import util
from pathlib import Path

ROOT = Path(__file__).parents[1]
FACE = ROOT / "api" / "library" / "__init__.py"


def _use_this_tree() -> None:
    """Load ``communique`` from this tree unless the installed one is it (a copy of the tree is tested as it stands)."""
    installed = util.find_spec("communique")
    if installed is not None and installed.origin is not None and Path(installed.origin).samefile(FACE):
        return
    spec = util.spec_from_file_location("communique", FACE, submodule_search_locations=[str(ROOT)])
    if spec is None or spec.loader is None:
        raise ImportError(f"{FACE} cannot be loaded: run the tests in a whole checkout")
    module = util.module_from_spec(spec)
    sys.modules["communique"] = module
    spec.loader.exec_module(module)


_use_this_tree()
