package handlers_test

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"meetingbot/handlers"
)

// takes takes pushes by their first word.
func takes(body []byte) ([]byte, error) {
	switch word, _, _ := bytes.Cut(body, []byte(" ")); string(word) {
	case "verify":
		return []byte(`{"nonce":"1"}`), nil
	case "event":
		return nil, nil
	case "forged":
		return nil, errors.New("signed by nobody")
	default:
		return nil, fmt.Errorf("%w: no event", handlers.ErrPushMalformed)
	}
}

// What the Meeting API pushes is answered with what its taker says, up to 2 MiB. A
// refusal is said once in the log, which holds nothing of what came.
func TestPush(t *testing.T) {
	t.Parallel()
	s := setup(t, &fakeBot{}, func(o *handlers.Options) { o.TakePush = takes })
	for _, tt := range []struct {
		name, body string
		status     int
		answer     string
	}{
		{"a question", "verify", 200, `{"nonce":"1"}`},
		{"an event", "event", 200, ""},
		{"a large event", "event " + strings.Repeat("x", 2<<20-6), 200, ""},
		{"one that is too large", "event " + strings.Repeat("x", 2<<20-5), 413, ""},
		{"a forged one", "forged Ana Morel", 401, ""},
		{"another one", "forged Ana Morel", 401, ""},
		{"something else", "<html> Ana Morel", 400, ""},
		{"nothing", "", 400, ""},
	} {
		a := s.post(t, "/meeting/events", tt.body, http.Header{"Content-Type": {"application/json"}})
		if a.status != tt.status || tt.status == 200 && a.body != tt.answer {
			t.Errorf("%s is answered with %d %q", tt.name, a.status, a.body)
		}
	}
	log := s.logs.String()
	if n := strings.Count(log, "signed by nobody"); n != 1 || strings.Contains(log, "Ana") {
		t.Errorf("%d refusals are logged, want one:\n%s", n, log)
	}
}

// Where nobody takes them the endpoint does not exist.
func TestNobodyTakesPushes(t *testing.T) {
	t.Parallel()
	s := setup(t, &fakeBot{})
	if a := s.post(t, "/meeting/events", "event", http.Header{}); a.status != 404 {
		t.Errorf("the answer is %d", a.status)
	}
}
