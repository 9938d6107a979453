package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
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
	w, err := s.chooseWay(ctx, address)
	if err != nil {
		return err
	}
	if w == bySocket || s.has(appTokenVariable) {
		err = s.settle(ctx, s.appTokenQuestion(address))
	} else {
		err = s.settle(ctx, s.signingSecretQuestion())
	}
	switch {
	case err != nil:
		return err
	case w == byOAuth:
		return s.client(ctx, address)
	default:
		return s.settle(ctx, s.botTokenQuestion(address))
	}
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

func (s *setup) appTokenQuestion(api string) setupQuestion {
	return setupQuestion{
		variable: appTokenVariable, hidden: true,
		where:  "On the app's page, Basic Information, App-Level Tokens: Generate Token and Scopes, add the scope connections:write, Generate.",
		prompt: "App-level token, which begins with xapp-",
		judge: func(ctx context.Context, value string) judgement {
			if fault := cmp.Or(wordVariableFault(value), appTokenFault(value)); fault != "" {
				return misshapen(appTokenVariable, fault)
			}
			j, app := judgeAppToken(ctx, slackConfig{APIURL: api, AppToken: secret.Secret(value)})
			s.app = app
			return j
		},
	}
}

// judgeAppToken asks Slack whether a connection can be opened, and opens none. It also
// returns the app's id, "" if Slack does not tell.
func judgeAppToken(ctx context.Context, c slackConfig) (j judgement, app string) {
	address, err := c.socketOptions().Open(ctx)
	refusal, refused := errors.AsType[*handlers.SocketRefusal](err)
	switch {
	case err == nil:
		if u, err := url.Parse(address); err == nil {
			app = u.Query().Get("app_id")
		}
		return approved("Slack accepts the app-level token for Socket Mode"), app
	case !refused:
		return judgement{verdict: unchecked, say: "Slack did not say whether the app-level token is right: " + slackTrouble(err) + ". " + slackAdvice(err)}, ""
	case socketAdvice(refusal.Code) == "":
		return judgement{verdict: unchecked, say: "Slack did not say whether the app-level token is right: it answers " + refusal.Code + ". Try again in a few minutes."}, ""
	default:
		return judgement{verdict: failed, say: "Slack refuses the app-level token (" + refusal.Code + "). " + socketAdvice(refusal.Code)}, ""
	}
}

func (s *setup) signingSecretQuestion() setupQuestion {
	return setupQuestion{
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

func (s *setup) botTokenQuestion(api string) setupQuestion {
	return setupQuestion{
		variable: "SLACK_BOT_TOKEN", hidden: true,
		where:  "On the app's page, Install App: install it into the workspace, and Allow.",
		prompt: "Bot User OAuth Token, which begins with xoxb-",
		judge: func(ctx context.Context, value string) judgement {
			if fault := cmp.Or(wordVariableFault(value), botTokenFault(value)); fault != "" {
				return misshapen("SLACK_BOT_TOKEN", fault)
			}
			return s.judgeBotToken(ctx, slackConfig{APIURL: api, BotToken: secret.Secret(value)})
		},
	}
}

// judgeBotToken asks Slack whose token it is, compares its scopes with those of the
// manifest, and its app with that of the app-level token: from another one, no command
// would ever arrive.
func (s *setup) judgeBotToken(ctx context.Context, c slackConfig) judgement {
	owner, err := askWhose(ctx, c)
	switch code := slackRefusal(err); {
	case code != "":
		return judgement{verdict: failed, say: "Slack refuses the bot token (" + code + "). " + tokenAdvice(code)}
	case err != nil:
		return judgement{verdict: unchecked, say: "Slack did not say whether the bot token is right: " + slackTrouble(err) + ". " + slackAdvice(err)}
	case s.app != "" && owner.app != "" && s.app != owner.app:
		return judgement{verdict: failed, say: "The bot token is that of the app " + owner.app + ", and the app-level token that of " + s.app + ": take both from the same app's pages."}
	}
	return judgeScopes("the bot token is that of "+owner.user+" in "+owner.team, owner.granted)
}

// judgeScopes says what a token lacks.
func judgeScopes(say string, granted []string) judgement {
	needed, optional := lackedScopes(granted)
	switch {
	case len(needed) > 0:
		return judgement{verdict: unchecked, say: say + ", but the app lacks scopes: " + strings.Join(needed, ", ") + ". " +
			"Add them on the app's page OAuth & Permissions, under Bot Token Scopes, and choose Reinstall to Workspace there: the token then has them, and stays the same."}
	case len(optional) > 0:
		return approved(say + "; without the optional scopes " + strings.Join(optional, ", ") + ", which reinstalling the app adds, something less is offered")
	default:
		return approved(say)
	}
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
