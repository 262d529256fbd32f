# Putki's commands. `make` lists them.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PORT ?= 8765
DATA ?=
T ?=

bin := .venv/bin

.PHONY: help
help:  ## this list
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

# --- The environment ------------------------------------------------------------------------------------------------

.PHONY: env
env:  ## the environment in .venv, with everything for development (does nothing when up to date)
	@bash requirements/install dev

.PHONY: env-run
env-run:
	@bash requirements/install run

.PHONY: locks
locks:  ## resolve the dependencies anew and write the locks in requirements/
	@bash requirements/lock
