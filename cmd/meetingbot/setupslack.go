package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"

	"meetingbot/bot"
	"meetingbot/handlers"
	"meetingbot/internal/secret"
)

// appTokenVariable holds the app-level token, with which Slack is reached by Socket
// Mode.
const appTokenVariable = "SLACK_APP_TOKEN"

// slack sees to the Slack app: how Slack reaches the bot, the app itself, its secrets.
func (s *setup) slack(ctx context.Context) error {
	s.say("1 of 3  Slack")
	address, err := s.slackAPI()
	if err != nil {
		return err
	}
	socket, err := s.chooseWay(ctx, address)
	if err != nil {
		return err
	}
	if socket {
		err = s.settle(ctx, s.appTokenQuestion(address))
	} else {
		err = s.settle(ctx, s.signingSecretQuestion())
	}
	if err != nil || s.has("SLACK_CLIENT_ID") { // then each workspace brings its own token
		return err
	}
	return s.settle(ctx, s.botTokenQuestion(address))
}

// slackAPI is the address of Slack's Web API, which nobody is asked for: only
// GovSlack has another one.
func (s *setup) slackAPI() (string, error) {
	address := s.value("SLACK_API_URL", "https://slack.com/api/")
	if fault := baseURLFault(address, "https://slack.com/api/"); fault != "" {
		return "", usageError{fmt.Errorf("SLACK_API_URL %s", fault)}
	}
	return strings.TrimSuffix(address, "/") + "/", nil
}

// socketMode reports whether Slack is reached by Socket Mode, as far as the variables
// tell.
func (s *setup) socketMode() bool {
	return s.has(appTokenVariable) || !s.has("SLACK_SIGNING_SECRET")
}

// chooseWay asks how Slack reaches the bot, and leads through the making of the app,
// unless the variables tell that this was done.
func (s *setup) chooseWay(ctx context.Context, api string) (socket bool, err error) {
	if s.terminal == nil || s.has(appTokenVariable) || s.has("SLACK_SIGNING_SECRET") {
		return s.socketMode(), nil
	}
	s.say("   How does Slack reach the bot?")
	way, err := s.choose(ctx, "Your choice", []option{
		{"Socket Mode: the bot calls Slack. It needs no public address and no certificate."},
		{"HTTPS: Slack calls the bot, at an https address of yours that the internet can reach."},
	})
	if err != nil {
		return false, err
	}
	manifest := socketManifest()
	if socket = way == 0; !socket {
		if manifest, err = s.askManifest(ctx); err != nil {
			return false, err
		}
	}
	return socket, s.createApp(ctx, api, manifest)
}

// askManifest asks where Slack is to call the bot.
func (s *setup) askManifest(ctx context.Context) (string, error) {
	for {
		address, err := s.terminal.Line(ctx, "   The bot's https address, such as https://meetingbot.example.com: ")
		if err != nil {
			return "", err
		}
		if fault := publicURLFault(address); fault != "" {
			s.say("%s", misshapen("The address", fault).line())
			continue
		}
		return httpManifest(address), nil
	}
}

// createApp says how to make the Slack app, and waits until that is done.
func (s *setup) createApp(ctx context.Context, api, manifest string) error {
	link, err := createAppLink(api, manifest)
	if err != nil {
		return err
	}
	s.say("\n   Open this address in a browser, choose your workspace, then Next and Create:\n\n%s\n\n"+
		"   If it does not open, choose Create New App, From a manifest, at %s\n   and paste the manifest.", link, appsPage(api))
	for {
		typed, err := s.terminal.Line(ctx, "   Press Enter when the app is made, or type m to see the manifest: ")
		if err != nil {
			return err
		}
		if !strings.EqualFold(typed, "m") {
			return nil
		}
		s.say("\n%s", manifest)
	}
}

func (s *setup) appTokenQuestion(api string) question {
	return question{
		variable: appTokenVariable, hidden: true,
		where:  "On the app's page, Basic Information, App-Level Tokens: Generate Token and Scopes, add the scope connections:write, Generate.",
		prompt: "App-level token, which begins with xapp-",
		judge: func(ctx context.Context, value string) judgement {
			if fault := cmp.Or(wordVariableFault(value), appTokenFault(value)); fault != "" {
				return misshapen(appTokenVariable, fault)
			}
			return judgeAppToken(ctx, slackConfig{APIURL: api, AppToken: secret.Secret(value)})
		},
	}
}

