# Each target sets itself up: all it needs is make and a python3 of 3.11 or newer.
#   make run    compare mechanistic and relational on Salford, and write results/salford/report.html
#   make app    the planner's browser at http://127.0.0.1:8765/ (needs npm once, for its assets)
#   make test   the fast tests          make slow   the slow ones
#   make screens  the browser's pages in Chromium
#   make lint   format, lint, types, import arrows
#   make bench  person-weeks a second, beside plain Mesa and a hand-written loop
#   make wheel  build dist/lwsim-*.whl  make clean  remove what make made

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
PIP := $(BIN)/python -m pip --disable-pip-version-check
WORLDS ?= 28
YEARS ?= 5
SEED ?= 1
WORKERS ?= 2
PORT ?= 8765

.PHONY: run app assets compiled test screens slow lint bench wheel clean

run: $(READY)
	@$(BIN)/lwsim compare salford mechanistic relational --worlds $(WORLDS) --years $(YEARS) --seed $(SEED) --sample 1.0 --out results/salford

app: $(READY) assets
	@$(BIN)/lwsim app --port $(PORT)

# What the browser needs, fetched once with npm; --tests brings the accessibility checker too.
assets: $(READY)
	@$(BIN)/python -m lwsim.ui.gather --tests

# The model, compiled once, so that test workers need not each do it.
compiled: $(READY)
	@$(BIN)/python -c "from lwsim.readiness import make_ready; make_ready()"

test: $(READY) compiled
	$(BIN)/python -m pytest -n $(WORKERS) -q

screens: $(READY) assets
	$(BIN)/python -m pytest -m "browser and not slow" -q tests/ui

slow: $(READY) assets
	$(BIN)/python -m pytest -m slow -q

lint: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -q tests/test_house.py

bench: $(READY)
	@$(BIN)/python benchmarks/bench.py

wheel: $(READY) assets
	@rm -rf dist
	@$(PIP) wheel -qq --no-deps --wheel-dir dist .
	@ls dist/*.whl

clean:
	rm -rf .venv dist build results .pytest_cache .mypy_cache .ruff_cache

# Made once, and again only when pyproject.toml changes.
$(READY): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "lwsim needs Python 3.11 or newer, and $(PYTHON) is older or missing; try: make PYTHON=python3.12" >&2; exit 1; }
	@echo "Setting up .venv: once, a minute or two" >&2
	@$(PYTHON) -m venv .venv
	@$(PIP) install -qq -e '.[dev]'
	@touch $@
