# What one runs here; `make help` lists it. The work of setting up is in tools/setup.sh.
.DEFAULT_GOAL := help
.PHONY: help setup dev demo test test-slow check docs reference bench lock clean

BIN := .venv/bin
# At the end, so that the user's own Terraform and Node win over those from PyPI.
export PATH := $(PATH):$(CURDIR)/$(BIN)

# What `make test` hands to pytest: make test TESTS="tests/domain -k respell"
TESTS ?= tests
TYPED := $(wildcard crosscloud stacks constructs/crosscloud_constructs main.py tests benchmarks tools/*.py)

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1#\2/p' Makefile | awk -F'#' '{ printf "%-15s %s\n", $$1, $$2 }'

setup: ## build .venv: everything that crosscloud runs on
	@sh tools/setup.sh run

dev: ## set up, with what the tests and checks need
	@sh tools/setup.sh run dev

demo: setup ## set up, then the whole story on the embedded Graph
	@$(BIN)/crosscloud demo

test: dev ## set up, then run the tests but the slow ones (TESTS="..." for some of them)
	@$(BIN)/pytest -n 2 --dist worksteal -m "not slow" $(TESTS)

test-slow: dev ## fetch other Terraforms (180 MB) and the cdktf CLI (needs npm), then run the slow tests
	@$(BIN)/python tools/terraforms.py
	@npm ci --ignore-scripts --no-audit --no-fund --silent
	@$(BIN)/pytest -n 2 --dist worksteal -m slow $(TESTS)

check: dev ## lint, format, types, imports between packages, changelog, docs
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy $(TYPED)
	PYTHONPATH=.:constructs $(BIN)/lint-imports
	@$(MAKE) --no-print-directory docs

reference: dev ## write docs/reference and the tables of docs/emulator.md anew
	@$(BIN)/python tools/docs.py

bench: dev ## measure: start, joint plans, synthesis, each beside its floor (some minutes)
	@$(BIN)/python -m benchmarks

docs: dev ## check the changelog fragments and whatever tools/check_*.py checks
	@if [ -d changes ]; then $(BIN)/towncrier build --draft --version next >/dev/null; fi
	@set -e; for check in $(wildcard tools/check_*.py); do echo $$check; $(BIN)/python $$check; done

lock: ## pin the requirements anew, with hashes (needs uv)
	@sh tools/lock.sh

clean: ## remove what was built and installed here; never state or plans
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
