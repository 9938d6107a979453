package bot_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/slack-go/slack"
	"golang.org/x/text/language"

	"meetingbot/bot"
	"meetingbot/bot/person"
	"meetingbot/bot/reminder"
	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/bot/workspace"
	"meetingbot/meeting"
	"meetingbot/meeting/meetingtest"
)

// homeOpened is that U1 opens their Home tab, where Slack shows what has a hash.
func homeOpened(hash string) bot.Question {
	return bot.Question{
		Origin: bot.Origin{Key: workspace.Key{TeamID: "T1"}, UserID: "U1", RequestID: "7f3a91"},
		Kind:   bot.KindHomeOpened, View: bot.View{Hash: hash},
	}
}

// opensHome opens the Home tab of U1 and returns what they come to see.
func (w *world) opensHome(t *testing.T) string {
	t.Helper()
	hash := ""
	if n := len(w.slack.homes); n > 0 {
		hash = strconv.Itoa(n)
	}
	if err := answer(t.Context(), w.bot, homeOpened(hash), silent(t)); err != nil {
		t.Errorf("open the Home tab: %v, want nil", err)
	}
	return w.seesHome(t)
}

// seesHome returns what U1 sees on their Home tab once a few seconds have passed.
func (w *world) seesHome(t *testing.T) string {
	t.Helper()
	for range 3 {
		w.time = w.time.Add(5 * time.Second)
		if err := w.reminders.RunDue(t.Context()); err != nil {
			t.Errorf("jobs: %v, want nil", err)
		}
	}
	if len(w.slack.homes) == 0 {
		t.Fatal("no Home tab was published")
	}
	last := w.slack.homes[len(w.slack.homes)-1]
	if last.userID != "U1" {
		t.Errorf("the Home tab of %s was published, want U1's", last.userID)
	}
	return last.raw
}

// onHome is a press of U1 on their Home tab.
func onHome(action, value string) bot.Question {
	o := origin()
	o.ChannelID = ""
	return bot.Question{
		Origin: o, Kind: bot.KindClick, Surface: bot.SurfaceHome, Action: bot.Action{ID: action, Value: value}, View: bot.View{ID: "V9", Hash: "1"},
	}
}

// presses is a press on the Home tab, and returns the modal that it opens.
func (w *world) presses(t *testing.T, action, value string) modal {
	t.Helper()
	if err := answer(t.Context(), w.bot, onHome(action, value), silent(t)); err != nil {
		t.Errorf("press %s: %v, want nil", action, err)
	}
	return w.slack.lastModal(t)
}

// holds fails unless a text has all of some parts, and none of others.
func holds(t *testing.T, what, got string, want, not []string) {
	t.Helper()
	for _, s := range want {
		if !strings.Contains(got, s) {
			t.Errorf("%s lacks %q:\n%s", what, s, got)
		}
	}
	for _, s := range not {
		if strings.Contains(got, s) {
			t.Errorf("%s has %q:\n%s", what, s, got)
		}
	}
}

func TestHomeShowsMyDayAndReminders(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	w.calendar()
	w.Email = "person8@example.com"
	w.subscribed(t, 2)
	holds(t, "the Home tab", w.opensHome(t),
		[]string{english(text.DayTitle), "Meeting 7", "914 083 100", "914 083 101", "#C1", "Version 1.2.3"}, []string{"Meeting 8", "@example.com", chairCode})
}

// Nothing is published and nothing asked that needs not be: the meeting account has
// what was read a moment ago.
func TestHomeIsPublishedOnceWhileNothingChanges(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	w.calendar()
	w.opensHome(t)
	w.opensHome(t)
	w.opensHome(t)
	if n := len(w.slack.homes); n != 1 {
		t.Errorf("published %d times, want once", n)
	}
}

// Guests, strangers and people who have left read what they may do.
func TestHomeOfPeopleWhoMayNotLookUp(t *testing.T) {
	t.Parallel()
	for kind, want := range map[person.AccountType]text.Key{
		person.Guest: text.RefusalGuest, person.External: text.RefusalExternal, person.Deactivated: text.RefusalDeactivated,
		person.Unseen: text.RefusalUnseen, person.Unknown: text.LaterIdentity,
	} {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			_, w := newBot(t)
			w.calendar()
			w.subscribed(t, 1)
			w.AccountType = kind
			got := w.opensHome(t)
			holds(t, "the Home tab", got, []string{w.speak(want)}, []string{"914 083 100", "Meeting"})
			if w.asked > 0 {
				t.Error("the Meeting API was asked")
			}
			w.AccountType = person.Member // is found out by itself while they look, where Slack could not say it
			if kind == person.Unknown {
				w.time = w.time.Add(time.Minute)
				holds(t, "the Home tab after a minute", w.seesHome(t), []string{"914 083 100"}, nil)
			}
		})
	}
}

