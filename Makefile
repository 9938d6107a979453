# Tools are pinned here and not in go.mod, which has only what the program needs.
GOLANGCI := go run github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0
# Without cgo: with it, sqlc compiles a parser of PostgreSQL in C.
SQLC     := CGO_ENABLED=0 go run github.com/sqlc-dev/sqlc/cmd/sqlc@v1.31.1
GOVULN   := golang.org/x/vuln/cmd/govulncheck@v1.1.4
FUZZTIME ?= 30s
CHAOS_PARALLEL ?= 2

.PHONY: help play build test check fmt lint tidy vuln cover generate golden fuzz bench bench-reminders bench-personal bench-live chaos load sdk screenshots

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  %-15s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

play: ## run the real bot between a simulated Slack and a simulated Meeting API
	go run ./cmd/meetingbot playground

build: ## build bin/meetingbot as it ships
	CGO_ENABLED=0 go build -trimpath -ldflags='-s -w' -o bin/meetingbot ./cmd/meetingbot

test: ## run the tests
	go test ./...

check: tidy lint vuln sdk ## everything that must pass before a change is merged
	go test -race -shuffle=on ./...

fmt: ## format the code
	$(GOLANGCI) fmt

lint: ## check formatting, correctness, architecture and words
	$(GOLANGCI) fmt --diff
	$(GOLANGCI) run

tidy: ## check that go.mod and go.sum are tidy
	go mod tidy -diff
	cd meeting/meetingtest/sdktest && go mod tidy -diff

vuln: ## check for known vulnerabilities, if their database can be reached
	.ci/vuln $(GOVULN)

cover: ## measure test coverage
	go test -coverprofile=coverage.out ./meeting ./bot/... ./handlers
	go tool cover -func=coverage.out | tail -n 1

generate: ## generate the code of the queries in bot/store, and the schema of a new SQLite file
	$(SQLC) generate
	go test ./bot/store -run '^TestNewFileSchema$$' -count 1 -update

golden: ## update the golden files; read the diff before you commit it
	go test ./bot/view ./playground/page -update

fuzz: ## fuzz everything that reads input from outside, FUZZTIME (30s) each
	@grep -rlE '^func Fuzz' --include='*_test.go' . | while read -r file; do \
	  grep -oE '^func Fuzz[A-Za-z0-9_]+' "$$file" | sed 's/^func //' | while read -r name; do \
	    go test "./$$(dirname "$$file")" -run '^$$' -fuzz "^$$name$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 100x || exit 1; \
	  done || exit 1; \
	done

bench: ## compare lookups with a bare net/http server, and fail if they have become slower
	go test ./cmd/meetingbot -tags chaos -run '^(TestCachedLookupAllocatesLittle|TestSpeed)$$' -count 1 -v -timeout 10m

bench-reminders: ## measure BENCH_NOTICES (100000) waiting reminders, and how late 1,000 are that are due at once
	REQUIRE_POSTGRES=1 go test ./cmd/meetingbot -tags chaos -run '^TestReminderLoad$$' -count 1 -v -timeout 40m

bench-personal: ## measure BENCH_PEOPLE (1000) with ten meetings each, reminded of them by themselves and as set up by hand
	REQUIRE_POSTGRES=1 go test ./cmd/meetingbot -tags chaos -run '^TestPersonalLoad$$' -count 1 -v -timeout 40m

bench-live: ## measure BENCH_CARDS (10000) that follow BENCH_MEETINGS (200) in BENCH_WORKSPACES (40), while people join
	go test ./cmd/meetingbot -tags chaos -run '^TestLiveLoad$$' -count 1 -v -timeout 40m

chaos: ## kill and freeze processes, let servers fail and networks lose answers and events, while 2,000 reminders are due or cards follow meetings
	CHAOS=$(or $(CHAOS),full) REQUIRE_POSTGRES=1 go test ./cmd/meetingbot -tags chaos -run '^TestChaos$$' -parallel $(CHAOS_PARALLEL) -count 1 -v -timeout 75m

load: ## ask a process all kinds of questions for CHAOS_LOAD (5m) while what it needs fails in turn
	go test ./cmd/meetingbot -tags chaos -run '^TestMixedLoad$$' -count 1 -v -timeout 40m

sdk: ## compare what the vendor's SDK reads from the simulated Meeting API with what we read
	cd meeting/meetingtest/sdktest && go test ./...

README_PICTURES = card participants reminder phone dark

screenshots: ## update the README's pictures with the browser tests
	REQUIRE_BROWSER=1 SCREENSHOT_DIR=$(CURDIR)/screenshots go test ./cmd/meetingbot -run Browser -count 1
	cp $(README_PICTURES:%=screenshots/%.png) docs/images/
