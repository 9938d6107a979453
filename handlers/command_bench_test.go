package handlers_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"meetingbot/bot"
	"meetingbot/handlers"
)

// benchForm is a command as Slack sends it.
const benchForm = "token=x&team_id=T1&team_domain=d&channel_id=C1&channel_name=general&user_id=U1&user_name=ana&command=%2Fmeeting&text=914083136" +
	"&api_app_id=A1&is_enterprise_install=false&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1%2F1%2Fx&trigger_id=1.2.3"

// cachedBot answers every question from memory.
type cachedBot struct{ fakeBot }

func (*cachedBot) Begin(bot.Question) (bot.Reply, bot.Work) { return bot.Plain("here you are"), nil }

// BenchmarkCommand is a signed command that is answered from memory, without a
// network.
func BenchmarkCommand(b *testing.B) {
	h, err := handlers.New(handlers.Options{Bot: &cachedBot{}, SigningSecret: signingSecret})
	if err != nil {
		b.Fatal(err)
	}
	server, header := h.Echo(), sign(benchForm, time.Now())
	b.ReportAllocs()
	for b.Loop() {
		r := httptest.NewRequestWithContext(b.Context(), http.MethodPost, "/slack/commands", strings.NewReader(benchForm))
		r.Header = header
		w := httptest.NewRecorder()
		server.ServeHTTP(w, r)
		if w.Code != http.StatusOK || w.Body.Len() == 0 {
			b.Fatalf("status %d", w.Code)
		}
	}
}
