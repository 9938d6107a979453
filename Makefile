# Tools are pinned here and not in go.mod, which keeps only what ships.
GOLANGCI := go run github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0
# Without C, of which sqlc has a PostgreSQL to compile.
SQLC     := CGO_ENABLED=0 go run github.com/sqlc-dev/sqlc/cmd/sqlc@v1.31.1
GOVULN   := golang.org/x/vuln/cmd/govulncheck@v1.1.4
FUZZTIME ?= 30s
CHAOS_PARALLEL ?= 2

.PHONY: help play build test check fmt lint tidy vuln cover generate golden fuzz bench bench-reminders chaos sdk screenshots

help: ## list these verbs
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  %-15s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

play: ## run the real bot between a simulated Slack and a simulated Meeting API
	go run ./cmd/meetingbot playground

build: ## build bin/meetingbot as it ships
	CGO_ENABLED=0 go build -trimpath -ldflags='-s -w' -o bin/meetingbot ./cmd/meetingbot

test: ## run the tests
	go test ./...

check: tidy lint vuln sdk ## everything that must hold before a change is merged
	go test -race -shuffle=on ./...

fmt: ## format the code
	$(GOLANGCI) fmt

lint: ## formatting, correctness, architecture, words
	$(GOLANGCI) fmt --diff
	$(GOLANGCI) run

tidy: ## go.mod and go.sum hold what is needed and nothing else
	go mod tidy -diff
	cd meeting/meetingtest/sdktest && go mod tidy -diff

vuln: ## no known vulnerabilities, as far as their database can be reached
	.ci/vuln $(GOVULN)

cover: ## coverage of the packages
	go test -coverprofile=coverage.out ./meeting ./bot/... ./handlers
	go tool cover -func=coverage.out | tail -n 1

generate: ## write the code of the queries in bot/store anew
	$(SQLC) generate

golden: ## write the golden files anew; read the diff before you commit it
	go test ./bot/view ./playground/page -update

fuzz: ## fuzz every place where strangers write, FUZZTIME (30s) each
	@grep -rlE '^func Fuzz' --include='*_test.go' . | while read -r file; do \
	  grep -oE '^func Fuzz[A-Za-z0-9_]+' "$$file" | sed 's/^func //' | while read -r name; do \
	    go test "./$$(dirname "$$file")" -run '^$$' -fuzz "^$$name$$" -fuzztime $(FUZZTIME) || exit 1; \
	  done || exit 1; \
	done

bench: ## a repeated lookup beside its floor, in one process and one run
	go test ./cmd/meetingbot -run '^$$' -bench 'Commands' -benchmem -count 3

bench-reminders: ## what BENCH_NOTICES (100000) waiting reminders cost, and how late 1,000 are that fall due at once
	REQUIRE_POSTGRES=1 go test ./cmd/meetingbot -tags chaos -run '^TestReminderLoad$$' -count 1 -v -timeout 40m

chaos: ## kill, stop and refuse everything around real processes while 2,000 reminders fall due
	CHAOS=$(or $(CHAOS),full) REQUIRE_POSTGRES=1 go test ./cmd/meetingbot -tags chaos -run '^TestChaos$$' -parallel $(CHAOS_PARALLEL) -count 1 -v -timeout 40m

sdk: ## what the vendor's own SDK reads from the simulated Meeting API, beside what we read
	cd meeting/meetingtest/sdktest && go test ./...

README_PICTURES = card participants reminder phone dark

screenshots: ## the README's pictures, from the browser tests
	REQUIRE_BROWSER=1 SCREENSHOT_DIR=$(CURDIR)/screenshots go test ./cmd/meetingbot -run Browser -count 1
	cp $(README_PICTURES:%=screenshots/%.png) docs/images/
