package view_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"meetingbot/bot/text"
	"meetingbot/bot/view"
)

// reminderFacts describe a subscription of a channel, changed by edits.
func reminderFacts(edits ...func(*view.ReminderFacts)) view.ReminderFacts {
	f := view.ReminderFacts{
		ID: "ABCDEFGHIJKLMNOPQRSTUVWXYZ", Subject: "Weekly sync", Number: "914083136",
		Start: time.Date(2026, 11, 23, 10, 42, 0, 0, time.UTC), Leads: []time.Duration{time.Hour, 10 * time.Minute, time.Minute},
		SetBy: "U024BE7LH", Channel: "C024BE7LR",
	}
	for _, edit := range edits {
		edit(&f)
	}
	return f
}

func toPerson(f *view.ReminderFacts) { f.Channel = "" }

func withoutStart(f *view.ReminderFacts) { f.Start = time.Time{} }

func withMarkupText(f *view.ReminderFacts) { f.Subject, f.Number, f.SetBy = markup, markup, markup }

func withLongSubject(f *view.ReminderFacts) {
	f.Subject = strings.Repeat("关于年度预算与项目进度的讨论会议", 32)
}

func withLeads(leads ...time.Duration) func(*view.ReminderFacts) {
	return func(f *view.ReminderFacts) { f.Leads = leads }
}

func withAmpersands(f *view.ReminderFacts) { f.Subject = strings.Repeat("&", 150) }

func alsoLate(f *view.ReminderFacts) { f.Late = true }

func alsoOverrun(f *view.ReminderFacts) { f.Overrun = true }

func withLongLeads(f *view.ReminderFacts) {
	f.Late, f.Overrun = true, true
	const most = 6*24*time.Hour + 22*time.Hour
	f.Leads = []time.Duration{most + time.Hour, most, most - time.Hour, most - 2*time.Hour, most - 3*time.Hour}
}

func suspended(f *view.ReminderFacts) { f.Problem = text.SuspendedNotInvited }

// reminderList is a page with n subscriptions.
func reminderList(n, page, total int, edits ...func(*view.ReminderFacts)) view.ReminderListFacts {
	f := view.ReminderListFacts{Page: page, Total: total}
	for i := range n {
		f.Reminders = append(f.Reminders, reminderFacts(append(edits, func(f *view.ReminderFacts) { f.ID = fmt.Sprintf("%026d", i) })...))
	}
	return f
}

// ownFrom makes the items of a page from the nth on the reader's own.
func ownFrom(n int, f view.ReminderListFacts) view.ReminderListFacts {
	for i := n; i < len(f.Reminders); i++ {
		toPerson(&f.Reminders[i])
	}
	f.Own = max(len(f.Reminders)-n, 1)
	return f
}

// stoppedOn is a page of a list on which reminders have just been stopped. What the
// button carries is as long as it gets.
func stoppedOn(f view.ReminderListFacts, edits ...func(*view.ReminderFacts)) view.ReminderListFacts {
	stopped := reminderFacts(edits...)
	f.Stopped, f.Undo = &stopped, view.UndoRef{
		ChannelID: "C024BE7LR", MeetingID: strings.Repeat("9", 32), Leads: stopped.Leads, Late: true, Overrun: true, SetBy: "U024BE7LH", Page: 9999,
	}.String()+" 1795430520."+strings.Repeat("x", 43)
	return f
}

