package playground

import (
	"slices"
	"strings"
)

// method is one method of the Web API.
type method struct {
	// run returns the response without its "ok", or an [*apiError].
	run func(args) (object, error)
	// scopes are the scopes that every call needs.
	scopes []string
	// perMinute is how many calls a minute Slack's tier allows; see
	// https://docs.slack.dev/apis/web-api/rate-limits.
	perMinute int
}

// Slack's tiers, in calls a minute. Posting has a limit for each channel as well.
const (
	tier2       = 20
	tier3       = 50
	tier4       = 100
	tierSpecial = 600
)

// allMethods returns the methods of the Web API; each has its own file.
func (s *Server) allMethods() map[string]method {
	write, calls := []string{"chat:write"}, []string{"calls:write"}
	return map[string]method{
		"auth.test":                    {run: s.authTest, perMinute: tierSpecial},
		"calls.add":                    {run: s.callsAdd, perMinute: tier3, scopes: calls},
		"calls.end":                    {run: s.callsEnd, perMinute: tier3, scopes: calls},
		"calls.info":                   {run: s.callsInfo, perMinute: tier2, scopes: []string{"calls:read"}},
		"calls.participants.add":       {run: s.callsParticipantsAdd, perMinute: tier3, scopes: calls},
		"calls.participants.remove":    {run: s.callsParticipantsRemove, perMinute: tier3, scopes: calls},
		"calls.update":                 {run: s.callsUpdate, perMinute: tier3, scopes: calls},
		"chat.delete":                  {run: s.chatDelete, perMinute: tier3, scopes: write},
		"chat.postEphemeral":           {run: s.chatPostEphemeral, perMinute: tier4, scopes: write},
		"chat.postMessage":             {run: s.chatPostMessage, perMinute: tierSpecial, scopes: write},
		"chat.unfurl":                  {run: s.chatUnfurl, perMinute: tier3, scopes: []string{"links:write"}},
		"chat.update":                  {run: s.chatUpdate, perMinute: tier3, scopes: write},
		"conversations.info":           {run: s.conversationsInfo, perMinute: tier3},
		"conversations.join":           {run: s.conversationsJoin, perMinute: tier3, scopes: []string{"channels:join"}},
		"conversations.list":           {run: s.conversationsList, perMinute: tier2},
		"conversations.members":        {run: s.conversationsMembers, perMinute: tier4},
		"conversations.open":           {run: s.conversationsOpen, perMinute: tier3, scopes: []string{"im:write"}},
		"files.completeUploadExternal": {run: s.filesCompleteUploadExternal, perMinute: tier4, scopes: []string{"files:write"}},
		"files.getUploadURLExternal":   {run: s.filesGetUploadURLExternal, perMinute: tier4, scopes: []string{"files:write"}},
		"users.info":                   {run: s.usersInfo, perMinute: tier4, scopes: []string{"users:read"}},
		"users.lookupByEmail":          {run: s.usersLookupByEmail, perMinute: tier3, scopes: []string{"users:read.email"}},
		"views.open":                   {run: s.viewsOpen, perMinute: tier4},
		"views.publish":                {run: s.viewsPublish, perMinute: tier4},
		"views.push":                   {run: s.viewsPush, perMinute: tier4},
		"views.update":                 {run: s.viewsUpdate, perMinute: tier4},
	}
}

// requireScopes returns missing_scope unless the token has all of the scopes.
func (s *Server) requireScopes(scopes ...string) error {
	for _, scope := range scopes {
		if granted := s.Scopes(); !slices.Contains(granted, scope) {
			return &apiError{code: "missing_scope", more: object{
				"needed": scope, "provided": strings.Join(granted, ","),
			}}
		}
	}
	return nil
}
