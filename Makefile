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

demo: .venv/ready ## lint fixtures/acme and show what is found
	@echo '$$ campaignlint check fixtures/acme'
	@$(BIN)/campaignlint check fixtures/acme || [ $$? -eq 1 ]

demo-pull: .venv/ready-for-work ## pull fixtures/acme from a server on this machine, check it, write build/demo/audit.html
	@$(BIN)/python tests/pull/demo.py

test: lint types contracts tests ## style, types, import contracts, and the tests: a few minutes

test-slow: multitool browser slow-tests lowest ## the rest of CI: processes, fuzzing, packaging, a browser, SARIF, lowest versions

lint: .venv/ready-for-work ## style and format
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: .venv/ready-for-work ## types
	$(BIN)/mypy

contracts: .venv/ready-for-work ## which layer may import which
	$(BIN)/lint-imports --no-logo

tests: .venv/ready-for-work ## the tests without the slow ones: PYTEST_ARGS="-k cycle"
	$(BIN)/pytest -q -m "not slow" $(IN_PARALLEL) $(PYTEST_ARGS)

slow-tests: .venv/ready-for-work
	$(BIN)/pytest -q -m slow $(IN_PARALLEL) $(PYTEST_ARGS)

coverage: .venv/ready-for-work ## all tests, with branch coverage
	$(BIN)/pytest -q $(IN_PARALLEL) --cov --cov-report=term-missing:skip-covered $(PYTEST_ARGS)

# A continuous integration must check SARIF with the Multitool; a person without node need not.
multitool: ## Microsoft's SARIF Multitool, which tests use where it is
	@if [ -z "$$(ls tests/multitool/package-lock.json 2>/dev/null)" ]; then \
		echo "no tests/multitool/package-lock.json: the SARIF Multitool is not installed"; \
	elif command -v npm >/dev/null; then \
		$(MAKE) --no-print-directory $(TOOLS)/ready || [ -z "$${CI:-}" ]; \
	elif [ -n "$${CI:-}" ]; then \
		echo "npm is missing, and tests need the SARIF Multitool" >&2; exit 1; \
	else \
		echo "npm is missing: tests go without the SARIF Multitool"; \
	fi

# A continuous integration must open the audit in a browser; a person without one need not.
browser: ## Chromium and axe-core, with which tests look at the HTML audit
	@if [ -n "$${CI:-}" ] && ! command -v chromium >/dev/null; then \
		apt-get update --quiet=2 && apt-get install --quiet=2 --yes chromium; \
	fi
	@if command -v chromium >/dev/null && command -v npm >/dev/null; then \
		$(MAKE) --no-print-directory $(BROWSER)/ready || [ -z "$${CI:-}" ]; \
	elif [ -n "$${CI:-}" ]; then \
		echo "chromium or npm is missing, and tests of the HTML audit need both" >&2; exit 1; \
	else \
		echo "chromium or npm is missing: tests go without a browser"; \
	fi

fixtures: .venv/ready-for-work ## write the generated fixtures anew
	$(BIN)/python tests/build_acme.py
	$(BIN)/python tests/build_northwind.py
	$(BIN)/python tests/build_rule_fixtures.py

docs: .venv/ready-for-work ## write the generated documentation anew
	$(BIN)/python tests/build_rule_docs.py
	$(BIN)/python tests/build_schemas.py
	$(BIN)/python tests/build_docs.py

pictures: .venv/ready-for-work browser ## take the pictures of the documentation again
	$(BIN)/python tests/build_pictures.py

fuzz: .venv/ready-for-work ## mutated exports and configurations, so many seconds a target: SECONDS=600
	@mkdir -p .fuzz
	@for target in $(FUZZ_TARGETS); do \
		mkdir -p .fuzz/$$target && \
		$(BIN)/python tests/fuzz $$target .fuzz/$$target fixtures/malformed \
			fixtures/quirks -artifact_prefix=.fuzz/ -max_total_time=$(SECONDS) -timeout=10 \
			-rss_limit_mb=2048 -max_len=20000 -print_final_stats=1 || exit; \
	done

# A tenth of an hour; SIZES=1000,10000,100000,1000000 takes 5 GB of disk and 12 GB of memory.
bench: .venv/ready-for-work ## measure, and write bench/RESULTS.md: SIZES="1000,10000"
	$(BIN)/python bench/run.py --sizes $(SIZES)

lock: .venv/ready-for-work ## choose the versions anew that developers work with
	$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --all-extras --group dev \
		--generate-hashes --only-binary :all: --no-emit-index-url --no-header --no-annotate \
		pyproject.toml --output-file requirements-dev.lock

# Both resolve the dependencies alone, from wheels alone, and run what depends on them most.
lowest: .venv/ready-for-work ## the tests that lean on libraries, with the lowest versions that we allow
	$(call with-versions,lowest,--resolution lowest-direct,$(PYTHON))

newest: .venv/ready-for-work ## likewise with the newest: PYTHON=python3.13 tries another Python, too
	$(call with-versions,newest,--upgrade,$(PYTHON))

# What leans on libraries.
LEANING := tests/rules/test_fixtures.py tests/graph/test_calls.py tests/test_api.py tests/report \
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
	.versions/$(1)/bin/pytest -q --numprocesses=auto --dist=loadfile $(LEANING) \
		--ignore tests/report/test_sarif_of_fixtures.py --ignore tests/report/test_html_in_browser.py \
		--ignore tests/report/test_graph_page_in_browser.py
endef

clean: ## remove what was set up and built
	rm -rf .venv .tools dist build .coverage .mypy_cache .ruff_cache .pytest_cache \
		.import_linter_cache .hypothesis .fuzz .versions

# What tells that a set-up is done is written last, so that one which fails is repeated.

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
