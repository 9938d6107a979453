package main

import (
	"cmp"
	"context"
	"errors"
	"strings"

	"github.com/slack-go/slack"
)

// The variables of the installation by OAuth.
const (
	clientIDVariable     = "SLACK_CLIENT_ID"
	clientSecretVariable = "SLACK_CLIENT_SECRET"
	publicURLVariable    = "PUBLIC_URL"
	authorizeVariable    = "SLACK_AUTHORIZE_URL"
)

// client sees to what the installation by OAuth needs: tokens come with each
// workspace.
func (s *setup) client(ctx context.Context, api string) error {
	if appsPage(api) != appsPage("") && !s.has(authorizeVariable) {
		s.accepted[authorizeVariable] = strings.Replace(api, "/api/", "/oauth/v2/authorize", 1)
	}
	for _, q := range []setupQuestion{
		{
			variable: publicURLVariable, prompt: "The bot's https address, such as https://meetingbot.example.com",
			judge: func(_ context.Context, value string) judgement {
				if fault := publicURLFault(value); fault != "" {
					return misshapen(publicURLVariable, fault)
				}
				return approved("")
			},
		},
		{
			variable: clientIDVariable, prompt: "Client ID", where: "On the app's page, Basic Information, App Credentials: Client ID, and Show beside Client Secret.",
			judge: func(ctx context.Context, value string) judgement {
				return judgeClient(ctx, api, clientIDVariable, value, "none")
			},
		},
		{
			variable: clientSecretVariable, prompt: "Client secret", hidden: true,
			judge: func(ctx context.Context, value string) judgement {
				return judgeClient(ctx, api, clientSecretVariable, s.value(clientIDVariable, ""), value)
			},
		},
	} {
		if err := s.settle(ctx, q); err != nil {
			return err
		}
	}
	return nil
}

// judgeClient asks Slack for a token with a code that nobody was given: what Slack
// refuses tells whether it knows the client. The judgement is about one of the two
// variables.
// See https://docs.slack.dev/reference/methods/oauth.v2.access.
func judgeClient(ctx context.Context, api, variable, id, secret string) judgement {
	value := map[string]string{clientIDVariable: id, clientSecretVariable: secret}[variable]
	if fault := wordVariableFault(value); fault != "" {
		return misshapen(variable, fault)
	}
	if kind := slackToken(value); kind != "" {
		return misshapen(variable, "holds "+kind+": client ID and client secret are on the app's page Basic Information, under App Credentials")
	}
	_, err := slack.GetOAuthV2ResponseContext(ctx, newSlackHTTP(), id, secret, "setup", "", slack.OAuthOptionAPIURL(api))
	code := ""
	if e, ok := errors.AsType[slack.SlackErrorResponse](err); ok {
		code = e.Err
	}
	const copied = "Copy it again from the app's page Basic Information, App Credentials."
	switch {
	case code == "invalid_client_id" && variable == clientIDVariable:
		return judgement{verdict: failed, say: "Slack does not know this client ID. " + copied}
	case code == "bad_client_secret" && variable == clientSecretVariable:
		return judgement{verdict: failed, say: "Slack refuses the client secret. " + copied}
	case code == "bad_client_secret" || code == "invalid_code":
		return approved("Slack does not refuse the " + strings.ToLower(strings.ReplaceAll(strings.TrimPrefix(variable, "SLACK_"), "_", " ")))
	case code == "invalid_client_id":
		return judgement{verdict: unchecked, say: "The client secret was not checked: first the client ID"}
	default:
		return judgement{verdict: unchecked, say: "Slack did not say whether " + variable + " is right: " + cmp.Or(code, slackTrouble(err)) + ". " + slackAdvice(err)}
	}
}
