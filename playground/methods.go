package playground

import (
	"slices"
	"strings"
)

// method is one method of the Web API.
type method struct {
	// run returns the answer without its "ok", or a [*refusal].
	run func(args) (object, error)
	// scopes are what the token needs whatever the arguments are.
	scopes []string
	// pace is how many calls a minute Slack's tier allows; see
	// https://docs.slack.dev/apis/web-api/rate-limits.
	pace int
}

// The tiers as calls a minute. Posting has a pace of its own, by channel.
const (
	tier2   = 20
	tier3   = 50
	tier4   = 100
	special = 600
)

// allMethods lists the Web API; each method has a file of its own.
func (s *Server) allMethods() map[string]method {
	write := []string{"chat:write"}
	return map[string]method{
		"auth.test":             {run: s.authTest, pace: special},
		"chat.delete":           {run: s.chatDelete, pace: tier3, scopes: write},
		"chat.postEphemeral":    {run: s.chatPostEphemeral, pace: tier4, scopes: write},
		"chat.postMessage":      {run: s.chatPostMessage, pace: special, scopes: write},
		"chat.update":           {run: s.chatUpdate, pace: tier3, scopes: write},
		"conversations.info":    {run: s.conversationsInfo, pace: tier3},
		"conversations.join":    {run: s.conversationsJoin, pace: tier3, scopes: []string{"channels:join"}},
		"conversations.list":    {run: s.conversationsList, pace: tier2},
		"conversations.members": {run: s.conversationsMembers, pace: tier4},
		"users.info":            {run: s.usersInfo, pace: tier4, scopes: []string{"users:read"}},
		"users.lookupByEmail":   {run: s.usersLookupByEmail, pace: tier3, scopes: []string{"users:read.email"}},
		"views.open":            {run: s.viewsOpen, pace: tier4},
		"views.push":            {run: s.viewsPush, pace: tier4},
		"views.update":          {run: s.viewsUpdate, pace: tier4},
	}
}

// need says which of the scopes the token lacks.
func (s *Server) need(scopes ...string) error {
	for _, scope := range scopes {
		if !slices.Contains(s.options.Scopes, scope) {
			return &refusal{code: "missing_scope", more: object{
				"needed": scope, "provided": strings.Join(s.options.Scopes, ","),
			}}
		}
	}
	return nil
}
