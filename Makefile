# Putki's commands. `make` lists them.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PORT ?= 8765
DATA ?=
T ?=

bin := .venv/bin
# T="snooze undo" picks tests that name either; T="snooze and not undo" is taken as it is.
space := $(subst ,, )
picked := $(if $(filter and or not,$(T)),$(T),$(subst $(space), or ,$(strip $(T))))
# One worker more than there are cores: half of their time tests wait for a process, a browser or an answer.
workers := $(shell echo $$(($$(getconf _NPROCESSORS_ONLN) + 1)))
# Tests start many processes: what they import is compiled once, also where the environment forbids that elsewhere.
pytest := env -u PYTHONDONTWRITEBYTECODE PYTHONPYCACHEPREFIX="$(CURDIR)/.venv/compiled" OPENBLAS_NUM_THREADS=1 \
	$(bin)/python -m pytest -q --dist worksteal --maxprocesses 8 -n $(workers) $(if $(picked),-k "$(picked)")
none_is_fine := $(if $(picked),|| [ $$? = 5 ])

.PHONY: help
help:  ## this list
	@awk 'BEGIN {FS = ":.*## "} /^[a-z]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

# --- Using it -------------------------------------------------------------------------------------------------------

.PHONY: demo
demo: env-run  ## Putki with sample data in a local Slack at http://127.0.0.1:8765 (PORT=8766, DATA=history.csv)
	@exec $(bin)/putki demo --port $(PORT) $(if $(DATA),--data "$(DATA)")

# --- Working on it --------------------------------------------------------------------------------------------------

.PHONY: test
test: env chromium  ## the tests, on SQLite and PostgreSQL, browser included (T=snooze picks by name)
	@$(pytest)

.PHONY: soak
soak: env  ## the sweeps: every crash point, a town's year, each rule 1,000 times, the other database (T=year picks)
	@$(pytest) -o python_files='soak_*.py' tests/soak $(none_is_fine)
	@PUTKI_TEST_SOAK=1 $(pytest) -m hypothesis $(none_is_fine)
	@PUTKI_TEST_SOAK=1 $(pytest) -m "not hypothesis" tests/scenarios tests/data $(none_is_fine)

.PHONY: check
check: env  ## format, lint, types, rooms, lengths, catalogues; says how to mend what fails
	@.ci/check

.PHONY: mutants
mutants: env  ## the pure modules changed in many small ways: a test has to fail for each; under an hour (T=money picks)
	@$(bin)/python -m tools.mutants $(T)

.PHONY: gallery
gallery: env chromium  ## everything Putki shows, in both languages, drawn to gallery/ and compared with the last time (T=card)
	@$(bin)/python -m tests.gallery.draw $(T)

.PHONY: bench
bench: env  ## how fast, as ratios to a fixed floor, written to bench/results.json
	@$(bin)/python -m bench

.PHONY: forecasting
forecasting: env  ## the forecast replayed on simulated teams, written to docs/forecasting.md (DATA="a.csv b.csv" adds files)
	@$(bin)/python -m tools.forecasting $(DATA)

.PHONY: format
format: env  ## what the formatter and the linter can mend by themselves
	@$(bin)/ruff format --quiet . && $(bin)/ruff check --fix --quiet .

# --- The environment ------------------------------------------------------------------------------------------------

.PHONY: env
env:  ## the environment in .venv, with everything for development (does nothing when up to date)
	@requirements/install dev

.PHONY: env-run
env-run:
	@requirements/install run

.PHONY: chromium
chromium:  ## the browser that tests and gallery drive, if it is not here yet
	@requirements/chromium

.PHONY: locks
locks:  ## resolve the dependencies anew into requirements/ (UPGRADE=1 takes newer versions)
	@requirements/lock $(if $(UPGRADE),--upgrade)
	@requirements/install dev
