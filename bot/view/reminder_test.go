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

const mark = "*b* _i_ ~s~ `c` <!channel> <@U1> &amp; <https://evil.example.com|Join> @here\n> quote"

// now is half past ten of universal time on a Monday.
func now() time.Time { return time.Date(2026, 11, 23, 10, 30, 40, 0, time.UTC) }

func reader(t *testing.T, say text.Localizer) view.Reader {
	t.Helper()
	return view.Reader{Say: say, Now: now(), Zone: zone(t, "Asia/Shanghai")}
}

// promise is one to a channel, changed.
func promise(edits ...func(*view.ReminderFacts)) view.ReminderFacts {
	p := view.ReminderFacts{
		ID: "ABCDEFGHIJKLMNOPQRSTUVWXYZ", Subject: "Weekly sync", Number: "914083136",
		Start: time.Date(2026, 11, 23, 10, 42, 0, 0, time.UTC), Leads: []time.Duration{time.Hour, 10 * time.Minute, time.Minute},
		SetBy: "U024BE7LH", Channel: "C024BE7LR",
	}
	for _, edit := range edits {
		edit(&p)
	}
	return p
}

func privately(p *view.ReminderFacts) { p.Channel = "" }
func nothing(p *view.ReminderFacts)   { p.Start = time.Time{} }
func markedUp(p *view.ReminderFacts)  { p.Subject, p.Number, p.SetBy = mark, mark, mark }
func long(p *view.ReminderFacts) {
	p.Subject = strings.Repeat("关于年度预算与项目进度的讨论会议", 32)
}

func early(leads ...time.Duration) func(*view.ReminderFacts) {
	return func(p *view.ReminderFacts) { p.Leads = leads }
}
func ampersands(p *view.ReminderFacts) { p.Subject = strings.Repeat("&", 150) }
func often(p *view.ReminderFacts) {
	const most = 6*24*time.Hour + 22*time.Hour
	p.Leads = []time.Duration{most + time.Hour, most, most - time.Hour, most - 2*time.Hour, most - 3*time.Hour}
}
func parked(p *view.ReminderFacts) { p.Problem = text.SuspendedNotInvited }

// reminding is a reminder with every fact that the API may tell.
func reminding(t *testing.T, edits ...func(*view.Reminding)) view.Reminding {
	t.Helper()
	s := snapshot(t, ordinary, lively)
	f := view.Reminding{
		ReminderFacts: promise(), End: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC), Booker: "Ana García",
		MeetingID: "914083136", NoticeID: "N1", Meeting: s.Conference,
	}
	for _, edit := range edits {
		edit(&f)
	}
	return f
}

func startsAt(hour, minute int) func(*view.Reminding) {
	return func(f *view.Reminding) { f.Start = time.Date(2026, 11, 23, hour, minute, 0, 0, time.UTC) }
}

func remembered(f *view.Reminding) {
	f.Meeting, f.ReadAt, f.End = nil, time.Date(2026, 11, 23, 9, 5, 0, 0, time.UTC), time.Time{}
}

func reminders(t *testing.T) map[string]view.Reminding {
	t.Helper()
	as := func(p view.Phase) func(*view.Reminding) { return func(f *view.Reminding) { f.Phase = p } }
	return map[string]view.Reminding{
		"ahead":   reminding(t),
		"hour":    reminding(t, startsAt(11, 30)),
		"now":     reminding(t, startsAt(10, 30)),
		"started": reminding(t, startsAt(10, 28)),
		"memory":  reminding(t, remembered),
		"running": reminding(t, as(view.Running)),
		"over":    reminding(t, as(view.Over)),
		"private": reminding(t, func(f *view.Reminding) { f.Channel = "" }),
		"snoozed": reminding(t, func(f *view.Reminding) { f.ID = "" }),
		"marked":  reminding(t, func(f *view.Reminding) { markedUp(&f.ReminderFacts); f.Booker = mark }),
		"long":    reminding(t, func(f *view.Reminding) { long(&f.ReminderFacts); f.Booker = f.Subject }),
		"number":  reminding(t, func(f *view.Reminding) { f.Booker = "+86 138-0013-8000"; f.Subject = "" }),
		"long_link": reminding(t, func(f *view.Reminding) {
			f.Meeting.GuestJoin = secret.Secret("https://meeting.example.com/" + strings.Repeat("&", 450))
		}),
	}
}

