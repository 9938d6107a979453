package view_test

import (
	"strings"
	"testing"
	"time"

	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/meeting"
)

// bookings are cards of meetings that were booked, by the names of their goldens.
func bookings(t *testing.T) map[string]view.BookedFacts {
	t.Helper()
	m := snapshot(t, ordinary, fullMeeting)
	now := facts(t, m).Now
	ready := view.BookedFacts{
		MeetingID: "914083136", Meeting: m.Conference, Occurrence: meeting.Occurrence{Start: now.Add(-time.Minute), End: now.Add(59 * time.Minute)},
		Booked: text.BookedForHost, Who: "Ana Morel", Live: view.LiveFacts{In: -1, Now: now},
	}
	with := func(change func(*view.BookedFacts)) view.BookedFacts {
		changed := ready
		change(&changed)
		return changed
	}
	return map[string]view.BookedFacts{
		"ready":    ready,
		"self":     with(func(f *view.BookedFacts) { f.Booked, f.Zone = text.BookedBySelf, time.FixedZone("CST", 8*60*60) }),
		"later":    with(func(f *view.BookedFacts) { f.Occurrence = m.Conference.Current(now) }),
		"idle":     with(func(f *view.BookedFacts) { f.Idle = true }),
		"running":  with(func(f *view.BookedFacts) { f.Live.Phase, f.Idle = view.PhaseRunning, true }),
		"over":     with(func(f *view.BookedFacts) { f.Live.Phase, f.Meeting, f.Subject = view.PhaseOver, nil, "Budget & plan" }),
		"void":     with(func(f *view.BookedFacts) { f.Live.Phase, f.Meeting, f.Subject = view.PhaseVoid, nil, "Budget & plan" }),
		"nameless": with(func(f *view.BookedFacts) { f.Booked, f.Who = text.BookedFor, "" }),
		"markup": with(func(f *view.BookedFacts) {
			f.Meeting, f.Who = snapshot(t, ordinary, fullMeeting, withMarkup).Conference, "<!channel> *x*"
		}),
	}
}

func TestBooked(t *testing.T) {
	t.Parallel()
	for lang, loc := range localizers(t) {
		for name, f := range bookings(t) {
			t.Run(name+"_"+lang, func(t *testing.T) {
				t.Parallel()
				check(t, "booked_"+name+"_"+lang, view.Booked(loc, f))
			})
		}
		for name, m := range map[string]view.Message{
			"unsure":   view.BookingUnsure(loc, "Budget & <plan>", "0123456789abcdef0123456789abcdef"),
			"untitled": view.BookingUnsure(loc, "", "0123456789abcdef0123456789abcdef"),
			"missing":  view.BookingMissing(loc, strings.Repeat("Budget ", 18)),
		} {
			t.Run(name+"_"+lang, func(t *testing.T) {
				t.Parallel()
				check(t, "booking_"+name+"_"+lang, m)
			})
		}
	}
}
