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
	wordDay       = "my day"
	wordList      = "list"
	wordFind      = "find"
	wordRemind    = "remind"
	wordReminders = "reminders"
	wordForget    = "forget"
	wordSchedule  = "schedule"
	wordNow       = "now"
	wordLink      = "link"
	wordUnlink    = "unlink"
)

// handler answers a question.
type handler func(ctx context.Context, r *Request) error

// route is how one kind of question is answered.
type route struct {
	handle  handler   // nil where there is nothing to do
	access  accessTo  // who may ask
	denied  handler   // what answers somebody who may not; nil: a sentence that says why
	parse   parseFunc // reads Args from what was pressed or sent off, or checks those of a command; nil: nothing to read
	meeting readMode  // how the meeting is read that Args.Page names
	takes   argument  // what a word takes
	me      bool      // the word can be about the person alone: "remind me"
	memory  bool      // the answer may come from memory
	form    bool      // the answer is a form, which can be opened for three seconds
	acts    bool      // it posts or stores something: once for a request, however often that comes

	errorField string // the block of a form beside which a failure is shown that may pass
}

// accessTo is who may ask for something. Every route declares it.
type accessTo byte

const (
	undeclared   accessTo = iota
	needsLookup           // people who may look up meetings, and the meeting that is named
	needsBooking          // people who may book meetings
	everybody             // all who can type in the conversation or see the button
)

// argument is what a word takes.
type argument byte

const (
	takesMeeting argument = iota // at most a meeting, as every word does
	takesLeads                   // and times before its start
	takesText                    // or whatever stands after it, and no meeting
	takesPhrase                  // the same, with the people in it, as Slack wraps them
	takesNothing                 // it is about the person who asks
	takesRule                    // which meetings to follow, as Slack sent it, and times before their start
)

// needsMeeting reports whether a word is about a meeting: it checks that one is named,
// or does something with it.
func (r *route) needsMeeting() bool {
	return !r.takes.free() && r.takes != takesNothing && (r.parse != nil || r.acts)
}

// free reports whether whatever stands after a word belongs to it.
func (a argument) free() bool { return a == takesText || a == takesPhrase || a == takesRule }

// parseFunc reads what a question asks for. It returns nil, or else the route
// that says what is wrong.
type parseFunc func(r *Request) *route

// routes is the one table of what the bot can do: command words in every
// language, ids of actions, entries of the card's menu, callback ids of modals
// and of shortcuts, and ids of menus that want options.
type routes struct {
	words, actions, choices, modals map[string]*route
	shortcuts, suggestions          map[string]*route
}

func (b *Bot) newRoutes() routes {
	t := routes{
		words: make(map[string]*route), actions: make(map[string]*route),
		choices: make(map[string]*route), modals: make(map[string]*route),
		shortcuts: make(map[string]*route), suggestions: make(map[string]*route),
	}
	b.addCommands(t)
	b.addCards(t)
	b.addLists(t)
	b.addReminders(t)
	b.addFollowing(t)
	b.addModals(t)
	b.addSettings(t)
	b.addBooking(t)
	b.addSchedule(t)
	b.addLinks(t)
	b.addShortcuts(t)
	b.addActing(t)
	b.addRunning(t)
	return t
}

