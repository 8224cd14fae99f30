# 在线调解室 · the mediation room. `make help` lists what can be done here.

# PORT and DATA, on the command line or in the environment, are the server's settings by a shorter name.
ifdef PORT
export MEDIATION_ROOM_PORT = $(PORT)
endif
ifdef DATA
export MEDIATION_ROOM_DATA = $(DATA)
endif

BOOTSTRAP = deploy/bootstrap
SERVER_READY = $(BOOTSTRAP)/system.sh run && $(BOOTSTRAP)/python.sh run && $(BOOTSTRAP)/client.sh
TESTS_READY = $(BOOTSTRAP)/system.sh test && $(BOOTSTRAP)/python.sh test && $(BOOTSTRAP)/client.sh packages && $(BOOTSTRAP)/client.sh

.DEFAULT_GOAL := help
.PHONY: help run test test-long fuzz lint fmt lock clean

help: ## What can be done here
	@awk -F ' *## *' '/^[a-z-]+: .*##/ { split($$1, t, ":"); printf "  make %-10s %s\n", t[1], $$2 }' $(MAKEFILE_LIST)

run: ## Install what is missing, load demo data and serve on http://localhost:8080 (PORT=… DATA=…)
	@$(SERVER_READY) && exec .venv/bin/mediation-room demo --serve

test: ## Install what is missing and run every suite within its time
	@$(TESTS_READY) && exec .venv/bin/python tests/suites.py

test-long: ## The soaks, part by part, each within its time: load, faults, an hour of it one session
	@$(TESTS_READY) && exec .venv/bin/python tests/suites.py long

fuzz: ## Fuzz the native relay's C core, each harness for FUZZ_SECONDS=60 (installs clang)
	@$(BOOTSTRAP)/system.sh fuzz && $(MAKE) --no-print-directory -C fuzz run SECONDS=$(or $(FUZZ_SECONDS),60)

lint: ## ruff, mypy, import contracts, the client's own checks
	@$(TESTS_READY) && exec .venv/bin/python tests/suites.py format lint types imports client

fmt: ## Format the Python files and mend what ruff can mend
	@$(BOOTSTRAP)/system.sh run && $(BOOTSTRAP)/python.sh test && .venv/bin/ruff format && .venv/bin/ruff check --fix

lock: ## Lock the packages anew (ARGS=--upgrade takes the newest)
	@$(BOOTSTRAP)/system.sh run && $(BOOTSTRAP)/lock.sh $(ARGS)

clean: ## Remove what was installed and built here; the data folder stays
	@rm -rf .venv build dist *.egg-info web/node_modules web/client .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
