package bot

import (
	"context"
	"time"

	"meetingbot/bot/view"
)

// Parse reads the text of a command, for tests of the grammar.
func (b *Bot) Parse(text string) (word, id string, trouble *view.Problem) {
	r := b.parse(text)
	return r.word, r.id, r.trouble
}

// ParseLeads reads the times before the start in a command, in the order in
// which they are typed.
func (b *Bot) ParseLeads(text string) []time.Duration { return b.parse(text).leads }

// What tests look at from inside.
var (
	LeadWords  = leadWords
	TypedLeads = typedLeads
	RefusalOf  = refusal
)

// Knows reports whether there is an answer to a word.
func (b *Bot) Knows(word string) bool { return b.routes.words[word].do != nil }

// Offer answers a menu with choices.
func (b *Bot) Offer(action string, c Choices) {
	b.routes.suggestion(func(*Bot, context.Context, asker, Suggestion) (Choices, error) { return c, nil }, action)
}

// AnswerTwice adds a word and an action that have answers already.
func (b *Bot) AnswerTwice(word, action string) {
	if word != "" {
		b.routes.word((*Bot).help, word)
	}
	b.routes.action((*Bot).turn, action)
}

// Kept is how many rendered replies are at hand.
func (b *Bot) Kept() int { return b.replies.replies.ItemCount() }
