package bot_test

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"meetingbot/bot"
	"meetingbot/bot/access"
	"meetingbot/bot/linking"
	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/meeting"
	"meetingbot/meeting/meetingtest"
)

const (
	oneOffID = "916204385" // Ana is its host, and it starts in twelve minutes
	weeklyID = "935150742" // a series of hers
)

// actingWorld is a bot for Ana on a simulated Meeting API.
type actingWorld struct {
	*world
	api   *meetingtest.Server
	log   *bytes.Buffer
	calls *interposed
}

// interposed is a connection to the API. before is called with each request, nil for
// nothing.
type interposed struct {
	http.RoundTripper
	before func(*http.Request)
}

func (i *interposed) RoundTrip(r *http.Request) (*http.Response, error) {
	if i.before != nil {
		i.before(r)
	}
	return i.RoundTripper.RoundTrip(r)
}

// isDelete reports whether a request cancels something.
func isDelete(r *http.Request) bool { return r.Method == http.MethodDelete }

// newActing makes one. What Ana does is real: the API changes.
func newActing(t *testing.T, edits ...func(*options)) actingWorld {
	t.Helper()
	api := meetingtest.New(meetingtest.Options{AppID: "app", AppKey: "key", Now: monday})
	for _, m := range meetingtest.DemoMeetings(monday()) {
		api.Add(m)
	}
	calls := &interposed{RoundTripper: inMemory{api}}
	account, err := meeting.NewAccount(meeting.AccountOptions{
		URL: "https://api.example", Credentials: meeting.Credentials{AppID: "app", AppKey: "key"},
		HTTPClient: &http.Client{Transport: calls}, Now: monday,
	})
	if err != nil {
		t.Fatal(err)
	}
	log := &bytes.Buffer{}
	_, w := newBot(t, append(edits, func(o *options) {
		o.Meetings, o.Logger = account, slog.New(slog.NewJSONHandler(log, nil))
	})...)
	w.Email = "ana@example.com"
	return actingWorld{world: w, api: api, log: log, calls: calls}
}

// booked returns a meeting as the API has it.
func (w actingWorld) booked(id string) (meetingtest.Meeting, bool) {
	all := w.api.Snapshot()
	i := slices.IndexFunc(all, func(m meetingtest.Meeting) bool { return m.ID == id })
	if i < 0 {
		return meetingtest.Meeting{}, false
	}
	return all[i], true
}

// press presses a button that only Ana sees, and returns the one reply. Errors are for
// the operator.
func (w actingWorld) press(t *testing.T, from said, action string) (said, error) {
	t.Helper()
	value := from.value(action)
	if value == "" {
		t.Fatalf("no %s in %s", action, from.raw)
	}
	return w.pressWith(t, action, value)
}

func (w actingWorld) pressWith(t *testing.T, action, value string) (said, error) {
	t.Helper()
	r := &recorder{t: t}
	c := click{Origin: origin(), ActionID: action, Value: value, Ephemeral: true}
	if _, isChoice := strings.CutPrefix(value, action+" "); isChoice {
		c.ActionID = view.ActionMenu
	}
	err := ask(t.Context(), w.bot, c, r.send)
	return r.only(), err
}

// remindC2 has channel C2 reminded of a meeting.
func (w actingWorld) remindC2(t *testing.T, id string) {
	t.Helper()
	c := command{Origin: at("C2"), Name: "/meeting", Text: "remind " + id + " 5m"}
	if err := ask(t.Context(), w.bot, c, func(context.Context, bot.Reply) error { return nil }); err != nil {
		t.Fatal(err)
	}
}

// told is what channel C2 was told, once all that is due is done.
func (w actingWorld) told(t *testing.T) []string {
	t.Helper()
	if err := w.reminders.RunDue(t.Context()); err != nil {
		t.Error(err)
	}
	var all []string
	for _, p := range w.slack.posts {
		if p.channel == "C2" {
			all = append(all, p.text)
		}
	}
	return all
}

func TestCancel(t *testing.T) {
	t.Parallel()
	w := newActing(t)
	w.remindC2(t, oneOffID)
	question := w.command(t, "cancel "+oneOffID)
	question.has(t, "Cancel *Design review: first steps for new teams* (916 204 385)?")
	question.has(t, w.localizer().Count(text.CancelTells, 1))
	if _, ok := w.booked(oneOffID); !ok {
		t.Fatal("asking has cancelled it")
	}
	done, err := w.press(t, question, view.ActionCancel)
	if err != nil || !strings.Contains(done.Text, "Cancelled: *Design review: first steps for new teams* (916 204 385), ") || !done.ReplaceOriginal {
		t.Errorf("cancelling says %s, %v", done.raw, err)
	}
	if _, ok := w.booked(oneOffID); ok {
		t.Error("it is still booked")
	}
	want := "*Design review: first steps for new teams* (916 204 385) is cancelled. There will be no more reminders."
	for range 2 { // told once, and at once
		if got := w.told(t); !slices.Equal(got, []string{want}) {
			t.Errorf("the channel is told %q", got)
		}
		w.time = w.time.Add(time.Hour)
	}
	if !strings.Contains(w.log.String(), `"msg":"meeting cancelled","enterprise_id":"","team_id":"T1","user_id":"U1","meeting_id":"916204385"`) {
		t.Errorf("the log has no line of it: %s", w.log)
	}
	again, err := w.press(t, question, view.ActionCancel)
	if err != nil || !strings.Contains(again.Text, english(text.RefusalNotFound, "916 204 385")) {
		t.Errorf("pressing again says %s, %v", again.raw, err)
	}
}

