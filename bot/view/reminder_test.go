package view_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"
	"gotest.tools/v3/golden"

	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/internal/secret"
	"meetingbot/playground/blockkit"
)

const markup = "*b* _i_ ~s~ `c` <!channel> <@U1> &amp; <https://evil.example.com|Join> @here\n> quote"

// now is half past ten of universal time on a Monday.
func now() time.Time { return time.Date(2026, 11, 23, 10, 30, 40, 0, time.UTC) }

func newReader(t *testing.T, loc text.Localizer) view.Reader {
	t.Helper()
	return view.Reader{Localizer: loc, Now: now(), Zone: zone(t, "Asia/Shanghai")}
}

// promise is one to a channel, changed.
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

func toPerson(f *view.ReminderFacts)       { f.Channel = "" }
func withoutStart(f *view.ReminderFacts)   { f.Start = time.Time{} }
func withMarkupText(f *view.ReminderFacts) { f.Subject, f.Number, f.SetBy = markup, markup, markup }
func withLongSubject(f *view.ReminderFacts) {
	f.Subject = strings.Repeat("关于年度预算与项目进度的讨论会议", 32)
}

func withLeads(leads ...time.Duration) func(*view.ReminderFacts) {
	return func(f *view.ReminderFacts) { f.Leads = leads }
}
func withAmpersands(f *view.ReminderFacts) { f.Subject = strings.Repeat("&", 150) }
func withLongLeads(f *view.ReminderFacts) {
	const most = 6*24*time.Hour + 22*time.Hour
	f.Leads = []time.Duration{most + time.Hour, most, most - time.Hour, most - 2*time.Hour, most - 3*time.Hour}
}
func suspended(f *view.ReminderFacts) { f.Problem = text.SuspendedNotInvited }

// reminding is a reminder with every fact that the API may tell.
func noticeFacts(t *testing.T, edits ...func(*view.NoticeFacts)) view.NoticeFacts {
	t.Helper()
	s := snapshot(t, ordinary, fullMeeting)
	f := view.NoticeFacts{
		ReminderFacts: reminderFacts(), End: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC), Booker: "Ana García",
		MeetingID: "914083136", NoticeID: "N1", Meeting: s.Conference,
	}
	for _, edit := range edits {
		edit(&f)
	}
	return f
}

func startsAt(hour, minute int) func(*view.NoticeFacts) {
	return func(f *view.NoticeFacts) { f.Start = time.Date(2026, 11, 23, hour, minute, 0, 0, time.UTC) }
}

func stale(f *view.NoticeFacts) {
	f.Meeting, f.ReadAt, f.End = nil, time.Date(2026, 11, 23, 9, 5, 0, 0, time.UTC), time.Time{}
}

func noticeCases(t *testing.T) map[string]view.NoticeFacts {
	t.Helper()
	as := func(p view.Phase) func(*view.NoticeFacts) { return func(f *view.NoticeFacts) { f.Phase = p } }
	return map[string]view.NoticeFacts{
		"ahead":   noticeFacts(t),
		"hour":    noticeFacts(t, startsAt(11, 30)),
		"now":     noticeFacts(t, startsAt(10, 30)),
		"started": noticeFacts(t, startsAt(10, 28)),
		"memory":  noticeFacts(t, stale),
		"running": noticeFacts(t, as(view.PhaseRunning)),
		"over":    noticeFacts(t, as(view.PhaseOver)),
		"private": noticeFacts(t, func(f *view.NoticeFacts) { f.Channel = "" }),
		"snoozed": noticeFacts(t, func(f *view.NoticeFacts) { f.ID = "" }),
		"marked":  noticeFacts(t, func(f *view.NoticeFacts) { withMarkupText(&f.ReminderFacts); f.Booker = markup }),
		"long":    noticeFacts(t, func(f *view.NoticeFacts) { withLongSubject(&f.ReminderFacts); f.Booker = f.Subject }),
		"number":  noticeFacts(t, func(f *view.NoticeFacts) { f.Booker = "+86 138-0013-8000"; f.Subject = "" }),
		"long_link": noticeFacts(t, func(f *view.NoticeFacts) {
			f.Meeting.GuestJoin = secret.Secret("https://meeting.example.com/" + strings.Repeat("&", 450))
		}),
	}
}

