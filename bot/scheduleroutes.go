package bot

import "meetingbot/bot/view"

// addBooking adds what opens the form for a booking, and the form.
func (b *Bot) addBooking(t routes) {
	open := route{handle: b.openSchedule, access: needsLookup, form: true}
	typed := open
	typed.takes = takesPhrase
	t.word(typed, wordSchedule, "book", "预约", "预约会议", "预定会议", "安排", "安排会议", "约会议", "订会议")
	t.action(open, view.ActionSchedule)
	t.shortcut(open, view.ShortcutSchedule)
	t.action(route{handle: b.showRepeat, access: needsLookup, parse: parseBookForm}, view.InputBookRepeat)
	t.modal(route{
		handle: b.submitBooking, access: needsLookup, parse: parseBookForm, acts: true, errorField: view.InputBookSubject,
	}, view.ModalBook)
}
