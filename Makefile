# Two commands set up a fresh machine: `make demo` and `make test`. Both make what they need first.
.DEFAULT_GOAL := help
SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := UV_PYTHON_DOWNLOADS=never UV_PROJECT_ENVIRONMENT=$(VENV) UV_PYTHON=$(BIN)/python $(BIN)/uv
INSTALLED := $(VENV)/.installed
LAYERS := build/layers/.built
CDK := node_modules/.installed
CLIENTS := build/clients
OWN_CLIENTS := awscli dbt polars

.PHONY: help install demo test journeys lint format bench bench-large docs train mutants soak clients clean

help: ## Show the commands.
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 20

install: $(INSTALLED) $(LAYERS) ## Make the environment in .venv and the functions' layers in build/.

demo: install ## The whole story on this machine, from synth to a cross-domain answer.
	@$(BIN)/mesh demo

test: install $(CDK) ## Run every test, on two cores.
	@$(BIN)/pytest -q -n 2 --dist loadgroup

journeys: install ## Run the journeys on the embedded AWS alone.
	@$(BIN)/pytest -q tests/journeys

lint: install ## Check format, style, types and the direction of imports.
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy app.py mesh cli lambdas policies stacks constructs/mesh_constructs emulator layers benchmarks training tests
	@$(BIN)/lint-imports

format: install ## Format the code.
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

bench: install ## Measure, print a table and write build/benchmarks.json.
	@$(BIN)/python -m benchmarks

bench-large: install ## Scan files of up to 10 GB that are nowhere, for the memory and time of it.
	@$(BIN)/python -m benchmarks pii-large

train: export PYTHONHASHSEED := 0
train: install ## Fit the models that ship: make train DATA=folder (see docs/models).
	@$(BIN)/python -m training.data $(DATA)
	@$(BIN)/python -m training.columns $(DATA)
	@$(BIN)/python -m training.spans $(DATA)

docs: install ## Make the generated reference pages anew.
	@$(BIN)/python -m docs.generate

mutants: install ## Remove one guard after the other and see a test turn red each time.
	@$(BIN)/python -m tests.mutants

soak: install ## Redeliver, reorder, crash, grant and revoke at random for a while.
	@$(BIN)/pytest -q tests/unit tests/emulator/differential --hypothesis-profile=soak

clients: install $(addsuffix /.installed,$(addprefix $(CLIENTS)/,$(OWN_CLIENTS))) ## Install the AWS CLI, dbt and polars beside, and run every client's tests.
	@$(BIN)/pytest -q tests/emulator/clients

clean: ## Remove everything that was made.
	rm -rf $(VENV) build node_modules cdk.out

$(VENV)/.uv:
	@$(PYTHON) -c 'import sys; sys.exit(not ((3, 11) <= sys.version_info < (3, 15)))' || \
	  { echo "Python 3.11 to 3.14 is needed, $$($(PYTHON) --version) was found; call: make PYTHON=python3.12 ..." >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || \
	  { echo "Python's venv module is missing; on Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@echo "making $(VENV)"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check 'uv>=0.13,<0.14'
	@touch $@

$(INSTALLED): $(VENV)/.uv pyproject.toml uv.lock
	@$(UV) sync --frozen --inexact --quiet
	@touch $@

$(CDK): $(INSTALLED) package.json package-lock.json
	@PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --no-audit --no-fund --loglevel=error
	@touch $@

$(LAYERS): $(INSTALLED) $(wildcard layers/*)
	@$(BIN)/python -m layers.build
	@touch $@

$(CLIENTS)/awscli/.installed: NEEDS = 'awscli>=1.46,<2'
$(CLIENTS)/dbt/.installed: NEEDS = 'dbt-athena>=1.11,<2' 'dbt-core>=1.11,<1.12'
$(CLIENTS)/polars/.installed: NEEDS = 'pyathena[polars]>=4.2,<5'
$(CLIENTS)/%/.installed: $(VENV)/.uv
	@echo "making $(@D)"
	@$(UV) venv --quiet --clear $(@D)
	@$(UV) pip install --quiet --python $(@D)/bin/python $(NEEDS)
	@touch $@
