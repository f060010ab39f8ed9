# make run    a demo school on http://127.0.0.1:8000 (PORT changes the port)
# make test   the whole suite on SQLite; then what asks the database, with a browser, on PostgreSQL
# make format  what ruff and djade can put right by themselves
.PHONY: run fresh test check format lock bench prove screenshots
.DEFAULT_GOAL := run
MAKEFLAGS += --no-print-directory
SHELL := /bin/bash
PORT ?= 8000
PYTHON_RUN := .venv/bin/python

run:
	@bash .ci/environment.sh run
	@exec $(PYTHON_RUN) manage.py run_demo --port "$(PORT)"

# The demo school again from its first day; what was done in it, and what was uploaded, is thrown away.
fresh:
	@bash .ci/environment.sh run
	@exec $(PYTHON_RUN) manage.py run_demo --port "$(PORT)" --reload

test:
	@bash .ci/test.sh

check:
	@bash .ci/check.sh

format:
	@bash .ci/environment.sh dev
	@.venv/bin/ruff check --quiet --fix . || true
	@.venv/bin/ruff format --quiet .
	@find templates -name '*.html' -print0 | xargs -0 -r .venv/bin/djade --target-version 5.2 || true

# The lock files anew from pyproject.toml; `make lock UPGRADE=1` takes the newest that fit.
lock:
	@bash .ci/environment.sh dev
	@UPGRADE="$(UPGRADE)" bash .ci/lock.sh

bench:
	@bash .ci/environment.sh dev
	@$(PYTHON_RUN) -m bench

# The slow proofs under faults, on a PostgreSQL with fsync on.
prove:
	@bash .ci/environment.sh dev
	@SITE_MODE=test $(PYTHON_RUN) tests/postgres.py --durable $(PYTHON_RUN) -m pytest -q -m prove -o faulthandler_timeout=2400

# The pictures of the README and of the teachers' guides, from a demo school of their own.
screenshots:
	@bash .ci/environment.sh dev
	@$(PYTHON_RUN) .ci/screenshots.py
	@$(PYTHON_RUN) .ci/walks.py
