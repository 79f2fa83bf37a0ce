PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
DOMAIN ?= accounts
CHAOS_SECONDS ?= 30
BENCH  ?= tests/bench --ignore tests/bench/decisions
# Tests start Python so often that compiling everything each time would cost a tenth of them.
APART  := tests/browser tests/infra tests/integration/local_run
TEST   := env -u PYTHONDONTWRITEBYTECODE $(BIN)/python -m pytest --durations=10
TOO_OLD = "Onewrite needs Python 3.11 or newer, but $(PYTHON) is %d.%d: name another one, as in `make setup PYTHON=python3.12`"

.PHONY: help setup demo check test test-browser test-infra test-local chaos bundle bench lint up down lock clean
help:
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "%-14s%s\n", $$1, $$2 }' Makefile
$(READY): pyproject.toml tests/requirements.txt
	@test ! -L $(VENV) || { echo "$(VENV) is a link, and what it leads to would be cleared: remove the link"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit($(TOO_OLD) % sys.version_info[:2])'
	@echo "Installing what tests/requirements.txt pins into $(VENV): a minute or two …"
	@$(PYTHON) -m venv --clear $(VENV)
	@$(BIN)/pip install -qq --require-hashes -r tests/requirements.txt
	@$(BIN)/pip install -qq --no-deps --no-build-isolation -e .
	@touch $@
setup: $(READY)  ## install everything into .venv, exactly as pinned
demo: setup ; @$(BIN)/python -m emulators.demo  ## play the whole story in a terminal
check: lint ; $(BIN)/python -m pytest -q -n 2 -m 'not emulator and not bench' tests/unit tests/contract  ## in half a minute: style, types, layers, and the tests that need no emulator
test: setup ; $(TEST) -n 5 --dist worksteal $(APART:%=--ignore %)  ## run the tests of the code, in less than five minutes on two cores
test-browser: setup ; $(TEST) -n 2 --dist worksteal tests/browser  ## click through the console in Chromium
test-infra: setup ; $(TEST) -n 4 --dist worksteal tests/infra  ## run the tests of Terraform, rights, alerts and bundles
test-local: setup ; $(TEST) -n 4 --dist worksteal tests/integration/local_run  ## run the tests of `make up`, `make down` and `make demo`
chaos: setup ; CHAOS_SECONDS=$(CHAOS_SECONDS) $(TEST) tests/chaos  ## break whole systems under long loads; CHAOS_SECONDS=… is how long
bundle: setup ; @$(BIN)/python -m infra.check_events $(DOMAIN) && $(BIN)/python infra/bundle.py --domain $(DOMAIN)  ## one zip for each function; DOMAIN=… is the package
bench: setup ; @$(BIN)/python -m pytest -p no:randomly -q -m bench -s $(BENCH)  ## measure, each figure beside its floor; BENCH=… is one file
lint: setup ; $(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/lint-imports  ## style, types, layers
up: setup ; @$(BIN)/python -m emulators.up  ## run the system here, every function behind its own URL; takes up what you save, unless WATCH=no
down: setup ; @$(BIN)/python -m emulators.down  ## stop what `make up` left
lock: setup ; $(BIN)/python infra/lock.py  ## pin every dependency again
clean: ; rm -rf $(VENV) .onewrite .build  ## remove everything made here
