# `make demo` and `make test` set up what they need in .venv. `make help` lists the rest.

PYTHON ?= python3
PYTEST_ARGS ?=
SECONDS ?= 60
FUZZ_TARGETS ?= export lines reports redacted names suppressions configuration
SIZES ?= 1000,10000,100000

BIN := .venv/bin
IN_PARALLEL := --numprocesses=auto --dist=loadfile --max-worker-restart=0
TOOLS := .tools/multitool
BROWSER := .tools/browser

export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help demo demo-pull test test-slow slow-tests coverage lint types contracts tests multitool browser fixtures docs pictures fuzz bench lock lowest newest clean

help: ## list all targets
	@sed -n 's/^\([a-z-]*\):.*## /  make \1	/p' Makefile | expand -t 18

demo: .venv/ready ## lint fixtures/acme
	@echo '$$ campaignlint check fixtures/acme'
	@$(BIN)/campaignlint check fixtures/acme || [ $$? -eq 1 ]

demo-pull: .venv/ready-for-work ## pull fixtures/acme from a server on this machine, check it, write build/demo/audit.html
	@$(BIN)/python tests/pull/demo.py

test: lint types contracts tests ## check style, types and import contracts, and run the tests: two minutes

test-slow: multitool browser slow-tests lowest ## run the slow tests: fuzzing, packaging, browser, SARIF Multitool, lowest versions

lint: .venv/ready-for-work ## check style and format
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: .venv/ready-for-work ## check types
	$(BIN)/mypy

contracts: .venv/ready-for-work ## check which layer imports which
	$(BIN)/lint-imports --no-logo

tests: .venv/ready-for-work ## run the tests except slow ones: PYTEST_ARGS="-k cycle"
	$(BIN)/pytest -q -m "not slow" $(IN_PARALLEL) $(PYTEST_ARGS)

slow-tests: .venv/ready-for-work
	$(BIN)/pytest -q -m slow $(IN_PARALLEL) $(PYTEST_ARGS)

coverage: .venv/ready-for-work ## run all tests and measure branch coverage
	$(BIN)/pytest -q $(IN_PARALLEL) --cov --cov-report=term-missing:skip-covered $(PYTEST_ARGS)

# CI requires npm; elsewhere, tests of the Multitool are skipped without it.
multitool: ## install Microsoft's SARIF Multitool for tests
	@if [ -z "$$(ls tests/multitool/package-lock.json 2>/dev/null)" ]; then \
		echo "no tests/multitool/package-lock.json: the SARIF Multitool is not installed"; \
	elif command -v npm >/dev/null; then \
		$(MAKE) --no-print-directory $(TOOLS)/ready || [ -z "$${CI:-}" ]; \
	elif [ -n "$${CI:-}" ]; then \
		echo "npm is missing, and tests need the SARIF Multitool" >&2; exit 1; \
	else \
		echo "npm is missing: tests of the SARIF Multitool are skipped"; \
	fi

# CI requires Chromium and Graphviz; elsewhere, tests in a browser are skipped without them.
browser: ## install axe-core and Mermaid for tests in Chromium
	@if [ -n "$${CI:-}" ] && ! { command -v chromium && command -v dot; } >/dev/null; then \
		apt-get update --quiet=2 && apt-get install --quiet=2 --yes chromium graphviz; \
	fi
	@if command -v chromium >/dev/null && command -v npm >/dev/null; then \
		$(MAKE) --no-print-directory $(BROWSER)/ready || [ -z "$${CI:-}" ]; \
	elif [ -n "$${CI:-}" ]; then \
		echo "chromium or npm is missing, and tests in a browser need both" >&2; exit 1; \
	else \
		echo "chromium or npm is missing: tests in a browser are skipped"; \
	fi

fixtures: .venv/ready-for-work ## generate the fixtures
	$(BIN)/python tests/build_acme.py
	$(BIN)/python tests/build_northwind.py
	$(BIN)/python tests/build_rule_fixtures.py

docs: .venv/ready-for-work ## generate rule pages, schemas, and examples in docs/
	$(BIN)/python tests/build_rule_docs.py
	$(BIN)/python tests/build_schemas.py
	$(BIN)/python tests/build_docs.py

