# `make` lists the verbs. Everything they need is installed in .venv, with hashes; nothing else is touched.

PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
HUB := $(VENV)/bin/tiers-lieu

PORT ?= 8443
INSTANCE ?= .hub
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help demo test bench lint format venv lock clean

help: ## dire ce que fait chaque commande
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))
	@echo "Réglages : PORT=8443 INSTANCE=.hub REAL_DATA=../shared/data ARGS='…'"

demo: $(VENV)/.runtime ## ouvrir un lieu de démonstration (PORT=, INSTANCE=, REAL_DATA= ; il est gardé)
	@bash .ci/system.sh demo
	@TIERS_LIEU_INSTANCE='$(INSTANCE)' TIERS_LIEU_PORT='$(PORT)' exec $(HUB) demo $(if $(REAL_DATA),--real-data '$(REAL_DATA)') $(ARGS)

test: $(VENV)/.dev ## tout vérifier, sur SQLite et PostgreSQL, dans un vrai navigateur (REAL_DATA=, ARGS=)
	@bash .ci/system.sh tests
	@REAL_DATA='$(or $(REAL_DATA),../shared/data)' $(PY) -m pytest -n auto --dist worksteal $(ARGS)

bench: $(VENV)/.dev ## mesurer : ventes par seconde, temps de l'écran, mémoire
	@bash .ci/system.sh tests
	@$(PY) -m tests.bench $(ARGS)

lint: $(VENV)/.dev ## relire le code : forme, défauts, types
	@$(PY) -m ruff format --check .
	@$(PY) -m ruff check .
	@$(PY) -m mypy

format: $(VENV)/.dev ## mettre le code en forme
	@$(PY) -m ruff format .
	@$(PY) -m ruff check --fix .

venv: $(VENV)/.dev ## installer les bibliothèques, celles des tests comprises

lock: ## refaire requirements*.txt d'après pyproject.toml (demande uv)
	@bash .ci/lock.sh

clean: ## effacer .venv et les caches ; les données d'un lieu restent
	@rm -rf $(VENV) dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/.python:
	@PYTHON='$(PYTHON)' bash .ci/system.sh python
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.runtime: requirements.txt | $(VENV)/.python
	@bash .ci/install.sh $(VENV) requirements.txt
	@touch $@

# The tests' list contains the other one: installing it is installing both.
$(VENV)/.dev: requirements-dev.txt requirements.txt | $(VENV)/.python
	@bash .ci/install.sh $(VENV) requirements-dev.txt
	@touch $(VENV)/.runtime $@
