package person_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"meetingbot/bot/person"
)

// Answers of users.info as Slack's client reads them, of somebody of whom
// nothing is known and of somebody who was a member.
func TestAnswers(t *testing.T) {
	t.Parallel()
	const user = `{"ok":true,"user":{"id":"U1","team_id":"T1",%s}}`
	tests := []struct {
		name   string
		status int
		body   string
		want   person.AccountType
		reason string // in the log
	}{
		{"a member", 200, fmt.Sprintf(user, `"name":"ana"`), person.Member, ""},
		{"user_not_found", 200, `{"ok":false,"error":"user_not_found"}`, person.Unseen, "user_not_found"},
		{"users_not_found", 200, `{"ok":false,"error":"users_not_found"}`, person.Unseen, "users_not_found"},
		{"user_not_visible", 200, `{"ok":false,"error":"user_not_visible"}`, person.Unseen, "user_not_visible"},
		{"team_access_not_granted", 200, `{"ok":false,"error":"team_access_not_granted"}`, person.Unseen, "team_access_not_granted"},
		{"no user", 200, `{"ok":true}`, person.Unseen, "the answer has no user"},
		{"null for a user", 200, `{"ok":true,"user":null}`, person.Unseen, "the answer has no user"},
		{"a user without a workspace", 200, `{"ok":true,"user":{"id":"U1"}}`, person.Unseen, "the answer has no user"},
		{"text for a user", 200, `{"ok":true,"user":"U1"}`, person.Unseen, "the answer has another type in user"},
		{"a number for a name", 200, fmt.Sprintf(user, `"name":8613800138000`), person.Unseen, "the answer has another type in user.name"},
		{"text for a flag", 200, fmt.Sprintf(user, `"deleted":"true"`), person.Unseen, "the answer has another type in user.deleted"},
		{"text for a time", 200, fmt.Sprintf(user, `"updated":"ana@example.com"`), person.Unseen, "the answer cannot be read"},
		{"a list for a profile", 200, fmt.Sprintf(user, `"profile":[]`), person.Unseen, "the answer has another type in user.profile"},
		{"text for own fields", 200, fmt.Sprintf(user, `"profile":{"fields":"none"}`), person.Unseen, "the answer has another type"},
		{"fatal_error", 200, `{"ok":false,"error":"fatal_error"}`, person.Unknown, "fatal_error"},
		{"ratelimited in words", 200, `{"ok":false,"error":"ratelimited"}`, person.Unknown, "ratelimited"},
		{"invalid_auth", 200, `{"ok":false,"error":"invalid_auth"}`, person.Unknown, "invalid_auth"},
		{"missing_scope", 200, `{"ok":false,"error":"missing_scope"}`, person.Unknown, "missing_scope"},
		{"an address for a code", 200, `{"ok":false,"error":"ana@example.com"}`, person.Unknown, "a code that is not known"},
		{"unavailable", 503, `oops`, person.Unknown, "status 503"},
		{"a firewall's page", 403, `<html>`, person.Unknown, "status 403"},
		{"a portal's page", 200, `<html>ana@example.com`, person.Unknown, "the answer cannot be read"},
		{"cut off", 200, `{"ok":true,"user":{"id":"U1","team_id":"T1"`, person.Unknown, "the answer cannot be read"},
		{"a list", 200, `[]`, person.Unknown, "the answer has another type"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var log bytes.Buffer
			s := newSlack(t, &log, person.Options{Fresh: time.Nanosecond})
			s.answer(tt.status, tt.body)
			if got := s.Get(t.Context(), "", "T1", "U1").AccountType; got != tt.want {
				t.Errorf("Get of somebody unknown = %v, want %v", got, tt.want)
			}
			if got := s.Fresh(t.Context(), "", "T1", "U1").AccountType; got != tt.want {
				t.Errorf("Fresh of somebody unknown = %v, want %v", got, tt.want)
			}
			s.answer(http.StatusOK, fmt.Sprintf(user, `"name":"ana"`))
			s.Get(t.Context(), "", "T1", "U2")
			s.answer(tt.status, tt.body)
			if got := s.Fresh(t.Context(), "", "T1", "U2").AccountType; got != tt.want {
				t.Errorf("Fresh of a member = %v, want %v: memory proves nothing", got, tt.want)
			}
			after := tt.want
			if after == person.Unknown {
				after = person.Member // it passes, and who was known stays so
			}
			if got := s.Get(t.Context(), "", "T1", "U2").AccountType; got != after {
				t.Errorf("Get of a member = %v, want %v", got, after)
			}
			expectReason(t, log.String(), tt.reason)
		})
	}
}

// expectReason checks that the log has the reason and nothing of an answer.
func expectReason(t *testing.T, log, reason string) {
	t.Helper()
	if reason != "" && !strings.Contains(log, `"reason":"`+reason) {
		t.Errorf("want %q in the log:\n%s", reason, log)
	}
	for _, foreign := range []string{"example.com", "138001"} {
		if strings.Contains(log, foreign) {
			t.Errorf("the log has %q:\n%s", foreign, log)
		}
	}
}

// slackAPI is a directory that asks Slack's own client, and what that is
// answered.
type slackAPI struct {
	*person.Directory

	status int
	body   string
}

func (s *slackAPI) answer(status int, body string) { s.status, s.body = status, body }

func newSlack(t *testing.T, log io.Writer, o person.Options) *slackAPI {
	t.Helper()
	s := &slackAPI{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/auth.test" {
			_, _ = io.WriteString(w, `{"ok":true,"team_id":"T1"}`)
			return
		}
		w.WriteHeader(s.status)
		_, _ = io.WriteString(w, s.body)
	}))
	t.Cleanup(server.Close)
	client := &http.Client{Transport: &http.Transport{}}
	t.Cleanup(client.CloseIdleConnections)
	o.Logger = slog.New(slog.NewJSONHandler(log, nil))
	s.Directory = directory(t, slack.New("xoxb-1", slack.OptionAPIURL(server.URL+"/"), slack.OptionHTTPClient(client)), o)
	return s
}

// While Slack does not say where the app is installed, nobody is a member.
// What does not serve the question at all leaves it to the request.
func TestWithoutAHome(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		home slack.AuthTestResponse
		err  error
		want person.AccountType
	}{
		{"failing", slack.AuthTestResponse{}, errors.New("out of order"), person.Unknown},
		{"about the token", slack.AuthTestResponse{}, slack.SlackErrorResponse{Err: "team_access_not_granted"}, person.Unknown},
		{"too slow", slack.AuthTestResponse{}, context.DeadlineExceeded, person.Unknown},
		{"not served", slack.AuthTestResponse{}, slack.StatusCodeError{Code: 404}, person.Member},
		{"not known", slack.AuthTestResponse{}, slack.SlackErrorResponse{Err: "unknown_method"}, person.Member},
		{"something else", slack.AuthTestResponse{}, &json.UnmarshalTypeError{Field: "user"}, person.Member},
		{"empty", slack.AuthTestResponse{}, nil, person.Member},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			known := users(func() (*slack.User, error) { return &slack.User{ID: "U1", TeamID: "T1"}, nil })
			d := directory(t, installed{known, tt.home, tt.err}, person.Options{})
			if got := d.Get(t.Context(), "", "T1", "U1").AccountType; got != tt.want {
				t.Errorf("Get = %v, want %v", got, tt.want)
			}
		})
	}
}