// addCommands adds what can be typed.
func (b *Bot) addCommands(t routes) {
	t.word(route{handle: b.lookup, access: needsLookup, meeting: readAny, memory: true}, wordNone)
	t.word(route{handle: b.help, access: everybody}, wordHelp, "帮助", "usage", "?")
	t.word(route{handle: b.myDay, access: needsLookup, denied: b.help}, wordDay, "我的日程")
	t.word(route{handle: b.share, access: needsLookup, parse: namesMeeting, meeting: readAny, acts: true}, "share", "分享")
	t.word(route{handle: b.listOf(view.RangeAll), access: needsLookup}, wordList, "列表")
	t.word(route{handle: b.listOf(view.RangeToday), access: needsLookup}, "today", "今天")
	t.word(route{handle: b.listOf(view.RangeTomorrow), access: needsLookup}, "tomorrow", "明天")
	t.word(route{handle: b.listOf(view.RangeWeek), access: needsLookup}, "week", "本周")
	t.word(route{handle: b.find, access: needsLookup, parse: checkSearch, takes: takesText}, wordFind, "search", "查找", "搜索", "找", "搜", "查询")
	t.word(route{handle: b.hostOrCard, access: needsLookup, parse: namesMeeting, meeting: readAny}, "host", "hosts", "主持人", "主持")
	t.word(route{handle: b.dates, access: needsLookup, parse: namesMeeting, meeting: readAny}, "dates", "日期", "全部日期")
	t.word(route{handle: b.doctor, access: needsLookup}, "doctor", "诊断")
	t.word(route{handle: b.attendance, access: needsLookup, parse: namesMeeting}, "attendance", "参会记录", "考勤")
	t.word(route{handle: b.remind, access: needsLookup, parse: checkLeads, meeting: readAny, takes: takesLeads, me: true, acts: true}, wordRemind, "提醒")
	t.word(route{handle: b.reminders, access: needsLookup}, wordReminders, "提醒列表")
	t.word(route{handle: b.forget, access: needsLookup, me: true, acts: true}, wordForget, "unremind", "取消提醒", "不再提醒")
}

// addCards adds what can be pressed on the card of a meeting and on what it
// leads to.
func (b *Bot) addCards(t routes) {
	t.action(route{access: everybody}, view.ActionJoin, view.ActionJoinOwn) // the button opens the link, and Slack merely tells
	t.action(route{handle: b.showCardPage, access: needsLookup, parse: parsePage, meeting: readAny},
		view.ActionPrevious, view.ActionNext, view.ActionGroup, view.ActionOpen, view.ActionInvited)
	t.action(route{handle: b.showCardPage, access: needsLookup, parse: parsePage, meeting: readAnew}, view.ActionRefresh)
	t.action(route{handle: b.dates, access: needsLookup, parse: parsePage, meeting: readAny},
		view.ActionDates, view.ActionDatesPrevious, view.ActionDatesNext)
	t.action(route{handle: b.host, access: needsLookup, parse: parsePage, meeting: readListed}, view.ActionHost)
	t.action(route{handle: b.attendance, access: needsLookup, parse: parsePage}, view.ActionAttendance)
	t.action(route{handle: b.showAttendancePage, access: needsLookup, parse: parsePage},
		view.ActionAttendancePrevious, view.ActionAttendanceNext)
	t.action(route{handle: b.exportAttendance, access: needsLookup, parse: parsePage, acts: true}, view.ActionAttendanceCSV)
	t.action(route{handle: b.recording, access: needsLookup, parse: parsePage}, view.ActionRecording)
	t.action(route{access: everybody}, view.WatchActions()...) // as joining
	t.action(route{handle: b.openPeopleForm, access: needsLookup, parse: parsePage, form: true}, view.ActionPeopleSearch)
	t.action(route{handle: b.help, access: everybody}, view.ActionHelp)
	t.action(route{handle: b.refreshHome, access: everybody, acts: true}, view.ActionHomeRefresh)
	t.action(route{handle: b.help, access: needsLookup, parse: b.parseAgain}, view.ActionAgain) // parse finds the route
	t.choice(route{handle: b.askToShare, access: needsLookup, parse: parsePage, meeting: readAny}, view.ChoiceShare)
	t.action(route{handle: b.shareAsked, access: needsLookup, parse: parsePage, meeting: readAny, acts: true}, view.ActionShare)
	t.action(route{handle: b.refreshShared, access: needsLookup, parse: parseShared, meeting: readAnew, acts: true}, view.ActionSharedRefresh)
	t.action(route{handle: b.declineToShare, access: needsLookup}, view.ActionShareDecline)
	t.action(route{handle: b.help, access: needsLookup, parse: b.parseSuggestion}, view.SuggestionActions()...)
	t.action(route{handle: b.help, access: needsLookup, parse: b.parseMeant}, view.ActionMeantMeeting, view.ActionMeantRoom)
	t.choice(route{handle: b.joinAsOneself, access: needsLookup, parse: parsePage, meeting: readAny}, view.ChoiceJoin)
	t.choice(route{handle: b.openReminderForm, access: needsLookup, parse: parsePage, form: true}, view.ChoiceRemind)
	t.action(route{handle: b.openReminderForm, access: needsLookup, parse: parsePage, form: true}, view.ActionRemind)
}

