# Two commands on a fresh machine with python3 (3.11 or later, venv and pip), git and make:
#   make demo    set up, run two arguments, print the verdicts, write the pages
#   make test    set up, lint, types, contracts, sizes, tests, docs
PYTHON ?= python3
BIN := .venv/bin
OUT := out
SHARED := $(firstword $(wildcard ../shared/data/README.md))
export SQUARELY_DATA ?= $(if $(SHARED),$(abspath ../shared/data),)
export SQUARELY_CACHE ?= $(CURDIR)/.squarely/cache

.PHONY: setup spark demo test browser crash bench trust swap figures lock clean

setup: .venv/.done

.venv/.done: requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

spark: .venv/.spark

.venv/.spark: .venv/.done requirements-spark.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-build-isolation -r requirements-spark.lock
	touch $@

demo: setup
	@SQUARELY_DATA= $(BIN)/python scripts/demo.py $(OUT)

test: setup spark browser
	@$(BIN)/python scripts/check.py

# Chromium for the tests of the page: by root, where Debian's packages can be had; else they are skipped
browser:
	@sh scripts/browser.sh

crash: setup
	@cd tests && ../$(BIN)/python -m killed 50

bench: setup spark
	@$(BIN)/python -m bench
	@$(BIN)/python scripts/derive_spark.py

trust: setup
	@$(BIN)/python -m trust

swap: setup
	@$(BIN)/python -m trust.swap

figures: setup
	@$(BIN)/python scripts/derive_figures.py

lock:
	@$(BIN)/python scripts/lock.py

clean:
	rm -rf .venv $(OUT) build .squarely .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
