package storetest

import (
	"errors"
	"sync"
	"testing"
	"time"

	"golang.org/x/text/language"

	"meetingbot/bot/access"
	"meetingbot/bot/reminder"
	"meetingbot/bot/workspace"
)

// settled are settings without a gap.
func settled() workspace.Settings {
	return workspace.Settings{
		Language: language.MustParse("zh-CN"), Lookup: access.Invitees, Lists: access.ListAll, HostSecrets: access.Nobody, Booking: access.BookLinked,
		CallNames: access.NoNames, Leads: []time.Duration{time.Hour, 0},
	}
}

// list returns the settings of a workspace as they are stored.
func (b bench) list(t *testing.T, k workspace.Key) (workspace.Decided, bool) {
	t.Helper()
	all, err := b.opened.Settings.ListSettings(t.Context())
	if err != nil {
		t.Fatalf("ListSettings() = %v", err)
	}
	d, ok := all[k]
	return d, ok
}

// sameSettings fails the test unless got decides what want does.
func sameSettings(t *testing.T, what string, got, want workspace.Decided) {
	t.Helper()
	if !got.Equal(want.Settings) || got.By != want.By || !got.At.Equal(want.At) {
		t.Errorf("%s = %+v, want %+v", what, got, want)
	}
}

func testSettings(t *testing.T, b bench) {
	to := func(s workspace.Settings) func(workspace.Settings) workspace.Settings {
		return func(workspace.Settings) workspace.Settings { return s }
	}
	change := func(t *testing.T, k workspace.Key, by string, do func(workspace.Settings) workspace.Settings) (before, after workspace.Decided) {
		t.Helper()
		before, after, err := b.opened.Settings.ChangeSettings(t.Context(), k, by, noon(), do)
		if err != nil {
			t.Fatalf("ChangeSettings(%v) = %v", k, err)
		}
		return before, after
	}
	t.Run("are kept for one workspace", func(t *testing.T) {
		k := anywhere().Key
		before, after := change(t, k, "U1", to(settled()))
		want := workspace.Decided{Settings: settled(), By: "U1", At: keptNoon()}
		sameSettings(t, "before the first change", before, workspace.Decided{})
		sameSettings(t, "after the first change", after, want)
		got, _ := b.list(t, k)
		sameSettings(t, "what is listed", got, want)
		for _, c := range elsewhere(anywhere())[:2] {
			if got, ok := b.list(t, c.Key); ok {
				t.Errorf("another workspace has %+v", got)
			}
		}
	})
	t.Run("go back to the default", func(t *testing.T) {
		k := anywhere().Key
		change(t, k, "U1", to(settled()))
		before, after := change(t, k, "U2", to(workspace.Settings{}))
		sameSettings(t, "before", before, workspace.Decided{Settings: settled(), By: "U1", At: keptNoon()})
		sameSettings(t, "after", after, workspace.Decided{By: "U2", At: keptNoon()})
		got, _ := b.list(t, k)
		sameSettings(t, "what is listed", got, after)
	})
	t.Run("stay whose they are where nothing changes", func(t *testing.T) {
		k := anywhere().Key
		change(t, k, "U1", to(settled()))
		_, after := change(t, k, "U2", to(settled()))
		same(t, "who changed them", after.By, "U1")
		got, _ := b.list(t, k)
		same(t, "who is kept", got.By, "U1")
	})
	t.Run("lose no change of several at the same time", func(t *testing.T) {
		k := anywhere().Key
		changes := []func(*workspace.Settings){
			func(s *workspace.Settings) { s.Language = settled().Language },
			func(s *workspace.Settings) { s.Lookup = access.Invitees },
			func(s *workspace.Settings) { s.Lists = access.ListAll },
			func(s *workspace.Settings) { s.HostSecrets = access.Nobody },
			func(s *workspace.Settings) { s.Booking = access.BookLinked },
			func(s *workspace.Settings) { s.CallNames = access.NoNames },
			func(s *workspace.Settings) { s.Leads = settled().Leads },
		}
		errs := make([]error, len(changes))
		var all sync.WaitGroup
		for i, edit := range changes {
			all.Go(func() {
				_, _, errs[i] = b.opened.Settings.ChangeSettings(t.Context(), k, "U"+reminder.NewID(), noon(), func(s workspace.Settings) workspace.Settings {
					edit(&s)
					return s
				})
			})
		}
		all.Wait()
		if err := errors.Join(errs...); err != nil {
			t.Fatalf("ChangeSettings() of several at the same time = %v", err)
		}
		if got, _ := b.list(t, k); !got.Equal(settled()) {
			t.Errorf("after several changes at the same time they are %+v, want %+v", got.Settings, settled())
		}
	})
}
