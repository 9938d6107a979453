package view_test

import (
	"strings"
	"testing"
	"time"

	"meetingbot/bot/view"
)

// liveFacts are what messages say that follow their meeting, by the names of their
// goldens. Whatever the facts of a message are besides, these apply to it.
func liveFacts() map[string]view.LiveFacts {
	record := view.RecordFacts{
		Began: time.Date(2026, 11, 23, 10, 45, 0, 0, time.UTC), Lasted: 47*time.Minute + 20*time.Second, Came: 12, Invited: 42, Recording: true,
	}
	running := view.LiveFacts{Phase: view.PhaseRunning, In: 5, Invited: 42, Now: now()}
	with := func(f view.LiveFacts, change func(*view.LiveFacts)) view.LiveFacts {
		f.Record = new(record)
		change(&f)
		return f
	}
	over := view.LiveFacts{Phase: view.PhaseOver, In: -1, Now: now()}
	return map[string]view.LiveFacts{
		"counted":   running,
		"nobody":    {Phase: view.PhaseRunning, In: 0, Invited: 1, Now: now()},
		"one":       {Phase: view.PhaseRunning, In: 1, Now: now()},
		"uncounted": {Phase: view.PhaseRunning, In: -1, Invited: 42, Now: now()},
		"called":    {Phase: view.PhaseRunning, In: 5, Invited: 42, Call: "R0123ABC", Now: now()},
		"call_over": {Phase: view.PhaseOver, In: -1, Call: "R0123ABC", Now: now()},
		"call_done": with(over, func(f *view.LiveFacts) { f.Call = "R0123ABC" }),
		"record":    with(over, func(*view.LiveFacts) {}),
		"unplayed":  with(over, func(f *view.LiveFacts) { f.Record.Recording, f.Record.Came = false, 1 }),
		"length":    with(over, func(f *view.LiveFacts) { f.Record = &view.RecordFacts{Lasted: 2 * time.Hour} }),
		"unknown":   with(over, func(f *view.LiveFacts) { f.Record = &view.RecordFacts{Invited: 42} }),
	}
}

// Every message that follows its meeting says the same of it.
func TestLive(t *testing.T) {
	t.Parallel()
	for lang, loc := range localizers(t) {
		for name, l := range liveFacts() {
			t.Run(name+"_"+lang, func(t *testing.T) {
				t.Parallel()
				u, b, n := unfurls(t)["upcoming"], bookings(t)["ready"], noticeFacts(t)
				u.Live, b.Live, n.Live = l, l, l
				u.Occurrence.Start, b.Occurrence = u.Occurrence.Start.Add(-time.Hour), u.Occurrence
				check(t, "live_unfurl_"+name+"_"+lang, view.Unfurl(loc, u))
				check(t, "live_booked_"+name+"_"+lang, view.Booked(loc, b))
				check(t, "live_notice_"+name+"_"+lang, view.ReminderNotice(view.Reader{Localizer: loc, Now: now()}, n))
			})
		}
	}
}

// Other organisations do not read who is in it, who came, or more of when that was than
// is booked.
func TestBareUnfurlHasNoCounts(t *testing.T) {
	t.Parallel()
	for lang, loc := range localizers(t) {
		for name, l := range liveFacts() {
			f := unfurls(t)["bare"]
			f.Live = view.LiveFacts{Phase: l.Phase, In: -1, Now: l.Now}
			want := string(marshal(t, view.Unfurl(loc, f)))
			f.Live = l
			if got := string(marshal(t, view.Unfurl(loc, f))); got != want {
				t.Errorf("%s of %s is\n%s\nwant what is shown where nothing is known:\n%s", name, lang, got, want)
			}
		}
	}
}

// A message stays for as long as the channel: it has no time that passes.
func TestLiveHasNoTimeThatPasses(t *testing.T) {
	t.Parallel()
	for lang, loc := range localizers(t) {
		for name, l := range liveFacts() {
			u, b := unfurls(t)["upcoming"], bookings(t)["ready"]
			u.Live, b.Live = l, l
			before := string(marshal(t, view.Unfurl(loc, u))) + string(marshal(t, view.Booked(loc, b)))
			u.Live.Now, b.Live.Now = l.Now.Add(7*time.Minute), l.Now.Add(7*time.Minute)
			after := string(marshal(t, view.Unfurl(loc, u))) + string(marshal(t, view.Booked(loc, b)))
			if before != after {
				t.Errorf("%s of %s is another seven minutes later:\n%s\n%s", name, lang, before, after)
			}
			for _, emoji := range []string{"▶️", "⏹️"} {
				if text := view.Unfurl(loc, u).Text; strings.Contains(text, emoji) {
					t.Errorf("%s of %s: the text has an emoji: %s", name, lang, text)
				}
			}
		}
	}
}
