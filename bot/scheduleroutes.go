package bot

import "meetingbot/bot/view"

// addSchedule adds what opens the form for a booking, and the form.
func (b *Bot) addSchedule(t routes) {
	open := route{handle: b.openSchedule, access: needsBooking, form: true}
	typed := open
	typed.takes = takesPhrase
	t.word(typed, wordSchedule, "book", "预约", "预约会议", "预订", "预订会议", "预定", "预定会议", "安排", "安排会议", "约会议", "订会议")
	t.action(open, view.ActionSchedule)
	t.shortcut(open, view.ShortcutSchedule)
	t.action(route{handle: b.showRepeat, access: needsBooking, parse: parseBookForm}, view.InputBookRepeat)
	t.modal(route{
		handle: b.submitBooking, access: needsBooking, parse: parseBookForm, acts: true, errorField: view.InputBookSubject,
	}, view.ModalBook)
}
