package store_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"meetingbot/bot/store"
)

func TestErrorsHoldNoPassword(t *testing.T) {
	t.Parallel()
	const password = "db-pass-5"
	var logged bytes.Buffer
	logger := slog.New(slog.NewTextHandler(&logged, &slog.HandlerOptions{Level: slog.LevelDebug}))
	for _, url := range []string{
		"postgres://ann:db-pass-5@127.0.0.1:1/db",
		"postgres://ann:db-pass-5@[::1/db",
		"postgres://ann:db-pass-5@host:port/db",
		"postgres://ann:db-pass-5%@host/db",
		"postgres:ann:db-pass-5@host/db",
		"postgres://127.0.0.1:1/db?user=ann&password=db-pass-5",
		"postgres://ann:db-pass-5@127.0.0.1/db?sslmode=some",
		"postgres://ann:db-pass-5@127.0.0.1/db?pool_max_conns=some",
		"mysql://ann:db-pass-5@host/db",
		"sqlite:?password=db-pass-5",
	} {
		_, err := store.Open(t.Context(), store.Options{URL: url, Logger: logger})
		if err == nil {
			t.Errorf("Open(%q) = nil, want an error", url)
		} else if text := fmt.Sprintf("%v %+v %#v", err, err, err); strings.Contains(text, password) {
			t.Errorf("Open(%q) = %s, want no password", url, text)
		}
	}
	address, err := store.ParseURL("postgres://ann:db-pass-5@host:5433/db?password=db-pass-5")
	if err != nil {
		t.Fatal(err)
	}
	if got, want := fmt.Sprintf("%v %+v %#v", address, address, address), strings.Repeat("postgres://host:5433/db ", 3); got+" " != want {
		t.Errorf("the address prints as %q, want %q", got, want)
	}
	if strings.Contains(logged.String(), password) {
		t.Errorf("the log holds the password:\n%s", logged.String())
	}
}
