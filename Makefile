# Every target sets up what it needs in .venv; only Python 3.11+ and make are expected.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
WORKERS ?= auto

.PHONY: demo test lint cover bench soak docs clean
.DEFAULT_GOAL := demo

# The main job on the sample company: import, the day's digests, one claim letter; ends by saying where they are.
demo: $(READY)
	@$(BIN)/contracts demo --data demo

# The whole suite, in parallel.
test: $(READY)
	$(BIN)/python -m pytest -n $(WORKERS)

# The suite with branch coverage, by room and as a whole: docs/coverage.py says where it is thin.
cover: $(READY)
	$(BIN)/python -m coverage erase
	COVERAGE_PROCESS_START=pyproject.toml $(BIN)/python -m pytest -n $(WORKERS)
	$(BIN)/python -m coverage combine --quiet
	$(BIN)/python -m tests.house.coverage

# Style, types, and who imports whom.
lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tests.house.dead_code

# Benchmarks: each prints our figure beside a named baseline measured in the same run.
bench: $(READY)
	$(BIN)/python -m bench.bench_derive
	$(BIN)/python -m bench.bench_interest
	$(BIN)/python -m bench.bench_documents
	$(BIN)/python -m bench.bench_import
	$(BIN)/python -m bench.bench_daily
	$(BIN)/python -m bench.bench_list
	$(BIN)/python -m bench.bench_search
	$(BIN)/python -m bench.bench_ageing
	$(BIN)/python -m bench.bench_posting
	$(BIN)/python -m bench.bench_claims
	$(BIN)/python -m bench.bench_help

# The kill trial at length: random seeds, both engines.
soak: $(READY)
	$(BIN)/python -m bench.soak

# Pictures of the README and the compiled catalogues, made anew from the program.
docs: $(READY)
	$(BIN)/python -m contracts.language.compile
	$(BIN)/python docs/pictures/house.py
	$(BIN)/python docs/rights.py
	$(BIN)/python docs/pictures/make.py

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Dohovir needs Python 3.11 or newer: set PYTHON=python3.11"; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $(READY)

# What the targets made; the data folders of people stay.
clean:
	rm -rf .venv demo build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
