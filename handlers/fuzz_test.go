package handlers_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"meetingbot/bot"
	"meetingbot/handlers"
)

// fuzzed sends a body with a correct signature, and fails on what a stranger
// with that signature must not be able to bring about.
func fuzzed(t *testing.T, e *echo.Echo, path, contentType, body string) {
	t.Helper()
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(body))
	r.Header = sign(body, time.Now())
	r.Header.Set("Content-Type", contentType)
	w := httptest.NewRecorder()
	e.ServeHTTP(w, r)
	if w.Code != http.StatusOK && w.Code != http.StatusBadRequest {
		t.Errorf("POST %s %q = %d, want 200 or 400", path, body, w.Code)
	}
}

// newFuzzed is a server whose bot forgets what it was asked.
func newFuzzed(f *testing.F) *echo.Echo {
	f.Helper()
	h, err := handlers.New(handlers.Options{
		Bot: forgetful{}, SigningSecret: signingSecret, ResponseClient: &http.Client{Transport: unconnected{}},
	})
	if err != nil {
		f.Fatal(err)
	}
	return h.Echo()
}

// unconnected reaches nobody.
type unconnected struct{}

func (unconnected) RoundTrip(*http.Request) (*http.Response, error) { return nil, io.EOF }

// forgetful is a bot that answers and remembers nothing.
type forgetful struct{}

func (forgetful) Begin(q bot.Question) (bot.Reply, bot.Work) {
	if q.Kind != bot.KindCommand {
		return bot.Reply{}, nil
	}
	return bot.Reply{}, func(ctx context.Context, send bot.Send) error { return send(ctx, bot.Plain("re")) }
}

func (forgetful) Sorry(_ context.Context, q bot.Question) bot.Reply { return bot.Plain(q.RequestID) }

func FuzzCommand(f *testing.F) {
	f.Add(commandForm)
	f.Add(form("９１４ <a|b>", slackURL))
	f.Add("command=%2Fmeeting&text=%zz")
	f.Add("command=a;b&command=c&=&&%")
	e := newFuzzed(f)
	f.Fuzz(func(t *testing.T, body string) { fuzzed(t, e, "/slack/commands", formType, body) })
}

func FuzzInteraction(f *testing.F) {
	f.Add(strings.ReplaceAll(pressed, "RESPONSE_URL", slackURL))
	for _, payload := range []string{
		submitted, "null", "[]", `"x"`, "1", "{}", `{"type":null}`, `{"type":"block_actions","actions":[null]}`,
		`{"type":"block_actions","actions":[{}],"team":null,"view":null,"container":null,"user":null}`,
		`{"type":"view_submission","view":{"state":{"values":[]}}}`, `{"type":"block_suggestion"}`,
	} {
		f.Add(payload)
	}
	e := newFuzzed(f)
	f.Fuzz(func(t *testing.T, payload string) {
		fuzzed(t, e, "/slack/interactions", formType, "payload="+url.QueryEscape(payload))
	})
}

func FuzzEvent(f *testing.F) {
	f.Add(userChange)
	f.Add(eventBody)
	f.Add(linkShared)
	f.Add(strings.Replace(linkShared, `"links": [`, `"links": [null, 7, {"url": 7}, {"url": "https://[::1"}, `, 1))
	for _, body := range []string{
		"null", "[]", "{}", `{"type":"url_verification","challenge":"\u0000<&>"}`, `{"type":"event_callback","event":null}`,
		`{"type":"event_callback","event":{"type":"user_change","user":null},"authorizations":[null]}`, `{"type":"mystery"}`,
	} {
		f.Add(body)
	}
	e := newFuzzed(f)
	f.Fuzz(func(t *testing.T, body string) { fuzzed(t, e, "/slack/events", "application/json", body) })
}

// FuzzForm checks that a form is read as the standard library reads it.
func FuzzForm(f *testing.F) {
	f.Add(commandForm, "text")
	f.Add("a=1&a=2&b=%41+b&c", "a")
	f.Add("%61=1&=2", "a")
	f.Fuzz(func(t *testing.T, body, name string) {
		want, err := url.ParseQuery(body)
		if err != nil {
			return // unused fields are not decoded, so their errors are not found
		}
		got, err := handlers.ParseForm(body, "other", name)
		if err != nil {
			t.Fatalf("ParseForm(%q, %q) = %v, want no error", body, name, err)
		}
		if got.Get(name) != want.Get(name) {
			t.Errorf("ParseForm(%q, %q) = %q, want %q", body, name, got.Get(name), want.Get(name))
		}
	})
}