// addLists adds what can be pressed on lists of meetings.
func (b *Bot) addLists(t routes) {
	t.action(route{handle: b.showListPage, access: needsLookup, parse: parseSearch}, view.ActionListPrevious, view.ActionListNext, view.ActionListOther)
	t.action(route{handle: b.lookup, access: needsLookup, parse: parsePage, meeting: readAny}, view.ActionPick)
}

// addReminders adds what can be pressed on reminders and on lists of them. Who
// may look up meetings may stop or snooze a reminder that they see.
func (b *Bot) addReminders(t routes) {
	t.action(route{handle: b.changeReminder, access: needsLookup, parse: parseSubscription, form: true}, view.ActionReminderChange)
	t.action(route{handle: b.stopReminder, access: needsLookup, parse: parseSubscription, acts: true}, view.ActionReminderStop)
	t.action(route{handle: b.undoStop, access: needsLookup, parse: parseUndo, meeting: readAny, acts: true}, view.ActionReminderUndo)
	t.action(route{handle: b.stopListed, access: needsLookup, parse: parseListed, acts: true}, view.ActionListedStop)
	t.action(route{handle: b.showRemindersPage, access: needsLookup, parse: parseReminders},
		view.ActionRemindersPrevious, view.ActionRemindersNext)
	t.action(route{handle: b.stopHere, access: needsLookup, parse: parseStop, acts: true}, view.ActionNoticeStop)
	t.action(route{handle: b.snooze, access: needsLookup, parse: parseNotice, acts: true}, view.ActionNoticeSnooze)
	t.action(route{handle: b.lookup, access: needsLookup, parse: parsePage, meeting: readAny}, view.ActionNoticeDetails)
}

// addModals adds the modals that can be sent off, and what can be pressed in
// them.
func (b *Bot) addModals(t routes) {
	t.modal(route{
		handle: b.foundPeople, access: needsLookup, parse: parsePeopleQuery, meeting: readAny, errorField: view.BlockPeopleQuery,
	}, view.ModalPeople)
	t.action(route{handle: b.showFoundPage, access: needsLookup, parse: parseFoundPage, meeting: readAny},
		view.ActionPeoplePrevious, view.ActionPeopleNext)
	t.modal(route{
		handle: b.submitReminder, access: needsLookup, parse: parseReminderForm, meeting: readAny, acts: true, errorField: view.InputLeads,
	}, view.ModalReminder)
}

// addSettings adds what people decide for themselves, and the settings of the
// workspace.
func (b *Bot) addSettings(t routes) {
	t.word(route{handle: b.openMySettings, access: needsLookup, form: true}, "settings", "设置")
	t.action(route{handle: b.openMySettings, access: needsLookup, form: true}, view.ActionMySettings)
	t.modal(route{
		handle: b.submitMySettings, access: needsLookup, parse: parseMySettings, acts: true, errorField: view.InputMyLeads,
	}, view.ModalMySettings)
	t.action(route{handle: b.stopOwn, access: everybody, parse: parseOwnStop, acts: true}, view.ActionOwnStop)
	t.action(route{handle: b.resumeOwn, access: needsLookup, parse: parseOwnRef, acts: true}, view.ActionOwnOn, view.ActionOwnSkip)
	t.action(route{handle: b.stopDigest, access: everybody, acts: true}, view.ActionDigestStop)
	t.action(route{handle: b.resumeDigest, access: needsLookup, parse: parseDigestTime, acts: true}, view.ActionDigestOn)
	t.action(route{handle: b.openSettings, access: needsLookup, form: true}, view.ActionSettings)
	t.modal(route{
		handle: b.submitSettings, access: needsLookup, parse: parseSettingsForm, acts: true, errorField: view.InputSettingsLeads,
	}, view.ModalSettings)
}

