package bot

import (
	"slices"

	"meetingbot/bot/text"
)

// Scope is a permission of the bot in a workspace. manifest.yml has the same list.
type Scope struct {
	// Name is Slack's, such as "chat:write".
	Name string
	// Optional says that a workspace may decline it.
	Optional bool
	// without says what is missing where it was declined.
	without text.Key
}

// Scopes are all that an installation asks for.
func Scopes() []Scope {
	return []Scope{
		{Name: "commands"},
		{Name: "users:read"},
		{Name: "chat:write"},
		{Name: "im:write"},
		{Name: "channels:read", Optional: true, without: text.WithoutChannels},
		{Name: "groups:read", Optional: true, without: text.WithoutPrivateChannels},
		{Name: "mpim:read", Optional: true, without: text.WithoutGroupMessages},
		{Name: "channels:join", Optional: true, without: text.WithoutJoining},
		{Name: "links:read", Optional: true, without: text.WithoutLinks},
		{Name: "links:write", Optional: true, without: text.WithoutPreviews},
		{Name: "users:read.email", Optional: true, without: text.WithoutAddresses},
		{Name: "app_mentions:read", Optional: true, without: text.WithoutMentions},
		{Name: "im:history", Optional: true, without: text.WithoutMessages},
		{Name: "calls:write", Optional: true, without: text.WithoutCalls},
		{Name: "files:write", Optional: true, without: text.WithoutFiles},
	}
}

// RequiredScopes are the names of the scopes that no workspace can decline.
func RequiredScopes() []string {
	var names []string
	for _, s := range Scopes() {
		if !s.Optional {
			names = append(names, s.Name)
		}
	}
	return names
}

// DeclinedScopes are the scopes that are not among those that were granted.
func DeclinedScopes(granted []string) []Scope {
	return slices.DeleteFunc(Scopes(), func(s Scope) bool { return slices.Contains(granted, s.Name) })
}