// A series is asked about: one date of it, or all.
func TestCancelOneDate(t *testing.T) {
	t.Parallel()
	w := newActing(t)
	w.remindC2(t, weeklyID)
	before, _ := w.booked(weeklyID)
	which := w.command(t, "取消会议 "+weeklyID)
	question, err := w.press(t, which, view.ActionCancelDate)
	if err != nil || !strings.Contains(question.Text, english(text.CancelOthersStay)) {
		t.Fatalf("one date: %s, %v", question.raw, err)
	}
	done, err := w.press(t, question, view.ActionCancel)
	if err != nil || !strings.Contains(done.Text, "The other dates stay.") {
		t.Errorf("cancelling says %s, %v", done.raw, err)
	}
	after, _ := w.booked(weeklyID)
	if len(after.Occurrences) != len(before.Occurrences)-1 {
		t.Errorf("%d dates are left of %d", len(after.Occurrences), len(before.Occurrences))
	}
	if got := w.told(t); len(got) != 1 || !strings.Contains(got[0], "*Weekly sync* (935 150 742) is cancelled on") {
		t.Errorf("the channel is told %q", got)
	}
}

func TestCancelSeries(t *testing.T) {
	t.Parallel()
	w := newActing(t)
	w.remindC2(t, weeklyID)
	question, err := w.press(t, w.command(t, "cancel "+weeklyID), view.ActionCancelAll)
	if err != nil || !strings.Contains(question.Text, "Cancel the whole series *Weekly sync*") {
		t.Fatalf("the series: %s, %v", question.raw, err)
	}
	if done, err := w.press(t, question, view.ActionCancel); err != nil || !strings.Contains(done.Text, "Cancelled: the whole series *Weekly sync*") {
		t.Errorf("cancelling says %s, %v", done.raw, err)
	}
	if _, ok := w.booked(weeklyID); ok {
		t.Error("it is still booked")
	}
	if got := w.told(t); len(got) != 1 || !strings.Contains(got[0], "is cancelled. There will be no more reminders.") {
		t.Errorf("the channel is told %q", got)
	}
}

// Whoever is no host reads why, and is offered nothing; a forged press does nothing.
func TestCancelIsForHosts(t *testing.T) {
	t.Parallel()
	w := newActing(t)
	w.Email = "bo@example.com"
	if card := w.command(t, oneOffID); card.value(view.ChoiceCancel) != "" {
		t.Error("the card of somebody else offers to cancel")
	}
	w.command(t, "cancel "+oneOffID).has(t, english(text.ActNotHost, "916 204 385"))
	forged, err := w.pressWith(t, view.ActionCancel, oneOffID+":1")
	if err != nil || !strings.Contains(forged.Text, english(text.ActNotHost, "916 204 385")) {
		t.Errorf("a forged press says %s, %v", forged.raw, err)
	}
	if _, ok := w.booked(oneOffID); !ok || w.api.Calls(meetingtest.EndpointCancel) > 0 {
		t.Error("it was cancelled by somebody else")
	}
}

// Whoever is linked acts themselves. A host who has not booked the meeting is refused
// by the API, which proves that nothing was done: then the bot's account acts.
func TestCancelAsThemselves(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		refuse bool
		calls  int
	}{"the booker": {false, 1}, "a host": {true, 2}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newActing(t)
			m, _ := w.booked(oneOffID)
			m.Booker.Account, m.Booker.UUID = "third-ana", "uuid-ana"
			w.api.Add(m)
			w.Email = "nobody@example.com"
			link := linking.Link{Key: origin().Key, UserID: "U1", Email: w.Email, MeetingUser: access.MeetingUser{UUID: "uuid-ana", Account: "ana.m", UserID: "third-ana"}}
			if err := w.links.Put(t.Context(), link); err != nil {
				t.Fatal(err)
			}
			question := w.command(t, "cancel "+oneOffID)
			if tt.refuse {
				w.api.Fail(meetingtest.EndpointCancel, 1, 403, "MMC.111070002")
			}
			done, err := w.press(t, question, view.ActionCancel)
			if _, ok := w.booked(oneOffID); ok || err != nil || w.api.Calls(meetingtest.EndpointCancel) != tt.calls {
				t.Errorf("booked: %t, %v, %d calls, says %s", ok, err, w.api.Calls(meetingtest.EndpointCancel), done.raw)
			}
			if !strings.Contains(w.log.String(), `"linked":true`) {
				t.Errorf("the log has %s", w.log)
			}
		})
	}
}

