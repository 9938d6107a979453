package playground_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack/slackevents"

	"meetingbot/playground"
)

// attempt is one delivery of an event: the time since the start and the retry
// headers.
type attempt struct {
	At          time.Duration
	Num, Reason string
}

// TestDeliverEvent retries immediately, after one minute and after five more, as
// https://docs.slack.dev/apis/events-api says.
func TestDeliverEvent(t *testing.T) {
	t.Parallel()
	failing := func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) }
	unwanted := func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("X-Slack-No-Retry", "1")
		w.WriteHeader(http.StatusNotFound)
	}
	tests := []struct {
		name    string
		answers []http.HandlerFunc // the last for all that follow
		want    []attempt
		err     error
	}{
		{"at once", []http.HandlerFunc{nil}, []attempt{{}}, nil},
		{"any 2xx", []http.HandlerFunc{func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) }}, []attempt{{}}, nil},
		{"the second time", []http.HandlerFunc{failing, nil}, []attempt{{}, {0, "1", "http_error"}}, nil},
		{"never", []http.HandlerFunc{failing}, []attempt{
			{}, {0, "1", "http_error"}, {time.Minute, "2", "http_error"}, {6 * time.Minute, "3", "http_error"},
		}, playground.ErrFailed},
		{"not wanted", []http.HandlerFunc{unwanted}, []attempt{{}}, playground.ErrFailed},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := setup(t)
			began := b.clock.Now()
			b.restartWith(t, func(o *playground.Options) {
				o.Wait = func(_ context.Context, d time.Duration) error {
					b.clock.advance(d)
					return nil
				}
			})
			var got []attempt
			ids := map[string]bool{}
			b.app.reply = func(w http.ResponseWriter, r *http.Request) {
				answer := tt.answers[min(len(got), len(tt.answers)-1)]
				got = append(got, attempt{b.clock.Now().Sub(began), r.Header.Get("X-Slack-Retry-Num"), r.Header.Get("X-Slack-Retry-Reason")})
				id, _ := decode(t, b.app.lastRequest().body)["event_id"].(string)
				ids[id] = true
				if answer != nil {
					answer(w, r)
				}
			}
			err := b.DeliverEvent(t.Context(), "user_change", map[string]any{"user": map[string]any{"id": playground.UserID}})
			if !errors.Is(err, tt.err) {
				t.Errorf("DeliverEvent = %v, want %v", err, tt.err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" || len(ids) != 1 {
				t.Errorf("attempts with ids %v (-want +got):\n%s", ids, diff)
			}
			if n := len(b.Calls(playground.CallEvent)); n != len(tt.want) {
				t.Errorf("%d calls, want %d", n, len(tt.want))
			}
		})
	}
}

// roundTripFunc serves requests without a network.
type roundTripFunc func(*http.Request) (*http.Response, error)

// RoundTrip calls the function.
func (f roundTripFunc) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// TestDeliverEvent_Reasons checks the reasons for retries after a timeout, a refused
// connection and an error status.
func TestDeliverEvent_Reasons(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		var got []attempt
		app := roundTripFunc(func(r *http.Request) (*http.Response, error) {
			got = append(got, attempt{time.Since(began), r.Header.Get("X-Slack-Retry-Num"), r.Header.Get("X-Slack-Retry-Reason")})
			switch len(got) {
			case 1:
				<-r.Context().Done()
				return nil, r.Context().Err()
			case 2:
				return nil, errors.New("connection refused")
			case 3:
				return &http.Response{StatusCode: http.StatusBadGateway, Body: http.NoBody}, nil
			default:
				return &http.Response{StatusCode: http.StatusOK, Body: http.NoBody}, nil
			}
		})
		s, err := playground.New(playground.Options{
			BotToken: token, SigningSecret: secret, BotURL: "http://bot.example", PublicURL: "http://slack.example", Client: &http.Client{Transport: app},
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := s.DeliverEvent(t.Context(), "user_change", nil); err != nil {
			t.Errorf("DeliverEvent = %v, want nil", err)
		}
		want := []attempt{
			{}, {3 * time.Second, "1", "http_timeout"}, {63 * time.Second, "2", "connection_failed"}, {363 * time.Second, "3", "http_error"},
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("attempts (-want +got):\n%s", diff)
		}
		if calls := s.Calls(playground.CallEvent); len(calls) != 4 || !strings.Contains(calls[0].Error, "operation_timeout") {
			t.Errorf("calls = %+v, want the missed three seconds first", calls)
		}
	})
}

