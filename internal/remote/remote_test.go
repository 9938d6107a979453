package remote_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"
	"testing"

	"meetingbot/internal/remote"
)

func TestCheckAddress(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{
		"https://slack.com/api/":             "",
		"http://localhost:8080":              "",
		"http://LocalHost":                   "",
		"http://127.0.0.1:1/x":               "",
		"http://127.8.9.1":                   "",
		"http://[::1]:80":                    "",
		"http://slack.com/api/":              "must be https",
		"http://10.1.2.3":                    "must be https",
		"http://0.0.0.0:9":                   "must be https",
		"http://localhost.example":           "must be https",
		"http://127.0.0.1.example":           "must be https",
		"http://meeting:8080":                "must be https",
		"http://[::ffff:8.8.8.8]":            "must be https",
		"http://2130706433":                  "must be https",
		"https://slack.com@localhost":        "no user",
		"http://localhost@evil.example":      "no user",
		"https://u:hunter2@slack.com":        "no user",
		"https://slack.com/api/?t=hunter2":   "no user",
		"ftp://slack.com":                    "http or https",
		"slack.com":                          "http or https",
		"":                                   "http or https",
		"https://":                           "http or https",
		"https://a b/hunter2":                "http or https",
		"https://slack.com/%zzhunter2":       "http or https",
		" https://slack.com/api/ ":           "http or https",
		"https://slack.com/api/#hunter2":     "no user",
		"HTTP://evil.example":                "must be https",
		"http://evil.example#127.0.0.1":      "no user",
		"http://evil.example\\@127.0.0.1/":   "http or https",
		"http://127.0.0.1:80@evil.example:1": "no user",
	} {
		err := remote.CheckAddress(address)
		switch {
		case want == "" && err != nil:
			t.Errorf("CheckAddress(%q) = %v, want nil", address, err)
		case want != "" && (err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "hunter2")):
			t.Errorf("CheckAddress(%q) = %v, want an error about %q without secrets", address, err, want)
		}
	}
}

func TestCode(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]string{
		"channel_not_found": "channel_not_found", " expired_url\n": "expired_url", "ratelimited": "ratelimited",
		"team_access_not_granted": "team_access_not_granted",
		"":                        "", "ok": "", "password": "", "482913": "", "a1_b2": "", "not found": "", "Not_Found": "", "_x": "", "x_": "", "x__y": "",
		"<html>": "", "https://x": "", strings.Repeat("a_", 40) + "a": "", "boss_ä": "",
	} {
		if got := remote.Code(s); got != want {
			t.Errorf("Code(%q) = %q, want %q", s, got, want)
		}
	}
}

func TestNothingForeignIsLeftOfAnError(t *testing.T) {
	t.Parallel()
	const foreign = "hunter2"
	var number struct{ N int8 }
	tooLarge := json.Unmarshal([]byte(`{"N":914083136}`), &number)
	syntax := json.Unmarshal([]byte(`<html>`), &number)
	for _, err := range []error{
		tooLarge, syntax, fmt.Errorf("read: %w", tooLarge),
		&url.Error{Op: "Post", URL: "https://hooks.example/" + foreign, Err: fmt.Errorf("malformed HTTP response %q", foreign)},
		&url.Error{Op: "Post", URL: "https://hooks.example/" + foreign, Err: io.EOF},
		&url.Error{Op: "Post", URL: "https://hooks.example/" + foreign, Err: context.Canceled},
	} {
		got := remote.Reduce(err).Error()
		if strings.Contains(got, foreign) || strings.Contains(got, "914083136") || strings.Contains(got, "<") || strings.Contains(got, "hooks.example") {
			t.Errorf("Reduce(%v) = %v, want nothing of the answer or the address", err, got)
		}
	}
	own := errors.New("our own")
	if got := remote.Reduce(own); got != own { //nolint:errorlint // it is the same
		t.Errorf("Reduce(%v) = %v, want the same", own, got)
	}
	if remote.Reduce(nil) != nil {
		t.Error("Reduce(nil) is an error, want nil")
	}
}
