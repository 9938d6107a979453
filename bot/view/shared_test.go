package view_test

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"meetingbot/bot/view"
	"meetingbot/meeting"
)

// sharedFacts are those of a meeting that Bo has shared with a channel.
func sharedFacts(t *testing.T, s *meeting.Snapshot) view.SharedFacts {
	t.Helper()
	f := facts(t, s)
	return view.SharedFacts{
		Live: view.LiveFacts{In: -1, Invited: s.Count, Now: f.Now}, MeetingID: f.ID, Meeting: s, Occurrence: s.Conference.Current(f.Now),
		By: "U012AB3CD", ByName: "Bo <b@example.com>", Remindable: true,
	}
}

// sharedCases are cards in a channel, by the names of their goldens.
func sharedCases(t *testing.T) map[string]view.SharedFacts {
	t.Helper()
	with := func(s *meeting.Snapshot, changes ...func(*view.SharedFacts)) view.SharedFacts {
		f := sharedFacts(t, s)
		for _, change := range changes {
			change(&f)
		}
		return f
	}
	full := func() *meeting.Snapshot { return snapshot(t, ordinary, fullMeeting, people(57)) }
	unread := func(f *view.SharedFacts) {
		f.Meeting, f.Subject, f.Number, f.Remindable = nil, "Budget & plan", "98137105", false
	}
	asSnapshot := func(f *view.SharedFacts) { f.Snapshot = true }
	all := map[string]view.SharedFacts{
		"upcoming": with(full()),
		"ready":    with(full(), func(f *view.SharedFacts) { f.Occurrence.Start = f.Live.Now.Add(-time.Minute) }),
		"void":     with(full(), unread, func(f *view.SharedFacts) { f.Live.Phase = view.PhaseVoid }),
		"ended":    with(full(), unread, func(f *view.SharedFacts) { f.Live.Phase = view.PhaseOver }),
		"unread":   with(full(), unread),
		"stale":    with(snapshot(t, ordinary, fullMeeting, func(s *meeting.Snapshot) { s.Stale = true })),
		"no_link":  with(snapshot(t, ordinary, fullMeeting, conference(func(c *meeting.Conference) { c.GuestJoin = "" }))),
		"series": with(snapshot(t, recurring, series), func(f *view.SharedFacts) {
			f.Start = time.Date(2026, 12, 3, 9, 30, 0, 0, time.UTC).Unix()
			f.Occurrence = meeting.Occurrence{Start: time.Unix(f.Start, 0), End: time.Unix(f.Start+3600, 0)}
		}),
		"markup":            with(snapshot(t, ordinary, fullMeeting, withMarkup), func(f *view.SharedFacts) { f.ByName = markup }),
		"snapshot":          with(full(), asSnapshot),
		"snapshot_nameless": with(full(), asSnapshot, func(f *view.SharedFacts) { f.ByName = "" }),
		"snapshot_stale":    with(snapshot(t, ordinary, fullMeeting, func(s *meeting.Snapshot) { s.Stale = true }), asSnapshot),
		"snapshot_ended":    with(full(), unread, asSnapshot, func(f *view.SharedFacts) { f.Live.Phase = view.PhaseOver }),
		"snapshot_running":  with(full(), asSnapshot, func(f *view.SharedFacts) { f.Live.Phase, f.Live.In = view.PhaseRunning, 25 }),
	}
	for name, l := range liveFacts() {
		f := with(full(), func(f *view.SharedFacts) { f.Live = l })
		if l.Phase == view.PhaseOver {
			unread(&f)
		}
		all[name] = f
	}
	return all
}

func TestShared(t *testing.T) {
	t.Parallel()
	for lang, loc := range localizers(t) {
		for name, f := range sharedCases(t) {
			t.Run(name+"_"+lang, func(t *testing.T) {
				t.Parallel()
				raw := check(t, "shared_"+name+"_"+lang, view.Shared(loc, f))
				if f.Meeting == nil {
					return
				}
				for _, secret := range append(secrets(view.Facts{Meeting: f.Meeting}), "Person ", "Research", view.ActionRunEnd, view.ActionHost, view.ActionRefresh+"\"") {
					if bytes.Contains(raw, []byte(secret)) {
						t.Errorf("the card has %q in it, which no channel may see", secret)
					}
				}
			})
		}
	}
}

// There is no golden without a case.
func TestSharedGoldensAreAllUsed(t *testing.T) {
	t.Parallel()
	for pattern, cases := range map[string]int{"shared": len(sharedCases(t)), "live": 3 * len(liveFacts())} {
		files, err := filepath.Glob(filepath.Join("testdata", pattern+"_*.golden.json"))
		if err != nil {
			t.Fatal(err)
		}
		if want := cases * len(localizers(t)); len(files) != want {
			t.Errorf("%d goldens of %s for %d cases", len(files), pattern, want)
		}
	}
}

// A long subject does not make a card in a channel tall.
func TestSharedCutsLongSubjects(t *testing.T) {
	t.Parallel()
	f := sharedFacts(t, snapshot(t, ordinary, fullMeeting, conference(func(c *meeting.Conference) { c.Subject = meeting.Text(strings.Repeat("word ", 100)) })))
	title, _, _ := strings.Cut(words(t, view.Shared(localizers(t)["en"], f), view.BlockTitle), "\n")
	if n := utf8.RuneCountInString(title); n > 102 || !strings.HasSuffix(title, "…*") {
		t.Errorf("the subject has %d characters: %s", n, title)
	}
}

// Only a snapshot can be refreshed, and it says whose meeting it was: the one who
// refreshes it does not become the one who shared it.
func TestOnlySnapshotsAreRefreshed(t *testing.T) {
	t.Parallel()
	loc := localizers(t)["en"]
	for name, f := range sharedCases(t) {
		raw := string(marshal(t, view.Shared(loc, f)))
		ref := view.SharedRef{By: f.By, Page: view.PageRef{ID: f.MeetingID, Page: 1, Start: f.Start}}
		if got := strings.Contains(raw, `"`+ref.String()+`"`); got != f.Snapshot {
			t.Errorf("%s can be refreshed: %v, want %v: %s", name, got, f.Snapshot, raw)
		}
		if back, ok := view.ParseSharedRef(ref.String()); !ok || back != ref {
			t.Errorf("ParseSharedRef(%q) = %v, %v", ref, back, ok)
		}
	}
	for _, value := range []string{"", " 914083136:1", "914083136:1", "U1", "u1 914083136:1", "U1> 914083136:1", "U1 914083136", "U1  914083136:1", "B1 914083136:1", strings.Repeat("U", 33) + " 914083136:1"} {
		if ref, ok := view.ParseSharedRef(value); ok {
			t.Errorf("ParseSharedRef(%q) = %v", value, ref)
		}
	}
}