// What everybody in a channel reads holds no secret, not even the password for
// guests.
func TestReminders(t *testing.T) {
	t.Parallel()
	for lang, loc := range localizers(t) {
		for name, f := range noticeCases(t) {
			t.Run(name+"_"+lang, func(t *testing.T) {
				t.Parallel()
				r := newReader(t, loc)
				if name != "private" && name != "snoozed" {
					r.Zone = nil
				}
				raw := check(t, "reminder_"+name+"_"+lang, view.ReminderNotice(r, f))
				hidden := view.Facts{Meeting: snapshot(t, ordinary, fullMeeting)} // of somebody who may see no password
				for _, secret := range secrets(hidden) {
					if bytes.Contains(raw, []byte(secret)) {
						t.Errorf("the reminder has %q in it, which nobody may see", secret)
					}
				}
			})
		}
	}
}

// promised is n promises, those of one page.
func reminderList(n, page, total int, edits ...func(*view.ReminderFacts)) view.ReminderListFacts {
	f := view.ReminderListFacts{Page: page, Total: total}
	for i := range n {
		f.Reminders = append(f.Reminders, reminderFacts(append(edits, func(f *view.ReminderFacts) { f.ID = fmt.Sprintf("%026d", i) })...))
	}
	return f
}

func TestPromises(t *testing.T) {
	t.Parallel()
	made := func(f view.SetFacts) func(view.Reader) view.Message {
		return func(r view.Reader) view.Message { return view.ReminderSet(r, f) }
	}
	list := func(f view.ReminderListFacts) func(view.Reader) view.Message {
		return func(r view.Reader) view.Message { return view.Reminders(r, "/meeting", f) }
	}
	tests := map[string]func(view.Reader) view.Message{
		"set":         made(view.SetFacts{ReminderFacts: reminderFacts()}),
		"set_you":     made(view.SetFacts{ReminderFacts: reminderFacts(toPerson)}),
		"hint":        made(view.SetFacts{ReminderFacts: reminderFacts(), Hint: text.HintInvite}),
		"archived":    made(view.SetFacts{ReminderFacts: reminderFacts(), Hint: text.HintArchived}),
		"already":     made(view.SetFacts{ReminderFacts: reminderFacts(), Already: true}),
		"already_you": made(view.SetFacts{ReminderFacts: reminderFacts(toPerson), Already: true}),
		"changed":     made(view.SetFacts{ReminderFacts: reminderFacts(withoutStart), Before: []time.Duration{36 * time.Hour}}),
		"changed_you": made(view.SetFacts{ReminderFacts: reminderFacts(toPerson), Before: []time.Duration{time.Minute}}),
		"at_start":    made(view.SetFacts{ReminderFacts: reminderFacts(withLeads(time.Hour, 30*time.Minute, 0)), Before: []time.Duration{0}}),
		"late":        made(view.SetFacts{ReminderFacts: reminderFacts(withLeads(time.Hour)), Missed: []time.Duration{time.Hour}}),
		"late_some":   made(view.SetFacts{ReminderFacts: reminderFacts(), Missed: []time.Duration{time.Hour, 15 * time.Minute}}),
		"late_once": made(view.SetFacts{
			ReminderFacts: reminderFacts(toPerson), Missed: reminderFacts().Leads, Resumes: reminderFacts().Start.AddDate(0, 0, 1),
		}),
		"marked":    made(view.SetFacts{ReminderFacts: reminderFacts(withMarkupText)}),
		"long":      made(view.SetFacts{ReminderFacts: reminderFacts(withLongSubject)}),
		"list":      list(reminderList(3, 3, 23)),
		"list_full": list(reminderList(10, 2, 23, withLongSubject, suspended)),
		"list_amps": list(reminderList(10, 9999, 99_990, withAmpersands, suspended, withLongLeads)),
		"list_one":  list(reminderList(1, 1, 1, withoutStart)),
		"list_none": list(view.ReminderListFacts{Page: 1}),
		"list_you": func(r view.Reader) view.Message {
			f := reminderList(2, 1, 2, toPerson)
			f.Private = true
			return view.Reminders(r, "/meeting", f)
		},
		"list_none_you": list(view.ReminderListFacts{Page: 1, Private: true}),
		"stopped":       func(r view.Reader) view.Message { return view.Stopped(r.Localizer, reminderFacts()) },
		"stopped_you":   func(r view.Reader) view.Message { return view.Stopped(r.Localizer, reminderFacts(toPerson)) },
		"stopped_by": func(r view.Reader) view.Message {
			return view.StoppedBy(r.Localizer, "/meeting", "U7", reminderFacts())
		},
		"stopped_unheard": func(r view.Reader) view.Message {
			return view.StoppedToSetter(r.Localizer, "/meeting", "U7", reminderFacts())
		},
		"unheard_marked": func(r view.Reader) view.Message {
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
				check(t, "promise_"+name+"_"+lang, message(newReader(t, loc)))
			})
		}
	}
}

