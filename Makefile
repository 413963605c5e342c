# demo: the main job on real claims · test: all tests · soak: the longer ones · check: lint, types, import contracts · lock: renew the locks
# bench: how long things take beside their baselines, at CLAIMS claims; ONLY=load,check for some of it, STEPS=1 for more
PYTHON ?= python3
BIN := .venv/bin
DEMO := build/demo.duckdb
BENCH := build/bench
CLAIMS ?= 10000000
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header

.PHONY: demo test soak check bench lock clean

.venv/.ready: requirements.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed, e.g. make PYTHON=python3.12")'
	$(PYTHON) -m venv .venv
	$(BIN)/pip install -qq --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

demo: .venv/.ready
	mkdir -p build && rm -f $(DEMO) $(DEMO).wal
	$(BIN)/ledger --db $(DEMO) load data/claims/*.csv
	$(BIN)/ledger --db $(DEMO) report brief --from 2026-01-26 --to 2026-01-26
	$(BIN)/ledger --db $(DEMO) report side-by-side
	$(BIN)/ledger --db $(DEMO) check --each 3 --fail-on never

test: .venv/.ready
	$(BIN)/python -m pytest

soak: .venv/.ready
	$(BIN)/python -m pytest -m soak

check: .venv/.ready
	$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/lint-imports

$(BENCH)/venv/.ready: .venv/.ready tests/bench/requirements.txt
	$(BIN)/python -m venv $(BENCH)/venv
	$(BENCH)/venv/bin/pip install -qq --disable-pip-version-check --require-hashes -r tests/bench/requirements.txt
	touch $@

bench: $(BENCH)/venv/.ready
	$(BIN)/python tests/bench/bench.py --claims $(CLAIMS) $(if $(ONLY),--only $(ONLY)) $(if $(STEPS),--steps)

lock: .venv/.ready
	$(LOCK) --group dev pyproject.toml -o requirements.txt
	$(LOCK) tests/bench/requirements.in -o tests/bench/requirements.txt

clean:
	rm -rf .venv build
