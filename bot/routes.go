package bot

import (
	"context"
	"maps"
	"slices"

	"meetingbot/bot/view"
)

// Words that a command may have. wordNone is a command without one.
const (
	wordNone      = ""
	wordHelp      = "help"
	wordRemind    = "remind"
	wordReminders = "reminders"
	wordForget    = "forget"
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
	words       map[string]command
	actions     map[string]clickFunc
	choices     map[string]clickFunc // entries of the card's menu
	modals      map[string]modalFunc
	suggestions map[string]suggestFunc // by the menu's action id
}

func newRoutes() routes {
	r := routes{
		words:       make(map[string]command),
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
	r.ask()
	return r
}

// ask adds what a team asks about meetings beside their cards.
func (r routes) ask() {
	r.word((*Bot).share, "share", "分享")
	r.word(listOf(view.RangeAll), "list", "列表")
	r.word(listOf(view.RangeToday), "today", "今天")
	r.word(listOf(view.RangeTomorrow), "tomorrow", "明天")
	r.word(listOf(view.RangeWeek), "week", "本周")
	r.wordWith(takesText, (*Bot).find, "find", "search", "查找", "搜索")
	r.action((*Bot).turnList, view.ActionListPrevious, view.ActionListNext)
	r.action((*Bot).pick, view.ActionPick)
	r.action((*Bot).amInvited, view.ActionInvited)
	r.action((*Bot).searchPeople, view.ActionPeopleSearch)
	r.action((*Bot).turnFoundPeople, view.ActionPeoplePrevious, view.ActionPeopleNext)
	r.modal((*Bot).foundPeople, view.ModalPeople)
	r.action((*Bot).dates, view.ActionDates, view.ActionDatesPrevious, view.ActionDatesNext)
	r.action((*Bot).host, view.ActionHost)
	r.action((*Bot).menu, view.ActionMenu)
	r.choice((*Bot).shareCard, view.ChoiceShare)
	r.word((*Bot).doctor, "doctor", "诊断")
	r.word((*Bot).attendance, "attendance", "参会记录", "考勤")
	r.action((*Bot).openAttendance, view.ActionAttendance)
	r.action((*Bot).turnAttendance, view.ActionAttendancePrevious, view.ActionAttendanceNext)
	r.action((*Bot).exportAttendance, view.ActionAttendanceCSV)
}

// remind adds what can be done with reminders.
func (r routes) remind() {
	r.wordWith(takesLeads, (*Bot).remind, wordRemind, "提醒")
	r.word((*Bot).reminders, wordReminders, "提醒列表")
	r.word((*Bot).forget, wordForget, "unremind", "取消提醒", "不再提醒")
	r.action((*Bot).changeReminder, view.ActionReminderChange)
	r.action((*Bot).stopReminder, view.ActionReminderStop)
	r.action((*Bot).stopListed, view.ActionListedStop)
	r.action((*Bot).turnReminders, view.ActionRemindersPrevious, view.ActionRemindersNext)
	r.action((*Bot).stopHere, view.ActionNoticeStop)
	r.action((*Bot).details, view.ActionNoticeDetails)
	r.action((*Bot).snooze, view.ActionNoticeSnooze)
	r.choice((*Bot).remindCard, view.ChoiceRemind)
	r.modal((*Bot).submitReminder, view.ModalReminder)
}

// command is the answer to a word, and what the word takes beside a meeting.
type command struct {
	do    commandFunc
	takes argument
}

// argument is what a word takes.
type argument byte

const (
	takesMeeting argument = iota // at most a meeting, as every word does
	takesLeads                   // and times before its start
	takesText                    // or whatever stands after it, and no meeting
)

// word makes do answer commands with any of the words.
func (r routes) word(do commandFunc, words ...string) { r.wordWith(takesMeeting, do, words...) }

// wordWith is word for words that take more.
func (r routes) wordWith(takes argument, do commandFunc, words ...string) {
	enter(r.words, "word", command{do, takes}, words)
}

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
