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
	modalFunc   func(b *Bot, ctx context.Context, a asker, v View) (Verdict, error)
	suggestFunc func(b *Bot, ctx context.Context, a asker, s Suggestion) (Choices, error)
)

// routes is the one table of what the bot can do: command words in every
// language, ids of actions, and callback ids of modals.
type routes struct {
	words       map[string]commandFunc
	actions     map[string]clickFunc
	choices     map[string]clickFunc // entries of the card's menu
	modals      map[string]modalFunc
	suggestions map[string]suggestFunc // by the menu's action id
}

func newRoutes() routes {
	r := routes{
		words:       make(map[string]commandFunc),
		actions:     make(map[string]clickFunc),
		choices:     make(map[string]clickFunc),
		modals:      make(map[string]modalFunc),
		suggestions: make(map[string]suggestFunc),
	}
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
	r.choice((*Bot).shareCard, view.ChoiceShare)
	return r
}

// word makes do answer commands with any of the words.
func (r routes) word(do commandFunc, words ...string) { enter(r.words, "word", do, words) }

// action makes do answer presses of buttons with any of the ids.
func (r routes) action(do clickFunc, ids ...string) { enter(r.actions, "action", do, ids) }

// choice makes do answer when an entry of the card's menu is picked. The click
// has what the entry carries for its value.
func (r routes) choice(do clickFunc, ids ...string) { enter(r.choices, "choice", do, ids) }

// modal makes do decide on modals with the callback id.
func (r routes) modal(do modalFunc, ids ...string) { enter(r.modals, "modal", do, ids) }

// suggestion makes do offer options for menus with the action id.
func (r routes) suggestion(do suggestFunc, ids ...string) {
	enter(r.suggestions, "suggestion", do, ids)
}

// enter puts do into a table under each of the names. A name that has an answer
// already is a mistake in this file.
func enter[F any](table map[string]F, what string, do F, names []string) {
	for _, name := range names {
		if _, double := table[name]; double {
			panic("bot: two answers to the " + what + " " + name)
		}
		table[name] = do
	}
}

func names[F any](table map[string]F) []string { return slices.Sorted(maps.Keys(table)) }
