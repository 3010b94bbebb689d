# Two commands matter: `make run` and `make test`. `make help` lists the rest.
PYTHON ?= python3
UV ?= uv
JOBS ?= 2

ENV := .venv/bin
DEMO := .demo
SCREENSHOTS := .screenshots

# Tests draw without a screen; a run uses the one there is.
test check screenshots bench-reading corpus: export QT_QPA_PLATFORM ?= offscreen

# Several runs follow each other: the first keeps what it compiled for the next.
test check: export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help setup run test check screenshots bench bench-reading bench-intake test-faults kills corpus sample lock clean

help: ## list the targets
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/\1 - \2/'

setup: ## system libraries (Debian) and the locked Python packages, into .venv
	@command -v $(PYTHON) > /dev/null || { \
		echo "$(PYTHON) was not found: install Python 3.11 or newer (Debian: apt-get install python3)"; \
		exit 1; }
	@$(PYTHON) packaging/setup_environment.py

run: setup ## the window on the demo workspace; without a screen the demo as text, in a new .demo
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ] || [ "$$(uname)" = Darwin ]; then \
		$(ENV)/python main.py demo --home $(DEMO); \
	elif report=$$(ls $(DEMO)/*.pdf 2> /dev/null) && \
			$(ENV)/python main.py report verify "$$report" 2> /dev/null; then \
		echo "There is no screen, and the demo was played before: $$report (make clean starts anew)"; \
	else \
		echo "There is no screen. The demo starts anew in $(DEMO); what was there is removed."; \
		rm -rf $(DEMO); \
		$(ENV)/python main.py demo --headless --home $(DEMO); \
	fi

check: setup ## lint, format, types, import layers, catalogue and lock file
	$(ENV)/ruff check .
	$(ENV)/ruff format --check .
	$(ENV)/mypy
	$(ENV)/lint-imports
	$(ENV)/python -m pytest -q tests/architecture -k "catalogue or requirements or structure"

test: check ## check, then every test: those of the pinned modules with branch coverage, at 100 %
	$(ENV)/python -m pytest -q -n $(JOBS) --dist worksteal -m "not unmeasured" \
		--cov --cov-report=json --cov-report=
	$(ENV)/python -m tests.architecture.pinned_coverage coverage.json
	$(ENV)/python -m pytest -q -n $(JOBS) --dist worksteal -m unmeasured

screenshots: setup ## every page of the window in light and dark, and the demo's report, as pictures
	@rm -rf $(SCREENSHOTS)
	@mkdir -p $(SCREENSHOTS)
	SCREENSHOTS=$(abspath $(SCREENSHOTS)) $(ENV)/python -m pytest -q -p no:cacheprovider \
		tests/ui/test_pictures.py
	$(ENV)/python main.py demo --headless --json --home $(SCREENSHOTS)/home > $(SCREENSHOTS)/demo.json
	pdftoppm -r 80 -png "$$($(ENV)/python -c 'import json, sys; print(json.load(sys.stdin)["report"])' \
		< $(SCREENSHOTS)/demo.json)" $(SCREENSHOTS)/report
	@rm -rf $(SCREENSHOTS)/home
	@ls $(SCREENSHOTS)/*.png

bench: setup ## compare times with those of everyday tools, as ratios
	@$(PYTHON) packaging/setup_environment.py packaging/linux/packages-bench.txt
	$(ENV)/python -m tests.benchmarks

bench-reading: setup ## pages as pictures: speed and memory against the engine in-process and other programs
	@$(PYTHON) packaging/setup_environment.py packaging/linux/packages-bench.txt
	$(ENV)/python -m tests.benchmarks.reading

bench-intake: setup ## import 500 MB and 2,000 documents against unzip + sha512sum; refuse every bad package
	@$(PYTHON) packaging/setup_environment.py packaging/linux/packages-bench.txt
	$(ENV)/python -m tests.benchmarks.importing

test-faults: setup ## the disk full from each sixth write on, and N (1000) mutations of each kind: some ten minutes
	TWEELUIK_FAULTS=6 TWEELUIK_MUTATIONS=$(or $(N),1000) $(ENV)/python -m pytest -q \
		-p no:cacheprovider -o faulthandler_timeout=3600 \
		tests/hostile/test_interrupted.py tests/hostile/test_disk.py tests/hostile/test_mutations.py

kills: setup ## kill a program that writes, N times (1000) at random moments: nothing acknowledged is lost
	TWEELUIK_KILLS=$(or $(N),1000) $(ENV)/python -m pytest -q -p no:cacheprovider \
		tests/store/test_crash.py tests/store/test_kill_points.py

corpus: setup ## show every PDF below DIR in the window, count what comes of them, keep pictures
	@test -n "$(DIR)" || { echo "usage: make corpus DIR=folder"; exit 2; }
	$(ENV)/python -m tests.benchmarks.corpus "$(DIR)"

sample: setup ## make the sample portfolio's documents again from their sources
	@$(PYTHON) packaging/setup_environment.py packaging/linux/packages-sample.txt
	$(ENV)/python -m resources.sample.sources.make_documents
	$(ENV)/python -m resources.sample.sources.make_portfolio

lock: ## resolve the newest allowed packages into requirements.txt (needs uv)
	$(UV) lock --upgrade
	$(UV) export --locked --no-emit-project --no-header --format requirements-txt \
		--output-file requirements.txt > /dev/null

clean: ## remove what the targets made, .venv included
	rm -rf .venv $(DEMO) $(SCREENSHOTS) .benchmarks .mypy_cache .ruff_cache .import_linter_cache \
		.pytest_cache .hypothesis .coverage .coverage.* coverage.json
