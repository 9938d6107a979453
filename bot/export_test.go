package bot

import (
	"context"
	"time"

	"meetingbot/bot/view"
	"meetingbot/bot/workspace"
)

// Parse reads the text of a command, for tests of the grammar.
func (b *Bot) Parse(text string) (word, id string, problem *view.Problem) {
	word, args, problem := b.parse(text)
	return word, args.Page.ID, problem
}

// ParseLeads reads the times before the start in a command, in the order in
// which they are typed.
func (b *Bot) ParseLeads(text string) []time.Duration {
	_, args, _ := b.parse(text)
	return args.Leads
}

// MeetingsIn finds the meetings that a message names.
func (b *Bot) MeetingsIn(message string) []string { return b.meetingsIn(message) }

// What tests look at from inside.
var (
	LeadWords  = leadWords
	TypedLeads = typedLeads
)

// Knows reports whether there is an answer to a word.
func (b *Bot) Knows(word string) bool { return b.routes.words[word] != nil }

// Words lists every word that has a route, sorted.
func (b *Bot) Words() []string { return names(b.routes.words) }

// Choices lists every entry of the card's menu that has a route, sorted.
func (b *Bot) Choices() []string { return names(b.routes.choices) }

// NeedsLookup reports whether a question is only for those who may look up
// meetings.
func (b *Bot) NeedsLookup(q Question) bool {
	found, ok := b.named(&Request{Question: q, bot: b})
	return ok && (found.access == needsLookup || found.access == needsBooking)
}

// AddRoutes adds a word and an action that may have routes already.
func (b *Bot) AddRoutes(word, action string, declared bool) {
	r := route{handle: func(context.Context, *Request) error { return nil }}
	if declared {
		r.access = everybody
	}
	if word != "" {
		b.routes.word(r, word)
	}
	b.routes.action(r, action)
}

// CachedReplies is how many rendered replies are in memory.
func (b *Bot) CachedReplies() int { return b.replies.Len() }

// CachedRosters is how many rosters are in memory, each of one reading.
func (b *Bot) CachedRosters() int { return b.rosters.Len() }

// ForgetRosters drops them, as another process has none.
func (b *Bot) ForgetRosters() { b.rosters.Clear() }

// SealMetadata seals what a modal carries as a bot does that has the key.
func SealMetadata(key string, o Origin, callbackID, metadata string, until time.Time) string {
	r := Request{Question: Question{Origin: o}}
	return metadataSeal{key: []byte(key)}.close(r.holder(callbackID), metadata, until)
}

// Workspace is the workspace with a key.
func (b *Bot) Workspace(k workspace.Key) (workspace.Workspace, error) {
	return b.o.Workspaces.Get(context.Background(), k)
}

// OpensSchedule reports whether a question opens the form for a booking.
func (b *Bot) OpensSchedule(q Question) bool {
	found, ok := b.named(&Request{Question: q, bot: b})
	return ok && found.takes == takesPhrase || q.Action.ID == view.ActionSchedule || q.Action.ID == view.ShortcutSchedule
}
