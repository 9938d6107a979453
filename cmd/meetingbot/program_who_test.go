package main

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"meetingbot/playground"
)

// The tests of this file check what the program does before Slack has said who
// somebody is.

// told collects what the program says at a response_url.
type told struct {
	url     string
	replies chan string
}

func newTold(t *testing.T) *told {
	t.Helper()
	c := &told{replies: make(chan string, 100)}
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		c.replies <- string(body)
	}))
	t.Cleanup(server.Close)
	c.url = server.URL
	return c
}

// asks sends a command as somebody, and returns the first thing that they are
// told, in the response or later.
func (p *program) asks(c *told, userID, text string) string {
	p.t.Helper()
	_, reply := p.post("/slack/commands", url.Values{
		"team_id": {playground.TeamID}, "channel_id": {playground.ChannelID}, "user_id": {userID},
		"command": {"/meeting"}, "text": {text}, "response_url": {c.url}, "trigger_id": {"1.2.3"},
	}.Encode(), testSigningSecret)
	if reply != "" {
		return reply
	}
	return p.later(c)
}

func (p *program) later(c *told) string {
	p.t.Helper()
	select {
	case reply := <-c.replies:
		return reply
	case <-time.After(30 * time.Second):
		p.t.Fatalf("nobody is told anything\n%s", p.logs)
		return ""
	}
}

// presses presses a button on the card of the review as somebody of a workspace.
func (p *program) presses(c *told, userID, team, action string) string {
	p.t.Helper()
	payload := fmt.Sprintf(`{"type":"block_actions","team":{"id":%q},"user":{"id":%q,"team_id":%q},"channel":{"id":%q},
		"container":{"type":"message","channel_id":%[4]q},"response_url":%[5]q,"trigger_id":"1.2.3",
		"actions":[{"action_id":%[6]q,"value":%[7]q}]}`, playground.TeamID, userID, team, playground.ChannelID, c.url, action, reviewID+":1")
	p.post("/slack/interactions", url.Values{"payload": {payload}}.Encode(), testSigningSecret)
	return p.later(c)
}

func TestProgramAdmitsNobodyBeforeSlackHasSaidWhoTheyAre(t *testing.T) {
	t.Parallel()
	const (
		guest       = "Guests of this workspace"
		external    = "not for people from other organizations"
		deactivated = "This Slack account is deactivated"
		unseen      = "Slack doesn't show me your account"
	)
	tests := []struct {
		name, code, who, want string
		slow                  time.Duration
	}{
		{"guest, slowly", "", playground.GuestID, guest, 400 * time.Millisecond},
		{"guest, more slowly", "", playground.GuestID, guest, 3 * time.Second},
		{"external, slowly", "", playground.ExternalID, external, 400 * time.Millisecond},
		{"deactivated, slowly", "", playground.DeactivatedID, deactivated, 400 * time.Millisecond},
		{"user_not_found", "user_not_found", playground.GuestID, unseen, 0},
		{"user_not_visible", "user_not_visible", playground.ExternalID, unseen, 0},
		{"team_access_not_granted", "team_access_not_granted", playground.ExternalID, unseen, 0},
		{"another type", playground.FailOtherType, playground.GuestID, unseen, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c := newTold(t)
			p := startProgram(t, "SLACK_RESPONSE_HOSTS="+strings.TrimPrefix(c.url, "http://"))
			p.addReview(time.Now().Add(time.Hour))
			p.slack.Slow("users.info", tt.slow)
			if tt.code != "" {
				p.slack.Fail("users.info", tt.code, 100)
			}
			for _, text := range []string{reviewID + " share", reviewID, "list", "find review", "remind " + reviewID, "reminders", "doctor"} {
				if got := p.asks(c, tt.who, text); !strings.Contains(got, tt.want) || strings.Contains(got, "Quarterly review") {
					t.Errorf("%q gets\n%s\nwant %q", text, got, tt.want)
				}
			}
			if got := p.presses(c, tt.who, playground.TeamID, "meeting_open"); !strings.Contains(got, tt.want) {
				t.Errorf("a press gets\n%s\nwant %q", got, tt.want)
			}
			p.expectNoSecretsLogged(reviewHostPassword, reviewGuestPassword)
		})
	}
}

// TestProgramRefusesAPressFromElsewhere checks that a press of another
// workspace's account is an outsider's, whoever Slack says that it is.
func TestProgramRefusesAPressFromElsewhere(t *testing.T) {
	t.Parallel()
	c := newTold(t)
	p := startProgram(t, "SLACK_RESPONSE_HOSTS="+strings.TrimPrefix(c.url, "http://"))
	p.addReview(time.Now().Add(time.Hour))
	if got := p.asks(c, playground.UserID, reviewID); !strings.Contains(got, "Quarterly review") {
		t.Fatalf("Ana gets\n%s\nwant the card", got)
	}
	for team, want := range map[string]string{playground.TeamID: "Quarterly review", "T0ELSEWHERE": "not for people from other organizations"} {
		if got := p.presses(c, playground.UserID, team, "meeting_open"); !strings.Contains(got, want) {
			t.Errorf("a press of somebody of %s gets\n%s\nwant %q", team, got, want)
		}
	}
}

// TestProgramAnswersWhenSlackCanSay checks that a question is answered by itself
// once Slack has said who asks, and that who was known keeps what they had, host
// secrets aside.
func TestProgramAnswersWhenSlackCanSay(t *testing.T) {
	t.Parallel()
	c := newTold(t)
	p := startProgram(t, "SLACK_RESPONSE_HOSTS="+strings.TrimPrefix(c.url, "http://"))
	p.addReview(time.Now().Add(time.Hour))
	p.slack.Fail("users.info", "503", 3)
	if got := p.asks(c, playground.UserID, reviewID); !strings.Contains(got, "Slack can't tell me who you are right now") {
		t.Errorf("while Slack cannot say, Ana gets\n%s", got)
	}
	if got := p.later(c); !strings.Contains(got, "Quarterly review") {
		t.Errorf("when Slack can say, Ana gets\n%s\nwant the card", got)
	}
	p.slack.Fail("users.info", "503", 100)
	if got := p.asks(c, playground.UserID, reviewID); !strings.Contains(got, "Quarterly review") {
		t.Errorf("Ana, who is known, gets\n%s\nwant the card", got)
	}
	if got := p.presses(c, playground.UserID, playground.TeamID, "meeting_host"); !strings.Contains(got, "Try again in a minute") {
		t.Errorf("the host's button gets\n%s\nwant to be told to try again", got)
	}
	p.slack.ClearFailures()
	if got := p.presses(c, playground.UserID, playground.TeamID, "meeting_host"); !strings.Contains(got, reviewHostPassword) {
		t.Errorf("the host's button gets\n%s\nwant the password", got)
	}
}
