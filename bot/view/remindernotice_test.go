package view_test

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"meetingbot/bot/view"
	"meetingbot/internal/secret"
	"meetingbot/meeting"
)

// noticeFacts describe a notice with every fact that the API can send.
func noticeFacts(t *testing.T, edits ...func(*view.NoticeFacts)) view.NoticeFacts {
	t.Helper()
	s := snapshot(t, ordinary, fullMeeting)
	f := view.NoticeFacts{
		ReminderFacts: reminderFacts(), End: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC), Booker: "Ana García", Setter: "Bo <b@example.com>",
		MeetingID: "914083136", NoticeID: "N1", Meeting: s.Conference, Live: view.LiveFacts{In: -1, Now: now()},
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

func about(a view.About) func(*view.NoticeFacts) {
	return func(f *view.NoticeFacts) { f.About = a }
}

// overrunning describes a notice of a meeting that ends in three minutes, with so many
// in it.
func overrunning(t *testing.T, in int, edits ...func(*view.NoticeFacts)) view.NoticeFacts {
	t.Helper()
	return noticeFacts(t, append([]func(*view.NoticeFacts){startsAt(9, 33), about(view.AboutOverrun), func(f *view.NoticeFacts) {
		f.Live.Phase, f.Live.In, f.End = view.PhaseRunning, in, time.Date(2026, 11, 23, 10, 33, 0, 0, time.UTC)
	}}, edits...)...)
}

func noticeCases(t *testing.T) map[string]view.NoticeFacts {
	t.Helper()
	as := func(p view.Phase) func(*view.NoticeFacts) { return func(f *view.NoticeFacts) { f.Live.Phase = p } }
	return map[string]view.NoticeFacts{
		"upcoming":       noticeFacts(t),
		"hour":           noticeFacts(t, startsAt(11, 30)),
		"now":            noticeFacts(t, startsAt(10, 30)),
		"started":        noticeFacts(t, startsAt(10, 28)),
		"stale":          noticeFacts(t, stale),
		"running":        noticeFacts(t, as(view.PhaseRunning)),
		"over":           noticeFacts(t, as(view.PhaseOver)),
		"late":           noticeFacts(t, startsAt(10, 25), about(view.AboutLate)),
		"late_you":       noticeFacts(t, startsAt(10, 25), about(view.AboutLate), func(f *view.NoticeFacts) { f.Channel = "" }),
		"late_running":   noticeFacts(t, startsAt(10, 25), about(view.AboutLate), as(view.PhaseRunning)),
		"late_void":      noticeFacts(t, startsAt(10, 25), about(view.AboutLate), as(view.PhaseVoid)),
		"overrun":        overrunning(t, 4),
		"overrun_one":    overrunning(t, 1),
		"overrun_long":   overrunning(t, 10_000, func(f *view.NoticeFacts) { withLongSubject(&f.ReminderFacts) }),
		"overrun_beyond": overrunning(t, 4, func(f *view.NoticeFacts) { f.End = f.End.Add(-10 * time.Minute) }),
		"overrun_over":   overrunning(t, 4, as(view.PhaseOver)),
		"void":           noticeFacts(t, as(view.PhaseVoid)),
		"private":        noticeFacts(t, func(f *view.NoticeFacts) { f.Channel = "" }),
		"snoozed":        noticeFacts(t, func(f *view.NoticeFacts) { f.ID = "" }),
		"marked":         noticeFacts(t, func(f *view.NoticeFacts) { withMarkupText(&f.ReminderFacts); f.Booker = markup }),
		"long":           noticeFacts(t, func(f *view.NoticeFacts) { withLongSubject(&f.ReminderFacts); f.Booker = meeting.Name(f.Subject) }),
		"number":         noticeFacts(t, func(f *view.NoticeFacts) { f.Booker = "+86 138-0013-8000"; f.Subject = "" }),
		"long_link": noticeFacts(t, func(f *view.NoticeFacts) {
			f.Meeting.GuestJoin = secret.Secret("https://meeting.example.com/" + strings.Repeat("&", 450))
		}),
	}
}

// A notice has no secret, not even the guest password, because a channel sees it.
func TestReminderNotice(t *testing.T) {
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
				hidden := view.Facts{Meeting: snapshot(t, ordinary, fullMeeting)} // Password is false: the guest password is a secret, too
				for _, secret := range secrets(hidden) {
					if bytes.Contains(raw, []byte(secret)) {
						t.Errorf("the reminder has %q in it, which nobody may see", secret)
					}
				}
			})
		}
	}
}

// There is no golden without a case.
func TestNoticeGoldensAreAllUsed(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join("testdata", "reminder_*.golden.json"))
	if err != nil {
		t.Fatal(err)
	}
	if want := len(noticeCases(t)) * len(localizers(t)); len(files) != want {
		t.Errorf("%d goldens of reminders for %d cases", len(files), want)
	}
}
