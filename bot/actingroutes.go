package bot

import (
	"slices"
	"strings"

	"meetingbot/bot/text"
	"meetingbot/bot/view"
)

// Words that change and cancel meetings.
const (
	wordChange = "change"
	wordCancel = "cancel"
)

// addActing adds what changes and cancels meetings. Who may is found out by the
// handlers, once the meeting was read.
func (b *Bot) addActing(t routes) {
	change := route{handle: b.askWhatToChange, access: needsLookup, parse: actsOn(text.HelpChangeExample), form: true}
	t.word(change, wordChange, "修改", "修改会议", "更改", "更改会议")
	change.parse = parsePage
	t.choice(change, view.ChoiceChange)
	t.action(route{handle: b.openChangeOf, access: needsLookup, parse: parsePage, form: true},
		view.ActionChangeDate, view.ActionChangeOther, view.ActionChangeAll)
	t.modal(route{handle: b.submitChange, access: needsLookup, parse: parseChangeForm, acts: true, errorField: view.InputBookDate},
		view.ModalChange, view.ModalChangeDate)
	cancel := route{handle: b.askWhatToCancel, access: needsLookup, parse: actsOn(text.HelpCancelExample), meeting: readAny}
	t.word(cancel, wordCancel, "取消会议")
	cancel.parse = parsePage
	t.choice(cancel, view.ChoiceCancel)
	t.action(route{handle: b.askToCancel, access: needsLookup, parse: parsePage, meeting: readAny},
		view.ActionCancelDate, view.ActionCancelOther, view.ActionCancelAll)
	t.action(route{handle: b.cancel, access: needsLookup, parse: parsePage, meeting: readListed, acts: true}, view.ActionCancel)
	t.action(route{handle: b.leaveAsIs, access: needsLookup}, view.ActionActNot)
}

// actsOn checks a command that acts on a meeting. Without one it says which is to be
// named, with an example.
func actsOn(example text.Key) parseFunc {
	return func(r *Request) *route {
		if r.Args.Page.ID != "" {
			return nil
		}
		return replies(func(r *Request) view.Message { return view.ActUsage(r.Localizer, r.command(), example) })
	}
}

// cancelsReminders reports whether a command to cancel may be about reminders: they are
// no meeting.
func (d *deadEnd) cancelsReminders() bool {
	if !slices.ContainsFunc(d.known, func(word string) bool { return d.routes.words[word] == d.routes.words[wordCancel] }) {
		return false
	}
	typed := strings.ToLower(d.typed)
	return strings.Contains(typed, wordRemind) || strings.Contains(typed, "提醒")
}

// reminderCommands are what a command to cancel reminders may mean.
func (d *deadEnd) reminderCommands() []string {
	forget, ids := wordForget, d.ids
	if notASCII(d.typed) > 0 {
		forget = "取消提醒"
	}
	if len(ids) == 0 {
		return []string{d.command(forget, ""), d.command(wordReminders, "")}
	}
	var all []string
	for _, id := range ids {
		all = append(all, d.command(forget, id))
	}
	return append(all, d.command(d.known[0], ids[0]))
}
