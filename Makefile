# Needs Python 3.11 or later, git and make; everything else is installed into .venv.

# The first Python that is new enough and can make a virtual environment.
PYTHON ?= $(shell for python in python3 python3.11 python3.12 python3.13 python3.14; do \
	"$$python" -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && echo "$$python" && break; done)
CORES := $(shell nproc 2>/dev/null || getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1)
VENV := .venv
BIN := $(VENV)/bin
SQLALCHEMY21 := .venv-sqlalchemy21
EXTENSIONS := .venv-extensions
PIP_INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check

INSTALLED := $(VENV)/.installed
INSTALLED21 := $(SQLALCHEMY21)/.installed
INSTALLED_EXTENSIONS := $(EXTENSIONS)/.installed

# A second SQLAlchemy for the tests that run rewritten queries.
export FLASK_MODERNIZE_SQLALCHEMY21 := $(CURDIR)/$(SQLALCHEMY21)
# Flask extensions that only the test of the table of extensions runs.
export FLASK_MODERNIZE_EXTENSIONS := $(CURDIR)/$(EXTENSIONS)

.PHONY: help demo test lint format docs lock clean

help:
	@echo "make demo    rewrite the example app in a temporary directory and run its tests before and after"
	@echo "make test    run all tests"
	@echo "make lint    ruff and mypy"
	@echo "make format  let ruff format the code"
	@echo "make docs    write the generated pages and the picture in the README anew"
	@echo "make lock    pin the newest allowed versions of the development dependencies"
	@echo "make clean   remove environments and caches"

demo: $(INSTALLED)
	@$(BIN)/python examples/demo.py

test: $(INSTALLED) $(INSTALLED21) $(INSTALLED_EXTENSIONS)
	$(BIN)/python -m pytest $(if $(filter-out 1,$(CORES)),-n $(CORES)) $(PYTEST_ARGUMENTS)

lint: $(INSTALLED)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy --strict

format: $(INSTALLED)
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

docs: $(INSTALLED)
	$(BIN)/python docs/generate.py
	$(BIN)/python docs/screenshot.py

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "flask-modernize needs Python 3.11 or later with the venv module" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(INSTALLED): requirements-dev.lock pyproject.toml | $(VENV)/bin/python
	$(PIP_INSTALL) --requirement requirements-dev.lock
	$(PIP_INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

$(INSTALLED21): requirements-sqlalchemy21.lock | $(INSTALLED)
	rm -rf $(SQLALCHEMY21)
	$(PIP_INSTALL) --target $(SQLALCHEMY21) --requirement requirements-sqlalchemy21.lock
	@touch $@

$(INSTALLED_EXTENSIONS): requirements-extensions.lock | $(INSTALLED)
	rm -rf $(EXTENSIONS)
	$(PIP_INSTALL) --target $(EXTENSIONS) --requirement requirements-extensions.lock
	@touch $@

# uv resolves for every platform and Python at once; it lives in an environment of its own, needed only here.
lock: | $(VENV)/bin/python
	$(PYTHON) -m venv .venv-lock
	.venv-lock/bin/python -m pip install --quiet --disable-pip-version-check uv
	.venv-lock/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 --custom-compile-command "make lock" \
		--group dev --no-annotate pyproject.toml --output-file requirements-dev.lock
	echo 'sqlalchemy>=2.1,<2.2' | .venv-lock/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 \
		--custom-compile-command "make lock" --no-annotate - --output-file requirements-sqlalchemy21.lock
	.venv-lock/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 --custom-compile-command "make lock" \
		--group extensions --constraint requirements-dev.lock --no-annotate --output-file requirements-extensions.lock

clean:
	rm -rf .venv .venv-* dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
