package bot_test

import (
	"strings"
	"testing"
	"testing/synctest"

	"meetingbot/bot"
	"meetingbot/bot/person"
	"meetingbot/bot/view"
	"meetingbot/meeting"
)

// again is the value of the one button that asks again, "" without one.
func (s said) again() string {
	for _, block := range s.Blocks {
		for _, e := range block.Elements {
			if e.ActionID == view.ActionAgain {
				return e.Value
			}
		}
	}
	return ""
}

// A question that had no answer names its meeting, and has a button that asks the
// very same again: it is answered as the question would have been.
func TestAskingAgain(t *testing.T) {
	t.Parallel()
	press := func(action, value string) click {
		return click{Origin: origin(), ActionID: action, Value: value, Ephemeral: true}
	}
	for name, tt := range map[string]struct {
		question interface{ question() bot.Question }
		names    string // what the late answer names
		shared   bool
	}{
		"a lookup":    {command{Origin: origin(), Name: "/meeting", Text: meetingID}, "914 083 136", false},
		"by a link":   {command{Origin: origin(), Name: "/meeting", Text: "<https://c.meeting.huaweicloud.com/#/j/914083136/" + chairCode + ">"}, "914 083 136", false},
		"a share":     {command{Origin: origin(), Name: "/meeting", Text: "share 914 083 136"}, "914 083 136", true},
		"a refresh":   {press(view.ActionRefresh, "914083136:1"), "914 083 136", false},
		"a menu":      {press(view.ActionMenu, view.ChoiceShare+" 914083136:1"), "914 083 136", false},
		"a search":    {command{Origin: origin(), Name: "/meeting", Text: "find budget: 2027"}, "Huawei Cloud Meeting", false},
		"a list":      {command{Origin: origin(), Name: "/meeting", Text: "list"}, "Huawei Cloud Meeting", false},
		"a list page": {press(view.ActionListNext, "list:1:budget"), "Huawei Cloud Meeting", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				b, w := newBot(t)
				fails := failing(meeting.Unavailable)
				w.answers(nil, fails)
				w.find = func(string) (*meeting.Listing, error) { return nil, fails }
				r := &recorder{t: t}
				if err := ask(t.Context(), b, tt.question, r.send); err == nil {
					t.Fatal("the API does not fail")
				}
				late := r.all[len(r.all)-1]
				value := late.again()
				if !strings.Contains(late.Text, tt.names) || value == "" {
					t.Fatalf("said %s, want it to name %q and to have a button", late.raw, tt.names)
				}
				w.answers(snapshot(3), nil)
				w.find = func(string) (*meeting.Listing, error) {
					return &meeting.Listing{Conferences: []*meeting.Conference{snapshot(3).Conference}, Count: 1}, nil
				}
				if got, want := w.replies(t, press(view.ActionAgain, value), tt.shared), w.replies(t, tt.question, tt.shared); got != want || !strings.Contains(got, "Budget") {
					t.Errorf("asked again: %s\nwant %s", got, want)
				}
			})
		})
	}
}

// replies is what is said to a question, but for where it goes.
func (w *world) replies(t *testing.T, q interface{ question() bot.Question }, shared bool) string {
	t.Helper()
	r := &recorder{t: t, channel: shared}
	if err := ask(t.Context(), w.bot, q, r.send); err != nil {
		t.Error(err)
	}
	return r.only().Text
}

// What the button carries is checked as if it had been asked.
func TestAskingAgainIsCheckedAgain(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]string{
		"c:/meeting:914083136":                        "Guests of this workspace",
		"a:" + view.ActionHost + ":914083136:1":       "Guests of this workspace",
		"a:" + view.ActionAgain + ":c:/meeting:914":   "older version",
		"a:" + view.ActionRefresh + ":../914083136:1": "older version",
		"a:no_such_action:914083136:1":                "older version",
		"":                                            "older version",
	} {
		b, w := newBot(t)
		w.AccountType = person.Guest
		w.answers(snapshot(1), nil)
		r := &recorder{t: t}
		if err := ask(t.Context(), b, click{Origin: origin(), ActionID: view.ActionAgain, Value: value, Ephemeral: true}, r.send); err != nil {
			t.Error(err)
		}
		if got := r.only().Text; !strings.Contains(got, want) {
			t.Errorf("%q: said %q, want %q", value, got, want)
		}
	}
}