// While the API fails, the Home tab shows what was known, and that it does; it heals
// by itself.
func TestHomeWhileTheAPIFails(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	w.calendar()
	w.Email = "person8@example.com"
	w.subscribed(t, 1)
	works := w.find
	fails := func(string) (*meeting.Listing, error) { return nil, &meeting.Error{Kind: meeting.Unavailable} }
	none := english(text.HomeNoAnswer)
	w.find = fails
	holds(t, "without a reading", w.opensHome(t), []string{none, "914 083 100", view.ActionHomeRefresh}, []string{"Meeting 7"})
	w.find = works
	w.time = w.time.Add(time.Minute)
	holds(t, "healed", w.seesHome(t), []string{"Meeting 7", "914 083 100"}, []string{none, view.ActionHomeRefresh})
	w.find = fails
	holds(t, "with an older reading", w.opensHome(t), []string{"Meeting 7", "isn't answering right now; last updated", view.ActionHomeRefresh}, []string{none})
	w.find = works
	if err := answer(t.Context(), w.bot, onHome(view.ActionHomeRefresh, ""), silent(t)); err != nil {
		t.Errorf("Refresh = %v, want nil", err)
	}
	holds(t, "refreshed", w.seesHome(t), []string{"Meeting 7"}, []string{"isn't answering"})
	w.find = func(string) (*meeting.Listing, error) { return nil, &meeting.Error{Kind: meeting.Forbidden} }
	holds(t, "without permission", w.opensHome(t), []string{english(text.ListForbidden)}, []string{"Meeting 7"})
}

// What a person has set up in any channel can be stopped from the Home tab, and turned
// back on.
func TestHomeStopsAndUndoes(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	w.subscribed(t, 1)
	w.answers(snapshot(3), nil)
	holds(t, "the Home tab", w.opensHome(t), []string{"914 083 100"}, nil)
	m := w.presses(t, view.ActionListedStop, w.id(1)+":1")
	holds(t, "the modal", string(m.raw), []string{"I won't remind", "#C1", view.ActionReminderUndo}, nil)
	w.keeps(t)
	holds(t, "the Home tab", w.seesHome(t), []string{english(text.RemindersNoneYou)}, []string{"914 083 100"})

	undo := click{Origin: onHome("", "").Origin, ActionID: view.ActionReminderUndo, Value: m.value(view.ActionReminderUndo), View: bot.View{ID: "V1", Hash: "h"}}
	if err := ask(t.Context(), w.bot, undo, silent(t)); err != nil {
		t.Errorf("Undo = %v, want nil", err)
	}
	w.keeps(t, "C1 914083136 [1h0m0s] U1")
	holds(t, "the Home tab", w.seesHome(t), []string{"914 083 136"}, nil)
}

// Reminders that somebody else has set up anew are theirs from then on.
func TestHomeLosesWhatOthersSetUpAnew(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	w.answers(snapshot(3), nil)
	w.from(t, "C2", "remind 914083136 10m")
	holds(t, "the Home tab", w.opensHome(t), []string{"914 083 136"}, nil)
	other := at("C2")
	other.UserID = "U2"
	if err := ask(t.Context(), w.bot, command{Origin: other, Name: "/meeting", Text: "remind 914083136 5m"}, (&recorder{t: t}).send); err != nil {
		t.Error(err)
	}
	w.keeps(t, "C2 914083136 [5m0s] U2")
	holds(t, "the Home tab", w.seesHome(t), []string{english(text.RemindersNoneYou)}, []string{"914 083 136"})
}

// Nobody sees or stops on their Home tab what others have set up.
func TestHomeHasNothingOfOthers(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	w.subscribed(t, 1)
	w.change(t, 1, func(s *reminder.Subscription) { s.SetBy = "U2" })
	holds(t, "the Home tab", w.opensHome(t), []string{english(text.RemindersNoneYou)}, []string{"914 083 100"})
	for action, value := range map[string]string{view.ActionListedStop: w.id(1) + ":1", view.ActionReminderChange: w.id(1)} {
		holds(t, action, string(w.presses(t, action, value).raw), []string{english(text.ReminderGone)}, nil)
	}
	w.keeps(t, "C1 914083100 [1h0m0s] U2")
}