func TestReminderMessages(t *testing.T) {
	t.Parallel()
	set := func(f view.SetFacts) func(view.Reader) view.Message {
		return func(r view.Reader) view.Message { return view.ReminderSet(r, f) }
	}
	list := func(f view.ReminderListFacts) func(view.Reader) view.Message {
		return func(r view.Reader) view.Message { return view.Reminders(r, "/meeting", f) }
	}
	cannot := func(why text.Key) func(view.Reader) view.Message {
		return func(r view.Reader) view.Message {
			return view.CannotRemind(r.Localizer, "/meeting", view.Obstacle{Sentence: why}, reminderFacts())
		}
	}
	tests := map[string]func(view.Reader) view.Message{
		"set":         set(view.SetFacts{ReminderFacts: reminderFacts()}),
		"set_you":     set(view.SetFacts{ReminderFacts: reminderFacts(toPerson)}),
		"hint":        set(view.SetFacts{ReminderFacts: reminderFacts(), Hint: view.Obstacle{Sentence: text.HintScope, Scope: "mpim:read"}}),
		"invite":      cannot(text.CannotInvite),
		"archived":    cannot(text.CannotArchived),
		"already":     set(view.SetFacts{ReminderFacts: reminderFacts(), Already: true}),
		"already_you": set(view.SetFacts{ReminderFacts: reminderFacts(toPerson), Already: true}),
		"changed":     set(view.SetFacts{ReminderFacts: reminderFacts(withoutStart), Before: []time.Duration{36 * time.Hour}}),
		"changed_you": set(view.SetFacts{ReminderFacts: reminderFacts(toPerson), Before: []time.Duration{time.Minute}}),
		"at_start":    set(view.SetFacts{ReminderFacts: reminderFacts(withLeads(time.Hour, 30*time.Minute, 0)), Before: []time.Duration{0}}),
		"late":        set(view.SetFacts{ReminderFacts: reminderFacts(withLeads(time.Hour)), Missed: []time.Duration{time.Hour}}),
		"late_some":   set(view.SetFacts{ReminderFacts: reminderFacts(), Missed: []time.Duration{time.Hour, 15 * time.Minute}}),
		"late_once": set(view.SetFacts{
			ReminderFacts: reminderFacts(toPerson), Missed: reminderFacts().Leads, Resumes: reminderFacts().Start.AddDate(0, 0, 1),
		}),
		"also_late":        set(view.SetFacts{ReminderFacts: reminderFacts(alsoLate)}),
		"also_changed":     set(view.SetFacts{ReminderFacts: reminderFacts(alsoLate, alsoOverrun), Changed: true}),
		"also_changed_you": set(view.SetFacts{ReminderFacts: reminderFacts(alsoOverrun, toPerson), Changed: true}),
		"marked":           set(view.SetFacts{ReminderFacts: reminderFacts(withMarkupText)}),
		"long":             set(view.SetFacts{ReminderFacts: reminderFacts(withLongSubject)}),
		"list":             list(reminderList(3, 3, 23)),
		"list_full":        list(reminderList(10, 2, 23, withLongSubject, suspended)),
		"list_amps":        list(reminderList(10, 9999, 99_990, withAmpersands, suspended, withLongLeads)),
		"list_one":         list(reminderList(1, 1, 1, withoutStart)),
		"list_none":        list(view.ReminderListFacts{Page: 1}),
		"list_you": func(r view.Reader) view.Message {
			f := reminderList(2, 1, 2, toPerson)
			f.Private = true
			return view.Reminders(r, "/meeting", f)
		},
		"list_both":      list(ownFrom(3, reminderList(5, 1, 5))),
		"list_both_amps": list(stoppedOn(ownFrom(3, reminderList(10, 2, 13, withAmpersands, suspended, withLongLeads)), withAmpersands)),
		"list_both_full": list(stoppedOn(ownFrom(10, reminderList(10, 9999, 99_990, withAmpersands, suspended, withLongLeads)), withAmpersands)),
		"list_undone_full": func(r view.Reader) view.Message {
			f := ownFrom(10, reminderList(10, 9999, 99_990, withAmpersands, suspended, withLongLeads))
			late := reminderFacts(withAmpersands, withLongLeads)
			f.Note = view.SetFacts{ReminderFacts: late, Missed: late.Leads, Resumes: late.Start.AddDate(0, 0, 7)}.Note(r)
			return view.Reminders(r, "/meeting", f)
		},
		"list_own":          list(ownFrom(0, reminderList(2, 1, 2))),
		"list_stopped":      list(stoppedOn(reminderList(1, 1, 1))),
		"list_stopped_last": list(stoppedOn(view.ReminderListFacts{Page: 1}, toPerson)),
		"list_undone": func(r view.Reader) view.Message {
			f := reminderList(1, 1, 1)
			f.Note = view.SetFacts{ReminderFacts: reminderFacts(), Missed: []time.Duration{time.Hour}}.Note(r)
			return view.Reminders(r, "/meeting", f)
		},
		"list_none_own": list(view.ReminderListFacts{Page: 1, Private: true, OwnLeads: []time.Duration{time.Hour, 10 * time.Minute}}),
		"list_none_you": list(view.ReminderListFacts{Page: 1, Private: true}),
		"stopped":       func(r view.Reader) view.Message { return view.Stopped(r.Localizer, reminderFacts(), "SEALED") },
		"stopped_you":   func(r view.Reader) view.Message { return view.Stopped(r.Localizer, reminderFacts(toPerson), "SEALED") },
		"stopped_long": func(r view.Reader) view.Message {
			return view.Stopped(r.Localizer, reminderFacts(withLongSubject), stoppedOn(view.ReminderListFacts{}).Undo)
		},
		"stood_again": func(r view.Reader) view.Message { return view.StoodAgain(r, reminderFacts()) },
		"back_on":     func(r view.Reader) view.Message { return view.BackOn(r.Localizer, "U7", reminderFacts()) },
		"stopped_by": func(r view.Reader) view.Message {
			return view.StoppedBy(r.Localizer, "/meeting", "U7", reminderFacts(func(f *view.ReminderFacts) { f.Typed = "1h 10m 1m" }))
		},
		"stopped_to_setter": func(r view.Reader) view.Message {
			return view.StoppedToSetter(r.Localizer, "/meeting", "U7", reminderFacts())
		},
		"to_setter_marked": func(r view.Reader) view.Message {
			return view.StoppedToSetter(r.Localizer, markup, markup, reminderFacts(withMarkupText))
		},
		"stopped_marked": func(r view.Reader) view.Message {
			return view.StoppedBy(r.Localizer, markup, markup, reminderFacts(withMarkupText))
		},
		"nothing":     func(r view.Reader) view.Message { return view.NothingToRemind(r.Localizer, "Budget", "914083136") },
		"usage_which": func(r view.Reader) view.Message { return view.RemindUsage(r.Localizer, "/meeting", text.RemindWhich) },
		"usage_many":  func(r view.Reader) view.Message { return view.RemindUsage(r.Localizer, "/meeting", text.LeadsTooMany) },
		"snoozed":     func(r view.Reader) view.Message { return view.SnoozedUntil(r, now()) },
		"gone":        func(r view.Reader) view.Message { return view.Sentence(r.Localizer, text.ReminderGone) },
		"unknown": func(r view.Reader) view.Message {
			return view.MeetingSentence(r.Localizer, text.ReminderUnknown, "914083136")
		},
		"unknown_you": func(r view.Reader) view.Message {
			return view.MeetingSentence(r.Localizer, text.ReminderUnknownYou, "914083136")
		},
		"snooze_late": func(r view.Reader) view.Message { return view.Sentence(r.Localizer, text.SnoozeTooLate) },
	}
	for lang, loc := range localizers(t) {
		for name, message := range tests {
			t.Run(name+"_"+lang, func(t *testing.T) {
				t.Parallel()
				check(t, "subscription_"+name+"_"+lang, message(newReader(t, loc)))
			})
		}
	}
}