// What everybody in a channel reads holds no secret, not even the password for
// guests.
func TestReminders(t *testing.T) {
	t.Parallel()
	for lang, say := range speakers(t) {
		for name, f := range reminders(t) {
			t.Run(name+"_"+lang, func(t *testing.T) {
				t.Parallel()
				r := reader(t, say)
				if name != "private" && name != "snoozed" {
					r.Zone = nil
				}
				raw := check(t, "reminder_"+name+"_"+lang, view.Reminder(r, f))
				hidden := view.Facts{Meeting: snapshot(t, ordinary, lively)} // of somebody who may see no password
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
func promised(n, page, total int, edits ...func(*view.ReminderFacts)) view.ReminderListFacts {
	p := view.ReminderListFacts{Page: page, Total: total}
	for i := range n {
		p.Reminders = append(p.Reminders, promise(append(edits, func(p *view.ReminderFacts) { p.ID = fmt.Sprintf("%026d", i) })...))
	}
	return p
}

func TestPromises(t *testing.T) {
	t.Parallel()
	made := func(m view.SetFacts) func(view.Reader) view.Message {
		return func(r view.Reader) view.Message { return view.ReminderSet(r, m) }
	}
	list := func(p view.ReminderListFacts) func(view.Reader) view.Message {
		return func(r view.Reader) view.Message { return view.Reminders(r, "/meeting", p) }
	}
	tests := map[string]func(view.Reader) view.Message{
		"set":         made(view.SetFacts{ReminderFacts: promise()}),
		"set_you":     made(view.SetFacts{ReminderFacts: promise(privately)}),
		"hint":        made(view.SetFacts{ReminderFacts: promise(), Hint: text.HintInvite}),
		"archived":    made(view.SetFacts{ReminderFacts: promise(), Hint: text.HintArchived}),
		"already":     made(view.SetFacts{ReminderFacts: promise(), Already: true}),
		"already_you": made(view.SetFacts{ReminderFacts: promise(privately), Already: true}),
		"changed":     made(view.SetFacts{ReminderFacts: promise(nothing), Before: []time.Duration{36 * time.Hour}}),
		"changed_you": made(view.SetFacts{ReminderFacts: promise(privately), Before: []time.Duration{time.Minute}}),
		"at_start":    made(view.SetFacts{ReminderFacts: promise(early(time.Hour, 30*time.Minute, 0)), Before: []time.Duration{0}}),
		"late":        made(view.SetFacts{ReminderFacts: promise(early(time.Hour)), Missed: []time.Duration{time.Hour}}),
		"late_some":   made(view.SetFacts{ReminderFacts: promise(), Missed: []time.Duration{time.Hour, 15 * time.Minute}}),
		"late_once": made(view.SetFacts{
			ReminderFacts: promise(privately), Missed: promise().Leads, Resumes: promise().Start.AddDate(0, 0, 1),
		}),
		"marked":    made(view.SetFacts{ReminderFacts: promise(markedUp)}),
		"long":      made(view.SetFacts{ReminderFacts: promise(long)}),
		"list":      list(promised(3, 3, 23)),
		"list_full": list(promised(10, 2, 23, long, parked)),
		"list_amps": list(promised(10, 9999, 99_990, ampersands, parked, often)),
		"list_one":  list(promised(1, 1, 1, nothing)),
		"list_none": list(view.ReminderListFacts{Page: 1}),
		"list_you": func(r view.Reader) view.Message {
			p := promised(2, 1, 2, privately)
			p.Private = true
			return view.Reminders(r, "/meeting", p)
		},
		"list_none_you": list(view.ReminderListFacts{Page: 1, Private: true}),
		"stopped":       func(r view.Reader) view.Message { return view.Stopped(r.Say, promise()) },
		"stopped_you":   func(r view.Reader) view.Message { return view.Stopped(r.Say, promise(privately)) },
		"stopped_by":    func(r view.Reader) view.Message { return view.StoppedBy(r.Say, "/meeting", "U7", promise()) },
		"stopped_unheard": func(r view.Reader) view.Message {
			return view.StoppedToSetter(r.Say, "/meeting", "U7", promise())
		},
		"unheard_marked": func(r view.Reader) view.Message {
			return view.StoppedToSetter(r.Say, mark, mark, promise(markedUp))
		},
		"stopped_marked": func(r view.Reader) view.Message { return view.StoppedBy(r.Say, mark, mark, promise(markedUp)) },
		"nothing":        func(r view.Reader) view.Message { return view.NothingAhead(r.Say, "Budget", "914083136") },
		"usage_which":    func(r view.Reader) view.Message { return view.RemindUsage(r.Say, "/meeting", text.RemindWhich) },
		"usage_many":     func(r view.Reader) view.Message { return view.RemindUsage(r.Say, "/meeting", text.LeadsTooMany) },
		"snoozed":        func(r view.Reader) view.Message { return view.SnoozedUntil(r, now()) },
		"gone":           func(r view.Reader) view.Message { return view.Notice(r.Say, text.ReminderGone) },
		"unknown":        func(r view.Reader) view.Message { return view.About(r.Say, text.ReminderUnknown, "914083136") },
		"unknown_you":    func(r view.Reader) view.Message { return view.About(r.Say, text.ReminderUnknownYou, "914083136") },
		"snooze_late":    func(r view.Reader) view.Message { return view.Notice(r.Say, text.SnoozeLate) },
	}
	for lang, say := range speakers(t) {
		for name, message := range tests {
			t.Run(name+"_"+lang, func(t *testing.T) {
				t.Parallel()
				check(t, "promise_"+name+"_"+lang, message(reader(t, say)))
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
	change := func(a view.ChangeFacts) func(view.Reader) view.Message {
		return func(r view.Reader) view.Message { return view.Change(r, a) }
	}
	warning := func(sentence text.Key, edits ...func(*view.ReminderFacts)) func(view.Reader) view.Message {
		return func(r view.Reader) view.Message { return view.Warning(r.Say, "/meeting", sentence, promise(edits...)) }
	}
	tests := map[string]func(view.Reader) view.Message{
		"change_cancelled":    change(view.ChangeFacts{ReminderFacts: promise(), Cancelled: true}),
		"change_moved":        change(view.ChangeFacts{ReminderFacts: promise(), Moved: many[:1]}),
		"change_many":         change(view.ChangeFacts{ReminderFacts: promise(long), Moved: many, Dropped: []time.Time{at(24), at(25)}}),
		"change_dropped":      change(view.ChangeFacts{ReminderFacts: promise(markedUp), Dropped: []time.Time{at(24)}}),
		"warn_not_invited":    warning(text.WarnNotInvited),
		"warn_archived":       warning(text.WarnArchived),
		"warn_gone":           warning(text.WarnGone),
		"warn_revoked":        warning(text.WarnRevoked),
		"warn_revoked_you":    warning(text.WarnRevoked, privately),
		"warn_restricted":     warning(text.WarnRestricted),
		"warn_access_lost":    warning(text.WarnAccessLost),
		"warn_account_lost":   warning(text.WarnAccountLost),
		"warn_account_marked": warning(text.WarnAccountLost, markedUp),
	}
	for lang, say := range speakers(t) {
		for name, message := range tests {
			t.Run(name+"_"+lang, func(t *testing.T) {
				t.Parallel()
				check(t, name+"_"+lang, message(reader(t, say)))
			})
		}
	}
}

func TestReminderForms(t *testing.T) {
	t.Parallel()
	form := view.FormFacts{Form: view.Form{MeetingID: "914083136", SubscriptionID: "SUB1"}, Number: "914083136", Leads: "1h 10m", Channel: "C024BE7LR"}
	known, alone, foreign := form, form, form
	known.Known, known.Subject, known.Start = true, strings.Repeat("关于年度预算与项目进度的讨论会议", 32), now().Add(time.Hour)
	alone.Private, alone.Channel = true, ""
	foreign.Known, foreign.Subject = true, mark
	for lang, say := range speakers(t) {
		for name, m := range map[string]func(view.Reader) slack.ModalViewRequest{
			"form":         func(r view.Reader) slack.ModalViewRequest { return view.ReminderForm(r, form) },
			"form_known":   func(r view.Reader) slack.ModalViewRequest { return view.ReminderForm(r, known) },
			"form_private": func(r view.Reader) slack.ModalViewRequest { return view.ReminderForm(r, alone) },
			"form_marked":  func(r view.Reader) slack.ModalViewRequest { return view.ReminderForm(r, foreign) },
			"remark": func(r view.Reader) slack.ModalViewRequest {
				return view.InfoModal(r.Say, view.ReminderSet(r, view.SetFacts{ReminderFacts: promise(long)}))
			},
		} {
			t.Run(name+"_"+lang, func(t *testing.T) {
				t.Parallel()
				checkModal(t, "modal_"+name+"_"+lang, m(reader(t, say)))
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
	for value, want := range map[string]view.Stop{
		view.Stop{SubscriptionID: "ABC", MeetingID: "914083136"}.String(): {SubscriptionID: "ABC", MeetingID: "914083136"},
		"ABC": {SubscriptionID: "ABC"}, "": {},
	} {
		if got := view.ParseStop(value); got != want {
			t.Errorf("ParseStop(%q) = %+v, want %+v", value, got, want)
		}
	}
}

func TestParseForm(t *testing.T) {
	t.Parallel()
	for _, want := range []view.Form{{MeetingID: "914083136"}, {MeetingID: "914083136", SubscriptionID: "ABC"}} {
		if got, ok := view.ParseForm(want.String()); !ok || got != want {
			t.Errorf("ParseForm(%q) = %+v, %v", want, got, ok)
		}
	}
	for _, metadata := range []string{"", "914083136", " ABC", "x ABC", strings.Repeat("9", 33) + " ABC"} {
		if got, ok := view.ParseForm(metadata); ok {
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
	if want := len(reminders(t)) * len(speakers(t)); len(files) != want {
		t.Errorf("%d goldens of reminders for %d cases", len(files), want)
	}
}
