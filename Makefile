# What a person does with a checkout. `make` alone lists it.
VENV ?= .venv
PYTHON ?= python3
BIN := $(VENV)/bin
# Tests that run at once: one more than cores, for browsers and servers that come up leave a core idle a quarter of the time.
WORKERS ?= $(shell $(PYTHON) -c 'import os; print((os.cpu_count() or 1) + 1)')
# How many faults `make bench` makes: the long run of docs/reliability.md.
FAULTS ?= 110
# How many cases the city has whose pages and plans `make bench` looks at; plans are asserted from half a million on.
CASES ?= 10_000
CITY := $(CURDIR)/.linli/city-$(CASES)
# How many calls it makes up for each address of Open311 and of REST.
GENERATED ?= 1500
# Every command and every server of a test would compile the same modules anew where bytecode is not kept.
export PYTHONDONTWRITEBYTECODE :=
PIP := $(BIN)/python -m pip --disable-pip-version-check -q install --require-hashes
PYTEST := $(BIN)/python -m pytest

.DEFAULT_GOAL := help
.PHONY: help setup run demo check test coverage bench audit sbom docs lock clean web browser

help:  ## list what make can do
	@echo "邻里 Linli"
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 18

# ------------------------------------------------------------ installing

$(BIN)/python:
	@echo "· making $(VENV)"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Linli needs Python 3.11 or newer; set PYTHON=..." >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements/run.lock requirements/build.lock | $(BIN)/python
	@echo "· installing the locked wheels (about a minute the first time)"
	@$(PIP) -r requirements/run.lock -r requirements/build.lock
	@touch $@

$(VENV)/.node: requirements/node.lock $(VENV)/.run
	@node --version 2>/dev/null | grep -qE '^v(2[0-9]|[3-9][0-9])' || { echo "· fetching Node in a wheel"; $(PIP) -r requirements/node.lock; }
	@touch $@

$(VENV)/.linli: pyproject.toml hatch_build.py requirements/run.in $(VENV)/.node
	@echo "· building the front end and installing linli"
	@$(BIN)/python -m pip --disable-pip-version-check -q install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.test: requirements/test.lock $(VENV)/.linli
	@echo "· installing what tests need"
	@$(PIP) -r requirements/test.lock
	@touch $@

setup: $(VENV)/.linli web  ## make .venv with the linli command in it

web: $(VENV)/.linli
	@$(BIN)/python web/build.py
	@$(BIN)/python -m linli.config.messages --compile >/dev/null

# ------------------------------------------------------------ using

run: setup  ## start everything on 127.0.0.1:8000 (LINLI_PORT), with the demo subdistrict
	@exec $(BIN)/linli run

demo: setup  ## tell the demo subdistrict's story; twice changes nothing
	@$(BIN)/linli demo

# ------------------------------------------------------------ working on it

# LEAVE names what is not asked this time.
CHECKS := $(filter-out $(LEAVE),check-lint check-format check-types check-imports check-templates check-conventions check-web)
.PHONY: $(CHECKS)

check: $(VENV)/.test web  ## linters, types, import contracts, migrations, conventions
	@$(MAKE) --no-print-directory -k -j2 --output-sync=target $(CHECKS)
	@echo "✓ all checks"

check-lint:
	@$(BIN)/ruff check -q . && echo "✓ ruff"
check-format:
	@$(BIN)/ruff format -q --check . && echo "✓ ruff format"
check-types:
	@$(BIN)/mypy --no-error-summary && echo "✓ mypy"
check-imports:
	@$(BIN)/lint-imports --no-logo >$(VENV)/.imports 2>&1 && echo "✓ import contracts" || { cat $(VENV)/.imports; exit 1; }
check-templates:
	@$(BIN)/djhtml --check --tabwidth 2 linli >$(VENV)/.djhtml 2>&1 && echo "✓ djhtml" || { cat $(VENV)/.djhtml; exit 1; }
check-conventions:
	@$(PYTEST) -q -p no:cacheprovider --no-header tests/conventions && echo "✓ conventions, migrations, catalogues"
check-web:
	@$(BIN)/python web/build.py --check && echo "✓ web"

test: $(VENV)/.test web  ## all tests in parallel
	@$(PYTEST) -q -n $(WORKERS) --dist worksteal $(ARGS)

coverage: $(VENV)/.test web  ## the same, told what they do not reach: lines and branches (half as long again)
	@$(PYTEST) -q -n auto --dist worksteal --cov --cov-report=term:skip-covered $(ARGS)

bench: $(VENV)/.test web  ## what the numbers in docs/performance.md and docs/reliability.md come from
	@$(BIN)/python -m benchmarks $(ARGS)
	@LINLI_DATA_DIR=$(CITY) $(BIN)/linli migrate
	@LINLI_DATA_DIR=$(CITY) $(BIN)/linli bench load --cases $(CASES)
	@LINLI_DATA_DIR=$(CITY) $(BIN)/linli bench facts
	@LINLI_DATA_DIR=$(CITY) $(BIN)/linli bench names
	@LINLI_DATA_DIR=$(CITY) $(BIN)/linli bench reads --rounds 20
	@$(BIN)/linli bench faults --rounds $(FAULTS)
	@LINLI_GENERATED=$(GENERATED) $(PYTEST) -q -n 0 tests/faces/openapi/test_open311_generated.py tests/faces/openapi/test_v1_schema.py

audit:  ## ask OSV whether anything in the lock files is known to be unsafe (STRICT=1: fail when it cannot be asked)
	@$(PYTHON) requirements/audit.py $(if $(STRICT),--strict)

sbom:  ## write the list of everything installed (CycloneDX) to build/sbom.cdx.json
	@$(PYTHON) requirements/audit.py --sbom build/sbom.cdx.json

docs: $(VENV)/.test  ## renew the generated pages of docs/
	@$(BIN)/python -m linli.config.docs

lock:  ## renew the lock files from requirements/*.in
	@for name in run build node traces test; do \
		uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url \
			--upgrade requirements/$$name.in -o requirements/$$name.lock || exit 1; done

clean:  ## remove what was built and installed; never your data
	@rm -rf $(VENV) web/node_modules linli/faces/parts/static/built build dist .mypy_cache .ruff_cache .pytest_cache
