# Deskhand's commands. `make` alone lists them.

# Not PYTHON: that is the caller's, who names the interpreter that .venv is made with.
VENV := .venv/bin/python
DESKHAND := $(VENV) -m deskhand
COMPOSE := sh scripts/compose.sh

# Libraries are compiled when they are first imported, and not when they are installed: once is enough.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run test test-all lint bench attack faults lock fitted migrate seed shell clean build up down logs logs-web logs-celery

help: ## List the targets
	@echo "Deskhand: make run, then open http://127.0.0.1:8000"
	@echo
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo
	@echo "Settings come from the environment and .env, as in: make run PORT=8080"

run: ## Set up what is missing and serve the sample shop on 127.0.0.1 (PORT, default 8000)
	@sh scripts/venv.sh run
	@echo "Loading Deskhand ..."
	@exec $(DESKHAND) serve --sample

test: ## Set up what is missing, then run linters, types, import contracts and all tests
	@sh scripts/test.sh

test-all: ## Run all tests on each of Python 3.11, 3.12 and 3.13 that is here, and say which were
	@sh scripts/test_all.sh

lint: ## Run linters, types and import contracts only
	@sh scripts/test.sh lint

bench: ## Measure speed, print a table with ratios and write JSON
	@sh scripts/venv.sh test
	@exec $(VENV) -m benchmarks

attack: ## Attack a desk of its own on this machine for up to 25 minutes, and say what held
	@sh scripts/venv.sh test
	@exec $(VENV) -m attacks

SEED ?= 8
COUNT ?= 300

faults: ## Kill, freeze and flood desks on this machine, COUNT times by SEED, and say what held
	@sh scripts/venv.sh test
	@exec $(VENV) -m faults --seed $(SEED) --rounds $(COUNT)

lock: ## Resolve the dependencies anew into requirements.lock and requirements-dev.lock
	@sh scripts/venv.sh run
	@sh scripts/lock.sh

fitted: ## Compute anew what ships ready-made: graphs, vectors of the samples, classifiers of the packs
	@sh scripts/venv.sh test
	@$(VENV) -m training.graphs
	@exec $(VENV) scripts/fitted.py

migrate: ## Bring the database to the newest schema
	@sh scripts/venv.sh run
	@exec $(DESKHAND) migrate

seed: ## Load the sample shops into the database
	@sh scripts/venv.sh run
	@exec $(DESKHAND) seed

shell: ## Open a shell in which `deskhand` and `python` are the project's
	@sh scripts/venv.sh run
	@echo "deskhand --help lists the commands; exit leaves this shell."
	@PATH="$(CURDIR)/.venv/bin:$$PATH" VIRTUAL_ENV="$(CURDIR)/.venv" exec "$${SHELL:-/bin/sh}"

clean: ## Remove .venv and what tools have cached; the data in .deskhand stays
	@rm -rf .venv .venv-* .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis build dist
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
	@echo "Removed .venv and caches. The data is still in .deskhand."

build: ## Docker: build the image
	@$(COMPOSE) build

up: ## Docker: start server, worker, PostgreSQL and Redis (PROFILE=tools adds Flower, RedisInsight)
	@$(COMPOSE) up --detach

down: ## Docker: stop all of it; the data stays
	@$(COMPOSE) down

logs: ## Docker: follow all logs
	@$(COMPOSE) logs --follow

logs-web: ## Docker: follow the server's log
	@$(COMPOSE) logs --follow web

logs-celery: ## Docker: follow the worker's log
	@$(COMPOSE) logs --follow worker
