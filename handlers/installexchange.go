package handlers

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"meetingbot/bot"
	"meetingbot/bot/workspace"
	"meetingbot/internal/remote"
	"meetingbot/internal/secret"
)

// errNotBot: what Slack granted is no bot token of one workspace or organisation.
var errNotBot = errors.New("the grant lacks a bot token, the app or the workspace")

// finishInstall exchanges the code and keeps what was granted. It goes on when the
// person leaves: the code cannot be used a second time.
func (h *Handlers) finishInstall(code string) outcome {
	done := make(chan outcome, 1)
	started := h.tasks.start(func() {
		o := outcome{status: http.StatusServiceUnavailable, is: bot.InstallNotKept}
		if err := catchPanic(func() error {
			o = h.install.finish(h.tasks.root, code)
			return nil
		}); err != nil {
			o.err = err
		}
		done <- o
	})
	if !started {
		return outcome{status: http.StatusServiceUnavailable, is: bot.InstallBusy}
	}
	return <-done
}

// finish asks Slack for the token and keeps it.
func (in *installs) finish(ctx context.Context, code string) outcome {
	ctx, cancel := context.WithTimeout(ctx, finishTimeout)
	defer cancel()
	began := in.Now().UTC()
	redirect := in.public.JoinPath(callbackPath).String()
	answer, err := slack.GetOAuthV2ResponseContext(ctx, in.Client, in.ClientID, in.ClientSecret.Reveal(), code, redirect,
		slack.OAuthOptionAPIURL(in.APIURL))
	if err != nil {
		return exchangeFailed(err)
	}
	g, err := newGrant(answer, began)
	if err != nil {
		return outcome{status: http.StatusBadGateway, is: bot.InstallRefused, err: err}
	}
	g.BotID, err = in.botID(ctx, g.Token)
	if err != nil {
		return exchangeFailed(err)
	}
	if err := in.Installer.Install(ctx, g); err != nil {
		return outcome{status: http.StatusServiceUnavailable, is: bot.InstallNotKept, err: fmt.Errorf("keep the installation: %w", err)}
	}
	return in.done(g)
}

// botID asks whose token it is: the answer with the token does not say.
func (in *installs) botID(ctx context.Context, token secret.Secret) (string, error) {
	client := slack.New(token.Reveal(), slack.OptionAPIURL(in.APIURL), slack.OptionHTTPClient(in.Client))
	who, err := client.AuthTestContext(ctx)
	if err != nil {
		return "", fmt.Errorf("ask whose token was granted: %w", err)
	}
	return who.BotID, nil
}

// newGrant reads Slack's answer. The error is errNotBot for one that cannot be used.
func newGrant(answer *slack.OAuthV2Response, at time.Time) (workspace.Grant, error) {
	g := workspace.Grant{
		Key:   workspace.Key{EnterpriseID: answer.Enterprise.ID, TeamID: answer.Team.ID},
		AppID: answer.AppID, BotUserID: answer.BotUserID, InstalledBy: answer.AuthedUser.ID,
		Token: secret.Secret(answer.AccessToken), RefreshToken: secret.Secret(answer.RefreshToken),
		Scopes: splitScopes(answer.Scope), InstalledAt: at, TeamName: answer.Team.Name,
	}
	if answer.IsEnterpriseInstall {
		g.TeamID, g.TeamName = "", answer.Enterprise.Name
	}
	if answer.ExpiresIn > 0 {
		g.ExpiresAt = at.Add(time.Duration(answer.ExpiresIn) * time.Second)
	}
	unnamed := g.TeamID == "" && (!answer.IsEnterpriseInstall || g.EnterpriseID == "")
	if answer.TokenType != "bot" || g.Token == "" || g.AppID == "" || unnamed {
		return workspace.Grant{}, errNotBot
	}
	return g, nil
}

// splitScopes reads a list such as "commands,chat:write".
func splitScopes(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ' ' })
}

// done is the outcome of an installation that was kept.
func (in *installs) done(g workspace.Grant) outcome {
	o := outcome{
		status: http.StatusOK, is: bot.InstallDone,
		facts: bot.InstallFacts{Team: g.TeamName, Granted: g.Scopes},
		links: newInstalledLinks(in.authorize, g),
	}
	if g.TeamID == "" {
		o.is = bot.InstallDoneForAll
	}
	return o
}

// stopped is the outcome where Slack sends the person back without a code.
func stopped(reason string) outcome {
	if reason == "access_denied" {
		return outcome{status: http.StatusOK, is: bot.InstallDenied}
	}
	code := remote.Code(reason)
	return outcome{
		status: http.StatusBadRequest, is: bot.InstallStopped, facts: bot.InstallFacts{Code: code},
		err: fmt.Errorf("consent page: %w", slack.SlackErrorResponse{Err: code}),
	}
}

// exchangeFailed is the outcome where Slack does not grant a token: the code is not
// good, Slack is out of order, or the app is not set up as Slack knows it.
func exchangeFailed(err error) outcome {
	var refusal slack.SlackErrorResponse
	known := errors.As(err, &refusal)
	err = fmt.Errorf("exchange the code: %w", remote.Reduce(err))
	if !known {
		return outcome{status: http.StatusServiceUnavailable, is: bot.InstallSlackDown, err: err}
	}
	switch refusal.Err {
	case "invalid_code", "code_already_used", "code_expired":
		return outcome{status: http.StatusUnauthorized, is: bot.InstallExpired, err: err}
	case "internal_error", "fatal_error", "service_unavailable", "request_timeout", "ratelimited", "accesslimited", "unknown_error":
		return outcome{status: http.StatusServiceUnavailable, is: bot.InstallSlackDown, err: err}
	}
	return outcome{status: http.StatusBadGateway, is: bot.InstallRefused, err: err}
}

// logInstall says why an installation came to nothing. What strangers can cause at will
// is logged once a minute.
func (h *Handlers) logInstall(r httpRequest, o outcome) {
	ctx := r.Request().Context()
	switch {
	case o.err == nil: // the Installer logs what was installed
	case o.status < http.StatusInternalServerError:
		h.installLog.Do(func() { h.log.LogAttrs(ctx, slog.LevelWarn, "installation refused", r.attrs(o.err)...) })
	default:
		h.log.LogAttrs(ctx, slog.LevelError, "installation failed", r.attrs(o.err)...)
	}
}
