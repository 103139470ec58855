# The commands of daily work. Each is a script below scripts/; `make` alone lists them.
SHELL := /bin/bash
STATE := .local

.PHONY: help up down test isolation test-n8n migrate seed catalog logs status generate fmt lint tidy chaos fuzz sanitize vulncheck bench bench-quick bench-scale clean deps \
	build backup restore

help: ## lists the commands
	@awk -F':.*## ' '/^[a-z0-9-]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

up: ## installs, builds, starts and seeds everything, then books one appointment
	@scripts/up.sh $(STATE)

down: ## stops every process of `make up`; the data stays
	@scripts/stack.sh stop --dir $(STATE)

test: ## installs, builds and runs every test
	@scripts/test.sh

isolation: ## the long form of the isolation tests: a million calls of 50 tenants (builds; about an hour)
	@scripts/long-tests.sh isolation

test-n8n: ## runs the workflows of docs/n8n in a real n8n (installs it: some minutes)
	@scripts/n8n.sh

deps: ## installs the missing Debian packages
	@scripts/install-deps.sh build run lint

build: ## builds the services and the gateway for use
	@scripts/build.sh release

migrate: ## brings the databases of `make up` to the newest migration
	@scripts/stack.sh migrate --dir $(STATE)

seed: ## makes the demo clinics where they are missing
	@scripts/stack.sh seed --dir $(STATE)

catalog: ## loads a list of codes: make catalog NAME=eps FILE=eps.csv [FROM=2027-01-01] [CHECK=1] [FORCE=1]
	@scripts/catalog.sh --dir $(STATE) "$(NAME)" "$(FILE)" $(if $(FROM),--from "$(FROM)") \
	  $(if $(CHECK),--check) $(if $(FORCE),--force)

backup: ## backs up the databases of `make up`, encrypted: make backup [FULL=1]
	@scripts/backup.sh --dir $(STATE) $(if $(FULL),--full)

restore: ## brings a backup back beside it: make restore [TO='2026-11-29 12:00:00+00'] [INTO=DIR] [SECRETS=DIR] [CHECKPOINTS=DIR]
	@scripts/restore.sh --dir $(STATE) --into "$(or $(INTO),$(STATE)-restored)" $(if $(TO),--to "$(TO)") \
	  $(if $(SECRETS),--secrets "$(SECRETS)") $(if $(CHECKPOINTS),--checkpoints "$(CHECKPOINTS)")

logs: ## shows the newest lines of every process
	@tail -n 20 $(STATE)/log/*.log

status: ## says what runs
	@scripts/stack.sh status --dir $(STATE)

generate: ## generates gateway/gen and the OpenAPI document from the protos
	@scripts/generate.sh

fmt: ## formats every file
	@scripts/format.sh

lint: ## checks formats, names, layers, contracts and scripts
	@scripts/lint.sh

tidy: ## checks C++ names and mistakes with clang-tidy
	@scripts/tidy.sh

chaos: ## breaks everything, 100 times each way (hours); goes on where it was ended; ENLACE_CHAOS_CLASS, ENLACE_CHAOS_SEEDS=1..10 and ENLACE_CHAOS_MINUTES=9 choose
	@scripts/chaos.sh

fuzz: ## fuzzes every parser, each for ENLACE_FUZZ_SECONDS (60): about half an hour
	@scripts/fuzz.sh

sanitize: ## every test under AddressSanitizer and UndefinedBehaviorSanitizer (builds; an hour and more)
	@scripts/sanitize.sh

vulncheck: ## looks for known vulnerabilities in Go's packages; needs the internet
	@scripts/vulncheck.sh

bench: ## measures the core path beside pgbench (under 15 minutes)
	@scripts/bench.sh --peers

bench-quick: ## the same in under 2 minutes
	@scripts/bench.sh --quick

bench-scale: ## measures how cost grows from 10k to 5M patients and to 10,000 tenants
	@scripts/bench.sh --scale

clean: ## removes what was built; the data of `make up` stays
	@scripts/clean.sh
