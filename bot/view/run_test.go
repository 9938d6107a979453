package view_test

import (
	"slices"
	"strings"
	"testing"

	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/meeting"
)

// inProgress makes a meeting run.
func inProgress(c *meeting.Conference) { c.State = meeting.StateRunning }

func TestRunning(t *testing.T) {
	t.Parallel()
	f := facts(t, snapshot(t, ordinary, fullMeeting, conference(inProgress)))
	for lang, loc := range localizers(t) {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			check(t, "run_locked_"+lang, view.RunLocked(loc, f))
			check(t, "run_extended_"+lang, view.RunExtended(loc, f, true))
			check(t, "run_ended_"+lang, view.ActSentence(loc, text.RunEnded, f))
			check(t, "invite_result_"+lang, view.InviteResult(loc, f, []string{"U1", "W2"}, 2, []string{"U3"}))
			checkModal(t, "modal_invite_"+lang, view.InviteForm(loc, f.ID))
		})
	}
}

// The buttons that run a meeting are for its hosts, while it is in progress, where the
// API tells its host password, and where others do not see them.
func TestWhoSeesRunButtons(t *testing.T) {
	t.Parallel()
	running := func(edits ...func(*meeting.Snapshot)) view.Facts {
		f := facts(t, snapshot(t, ordinary, append([]func(*meeting.Snapshot){fullMeeting, conference(inProgress)}, edits...)...))
		asHost(&f)
		return f
	}
	with := func(f view.Facts, edit func(*view.Facts)) view.Facts {
		edit(&f)
		return f
	}
	for name, tt := range map[string]struct {
		facts view.Facts
		want  bool
	}{
		"host":          {running(), true},
		"no host":       {with(running(), func(f *view.Facts) { f.Host = false }), false},
		"find modal":    {with(running(), func(f *view.Facts) { f.Modal = true }), false},
		"scheduled":     {running(conference(func(c *meeting.Conference) { c.State = meeting.StateScheduled })), false},
		"over":          {running(func(s *meeting.Snapshot) { s.Ended = true }), false},
		"no password":   {running(conference(func(c *meeting.Conference) { c.Passwords = nil })), false},
		"secrets never": {with(running(), func(f *view.Facts) { f.HostLink = false }), true},
	} {
		raw := string(marshal(t, view.Card(localizers(t)["en"], tt.facts)))
		for _, action := range []string{view.ActionRunEnd, view.ActionRunExtend, view.ActionRunMute, view.ActionRunLock, view.ActionRunInvite} {
			if got := strings.Contains(raw, `"action_id":"`+action+`"`); got != tt.want {
				t.Errorf("%s: %s on the card: %v, want %v", name, action, got, tt.want)
			}
		}
	}
}

func TestSplitPhones(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string][]string{
		"": nil, " , ;": nil, "+351 210": {"+351 210"}, "+1 (2),3;4\n5，6；7、8": {"+1 (2)", "3", "4", "5", "6", "7", "8"},
		strings.Repeat("1", 301): {""},
	} {
		if got := view.SplitPhones(typed); !slices.Equal(got, want) {
			t.Errorf("SplitPhones(%.20q) = %q, want %q", typed, got, want)
		}
	}
}