pictures: .venv/ready-for-work browser ## take the screenshots for docs/
	$(BIN)/python tests/build_pictures.py

fuzz: .venv/ready-for-work ## run the fuzzers, each for SECONDS=60
	@mkdir -p .fuzz
	@for target in $(FUZZ_TARGETS); do \
		mkdir -p .fuzz/$$target && \
		$(BIN)/python tests/fuzz $$target .fuzz/$$target fixtures/malformed \
			fixtures/quirks -artifact_prefix=.fuzz/ -max_total_time=$(SECONDS) -timeout=10 \
			-rss_limit_mb=2048 -max_len=20000 -print_final_stats=1 || exit; \
	done

# Takes six minutes. SIZES=1000,10000,100000,1000000 takes 5 GB of disk and 12 GB of memory.
bench: .venv/ready-for-work ## run the benchmark and write bench/RESULTS.md: SIZES="1000,10000"
	$(BIN)/python bench/run.py --sizes $(SIZES)

lock: .venv/ready-for-work ## update requirements-dev.lock
	$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --all-extras --group dev \
		--generate-hashes --only-binary :all: --no-emit-index-url --no-header --no-annotate \
		pyproject.toml --output-file requirements-dev.lock

# Both install the project's dependencies without the lock file, and run the tests that use them most.
lowest: .venv/ready-for-work ## test with the lowest supported versions of dependencies
	$(call with-versions,lowest,--resolution lowest-direct,$(PYTHON))

newest: .venv/ready-for-work ## test with the newest versions of dependencies: PYTHON=python3.13
	$(call with-versions,newest,--upgrade,$(PYTHON))

LIBRARY_TESTS := tests/rules/test_fixtures.py tests/graph/test_calls.py tests/test_api.py tests/report \
	tests/cli/test_check.py tests/cli/test_output.py tests/cli/test_formats.py tests/cli/test_graph.py \
	tests/drawing tests/fleet $(addprefix tests/pull/test_,changes.py client.py \
	credentials.py deletions.py failures.py round_trip.py)

define with-versions
	@mkdir -p .versions
	@$(BIN)/uv pip compile --quiet --no-header --only-binary :all: --all-extras pyproject.toml $(2) \
		--python $(3) --output-file .versions/$(1).txt
	@$(BIN)/uv venv --quiet --clear --python $(3) .versions/$(1)
	@$(BIN)/uv pip install --quiet --python .versions/$(1) --only-binary :all: -r .versions/$(1).txt \
		hypothesis jschema-to-python pydot pytest pytest-xdist trustme
	@$(BIN)/uv pip install --quiet --python .versions/$(1) --no-deps --editable .
	.versions/$(1)/bin/pytest -q --numprocesses=auto --dist=loadfile $(LIBRARY_TESTS) \
		--ignore tests/report/test_sarif_of_fixtures.py --ignore tests/report/test_html_in_browser.py \
		--ignore tests/report/test_graph_page_in_browser.py \
		--ignore tests/drawing/test_mermaid_in_browser.py
endef

clean: ## remove virtual environments, caches and builds
	rm -rf .venv .tools dist build .coverage .mypy_cache .ruff_cache .pytest_cache \
		.import_linter_cache .hypothesis .fuzz .versions

# The files `ready` are written last, so that an installation that fails is repeated.

.venv/ready: pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --upgrade "pip>=25.1"
	$(BIN)/pip install --quiet --only-binary :all: --editable .
	@touch $@

.venv/ready-for-work: .venv/ready requirements-dev.lock
	$(BIN)/pip install --quiet --require-hashes --only-binary :all: -r requirements-dev.lock
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(TOOLS)/ready: $(wildcard tests/multitool/package*.json)
	@mkdir -p $(TOOLS)
	cp $^ $(TOOLS)
	npm ci --prefix $(TOOLS) --no-audit --no-fund --loglevel=error
	@touch $@

$(BROWSER)/ready: $(wildcard tests/browser/package*.json)
	@mkdir -p $(BROWSER)
	cp $^ $(BROWSER)
	npm ci --prefix $(BROWSER) --no-audit --no-fund --loglevel=error
	@touch $@