// What has started can only be ended, which hosts are offered.
func TestCancelStarted(t *testing.T) {
	t.Parallel()
	w := newActing(t)
	question := w.command(t, "cancel "+oneOffID)
	if !w.api.Start(oneOffID) {
		t.Fatal("not started")
	}
	got, err := w.press(t, question, view.ActionCancel)
	want := w.speak(text.ActStarted, text.Args{"Meeting": "*Design review: first steps for new teams* (916 204 385)"})
	if err != nil || got.Text != want || got.value(view.ActionRunEnd) == "" || w.api.Calls(meetingtest.EndpointCancel) != 0 {
		t.Errorf("says %s, %v, want %q and a button that ends it", got.raw, err, want)
	}
}

// Reminders are no meeting.
func TestCancelReminders(t *testing.T) {
	t.Parallel()
	w := newActing(t)
	for typed, want := range map[string][]string{
		"cancel reminders":            {"forget", "reminders"},
		"cancel reminder " + oneOffID: {"forget " + oneOffID, "cancel " + oneOffID},
		"取消会议提醒 " + oneOffID:          {"取消提醒 " + oneOffID, "取消会议 " + oneOffID},
		"取消 " + oneOffID:              {"取消会议 " + oneOffID, "取消提醒 " + oneOffID, oneOffID},
		"reschedule " + oneOffID:      {"change " + oneOffID, oneOffID},
	} {
		if got := w.command(t, typed).offers(t); !slices.Equal(got, want) {
			t.Errorf("%q offers %q, want %q", typed, got, want)
		}
	}
}

func TestCancelFromTheCard(t *testing.T) {
	t.Parallel()
	w := newActing(t)
	question, err := w.press(t, w.command(t, oneOffID), view.ChoiceCancel)
	if err != nil {
		t.Fatal(err)
	}
	kept, err := w.press(t, question, view.ActionActNot)
	if err != nil || kept.Text != english(text.WhichLeft) {
		t.Errorf("keeping it says %s, %v", kept.raw, err)
	}
	if _, ok := w.booked(oneOffID); !ok {
		t.Error("it was cancelled")
	}
}

// A lost answer is never asked for again: the meeting is read, and the person is told
// what that says.
func TestLostCancellation(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		lose  func(*meetingtest.Server)
		want  text.Key
		gone  bool
		calls int
	}{
		"done":     {func(s *meetingtest.Server) { s.Lose(meetingtest.EndpointCancel, 1) }, text.CancelConfirmed, true, 1},
		"not done": {func(s *meetingtest.Server) { s.Fail(meetingtest.EndpointCancel, 1, 502, "") }, text.CancelNotDone, false, 1},
		"nothing is known": {func(s *meetingtest.Server) {
			s.Lose(meetingtest.EndpointCancel, 1)
			s.Fail(meetingtest.EndpointDetail, -1, 500, "")
		}, text.CancelUnsure, true, 1},
		"busy":        {func(s *meetingtest.Server) { s.Throttle(meetingtest.EndpointCancel, 1, time.Second) }, text.ActBusy, false, 1},
		"started":     {func(s *meetingtest.Server) { s.Fail(meetingtest.EndpointCancel, 1, 400, "MMC.111071067") }, text.ActStarted, false, 1},
		"not allowed": {func(s *meetingtest.Server) { s.Fail(meetingtest.EndpointCancel, 1, 403, "MMC.111070002") }, text.ActForbidden, false, 1},
		"refused":     {func(s *meetingtest.Server) { s.Fail(meetingtest.EndpointCancel, 1, 400, "MMC.111071061") }, text.ActRefused, false, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newActing(t)
			w.remindC2(t, oneOffID)
			question := w.command(t, "cancel "+oneOffID)
			w.calls.before = func(r *http.Request) {
				if isDelete(r) {
					tt.lose(w.api)
				}
			}
			got, err := w.press(t, question, view.ActionCancel)
			args := text.Args{"Meeting": "*Design review: first steps for new teams* (916 204 385)"}
			if want := w.speak(tt.want, args); !strings.Contains(got.Text, want) {
				t.Errorf("says %q, want %q (%v)", got.Text, want, err)
			}
			if _, booked := w.booked(oneOffID); booked == tt.gone {
				t.Errorf("booked: %t", booked)
			}
			if n := w.api.Calls(meetingtest.EndpointCancel); n != tt.calls {
				t.Errorf("%d cancellations were sent, want %d", n, tt.calls)
			}
			if told := len(w.told(t)); (told > 0) != (tt.want == text.CancelConfirmed) {
				t.Errorf("the channel was told %d times", told)
			}
		})
	}
}
