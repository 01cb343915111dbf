"""The rooms lie at top level of the repository and are installed below one name: ``communique``."""

from pathlib import Path
from runpy import run_path

from setuptools import find_namespace_packages, setup
from setuptools.command.build_py import build_py

ROOMS = ("ontology", "extract", "graph", "api")
# `import communique` gives the face to Python, which is kept with the other faces.
FACE = "api.library"
# The sources of the scripts of the explorer, and what is built from them, are files of other packages.
WEB, BUILT = "api.http.web", "api.http.pages.built"


class BuildWithScripts(build_py):
    """Builds the scripts of the explorer before the packages that hold them."""

    def run(self) -> None:
        """Build."""
        run_path(str(Path(__file__).parent.joinpath(*WEB.split("."), "build.py")), run_name="__main__")
        super().run()


inside = find_namespace_packages(
    include=[name for room in ROOMS for name in (room, f"{room}.*")],
    exclude=[FACE, WEB, f"{WEB}.*", BUILT, f"{BUILT}.*"],
)
setup(
    packages=["communique", *(f"communique.{name}" for name in inside)],
    package_dir={"communique": FACE.replace(".", "/"), **{f"communique.{room}": room for room in ROOMS}},
    cmdclass={"build_py": BuildWithScripts},
)