func TestChangesAndWarnings(t *testing.T) {
	t.Parallel()
	at := func(day int) time.Time { return time.Date(2026, 11, day, 2, 0, 0, 0, time.UTC) }
	var many []view.Moved
	for d := 1; d <= 9; d++ {
		many = append(many, view.Moved{From: at(d), To: at(d + 15)})
	}
	change := func(f view.ChangeFacts) func(view.Reader) view.Message {
		return func(r view.Reader) view.Message { return view.Change(r, f) }
	}
	warning := func(sentence text.Key, edits ...func(*view.ReminderFacts)) func(view.Reader) view.Message {
		return func(r view.Reader) view.Message {
			return view.Warning(r.Localizer, "/meeting", sentence, reminderFacts(edits...))
		}
	}
	tests := map[string]func(view.Reader) view.Message{
		"change_cancelled":    change(view.ChangeFacts{ReminderFacts: reminderFacts(), Cancelled: true}),
		"change_moved":        change(view.ChangeFacts{ReminderFacts: reminderFacts(), Moved: many[:1]}),
		"change_renamed":      change(view.ChangeFacts{ReminderFacts: reminderFacts(), Renamed: view.Renamed{From: "Budget <1>", To: "Budget review"}}),
		"change_many":         change(view.ChangeFacts{ReminderFacts: reminderFacts(withLongSubject), Moved: many, Dropped: []time.Time{at(24), at(25)}}),
		"change_dropped":      change(view.ChangeFacts{ReminderFacts: reminderFacts(withMarkupText), Dropped: []time.Time{at(24)}}),
		"warn_not_invited":    warning(text.WarnNotInvited),
		"warn_archived":       warning(text.WarnArchived),
		"warn_gone":           warning(text.WarnGone),
		"warn_revoked":        warning(text.WarnRevoked),
		"warn_revoked_you":    warning(text.WarnRevoked, toPerson),
		"warn_restricted":     warning(text.WarnRestricted),
		"warn_access_lost":    warning(text.WarnAccessLost),
		"warn_account_lost":   warning(text.WarnAccountLost),
		"warn_account_marked": warning(text.WarnAccountLost, withMarkupText),
	}
	for lang, loc := range localizers(t) {
		for name, message := range tests {
			t.Run(name+"_"+lang, func(t *testing.T) {
				t.Parallel()
				check(t, name+"_"+lang, message(newReader(t, loc)))
			})
		}
	}
}

