# The portal's commands; `make help` lists them. Everything in capitals can be set from outside.

PYTHON      ?= python3
VENV        ?= .venv
PORT        ?= 8000
PORTAL_DATA ?= ./var
WORKERS     ?= 2
export PYTHON VENV
# A portal that starts, and tests start hundreds, must not compile itself anew each time.
unexport PYTHONDONTWRITEBYTECODE

SHELL  := /bin/bash
PY     := $(VENV)/bin/python
FLASK  := $(PY) -m flask --app wsgi
PYTEST := $(PY) -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder
PIP    := $(PY) -m pip install --quiet --disable-pip-version-check --no-input

# A stamp's name holds the checksum of the list it stands for: a changed list is a missing stamp.
sum = $(word 1,$(shell cat $(1) | cksum))
RUN_STAMP   := $(VENV)/.run-$(call sum,requirements.txt)
DEV_STAMP   := $(VENV)/.dev-$(call sum,requirements.txt requirements-dev.txt)
SCAN_STAMP  := .venv-scan/.scan-$(call sum,bench/scan-requirements.txt)
BENCH_STAMP := $(VENV)/.bench-$(call sum,requirements.txt requirements-dev.txt requirements-bench.txt)
PEERS       ?= .venv-peers
PEERS_STAMP := $(PEERS)/.peers-$(call sum,bench/peers/requirements.txt)

.DEFAULT_GOAL := help
.PHONY: help run dev test test-sqlite test-postgresql check lint types floors templates languages migrations \
        bench proof messages pictures format setup setup-dev setup-bench setup-scan clean

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# --- running

run dev pictures: export PORT := $(PORT)
run dev: export PORTAL_DATA := $(PORTAL_DATA)

run: setup ## serve the portal with its demo network on http://127.0.0.1:8000 (PORT)
	@$(call prepare_data)
	@exec $(PY) scripts/serve

dev: setup ## the same with a server that reloads what changes
	@$(call prepare_data)
	@exec $(PY) scripts/serve --dev

# The demo network is filled on the first run only; never in production, and never into a database
# that holds other data (flask demo refuses that with 3, which is no reason to stop here).
define prepare_data
set -e; mkdir -p "$$PORTAL_DATA"; \
$(FLASK) db upgrade; \
if [ ! -e "$$PORTAL_DATA/started" ]; then \
    if [ "$${PORTAL_ENV:-}" != production ] && [ ! -e "$$PORTAL_DATA/demo" ]; then \
        echo "First run: filling the demo network, which takes half a minute or more"; \
        $(FLASK) demo || [ $$? -eq 3 ]; \
    fi; \
    touch "$$PORTAL_DATA/started"; \
fi
endef

# --- testing

test: setup-dev ## every test, on SQLite with the browser and on PostgreSQL beside it
	@$(MAKE) --no-print-directory --jobs 2 --output-sync=target test-sqlite test-postgresql

test-sqlite: setup-dev
	$(PYTEST)

test-postgresql: setup-dev
	TEST_DATABASE=postgresql $(PYTEST) tests --ignore=tests/house -m "not browser and not pages"

check: setup-dev lint floors templates languages types migrations ## ruff, mypy, import-linter, djlint, translations, alembic check
	@echo "All checks passed."

lint: setup-dev
	$(PY) -m ruff check --quiet

types: setup-dev
	$(PY) -m mypy --no-error-summary

floors: setup-dev
	@$(VENV)/bin/lint-imports --no-logo --cache-dir .import_linter_cache

templates: setup-dev
	$(VENV)/bin/djlint templates --lint --quiet

languages: setup-dev
	$(PY) scripts/messages check

migrations: setup-dev
	@data=$$(mktemp -d) && trap 'rm -rf "$$data"' EXIT && unset DATABASE_URL && export PORTAL_DATA=$$data && \
	$(FLASK) db upgrade && $(FLASK) db check

# --- measuring

bench: export PEERS := $(PEERS)
bench: setup-bench ## the benchmarks, or ONLY=order; writes bench/results.json
	$(PY) -m bench

proof: setup-dev ## the long proofs of the promises; writes bench/proofs.json
	$(PY) -m bench.proofs

# --- keeping

messages: setup-dev ## bring the language catalogues up to date
	$(PY) scripts/messages update
	$(PY) scripts/messages compile

pictures: setup-dev ## take the guide's pictures from a running demo (PORT)
	$(PY) scripts/pictures

format: setup-dev ## put imports and lines into the house's form
	$(PY) -m ruff check --fix-only --quiet
	$(PY) -m ruff format --quiet

clean: ## remove what the tools left; keeps .venv, node_modules and the data
	rm -rf .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis static/vendor
	find portal tests bench migrations -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true
	find portal -name '*.mo' -delete 2>/dev/null || true

# --- set-up: quick when nothing has changed

setup: $(RUN_STAMP)
	@scripts/system-packages run
	@scripts/frontend run
	@$(PY) scripts/messages compile

setup-dev: $(DEV_STAMP)
	@scripts/system-packages test
	@scripts/frontend test
	@$(PY) scripts/messages compile

# The scanner's pins are its own affair, so it has an environment of its own.
setup-scan: $(SCAN_STAMP)

setup-bench: setup-dev $(BENCH_STAMP) $(PEERS_STAMP)

$(PY):
	@scripts/system-packages run
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	    || { echo "The portal needs Python 3.11 or newer; say which with: make PYTHON=/path/to/python"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(RUN_STAMP): | $(PY)
	$(PIP) -r requirements.txt
	@touch $@

$(DEV_STAMP): | $(PY)
	$(PIP) -r requirements-dev.txt
	@touch $@ $(RUN_STAMP)

$(BENCH_STAMP): | $(PY)
	$(PIP) -r requirements-bench.txt
	@touch $@

# What the portal is compared with lives in an environment of its own.
$(PEERS_STAMP): | $(PY)
	$(PYTHON) -m venv $(PEERS)
	$(PEERS)/bin/python -m pip install --quiet --disable-pip-version-check --no-input -r bench/peers/requirements.txt
	@touch $@

$(SCAN_STAMP):
	$(PYTHON) -m venv .venv-scan
	.venv-scan/bin/python -m pip install --quiet --disable-pip-version-check --no-input -r bench/scan-requirements.txt
	@touch $@
