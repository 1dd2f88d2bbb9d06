# Two commands for a fresh machine: `make demo` and `make test`. The rest is for people who change the code.

OFFICE ?= showcase
PORT ?= 8000
PYTHON ?= python3
ARGS ?=

# Always through Python: a checkout that was moved has scripts that point to its old place.
python := .venv/bin/python
pip := $(python) -m pip --disable-pip-version-check install --quiet --require-hashes -r
uv := $(python) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	--no-emit-index-url --no-emit-find-links -c requirements/constraints.txt pyproject.toml

.DEFAULT_GOAL := help
.PHONY: help demo test bench check format messages lock venv

help:  ## this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "%-15s %s\n", $$1, $$2 }'

demo: .venv/base.stamp  ## a running portal full of sample content (OFFICE=showcase PORT=8000 DATABASE_URL=postgres://…)
	@$(python) manage.py demo --office "$(OFFICE)" --port "$(PORT)"

test: .venv/dev.stamp  ## every test: SQLite, headless Chromium, PostgreSQL (ARGS="-k name" for some of them)
	@$(python) tests/run.py $(ARGS)

bench: .venv/dev.stamp  ## a large office, measured against the budgets (ARGS="--rows search --engines sqlite")
	@$(python) -m tests.bench $(ARGS)

# Checks read the code with the tests' settings, so that they need no secret key and no office.
check messages: export DJANGO_SETTINGS_MODULE = tests.settings
check messages: export STATE_DIR = $(CURDIR)/var/check
check messages: export DATABASE_URL =

check: .venv/dev.stamp  ## style, templates, types, migrations, the rules of the house
	@mkdir -p "$$STATE_DIR"
	$(python) -m ruff check .
	$(python) -m ruff format --check .
	$(python) -m djlint --lint --quiet templates
	$(python) -m mypy
	$(python) -W error manage.py makemigrations --check --dry-run
	$(python) -W error manage.py check
	$(python) -m pytest tests/house

format: .venv/dev.stamp  ## put code and templates into their usual shape
	$(python) -m ruff check --fix .
	$(python) -m ruff format .

messages: .venv/dev.stamp  ## collect the texts to translate and compile the catalogues
	@mkdir -p "$$STATE_DIR"
	$(python) manage.py catalogues

lock: .venv/dev.stamp  ## newest versions, with hashes, into requirements/
	$(uv) --upgrade -o requirements/base.txt
	$(uv) --upgrade --extra dev -o requirements/dev.txt

venv: .venv/dev.stamp  ## .venv with everything that developers use

.venv/base.stamp: requirements/base.txt | $(python)
	@echo "Installing the libraries of requirements/base.txt …"
	@$(pip) $<
	@touch $@

.venv/dev.stamp: requirements/dev.txt | $(python)
	@echo "Installing the libraries of requirements/dev.txt …"
	@$(pip) $<
	@touch $@

# Debian keeps a part of Python's own venv in a package of its own. Without it a half-made .venv would stay behind, so look first.
$(python):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "intlcoop needs Python 3.11 or newer as $(PYTHON) (or: make PYTHON=python3.12 …)." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null \
		|| { test "$$(id -u)" = 0 && command -v apt-get >/dev/null && apt-get update -qq \
			&& DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends python3-venv >/dev/null; } \
		|| { echo "Python's venv is missing. Install it with: sudo apt-get install python3-venv" >&2; exit 1; }
	@$(PYTHON) -m venv .venv
