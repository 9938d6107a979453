package main

import (
	"context"
	"errors"
	"regexp"
	"strings"

	"github.com/slack-go/slack"
	"golang.org/x/sync/errgroup"

	"meetingbot/handlers"
	"meetingbot/internal/remote"
)

// checkSocketMode is what is checked of Socket Mode.
const checkSocketMode = "Socket Mode"

// appTokenPattern is what is known of how Slack writes an app-level token: its
// beginning. The rest may change.
var appTokenPattern = regexp.MustCompile(`^xapp-.*[0-9A-Za-z]`)

func appTokenFault(value string) string {
	const where = "the app-level token is on the app's page Basic Information, under App-Level Tokens, and begins with xapp-"
	switch {
	case appTokenPattern.MatchString(value):
		return ""
	case strings.HasPrefix(value, "xapp-"):
		return "is not complete: " + where
	case slackToken(value) != "":
		return "holds " + slackToken(value) + ": " + where
	default:
		return "is no app-level token: " + where
	}
}

// usesSocket reports whether Slack's requests come over Socket Mode.
func (c *slackConfig) usesSocket() bool { return strings.TrimSpace(c.AppToken.Reveal()) != "" }

// socketOptions set up Socket Mode, nil for HTTP.
func (c *slackConfig) socketOptions() *handlers.SocketOptions {
	if !c.usesSocket() {
		return nil
	}
	client := newSlack(*c, 0, slack.OptionAppLevelToken(c.AppToken.Reveal())) // the socket repeats, at its own pace
	return &handlers.SocketOptions{
		Open:   func(ctx context.Context) (string, error) { return openSocket(ctx, client) },
		Advice: socketAdvice,
	}
}

// openSocket asks Slack for the address of a connection. That alone opens none.
func openSocket(ctx context.Context, client *slack.Client) (address string, err error) {
	_, address, err = client.StartSocketModeContext(ctx)
	if limited, ok := errors.AsType[*slack.RateLimitedError](err); ok {
		return "", &handlers.SocketRefusal{Code: "ratelimited", RetryAfter: limited.RetryAfter}
	}
	if refused, ok := errors.AsType[slack.SlackErrorResponse](err); ok {
		return "", &handlers.SocketRefusal{Code: refused.Err}
	}
	return address, remote.Reduce(err)
}

// socketAdvice says what to do about a reason for which Slack opens no connection, or
// ends one, "" for a reason that passes by itself.
// See https://docs.slack.dev/reference/methods/apps.connections.open.
func socketAdvice(reason string) string {
	const tokens = "on the app's page Basic Information, under App-Level Tokens"
	switch reason {
	case "invalid_auth", "not_authed", "token_revoked", "token_expired":
		return "Generate an app-level token with the scope connections:write " + tokens + ", and set SLACK_APP_TOKEN to it; " +
			"SLACK_API_URL must be of the same Slack (slack.com or slack-gov.com)."
	case "not_allowed_token_type":
		return "SLACK_APP_TOKEN must be the app-level token " + tokens + ", which begins with xapp-."
	case "missing_scope", "no_permission":
		return "The app-level token lacks the scope connections:write: generate one with it " + tokens + ", and set SLACK_APP_TOKEN to it."
	case "account_inactive":
		return "The app was deleted, or its workspace: make the app again."
	case "forbidden_team", "access_denied":
		return "The workspace does not permit Socket Mode: ask its administrators."
	case handlers.SocketDisabled:
		return "Turn Socket Mode on, on the app's page Socket Mode; or leave SLACK_APP_TOKEN empty if Slack is to call this bot over HTTPS."
	case handlers.SocketTooMany:
		return "Ten connections use this app's tokens already, which is Slack's limit: stop the processes that are too many, each has two."
	default:
		return ""
	}
}

// checkSocketToken asks Slack whether a connection can be opened, and opens none.
func checkSocketToken(ctx context.Context, c slackConfig) finding {
	_, err := c.socketOptions().Open(ctx)
	if err == nil {
		return finding{check: checkSocketMode, verdict: passed, result: "Slack accepts the app-level token"}
	}
	if refusal, ok := errors.AsType[*handlers.SocketRefusal](err); ok {
		if fix := socketAdvice(refusal.Code); fix != "" {
			return finding{check: checkSocketMode, verdict: failed, result: "refused: " + refusal.Code, fix: fix}
		}
		return notChecked(checkSocketMode, "Slack answers "+refusal.Code)
	}
	return finding{check: checkSocketMode, verdict: failed, result: slackTrouble(err), fix: slackAdvice(err)}
}

// serveSocket takes Slack's requests over Socket Mode, if that is set up, until the
// stop list ends it.
func (a *app) serveSocket(ctx context.Context, group *errgroup.Group) {
	ctx, stop := context.WithCancel(context.WithoutCancel(ctx))
	done := make(chan struct{})
	group.Go(func() error {
		defer close(done)
		a.handlers.ServeSocket(ctx)
		return nil
	})
	a.stops.add("socket", func(ctx context.Context) error {
		stop()
		select {
		case <-done:
			return nil
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	})
}
