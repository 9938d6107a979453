package handlers_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"meetingbot/bot"
	"meetingbot/bot/workspace"
	"meetingbot/handlers"
)

// userChange is the event as Slack sends it.
const userChange = `{
  "token": "XXYYZZ", "team_id": "T0001", "api_app_id": "A0001",
  "event": {"type": "user_change", "user": {"id": "U0001", "team_id": "T0009", "locale": "zh-CN", "tz": "Asia/Shanghai"}, "cache_ts": 1648596421, "event_ts": "1648596712.000001"},
  "type": "event_callback", "event_id": "EVENT_ID", "event_time": 1648596712,
  "authorizations": [{"enterprise_id": "E0001", "team_id": "T0002", "user_id": "U0008", "is_bot": true, "is_enterprise_install": false}]
}`

func TestURLVerification(t *testing.T) {
	t.Parallel()
	s := setup(t, &fakeBot{})
	got := s.event(t, `{"token":"x","challenge":"3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P","type":"url_verification"}`)
	if want := `{"challenge":"3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P"}`; got.status != http.StatusOK || got.body != want {
		t.Errorf("the answer is %d %s, want 200 %s", got.status, got.body, want)
	}
	for _, kind := range []string{"mystery", "URL_VERIFICATION", "url_verification "} {
		got := s.event(t, fmt.Sprintf(`{"type":%q,"challenge":"echo me"}`, kind))
		if got.status != http.StatusOK || got.body != "" {
			t.Errorf("the answer to type %q is %d %q, want an empty 200", kind, got.status, got.body)
		}
	}
}

func TestUserChange(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, event string
		want        []string
	}{
		{"where the app is installed", userChange, []string{"T0002 U0001"}},
		{"installed in the whole organisation", strings.Replace(userChange, `"team_id": "T0002"`, `"team_id": null`, 1), []string{"T0001 U0001"}},
		{"no authorization", strings.Replace(userChange, `"authorizations"`, `"no_authorizations"`, 1), []string{"T0001 U0001"}},
		{"no workspace but the person's", `{"type":"event_callback","event":{"type":"user_change","user":{"id":"U1","team_id":"T9"}}}`, []string{"T9 U1"}},
		{"a declined call", `{"type":"event_callback","event":{"type":"call_rejected","call_id":"R1","user_id":"U1","channel_id":"D1","external_unique_id":"T1:a"}}`, nil},
		{"nobody", `{"type":"event_callback","event":{"type":"user_change"}}`, nil},
		{"a person of another shape", `{"type":"event_callback","event":{"type":"user_change","user":"U1"}}`, nil},
		{"another event", `{"type":"event_callback","event_id":"E","event":{"type":"app_home_opened","user":"U1","tab":"home"}}`, nil},
		{"an unknown event", `{"type":"event_callback","event":{"type":"mystery","user":7}}`, nil},
		{"no event", `{"type":"event_callback"}`, nil},
		{"a null event", `{"type":"event_callback","event":null}`, nil},
		{"another envelope", `{"type":"app_rate_limited","minute_rate_limited":1518467820}`, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := &fakeBot{}
			s := setup(t, b)
			if got := s.event(t, tt.event); got.status != http.StatusOK || got.body != "" {
				t.Errorf("the answer is %d %q, want an empty 200", got.status, got.body)
			}
			if err := s.Drain(t.Context()); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, b.changes()); diff != "" {
				t.Errorf("people forgotten (-want +got):\n%s", diff)
			}
		})
	}
}

// TestUserChangeNamesTheWorkspace has the organisation in its key, too.
func TestUserChangeNamesTheWorkspace(t *testing.T) {
	t.Parallel()
	b := &fakeBot{}
	s := setup(t, b)
	got := s.event(t, userChange)
	s.drained(t)
	want := bot.Question{
		Origin: bot.Origin{
			Key: workspace.Key{EnterpriseID: "E0001", TeamID: "T0002"}, UserID: "U0001", RequestID: got.header.Get("X-Request-Id"),
		},
		Kind: bot.KindUserChanged,
	}
	if diff := cmp.Diff([]bot.Question{want}, b.asked()); diff != "" {
		t.Errorf("the bot was asked (-want +got):\n%s", diff)
	}
}

func TestEventIsHandledOnce(t *testing.T) {
	t.Parallel()
	b := &fakeBot{}
	s := setup(t, b)
	var wg sync.WaitGroup
	for i := range 30 {
		wg.Go(func() {
			body := strings.Replace(userChange, "EVENT_ID", fmt.Sprintf("Ev%d", i%3), 1)
			if got := s.event(t, body); got.status != http.StatusOK {
				t.Errorf("the answer is %d, want 200", got.status)
			}
		})
	}
	wg.Wait()
	if err := s.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := len(b.changes()); n != 3 {
		t.Errorf("3 events delivered 10 times each were handled %d times, want 3", n)
	}
}

func TestEventIsAcknowledgedAtOnce(t *testing.T) {
	t.Parallel()
	acknowledged := make(chan struct{})
	s := setup(t, &fakeBot{changed: func(bot.Question) { <-acknowledged }})
	s.event(t, userChange)
	close(acknowledged)
}

func TestEventThatPanics(t *testing.T) {
	t.Parallel()
	s := setup(t, &fakeBot{changed: func(bot.Question) { panic("ouch") }})
	if got := s.event(t, userChange); got.status != http.StatusOK {
		t.Errorf("the answer is %d, want 200", got.status)
	}
	if err := s.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	if logs := s.logs.String(); !strings.Contains(logs, "event failed") || !strings.Contains(logs, `"stack"`) {
		t.Errorf("the panic is not in the log: %s", logs)
	}
}

func TestEventComesAgainWhenBusy(t *testing.T) {
	t.Parallel()
	busy, entered := make(chan struct{}), make(chan struct{}, 1)
	b := &fakeBot{changed: func(q bot.Question) {
		if q.UserID == "U1" {
			entered <- struct{}{}
			<-busy
		}
	}}
	s := setup(t, b, func(o *handlers.Options) { o.MaxQuestions = 1 })
	s.event(t, eventBody)
	<-entered
	if got := s.event(t, userChange); got.status != http.StatusServiceUnavailable {
		t.Errorf("busy: %d, want 503 so that Slack delivers it again", got.status)
	}
	close(busy)
	for { // until the first one has left its place
		if got := s.event(t, userChange); got.status == http.StatusOK {
			break
		}
	}
	if err := s.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	if want := []string{"T1 U1", "T0002 U0001"}; !slices.Equal(b.changes(), want) {
		t.Errorf("people forgotten: %q, want %q", b.changes(), want)
	}
}

func TestEventsHandled(t *testing.T) {
	t.Parallel()
	if diff := cmp.Diff([]string{"app_home_opened", "app_mention", "app_uninstalled", "call_rejected", "link_shared", "message.im", "tokens_revoked", "user_change"}, handlers.Events()); diff != "" {
		t.Errorf("Events (-want +got):\n%s", diff)
	}
}