func TestParseListedReminder(t *testing.T) {
	t.Parallel()
	want := view.ListedReminder{ID: "ABC", Page: 12}
	if got, ok := view.ParseListedReminder(want.String()); !ok || got != want {
		t.Errorf("ParseListedReminder(%q) = %+v, %v", want, got, ok)
	}
	for _, value := range []string{"", "ABC", "ABC:", ":1", "ABC:0", "ABC:x", "ABC:10000", "ABC:-1"} {
		if got, ok := view.ParseListedReminder(value); ok {
			t.Errorf("ParseListedReminder(%q) = %+v, want nothing", value, got)
		}
	}
}

func TestParseStopRef(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]view.StopRef{
		view.StopRef{SubscriptionID: "ABC", MeetingID: "914083136"}.String(): {SubscriptionID: "ABC", MeetingID: "914083136"},
		"ABC": {SubscriptionID: "ABC"}, "": {},
	} {
		if got := view.ParseStopRef(value); got != want {
			t.Errorf("ParseStopRef(%q) = %+v, want %+v", value, got, want)
		}
	}
}

func TestParseUndoRef(t *testing.T) {
	t.Parallel()
	for _, want := range []view.UndoRef{
		{ChannelID: "C1", MeetingID: "914083136", Leads: []time.Duration{time.Hour, 10 * time.Minute, 0}, SetBy: "U1", Page: 12},
		{ChannelID: "U1", MeetingID: "1", Leads: []time.Duration{7 * 24 * time.Hour}, SetBy: "U1"},
	} {
		if got, ok := view.ParseUndoRef(want.String()); !ok || !cmp.Equal(got, want) {
			t.Errorf("ParseUndoRef(%q) = %+v, %v", want, got, ok)
		}
	}
	for _, value := range []string{
		"", "C1:914083136:60:U1", "C1:914083136::U1:0", "C1:914083136:60,:U1:0", "C1:914083136:060:U1:0", "C1:914083136:60:U1:-1",
		"C1:914083136:60:U1:10000", "C1:914083136:x:U1:0", "C1:914x:60:U1:0", ":914083136:60:U1:0", "C1:914083136:60:U1:0:0",
		"C1:914083136:99999999999:U1:0",
	} {
		if got, ok := view.ParseUndoRef(value); ok {
			t.Errorf("ParseUndoRef(%q) = %+v, want nothing", value, got)
		}
	}
}
