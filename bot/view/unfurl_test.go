package view_test

import (
	"strings"
	"testing"
	"time"

	"meetingbot/bot/view"
	"meetingbot/meeting"
	"meetingbot/playground/blockkit"
)

// unfurls are what is shown under a link, by the names of their goldens.
func unfurls(t *testing.T) map[string]view.UnfurlFacts {
	t.Helper()
	m := snapshot(t, ordinary, fullMeeting, people(57))
	f := facts(t, m)
	upcoming := view.UnfurlFacts{
		MeetingID: "914083136", Meeting: m, Occurrence: m.Conference.Current(f.Now), Live: view.LiveFacts{In: -1, Now: f.Now},
	}
	with := func(change func(*view.UnfurlFacts)) view.UnfurlFacts {
		changed := upcoming
		change(&changed)
		if changed.Meeting != nil {
			changed.Meeting.ReadAt = m.ReadAt
		}
		return changed
	}
	weekly := snapshot(t, recurring, series)
	return map[string]view.UnfurlFacts{
		"upcoming": upcoming,
		"running":  with(func(f *view.UnfurlFacts) { f.Live.Phase = view.PhaseRunning }),
		"over":     with(func(f *view.UnfurlFacts) { f.Live.Phase, f.Meeting, f.Subject = view.PhaseOver, nil, "Budget & plan" }),
		"void":     with(func(f *view.UnfurlFacts) { f.Live.Phase, f.Meeting, f.Subject = view.PhaseVoid, nil, "Budget & plan" }),
		"bare":     with(func(f *view.UnfurlFacts) { f.Bare = true }),
		"stale": with(func(f *view.UnfurlFacts) {
			f.Meeting = snapshot(t, ordinary, fullMeeting, func(s *meeting.Snapshot) { s.Stale = true })
		}),
		"series": with(func(f *view.UnfurlFacts) {
			f.Meeting, f.MeetingID, f.Occurrence = weekly, "969304019", weekly.Conference.Current(f.Live.Now)
		}),
		"untitled": with(func(f *view.UnfurlFacts) {
			f.Meeting = &meeting.Snapshot{ReadAt: f.Live.Now, Conference: &meeting.Conference{}}
			f.Occurrence = meeting.Occurrence{Start: f.Live.Now.Add(time.Hour)}
		}),
		"markup": with(func(f *view.UnfurlFacts) { f.Meeting = snapshot(t, ordinary, fullMeeting, withMarkup) }),
	}
}

func TestUnfurl(t *testing.T) {
	t.Parallel()
	for lang, loc := range localizers(t) {
		for name, f := range unfurls(t) {
			t.Run(name+"_"+lang, func(t *testing.T) {
				t.Parallel()
				m := view.Unfurl(loc, f)
				raw := string(check(t, "unfurl_"+name+"_"+lang, m))
				for _, p := range blockkit.CheckUnfurls([]byte(`{"https://c.meeting.huaweicloud.com/":` + strings.Replace(raw, `"text"`, `"fallback"`, 1) + `}`)) {
					t.Errorf("Slack would refuse to unfurl it: %s", p)
				}
				if strings.Contains(m.Text, "<http") {
					t.Errorf("the text has a link: %s", m.Text)
				}
				for _, never := range []string{"Person ", "365874", "Research", "<@", f.MeetingID + "/"} {
					if strings.Contains(raw, never) {
						t.Errorf("%q is in %s", never, raw)
					}
				}
			})
		}
	}
}

// Other organisations read when a meeting is, and neither what it is about nor how to
// join it.
func TestBareUnfurl(t *testing.T) {
	t.Parallel()
	for lang, loc := range localizers(t) {
		f := unfurls(t)["bare"]
		raw := string(marshal(t, view.Unfurl(loc, f)))
		for _, never := range []string{f.Meeting.Conference.Subject.String(), "https://", view.ActionJoin, view.ActionOpen} {
			if strings.Contains(raw, never) {
				t.Errorf("%s: %q is in %s", lang, never, raw)
			}
		}
	}
}
