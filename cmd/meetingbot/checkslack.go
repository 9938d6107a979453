package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"

	"github.com/slack-go/slack"

	"meetingbot/bot"
	"meetingbot/internal/remote"
)

// What is checked of Slack.
const (
	checkSlackAPI = "Slack"
	checkToken    = "Slack token"
	checkGranted  = "Slack scopes"
)

// neededScopes are the bot scopes that manifest.yml requires.
func neededScopes() []string { return bot.RequiredScopes() }

// checkSlack asks Slack whose token it is and what scopes it has.
func checkSlack(ctx context.Context, c slackConfig) []finding {
	owner, err := askWhose(ctx, c)
	if err != nil {
		return tokenFailed(err)
	}
	return []finding{
		{check: checkSlackAPI, verdict: passed, result: "it answers"},
		{check: checkToken, verdict: passed, result: owner.user + " in " + owner.team},
		checkScopes(owner.granted),
	}
}

// tokenOwner is whose a bot token is.
type tokenOwner struct {
	user, team string
	app        string   // an id, "" if Slack does not tell
	granted    []string // scopes, none if Slack does not tell
}

// askWhose asks Slack whose token it is, and what scopes it was granted.
func askWhose(ctx context.Context, c slackConfig) (tokenOwner, error) {
	var owner tokenOwner
	client := newSlack(c, slackRepeats, slack.OptionHTTPClient(appReader{newSlackHTTP(), &owner.app}),
		slack.OptionOnResponseHeaders(func(_ string, header http.Header) {
			owner.granted = splitScopes(header.Get("X-OAuth-Scopes"))
		}))
	who, err := client.AuthTestContext(ctx)
	if err != nil {
		return tokenOwner{}, err
	}
	owner.user, owner.team = who.User, who.Team
	return owner, nil
}

// appReader reads the app's id in answers, which the library leaves out.
type appReader struct {
	slackHTTP
	app *string
}

// Do sends a request and notes the app's id.
func (r appReader) Do(request *http.Request) (*http.Response, error) {
	response, err := r.slackHTTP.Do(request)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(response.Body) // which is in memory
	if err != nil {
		return nil, err
	}
	response.Body = io.NopCloser(bytes.NewReader(body))
	var answer struct {
		App string `json:"app_id"`
	}
	if json.Unmarshal(body, &answer) == nil {
		*r.app = answer.App
	}
	return response, nil
}

// tokenFailed tells a token that was refused from one that was not judged.
func tokenFailed(err error) []finding {
	scopes := notChecked(checkGranted, "Slack tells them with a token that it accepts")
	if code := slackRefusal(err); code != "" {
		return []finding{
			{check: checkSlackAPI, verdict: passed, result: "it answers"},
			{check: checkToken, verdict: failed, result: "refused: " + code, fix: tokenAdvice(code)},
			scopes,
		}
	}
	return []finding{
		{check: checkSlackAPI, verdict: failed, result: slackTrouble(err), fix: slackAdvice(err)},
		notChecked(checkToken, "Slack did not say whether it is right"),
		scopes,
	}
}

// slackTrouble says what failed, without the address that was called.
func slackTrouble(err error) string {
	if cause := networkCause(err); cause != nil {
		return cause.Error()
	}
	if is[slack.SlackErrorResponse](err) {
		return "it answers " + err.Error()
	}
	return remote.Reduce(err).Error()
}

func checkScopes(granted []string) finding {
	if len(granted) == 0 {
		return notChecked(checkGranted, "Slack's answer does not name them")
	}
	f := finding{check: checkGranted, verdict: passed, result: strings.Join(granted, ", ")}
	missing := missingScopes(granted)
	if len(missing) > 0 {
		f.verdict, f.result = failed, "missing: "+strings.Join(missing, ", ")
		f.fix = "Give the app the scopes of manifest.yml and install it again"
	}
	return f
}

func splitScopes(header string) []string {
	return strings.FieldsFunc(header, func(r rune) bool { return r == ',' || r == ' ' })
}
