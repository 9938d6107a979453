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

// ParseAlso reads what else a command asks to be told of.
func (b *Bot) ParseAlso(text string) (late, overrun bool) {
	_, args, _ := b.parse(text)
	return args.Late, args.Overrun
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

// Followed is what a command to follow meetings was read as.
type Followed struct {
	Words    string
	Mine, Me bool
	Leads    []time.Duration
	Remind   string // the meeting that it is about alone
	Refused  bool   // it was not understood
}

// ParseFollow reads a command as the route does that follows meetings.
func (b *Bot) ParseFollow(text string) Followed {
	word, args, problem := b.parse(text)
	if problem != nil || word != "follow" && word != "关注" {
		return Followed{Refused: true}
	}
	r := &Request{Question: Question{Kind: KindCommand, Text: text}, Args: args, bot: b}
	instead := b.parseFollow(r)
	f := Followed{Words: r.Args.Pattern.Words, Mine: r.Args.Pattern.Mine, Me: r.Args.Me, Leads: r.Args.Leads}
	switch {
	case instead != nil && instead == b.routes.words[wordRemind]:
		f.Remind = r.Args.Page.ID
	case instead != nil:
		f = Followed{Refused: true}
	}
	return f
}
