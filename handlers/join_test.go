package handlers_test

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"meetingbot/bot"
	"meetingbot/handlers"
)

// door is a Joiner with one answer.
type door struct {
	answer bot.JoinAnswer
	err    error
	ticket string
}

func (d *door) Join(_ context.Context, ticket, _ string) (bot.JoinAnswer, error) {
	d.ticket = ticket
	return d.answer, d.err
}

// getJoin opens a ticket without following where it leads.
func getJoin(t *testing.T, d *door, path string) (w *httptest.ResponseRecorder, logged string) {
	t.Helper()
	var log strings.Builder
	h, err := handlers.New(handlers.Options{
		Bot: &fakeBot{}, SigningSecret: signingSecret, Joiner: d,
		Logger: slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})),
	})
	if err != nil {
		t.Fatal(err)
	}
	w = httptest.NewRecorder()
	h.Echo().ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, http.NoBody))
	return w, log.String()
}

// A ticket leads on, out of every cache, log and referrer.
func TestJoin(t *testing.T) {
	t.Parallel()
	target := "cloudlink://welinksoftclient/h5page?nonce=s3cret"
	d := &door{answer: bot.JoinAnswer{Target: "cloudlink://welinksoftclient/h5page?nonce=s3cret"}, err: errors.New("no nonce")}
	w, log := getJoin(t, d, "/join/t1cket")
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != target || d.ticket != "t1cket" {
		t.Errorf("GET = %d to %q with %q", w.Code, w.Header().Get("Location"), d.ticket)
	}
	if w.Header().Get("Cache-Control") != "no-store" || w.Header().Get("Referrer-Policy") != "no-referrer" || len(w.Header()["Set-Cookie"]) != 0 {
		t.Errorf("headers are %v", w.Header())
	}
	if strings.Contains(w.Body.String()+log, "s3cret") || strings.Contains(log, "t1cket") || !strings.Contains(log, "no nonce") {
		t.Errorf("body %q, log %s", w.Body, log)
	}
}

func TestJoinPages(t *testing.T) {
	t.Parallel()
	page := bot.InstallPage{Language: "en", Title: "Too <late>", Lead: []string{"Ask again."}}
	for later, want := range map[bool]int{false: http.StatusGone, true: http.StatusServiceUnavailable} {
		w, _ := getJoin(t, &door{answer: bot.JoinAnswer{Page: page, Later: later}}, "/join/x")
		if w.Code != want || !strings.Contains(w.Body.String(), "Too &lt;late&gt;") || strings.Contains(w.Body.String(), "<a ") || w.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("later %t: %d %s", later, w.Code, w.Body)
		}
	}
	d := &door{answer: bot.JoinAnswer{Page: page}, ticket: "unasked"}
	if getJoin(t, d, "/join/"+strings.Repeat("x", 3000)); d.ticket != "" {
		t.Errorf("a ticket of %d bytes is read", len(d.ticket))
	}
}