// addLinks adds what links somebody with their Meeting account. Whoever is linked may
// end that, whatever else they may.
func (b *Bot) addLinks(t routes) {
	t.word(route{handle: b.link, access: needsLookup, parse: b.parseLink, takes: takesNothing, acts: true}, wordLink, "绑定", "绑定账号", "关联", "关联账号")
	t.action(route{handle: b.link, access: needsLookup, acts: true}, view.ActionLink)
	t.action(route{handle: b.confirmLink, access: needsLookup, parse: parseLinkRef, acts: true}, view.ActionLinkConfirm)
	t.action(route{handle: b.declineLink, access: everybody}, view.ActionLinkDecline)
	t.word(route{handle: b.unlink, access: everybody, takes: takesNothing, acts: true}, wordUnlink, "解绑", "解除绑定", "取消绑定", "取消关联")
	t.action(route{handle: b.unlink, access: everybody, acts: true}, view.ActionUnlink)
}

// addBooking adds what books meetings.
func (b *Bot) addBooking(t routes) {
	t.word(route{handle: b.startNow, access: needsBooking, parse: parseSubject, takes: takesText, acts: true},
		wordNow, "立即开会", "现在开会", "马上开会", "即时会议", "快速会议")
	t.action(route{handle: b.startNow, access: needsBooking, acts: true}, view.ActionStartNow)
	t.action(route{handle: b.askWhatToCancel, access: needsLookup, parse: parsePage, meeting: readAny}, view.ActionCancelIdle)
	t.action(route{handle: b.checkBooking, access: needsLookup, parse: parseAttempt, acts: true}, view.ActionBookingCheck)
}

// addShortcuts adds Slack's shortcuts, and what they lead to.
func (b *Bot) addShortcuts(t routes) {
	t.shortcut(route{handle: b.openFind, access: needsLookup, form: true}, view.ShortcutFind)
	t.shortcut(route{handle: b.lookup, access: needsLookup, parse: b.parseMessage, meeting: readAny}, view.ShortcutMessage)
	t.suggestion(route{handle: b.suggest, access: needsLookup, form: true}, view.ActionFind)
	t.action(route{handle: b.lookup, access: needsLookup, parse: parsePage, meeting: readAny}, view.ActionFind)
}

// word makes a route answer commands with any of the words.
func (t routes) word(r route, words ...string) { enter(t.words, "word", r, words) }

// action makes a route answer presses of buttons with any of the ids.
func (t routes) action(r route, ids ...string) { enter(t.actions, "action", r, ids) }

// choice makes a route answer when an entry of the card's menu is picked. The
// value of the action is then what the entry carries.
func (t routes) choice(r route, ids ...string) { enter(t.choices, "choice", r, ids) }

// modal makes a route answer submissions of modals with the callback id.
func (t routes) modal(r route, ids ...string) { enter(t.modals, "modal", r, ids) }

// shortcut makes a route answer when a shortcut with any of the callback ids is
// chosen.
func (t routes) shortcut(r route, ids ...string) { enter(t.shortcuts, "shortcut", r, ids) }

// suggestion makes a route answer when a menu wants options for what is typed.
func (t routes) suggestion(r route, ids ...string) { enter(t.suggestions, "suggestion", r, ids) }

// enter puts a route into a table under each of the names. A name that has a
// route already and a route without access are mistakes in this file.
func enter(table map[string]*route, what string, r route, names []string) {
	for _, name := range names {
		if _, double := table[name]; double {
			panic("bot: two routes for the " + what + " " + name)
		}
		if r.access == undeclared {
			panic("bot: nobody has access to the " + what + " " + name)
		}
		table[name] = &r
	}
}

func names(table map[string]*route) []string { return slices.Sorted(maps.Keys(table)) }

// takes is what a word takes; one that is unknown takes what every word does.
func (t routes) takes(word string) argument {
	if r, ok := t.words[word]; ok {
		return r.takes
	}
	return takesMeeting
}

// Actions lists the id of every button and menu that has a route, sorted.
func (b *Bot) Actions() []string {
	return slices.Sorted(slices.Values(append(names(b.routes.actions), view.ActionMenu)))
}

// Modals lists the callback id of every modal that has a route, sorted.
func (b *Bot) Modals() []string { return names(b.routes.modals) }

// Shortcuts lists the callback id of every shortcut that has a route, sorted.
func (b *Bot) Shortcuts() []string { return names(b.routes.shortcuts) }
