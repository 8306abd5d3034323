# What a person types. `make run` shows Ashar, `make test` proves it, `make check` keeps it clean.
SHELL := bash -eu -o pipefail
BIN := bin/ashar
# One set of build flags everywhere: another set compiles SQLite (a minute of C) again.
RACE := -race

.PHONY: run build generate test unit e2e e2e-worker check lint bench load clean

run: build
	$(BIN) demo --addr 127.0.0.1:8080 --data data/demo

# Without -l (nothing is inlined) each helper is compiled again at each place that uses it: 4 MB of 29, in rooms where it wins no time.
LEAN := ashar/views ashar/handlers ashar/db ashar/internal/civic ashar/cmd/ashar/demo github.com/xuri/excelize/v2 github.com/alecthomas/kong \
  github.com/pressly/goose/v3 github.com/labstack/echo/v4 ashar/internal/paper ashar/internal/result ashar/internal/survey ashar/internal/i18n ashar/internal/push github.com/go-pdf/fpdf html/template text/template golang.org/x/net/... database/sql github.com/arran4/golang-ical github.com/pelletier/go-toml/v2/... net net/http crypto/tls crypto/x509 encoding/asn1 encoding/gob encoding/xml log/slog github.com/xuri/efp github.com/xuri/nfp github.com/richardlehane/... golang.org/x/text/... golang.org/x/crypto/acme/... github.com/labstack/gommon/... mime/... net/textproto net/url text/template/parse encoding/csv archive/zip ashar/internal/tally ashar/internal/live ashar/internal/lan
LDFLAGS := -s -w -funcalign=16
build: ; go build -trimpath $(TAGS) -ldflags "$(LDFLAGS)" $(LEAN:%=-gcflags=%=-l) -o $(BIN) ./cmd/ashar

generate:
	go tool templ generate
	go generate ./internal/i18n ./views ./static

test: unit e2e
	go run ./cmd/load --short

# These work in one goroutine: the race detector has nothing to find in them, and makes them ten times as slow. The handlers' tests use them from many, under it.
ALONE := ashar/internal/(paper|i18n|survey|tally)$$

# Of paper one test is concurrent.
unit:
	go test $(RACE) -timeout 20m $$(go list ./... | grep -vE '$(ALONE)')
	go test -timeout 20m $$(go list ./... | grep -E '$(ALONE)')
	go test $(RACE) -run ManyCanPrintAtOnce ./internal/paper

# Bounded three times: each test (e2e/harness.mjs), each file, and the whole.
e2e: build
	bash e2e/install.sh
	node --test static/js/*.test.mjs
	ASHAR_BIN=$(CURDIR)/$(BIN) timeout -k 30 40m node --test --test-concurrency=2 --test-timeout=600000 --test-force-exit e2e/*.test.mjs
	ASHAR_E2E_WORKER=1 ASHAR_BIN=$(CURDIR)/$(BIN) timeout -k 30 40m node --test --test-concurrency=2 --test-timeout=600000 --test-force-exit e2e/outbox.test.mjs e2e/waiting.test.mjs e2e/silent.test.mjs

# All browser tests again, every tablet with the service worker and its session taken along.
e2e-worker: build
	bash e2e/install.sh
	ASHAR_E2E_WORKER=1 ASHAR_BIN=$(CURDIR)/$(BIN) timeout -k 30 40m node --test --test-concurrency=2 --test-timeout=600000 --test-force-exit e2e/*.test.mjs

check: lint
	go vet ./...
	@test -d node_modules || npm ci --no-audit --no-fund
	npx tsc -p .

# Generated files are committed; what generation changes was forgotten.
lint: bin/golangci-lint bin/deadcode
	$(MAKE) generate
	git diff --exit-code -- '*_templ.go' static/dist internal/i18n/catalog.gz
	bin/golangci-lint run ./...
	@dead="$$(bin/deadcode -test ./... | grep -v _templ.go || true)"; if [ -n "$$dead" ]; then echo "$$dead"; exit 1; fi

bin/golangci-lint: tools/go.mod ; cd tools && go build -o ../$@ github.com/golangci/golangci-lint/v2/cmd/golangci-lint
bin/deadcode: tools/go.mod ; cd tools && go build -o ../$@ golang.org/x/tools/cmd/deadcode

# One run, about two minutes; rewrites the table in docs/performance.md.
bench: build
	bash e2e/install.sh
	ASHAR_BIN=$(CURDIR)/$(BIN) node e2e/bench.mjs

# A full hall on loopback, about a minute; rewrites its table in docs/performance.md.
load: build
	go run ./cmd/load --write docs/performance.md

clean: ; rm -rf bin data