// The form that changes reminders of a channel keeps the channel; whoever has left it
// may stop them only.
func TestHomeChangesReminders(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	w.subscribed(t, 1)
	m := w.presses(t, view.ActionReminderChange, w.id(1))
	if got := m.fields(t)[view.InputChannel]; got != "C1" || m.CallbackID != view.ModalReminder {
		t.Errorf("the form %s is for channel %q, want C1: %s", m.CallbackID, got, m.raw)
	}
	w.change(t, 1, func(s *reminder.Subscription) { s.ChannelID = "G4" })
	holds(t, "the modal", string(w.presses(t, view.ActionReminderChange, w.id(1)).raw), []string{english(text.HomeLeft)}, nil)
}

// A meeting of the Home tab opens in a modal, where its pages turn.
func TestHomeOpensMeetings(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	w.answers(snapshot(57), nil)
	m := w.presses(t, view.ActionPick, "914083136:1")
	holds(t, "the modal", string(m.raw), []string{"Budget", "Person 10", view.ActionNext}, []string{"Person 11", chairCode, view.ChoiceShare + " "})
	next := click{Origin: onHome("", "").Origin, ActionID: view.ActionNext, Value: m.value(view.ActionNext), View: bot.View{ID: "V1", Hash: "h"}}
	if err := ask(t.Context(), w.bot, next, silent(t)); err != nil {
		t.Errorf("Next = %v, want nil", err)
	}
	if m = w.slack.lastModal(t); m.id != "V1" {
		t.Errorf("the next page is shown in %q, want V1", m.id)
	}
	holds(t, "the modal", string(m.raw), []string{"Person 11", "Person 20"}, []string{"Person 21"})
	holds(t, "the help", string(w.presses(t, view.ActionHelp, "").raw), []string{english(text.HelpTitle), english(text.HelpFind)}, nil)
}

// Without the database the Home tab is shown all the same, and says what it lacks.
func TestHomeWithoutTheDatabase(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	w.calendar()
	w.Email = "person8@example.com"
	w.broken = errors.New("database is gone")
	holds(t, "the Home tab", w.opensHome(t), []string{"Meeting 7", english(text.HomeRemindersUnread)}, nil)
	w.slack.fail["views.publish"] = slack.SlackErrorResponse{Err: "not_enabled"}
	if err := answer(t.Context(), w.bot, homeOpened(""), silent(t)); err != nil {
		t.Errorf("without a Home tab: %v, want nil", err)
	}
}

// However many people open their Home tab at once, the list of meetings and each
// invitation list are read once; opening it again asks nothing.
func TestManyHomesShareOneReading(t *testing.T) {
	t.Parallel()
	b, api := withAPI(t)
	ws, err := b.Workspace(workspace.Key{TeamID: "T1"})
	if err != nil {
		t.Fatal(err)
	}
	open := func(n int) {
		var all sync.WaitGroup
		for i := range n {
			all.Go(func() {
				if _, err := b.Render(t.Context(), ws, fmt.Sprintf("U%d", i)); err != nil {
					t.Errorf("Render = %v, want nil", err)
				}
			})
		}
		all.Wait()
	}
	open(1)
	lists, details := api.Calls(meetingtest.EndpointList), api.Calls(meetingtest.EndpointDetail)
	if lists == 0 || details == 0 {
		t.Fatalf("one Home tab has cost %d lists and %d details, want some", lists, details)
	}
	open(40)
	if n := api.Calls(""); n != lists+details+1 { // and the sign-in
		t.Errorf("41 Home tabs have cost %d calls, want the %d of the first", n, lists+details+1)
	}
}

// value is what the button with an action id carries in a modal, "" without one.
func (m modal) value(action string) string {
	var s said
	if json.Unmarshal(m.raw, &s) != nil {
		return ""
	}
	return s.value(action)
}

// A change of the workspace's settings is seen on the Home tabs that are looked at.
func TestHomeFollowsTheSettings(t *testing.T) {
	t.Parallel()
	w := newAdmin(t)
	w.Language = language.Und
	holds(t, "the Home tab", w.opensHome(t), []string{english(text.DayTitle), view.ActionMySettings}, nil)
	holds(t, "their own settings", string(w.presses(t, view.ActionMySettings, "").raw), []string{view.ActionSettings}, nil)
	form := string(w.presses(t, view.ActionSettings, "").raw)
	holds(t, "the settings", form, []string{view.InputSettingsLanguage}, nil)
	w.sends(t, changed(t, w.slack.lastModal(t), map[string]string{view.InputSettingsLanguage: "zh-CN"}))
	holds(t, "the Home tab", w.seesHome(t), []string{catalog().Localizer(language.SimplifiedChinese).Say(text.DayTitle)}, []string{english(text.DayTitle)})
}
