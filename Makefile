# Own Words. A person needs two of these: make run, and make test.

PYTHON  = python3
HOST    = 127.0.0.1
PORT    = 5000
DEMO    = on
LOCK    = app
WORKERS = 2

VENV   := .venv
BIN    := $(VENV)/bin
FLASK  := $(BIN)/flask --app app
PYTEST := $(BIN)/pytest -n $(WORKERS) --dist loadfile
UV     := $(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --fork-strategy fewest \
          --generate-hashes --no-annotate --no-emit-index-url --no-emit-find-links --no-config --custom-compile-command 'make lock'

export OWN_WORDS_TEST_CHROMIUM ?= /usr/bin/chromium

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test bench format lock

help: ## Show this list
	@grep -E '^[a-z]+: .*## ' Makefile | awk -F ': .*## ' '{printf "  make %-8s %s\n", $$1, $$2}'

run: export OWN_WORDS_PUBLIC_URL ?= http://$(HOST):$(PORT)
run: export OWN_WORDS_THREADS ?= 400
run: $(VENV)/installed-$(LOCK) ## Start at http://127.0.0.1:5000 with a made-up case (PORT=5001; DEMO=off: empty)
	$(FLASK) $(if $(filter-out off no 0,$(DEMO)),demo,prepare)
	$(BIN)/gunicorn --bind $(HOST):$(PORT) --worker-class gthread --workers 1 --threads $(OWN_WORDS_THREADS) \
		--worker-connections $$(($(OWN_WORDS_THREADS) + 400)) --keep-alive 15 --graceful-timeout 3 --no-control-socket 'app:create_app()'

test: $(VENV)/installed-test ## Check scripts, translations, style and types, then run every test
	@tools/test-needs
	$(FLASK) scripts check
	$(FLASK) i18n check
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(PYTEST) --ignore tests/browser
	@test ! -x "$(OWN_WORDS_TEST_CHROMIUM)" || { set -x; $(PYTEST) tests/browser; }

bench: $(VENV)/installed-test ## Measure speed and size against the budgets
	$(BIN)/python -m benchmarks

format: $(VENV)/installed-test ## Put Python files into the house format
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: $(VENV)/installed-test ## Work out the locks again from pyproject.toml (UPGRADE=--upgrade: newest versions)
	$(UV) $(UPGRADE) --all-extras --group dev --output-file requirements/test.lock
	$(UV) --constraints requirements/test.lock --output-file requirements/app.lock
	$(UV) --constraints requirements/test.lock --extra postgresql --extra notify --output-file requirements/postgresql.lock
	$(UV) --constraints requirements/test.lock --extra notify --output-file requirements/notify.lock

$(VENV)/installed-%: requirements/%.lock | $(BIN)/python
	@echo 'Installing from $< (the first time takes about a minute)'
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes --no-deps -r $<
	@touch $@

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(None if sys.version_info >= (3, 11) else "Own Words needs Python 3.11 or newer: make PYTHON=python3.12 ...")'
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }
