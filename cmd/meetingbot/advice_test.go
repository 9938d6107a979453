package main

import (
	"errors"
	"net"
	"strings"
	"testing"

	"github.com/slack-go/slack"

	"meetingbot/meeting"
)

// TestNoFailureCountsAsPassed checks errors of which nothing is known.
func TestNoFailureCountsAsPassed(t *testing.T) {
	t.Parallel()
	for _, err := range []error{
		errors.New("new"), &meeting.Error{Kind: "new"}, &meeting.Error{}, &meeting.Error{Kind: meeting.Unavailable},
		&meeting.Error{Kind: meeting.SignInRefused, Code: "USG.999"}, &meeting.Error{Kind: meeting.Garbled}, &meeting.Error{Kind: meeting.Invalid},
	} {
		if findings := signInFailed(err); count(findings, failed) != 1 || findings[1].verdict == passed {
			t.Errorf("signInFailed(%v) = %v, want one failure and no sign-in", err, findings)
		}
		if meetingAdvice(err) == "" {
			t.Errorf("meetingAdvice(%v) is empty", err)
		}
	}
	for _, err := range []error{
		errors.New("new"), slack.SlackErrorResponse{Err: "new_error"}, slack.StatusCodeError{Code: 302}, &slack.RateLimitedError{},
	} {
		if findings := tokenFailed(err); count(findings, failed) != 1 || findings[1].verdict != unchecked {
			t.Errorf("tokenFailed(%v) = %v, want one failure and no judgement of the token", err, findings)
		}
		if slackAdvice(err) == "" {
			t.Errorf("slackAdvice(%v) is empty", err)
		}
	}
}

// TestAdviceBlamesOnlyWhatIsWrong checks what the advice must not say.
func TestAdviceBlamesOnlyWhatIsWrong(t *testing.T) {
	t.Parallel()
	unreachable := &net.DNSError{Err: "no such host", Name: "api.example", IsNotFound: true}
	tests := []struct{ name, advice, want, not string }{
		{"no name", meetingAdvice(&meeting.Error{Kind: meeting.Unavailable, Err: unreachable}), "DNS", "KEY"},
		{"busy", meetingAdvice(&meeting.Error{Kind: meeting.Unavailable, Status: 503}), "nothing to change", "MEETING_"},
		{"slow down", meetingAdvice(&meeting.Error{Kind: meeting.Throttled, Status: 429}), "wait", "MEETING_"},
		{"the clock", meetingAdvice(&meeting.Error{Kind: meeting.SignInRefused, Code: "USG.206010057"}), "clock", "MEETING_"},
		{"the site", meetingAdvice(&meeting.Error{Kind: meeting.SignInRefused, Code: "USG.206010064"}), "MEETING_API_URL", "KEY"},
		{"the user", meetingAdvice(&meeting.Error{Kind: meeting.SignInRefused, Code: "USG.201040000"}), "MEETING_USER_ID", "KEY"},
		{"the key", meetingAdvice(&meeting.Error{Kind: meeting.SignInRefused, Code: "USG.206010025"}), "MEETING_APP_KEY", "USER_ID"},
		{"a firewall", meetingAdvice(&meeting.Error{Kind: meeting.SignInRefused, Status: 403}), "firewall", "KEY"},
		{"no name of Slack", slackAdvice(unreachable), "DNS", "TOKEN"},
		{"a proxy", slackAdvice(&net.OpError{Op: "proxyconnect", Err: unreachable}), "HTTPS_PROXY", "TOKEN"},
		{"Slack is down", slackAdvice(slack.StatusCodeError{Code: 503}), "nothing to change", "SLACK_"},
		{"slow down for Slack", slackAdvice(&slack.RateLimitedError{}), "wait", "SLACK_"},
		{"the token", slackAdvice(slack.SlackErrorResponse{Err: "invalid_auth"}), "SLACK_BOT_TOKEN", "DNS"},
	}
	for _, tt := range tests {
		if !strings.Contains(tt.advice, tt.want) || strings.Contains(tt.advice, tt.not) {
			t.Errorf("%s: the advice is %q, want %q and not %q in it", tt.name, tt.advice, tt.want, tt.not)
		}
	}
}
