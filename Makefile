# Two commands for a newcomer: `make demo` and `make test`. Both make their own virtual environment first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: demo test check serve clean

demo: $(READY)
	$(BIN)/communique demo --folder .demo

test: $(READY)
	$(BIN)/python -m pytest

check: $(READY)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy --strict ontology extract graph api

serve: $(READY)
	$(BIN)/communique serve --store .demo/store

clean:
	rm -rf $(VENV) .demo build dist

# The pip that comes with a Python may be too old to resolve our pins, so it is brought up to date first.
$(READY): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --upgrade pip setuptools wheel
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --constraint constraints.txt --editable '.[test]'
	touch $(READY)