func TestNewsOfMeetings(t *testing.T) {
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

func TestReminderForms(t *testing.T) {
	t.Parallel()
	form := view.FormFacts{FormState: view.FormState{MeetingID: "914083136", SubscriptionID: "SUB1"}, Number: "914083136", Leads: "1h 10m", Channel: "C024BE7LR"}
	known, alone, foreign := form, form, form
	known.Known, known.Subject, known.Start = true, strings.Repeat("关于年度预算与项目进度的讨论会议", 32), now().Add(time.Hour)
	alone.Private, alone.Channel = true, ""
	foreign.Known, foreign.Subject = true, markup
	for lang, loc := range localizers(t) {
		for name, m := range map[string]func(view.Reader) slack.ModalViewRequest{
			"form":         func(r view.Reader) slack.ModalViewRequest { return view.ReminderForm(r, form) },
			"form_known":   func(r view.Reader) slack.ModalViewRequest { return view.ReminderForm(r, known) },
			"form_private": func(r view.Reader) slack.ModalViewRequest { return view.ReminderForm(r, alone) },
			"form_marked":  func(r view.Reader) slack.ModalViewRequest { return view.ReminderForm(r, foreign) },
			"remark": func(r view.Reader) slack.ModalViewRequest {
				return view.InfoModal(r.Localizer, view.ReminderSet(r, view.SetFacts{ReminderFacts: reminderFacts(withLongSubject)}))
			},
		} {
			t.Run(name+"_"+lang, func(t *testing.T) {
				t.Parallel()
				checkModal(t, "modal_"+name+"_"+lang, m(newReader(t, loc)))
			})
		}
	}
}

// checkModal compares a modal with its golden and with Slack's limits.
func checkModal(t *testing.T, name string, m slack.ModalViewRequest) {
	t.Helper()
	var raw bytes.Buffer
	e := json.NewEncoder(&raw)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(m); err != nil {
		t.Fatal(err)
	}
	for _, p := range blockkit.CheckView(raw.Bytes()) {
		t.Errorf("Slack would refuse the modal: %s", p)
	}
	golden.Assert(t, raw.String(), name+".golden.json")
}

func TestParseListed(t *testing.T) {
	t.Parallel()
	want := view.ListedReminder{ID: "ABC", Page: 12}
	if got, ok := view.ParseListedReminder(want.String()); !ok || got != want {
		t.Errorf("ParseListed(%q) = %+v, %v", want, got, ok)
	}
	for _, value := range []string{"", "ABC", "ABC:", ":1", "ABC:0", "ABC:x", "ABC:10000", "ABC:-1"} {
		if got, ok := view.ParseListedReminder(value); ok {
			t.Errorf("ParseListed(%q) = %+v, want nothing", value, got)
		}
	}
}

func TestParseStop(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]view.StopRef{
		view.StopRef{SubscriptionID: "ABC", MeetingID: "914083136"}.String(): {SubscriptionID: "ABC", MeetingID: "914083136"},
		"ABC": {SubscriptionID: "ABC"}, "": {},
	} {
		if got := view.ParseStopRef(value); got != want {
			t.Errorf("ParseStop(%q) = %+v, want %+v", value, got, want)
		}
	}
}

func TestParseForm(t *testing.T) {
	t.Parallel()
	for _, want := range []view.FormState{{MeetingID: "914083136"}, {MeetingID: "914083136", SubscriptionID: "ABC"}} {
		if got, ok := view.ParseFormState(want.String()); !ok || got != want {
			t.Errorf("ParseForm(%q) = %+v, %v", want, got, ok)
		}
	}
	for _, metadata := range []string{"", "914083136", " ABC", "x ABC", strings.Repeat("9", 33) + " ABC"} {
		if got, ok := view.ParseFormState(metadata); ok {
			t.Errorf("ParseForm(%q) = %+v, want nothing", metadata, got)
		}
	}
}

// No golden is left from a case that no longer exists.
func TestReminderGoldensAreAllUsed(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join("testdata", "reminder_*.golden.json"))
	if err != nil {
		t.Fatal(err)
	}
	if want := len(noticeCases(t)) * len(localizers(t)); len(files) != want {
		t.Errorf("%d goldens of reminders for %d cases", len(files), want)
	}
}
