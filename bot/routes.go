package bot

import (
	"context"
	"maps"
	"slices"

	"meetingbot/bot/view"
)

// Words that a command may have. wordNone is a command without one.
const (
	wordNone = ""
	wordHelp = "help"
)

type (
	commandFunc func(b *Bot, ctx context.Context, a asker, r request) error
	clickFunc   func(b *Bot, ctx context.Context, c Click, say Say) error
)

// routes is the one table of what the bot can do: command words in every
// language, and ids of actions.
type routes struct {
	words   map[string]commandFunc
	actions map[string]clickFunc
	choices map[string]clickFunc // entries of the card's menu
}

func newRoutes() routes {
	r := routes{words: make(map[string]commandFunc), actions: make(map[string]clickFunc), choices: make(map[string]clickFunc)}
	r.word((*Bot).lookup, wordNone)
	r.word((*Bot).help, wordHelp, "帮助", "usage", "?")
	r.action((*Bot).turn, view.ActionPrevious, view.ActionNext, view.ActionGroup, view.ActionOpen)
	r.action((*Bot).refresh, view.ActionRefresh)
	r.action((*Bot).join, view.ActionJoin)
	r.word((*Bot).share, "share", "分享")
	r.action((*Bot).amInvited, view.ActionInvited)
	r.action((*Bot).dates, view.ActionDates, view.ActionDatesPrevious, view.ActionDatesNext)
	r.action((*Bot).host, view.ActionHost)
	r.action((*Bot).menu, view.ActionMenu)
	r.choices[view.ChoiceShare] = (*Bot).shareCard
	return r
}

// word makes do answer commands with any of the words. A word that has an
// answer already is a mistake in this file.
func (r routes) word(do commandFunc, words ...string) {
	for _, word := range words {
		if _, double := r.words[word]; double {
			panic("bot: two answers to the word " + word)
		}
		r.words[word] = do
	}
}

// action makes do answer presses of buttons with any of the ids.
func (r routes) action(do clickFunc, ids ...string) {
	for _, id := range ids {
		if _, double := r.actions[id]; double {
			panic("bot: two answers to the action " + id)
		}
		r.actions[id] = do
	}
}

func (r routes) ids() []string { return slices.Sorted(maps.Keys(r.actions)) }
