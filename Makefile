# Two commands are enough on a fresh machine (Python 3.11 or newer, git, make): `make demo` and `make test`.
MAKEFLAGS += --no-print-directory
BIN := .venv/bin
# What goes to Scrapy as it stands, for example: make audit ARGS="-a cities=beijing,xian -s PAGES_PER_SITE=50"
ARGS ?=

.PHONY: help setup demo audit test lint format lock clean
.DEFAULT_GOAL := help

help: ## list what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-8s %s\n", $$1, $$2}' Makefile

setup: ## make .venv, install the pins, find a Chromium and a Chinese font (skips what is done)
	@sh setup/setup.sh

demo: setup ## audit the simulated cities and say where the report is
	@$(BIN)/scrapy demo $(ARGS)

audit: setup ## audit the portals of seeds/portals.csv
	@$(BIN)/scrapy crawl portals $(ARGS) || { code=$$?; \
	  if [ $$code -eq 3 ]; then echo "Finished; some portals could not be judged from here: see the overview."; \
	  else exit $$code; fi; }

test: setup lint ## lint, types, walls between the rooms, tests
	@$(BIN)/pytest -n logical --maxprocesses 4 --dist loadfile --no-loadscope-reorder $(ARGS)

lint: setup
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

format: setup ## put the code into its one format
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format .

lock: setup ## choose the newest versions that pyproject.toml allows and write requirements/lock.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	@$(BIN)/uv pip compile pyproject.toml --extra dev --universal --generate-hashes --upgrade \
	  --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" \
	  --quiet --output-file requirements/lock.txt

clean: ## remove what setup and the tools made; audits/ is evidence and stays
	@rm -rf .venv build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
	@find . -name __pycache__ -type d -not -path './audits/*' -prune -exec rm -rf {} +