// TestDeliverEvent_Errors covers an interrupted wait and an event that is not an
// object.
func TestDeliverEvent_Errors(t *testing.T) {
	t.Parallel()
	b := setup(t, func(o *playground.Options) {
		o.BotURL = "http://127.0.0.1:1"
		o.Wait = func(context.Context, time.Duration) error { return context.Canceled }
	})
	if err := b.DeliverEvent(t.Context(), "user_change", nil); !errors.Is(err, context.Canceled) {
		t.Errorf("DeliverEvent = %v, want %v", err, context.Canceled)
	}
	if err := b.DeliverEvent(t.Context(), "user_change", []int{1}); err == nil {
		t.Error("DeliverEvent of an array = nil, want an error")
	}
}

// TestChangePerson changes a person and checks the user_change event.
func TestChangePerson(t *testing.T) {
	t.Parallel()
	b := setup(t)
	ana, _ := b.Person(playground.UserID)
	ana.Locale, ana.Zone = "zh-CN", "Asia/Shanghai"
	if err := b.ChangePerson(t.Context(), ana); err != nil {
		t.Fatalf("ChangePerson = %v, want nil", err)
	}
	u, err := b.client().GetUserInfoContext(t.Context(), playground.UserID)
	if err != nil || u.Locale != "zh-CN" || u.TZ != "Asia/Shanghai" {
		t.Errorf("GetUserInfo = %+v, %v, want the other language and zone", u, err)
	}
	event, _ := decode(t, b.app.lastRequest().body)["event"].(map[string]any)
	user, _ := event["user"].(map[string]any)
	if event["type"] != "user_change" || user["id"] != playground.UserID || user["locale"] != "zh-CN" || user["team_id"] != playground.TeamID {
		t.Errorf("event = %v, want user_change with her", event)
	}
	ana.ID = "U0NOBODY"
	if err := b.ChangePerson(t.Context(), ana); !errors.Is(err, playground.ErrUnknownPerson) {
		t.Errorf("ChangePerson of nobody = %v, want %v", err, playground.ErrUnknownPerson)
	}
	ana.Zone = "Mars/Base"
	if err := b.ChangePerson(t.Context(), ana); err == nil {
		t.Error("ChangePerson to no zone = nil, want an error")
	}
}

// TestDeliverEvent_Body decodes the event with slack-go and checks the signature.
func TestDeliverEvent_Body(t *testing.T) {
	t.Parallel()
	b := setup(t)
	err := b.DeliverEvent(t.Context(), "app_uninstalled", nil)
	if err != nil {
		t.Fatalf("DeliverEvent = %v, want nil", err)
	}
	got := b.app.lastRequest()
	if got.path != "/slack/events" || got.header.Get("Content-Type") != "application/json" || signature("1800000000", got.body) != got.header.Get("X-Slack-Signature") {
		t.Errorf("request to %s with %v is wrong", got.path, got.header)
	}
	e, err := slackevents.ParseEvent([]byte(got.body), slackevents.OptionNoVerifyToken())
	if err != nil || e.TeamID != playground.TeamID || e.APIAppID != playground.AppID || e.InnerEvent.Type != "app_uninstalled" {
		t.Errorf("event = %+v, %v, want app_uninstalled", e, err)
	}
	o := decode(t, got.body)
	auth, _ := o["authorizations"].([]any)[0].(map[string]any)
	if auth["team_id"] != playground.TeamID || auth["user_id"] != playground.BotUserID || o["event_time"] != float64(1_800_000_000) {
		t.Errorf("envelope = %v, want one authorization", o)
	}
}

func TestVerifyURL(t *testing.T) {
	t.Parallel()
	b := setup(t)
	challenge := func(r *request) string { return decode(t, r.body)["challenge"].(string) }
	tests := []struct {
		name   string
		answer func(challenge string) string
		ok     bool
	}{
		{"text", func(c string) string { return c }, true},
		{"form", func(c string) string { return "challenge=" + c }, true},
		{"JSON", func(c string) string { return `{"challenge":"` + c + `"}` }, true},
		{"nothing", func(string) string { return "" }, false},
		{"another", func(string) string { return `{"challenge":"x"}` }, false},
	}
	for _, tt := range tests {
		b.app.reply = func(w http.ResponseWriter, _ *http.Request) {
			got := b.app.lastRequest()
			_, _ = w.Write([]byte(tt.answer(challenge(&got))))
		}
		if err := b.VerifyURL(t.Context()); (err == nil) != tt.ok {
			t.Errorf("%s: VerifyURL = %v, want ok: %t", tt.name, err, tt.ok)
		}
	}
	b.app.reply = func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusUnauthorized) }
	if err := b.VerifyURL(t.Context()); !errors.Is(err, playground.ErrFailed) {
		t.Errorf("VerifyURL = %v, want %v", err, playground.ErrFailed)
	}
}

// restartWith restarts the server with changed options.
func (b *env) restartWith(t *testing.T, edit func(*playground.Options)) {
	t.Helper()
	edit(&b.options)
	b.restart(t)
}
