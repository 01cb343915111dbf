"""The rooms lie at top level of the repository and are installed below one name: ``communique``."""

from setuptools import find_namespace_packages, setup

ROOMS = ("ontology", "extract", "graph", "api")
# `import communique` gives the face to Python, which is kept with the other faces.
FACE = "api.library"

inside = find_namespace_packages(include=[name for room in ROOMS for name in (room, f"{room}.*")], exclude=[FACE])
setup(
    packages=["communique", *(f"communique.{name}" for name in inside)],
    package_dir={"communique": FACE.replace(".", "/"), **{f"communique.{room}": room for room in ROOMS}},
)