// judgeAppToken asks Slack whether a connection can be opened, and opens none.
func judgeAppToken(ctx context.Context, c slackConfig) judgement {
	_, err := c.socketOptions().Open(ctx)
	refusal, refused := errors.AsType[*handlers.SocketRefusal](err)
	switch {
	case err == nil:
		return approved("Slack accepts the app-level token for Socket Mode")
	case !refused:
		return judgement{verdict: unchecked, say: "Slack did not say whether the app-level token is right: " + slackTrouble(err) + ". " + slackAdvice(err)}
	case socketAdvice(refusal.Code) == "":
		return judgement{verdict: unchecked, say: "Slack did not say whether the app-level token is right: it answers " + refusal.Code + ". Try again in a few minutes."}
	default:
		return judgement{verdict: failed, say: "Slack refuses the app-level token (" + refusal.Code + "). " + socketAdvice(refusal.Code)}
	}
}

func (s *setup) signingSecretQuestion() question {
	return question{
		variable: "SLACK_SIGNING_SECRET", hidden: true,
		where:  "On the app's page, Basic Information, App Credentials: Show beside Signing Secret.",
		prompt: "Signing secret",
		judge: func(_ context.Context, value string) judgement {
			if fault := cmp.Or(wordVariableFault(value), signingSecretFault(value)); fault != "" {
				return misshapen("SLACK_SIGNING_SECRET", fault)
			}
			return approved("the signing secret has the right form; whether it is right shows with Slack's first request")
		},
	}
}

func (s *setup) botTokenQuestion(api string) question {
	return question{
		variable: "SLACK_BOT_TOKEN", hidden: true,
		where:  "On the app's page, Install App: install it into the workspace, and Allow.",
		prompt: "Bot User OAuth Token, which begins with xoxb-",
		judge: func(ctx context.Context, value string) judgement {
			if fault := cmp.Or(wordVariableFault(value), botTokenFault(value)); fault != "" {
				return misshapen("SLACK_BOT_TOKEN", fault)
			}
			return judgeBotToken(ctx, slackConfig{APIURL: api, BotToken: secret.Secret(value)})
		},
	}
}

// judgeBotToken asks Slack whose token it is, and compares its scopes with those of
// the manifest.
func judgeBotToken(ctx context.Context, c slackConfig) judgement {
	who, granted, err := askWhose(ctx, c)
	switch code := slackRefusal(err); {
	case code != "":
		return judgement{verdict: failed, say: "Slack refuses the bot token (" + code + "). " + tokenAdvice(code)}
	case err != nil:
		return judgement{verdict: unchecked, say: "Slack did not say whether the bot token is right: " + slackTrouble(err) + ". " + slackAdvice(err)}
	}
	say := fmt.Sprintf("the bot token is that of %s in %s", who.User, who.Team)
	needed, optional := lackedScopes(granted)
	if len(needed) > 0 {
		return judgement{verdict: unchecked, say: say + ", but the app lacks scopes: " + strings.Join(needed, ", ") + ". " +
			"Add them on the app's page OAuth & Permissions, under Bot Token Scopes, and choose Reinstall to Workspace there: the token then has them, and stays the same."}
	}
	if len(optional) > 0 {
		say += "; without the optional scopes " + strings.Join(optional, ", ") + ", which reinstalling the app adds, something less is offered"
	}
	return approved(say)
}

// lackedScopes compares what was granted with the manifest. If Slack does not tell
// what was granted, nothing is missing.
func lackedScopes(granted []string) (needed, optional []string) {
	if len(granted) == 0 {
		return nil, nil
	}
	for _, scope := range bot.DeclinedScopes(granted) {
		if scope.Optional {
			optional = append(optional, scope.Name)
		} else {
			needed = append(needed, scope.Name)
		}
	}
	return needed, optional
}
