package bot_test

import (
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slack-go/slack"

	"meetingbot/bot"
	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/meeting/meetingtest"
)

// laterID is a meeting of Ana's that starts in more than a day, with mail to the invitees.
const laterID = "933333333"

// withLater has a meeting of Ana's booked for the 25th at 10:00 in Shanghai.
func (w actingWorld) withLater(t *testing.T) {
	t.Helper()
	m, _ := w.booked(oneOffID)
	m.ID, m.Subject = laterID, "Budget"
	m.Start = time.Date(2026, 11, 25, 2, 0, 0, 0, time.UTC)
	m.End = m.Start.Add(45 * time.Minute)
	w.api.Add(m)
	w.Zone = shanghai(t)
}

// filledForm is a form that was opened: what stands in its fields, by their ids.
type filledForm struct {
	modal
	fields map[string][]string
}

// form is the form that was opened or changed last.
func (w actingWorld) form(t *testing.T) filledForm {
	t.Helper()
	m := w.slack.lastModal(t)
	return filledForm{modal: m, fields: initialValues(t, m.raw)}
}

// initialValues reads what stands in the fields of a modal.
func initialValues(t *testing.T, raw []byte) map[string][]string {
	t.Helper()
	type choice struct{ Value string }
	var v struct {
		Blocks []struct {
			Element struct {
				ActionID       string   `json:"action_id"`
				InitialValue   string   `json:"initial_value"`
				InitialDate    string   `json:"initial_date"`
				InitialTime    string   `json:"initial_time"`
				InitialOption  choice   `json:"initial_option"`
				InitialOptions []choice `json:"initial_options"`
			} `json:"element"`
		} `json:"blocks"`
	}
	if err := json.Unmarshal(raw, &v); err != nil {
		t.Fatal(err)
	}
	fields := map[string][]string{}
	for _, b := range v.Blocks {
		e := b.Element
		if one := e.InitialValue + e.InitialDate + e.InitialTime + e.InitialOption.Value; one != "" {
			fields[e.ActionID] = []string{one}
		}
		for _, o := range e.InitialOptions {
			fields[e.ActionID] = append(fields[e.ActionID], o.Value)
		}
	}
	return fields
}

// sent is the form as it is sent off with changes, each "" for an empty field.
func (f filledForm) sent(changes map[string]string) submission {
	o := origin()
	o.ChannelID = ""
	state := bot.State{}
	for id, values := range f.fields {
		state[id] = map[string][]string{id: values}
	}
	for id, value := range changes {
		state[id] = map[string][]string{id: strings.FieldsFunc(value, func(r rune) bool { return r == '|' })}
	}
	return submission{Origin: o, View: bot.View{ID: "V1", Hash: "h", CallbackID: f.CallbackID, Metadata: f.PrivateMetadata, State: state}}
}

// opensChange opens the form by a command or a button.
func (w actingWorld) opensChange(t *testing.T, q interface{ question() bot.Question }) filledForm {
	t.Helper()
	if err := ask(t.Context(), w.bot, q, silent(t)); err != nil {
		t.Fatal(err)
	}
	return w.form(t)
}

func changeLater() command {
	return command{Origin: origin(), Name: "/meeting", Text: "change " + laterID}
}

// What the form shows is changed, nothing else is, and the channel is told once.
func TestChangeMeeting(t *testing.T) {
	t.Parallel()
	w := newActing(t)
	w.withLater(t)
	w.remindC2(t, laterID)
	before, _ := w.booked(laterID)
	f := w.opensChange(t, changeLater())
	want := map[string][]string{
		view.InputBookSubject: {"Budget"}, view.InputBookDate: {"2026-11-25"}, view.InputBookTime: {"10:00"}, view.InputBookLength: {"45"},
		view.InputBookEntry: f.fields[view.InputBookEntry],
	}
	if !maps.EqualFunc(f.fields, want, slices.Equal) || f.CallbackID != view.ModalChange {
		t.Errorf("the form %s shows %v, want %v", f.CallbackID, f.fields, want)
	}
	got := w.sends(t, f.sent(map[string]string{view.InputBookTime: "11:30", view.InputBookSubject: "Budget 2027", view.InputBookEmails: "cy@example.org"}))
	for _, want := range []string{"Changed: *Budget 2027* (933 333 333)", "*Subject*: Budget → Budget 2027", "10:00", "11:30", "1 more person invited", english(text.CancelledTells)} {
		if !strings.Contains(unescaped(got), want) {
			t.Errorf("the form becomes %s, without %q", got, want)
		}
	}
	after, _ := w.booked(laterID)
	if !after.Start.Equal(before.Start.Add(90*time.Minute)) || after.End.Sub(after.Start) != 45*time.Minute || after.Subject != "Budget 2027" {
		t.Errorf("booked is %s from %s to %s", after.Subject, after.Start, after.End)
	}
	if len(after.Participants) != len(before.Participants)+1 {
		t.Errorf("%d are invited, were %d", len(after.Participants), len(before.Participants))
	}
	for range 2 {
		if told := w.told(t); len(told) != 1 || !strings.Contains(told[0], "was moved") || !strings.Contains(told[0], "→") {
			t.Errorf("the channel is told %q, want one move", told)
		}
		w.time = w.time.Add(time.Hour)
	}
	if !strings.Contains(w.log.String(), `"msg":"meeting changed"`) || strings.Contains(w.log.String(), "cy@") {
		t.Errorf("the log has %s", w.log)
	}
}

// unescaped is JSON as people read it.
func unescaped(s string) string {
	return strings.NewReplacer(`\u003c`, "<", `\u003e`, ">", `\u0026`, "&", `\n`, "\n").Replace(s)
}

// One date of a series has the fields that can differ, and the others stay.
func TestChangeOneDate(t *testing.T) {
	t.Parallel()
	w := newActing(t)
	w.Zone = shanghai(t)
	w.remindC2(t, weeklyID)
	before, _ := w.booked(weeklyID)
	which := w.command(t, "修改 "+weeklyID)
	f := w.opensChange(t, click{Origin: origin(), ActionID: view.ActionChangeDate, Value: which.value(view.ActionChangeDate), Ephemeral: true})
	if f.CallbackID != view.ModalChangeDate || f.fields[view.InputBookSubject] != nil || f.fields[view.InputBookTime][0] != "10:00" {
		t.Fatalf("the form %s shows %v", f.CallbackID, f.fields)
	}
	got := unescaped(w.sends(t, f.sent(map[string]string{view.InputBookTime: "15:00", view.InputBookAlso: "waiting_room"})))
	for _, want := range []string{"Changed: *Weekly sync*", "10:00", "15:00", "*Waiting room*: no → yes"} {
		if !strings.Contains(got, want) {
			t.Errorf("the form becomes %s, without %q", got, want)
		}
	}
	after, _ := w.booked(weeklyID)
	moved := 0
	for i := range after.Occurrences {
		if o, was := after.Occurrences[i], before.Occurrences[i]; !o.Start.Equal(was.Start) {
			moved++
			if o.Start.Sub(was.Start) != 5*time.Hour || o.End.Sub(o.Start) != was.End.Sub(was.Start) || o.Config.WaitingRoom == nil || !*o.Config.WaitingRoom {
				t.Errorf("the date is %+v, was %+v", o, was)
			}
		}
	}
	if moved != 1 {
		t.Errorf("%d dates were moved, want 1", moved)
	}
	if told := w.told(t); len(told) != 1 || !strings.Contains(told[0], "*Weekly sync* (935 150 742) was moved") {
		t.Errorf("the channel is told %q", told)
	}
}

// Somebody else's change is shown with one's own, and overwritten only by who has seen
// it.
func TestChangeConflict(t *testing.T) {
	t.Parallel()
	w := newActing(t)
	w.withLater(t)
	f := w.opensChange(t, changeLater())
	w.api.Rename(laterID, "Budget, by Cy")
	again := asForm(t, w.sends(t, f.sent(map[string]string{view.InputBookSubject: "Budget, by Ana"})))
	for _, want := range []string{english(text.ChangeConflict), "Budget, by Cy", "Budget, by Ana"} {
		if !strings.Contains(string(again.raw), want) {
			t.Errorf("the form becomes %s, without %q", again.raw, want)
		}
	}
	if m, _ := w.booked(laterID); m.Subject != "Budget, by Cy" || w.api.Calls(meetingtest.EndpointEdit) != 0 {
		t.Fatalf("overwritten with %q", m.Subject)
	}
	w.sends(t, again.sent(nil))
	if m, _ := w.booked(laterID); m.Subject != "Budget, by Ana" {
		t.Errorf("booked is %q after the choice", m.Subject)
	}
}

// Between the reading and the change, too.
func TestChangeConflictAtTheLastMoment(t *testing.T) {
	t.Parallel()
	w := newActing(t)
	w.withLater(t)
	f := w.opensChange(t, changeLater())
	details := 0
	w.calls.before = func(r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "confDetail") {
			if details++; details == 2 { // the reading of the change itself
				w.api.Rename(laterID, "Budget, by Cy")
			}
		}
	}
	again := asForm(t, w.sends(t, f.sent(map[string]string{view.InputBookSubject: "Budget, by Ana"})))
	if m, _ := w.booked(laterID); m.Subject != "Budget, by Cy" || !strings.Contains(string(again.raw), "Budget, by Cy") {
		t.Errorf("booked is %q, the form becomes %s", m.Subject, again.raw)
	}
}

func TestChangeDateConflict(t *testing.T) {
	t.Parallel()
	w := newActing(t)
	w.Zone = shanghai(t)
	which := w.command(t, "change "+weeklyID)
	f := w.opensChange(t, click{Origin: origin(), ActionID: view.ActionChangeDate, Value: which.value(view.ActionChangeDate), Ephemeral: true})
	moved, ok := w.api.Postpone(weeklyID, time.Hour)
	if !ok {
		t.Fatal("not moved")
	}
	again := asForm(t, w.sends(t, f.sent(map[string]string{view.InputBookTime: "15:00"})))
	if !strings.Contains(string(again.raw), english(text.ChangeConflict)) || w.api.Calls(meetingtest.EndpointEditOccurrence) != 0 {
		t.Fatalf("the form becomes %s", again.raw)
	}
	w.sends(t, again.sent(nil))
	after, _ := w.booked(weeklyID)
	if !slices.ContainsFunc(after.Occurrences, func(o meetingtest.Occurrence) bool { return o.Start.Equal(moved.Add(4 * time.Hour)) }) {
		t.Errorf("the date is not at 15:00: %v", after.Occurrences)
	}
}

// asForm is a form that comes in place of one that was sent off, with what stands in it.
func asForm(t *testing.T, raw string) filledForm {
	t.Helper()
	var m modal
	if err := json.Unmarshal([]byte(raw), &m.ModalViewRequest); err != nil {
		t.Fatal(err)
	}
	m.raw = []byte(raw)
	return filledForm{modal: m, fields: initialValues(t, m.raw)}
}

// A lost answer to a change is never sent again: the meeting is read, and the person
// is told what that says.
func TestLostChange(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		lose    func(*meetingtest.Server)
		want    text.Key
		changed bool
		field   bool
	}{
		"done":     {func(s *meetingtest.Server) { s.Lose(meetingtest.EndpointEdit, 1) }, text.CancelConfirmed, true, false},
		"not done": {func(s *meetingtest.Server) { s.Fail(meetingtest.EndpointEdit, 1, 502, "") }, text.ChangeNotDone, false, false},
		"nothing is known": {func(s *meetingtest.Server) {
			s.Lose(meetingtest.EndpointEdit, 1)
			s.Fail(meetingtest.EndpointDetail, -1, 500, "")
		}, text.ChangeUnsure, true, false},
		"busy":        {func(s *meetingtest.Server) { s.Throttle(meetingtest.EndpointEdit, 1, time.Second) }, text.ActBusy, false, true},
		"started":     {func(s *meetingtest.Server) { s.Fail(meetingtest.EndpointEdit, 1, 400, "MMC.111071065") }, text.ActStarted, false, false},
		"not allowed": {func(s *meetingtest.Server) { s.Fail(meetingtest.EndpointEdit, 1, 403, "MMC.111070002") }, text.ActForbidden, false, false},
		"too long":    {func(s *meetingtest.Server) { s.Fail(meetingtest.EndpointEdit, 1, 400, "MMC.111071015") }, text.BookLengthLimits, false, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newActing(t)
			w.withLater(t)
			f := w.opensChange(t, changeLater())
			w.calls.before = func(r *http.Request) {
				if r.Method == http.MethodPut {
					tt.lose(w.api)
				}
			}
			v, _ := w.submit(t.Context(), f.sent(map[string]string{view.InputBookTime: "11:00"}))
			want := w.speak(tt.want, text.Args{"Meeting": "*Budget* (933 333 333)"})
			if got := unescaped(string(v.JSON())); !strings.Contains(got, want) || strings.Contains(got, `"errors"`) != tt.field {
				t.Errorf("the form becomes %s, want %q", got, want)
			}
			m, _ := w.booked(laterID)
			if changed := m.Start.Hour() == 3; changed != tt.changed || w.api.Calls(meetingtest.EndpointEdit) != 1 {
				t.Errorf("changed: %t, after %d calls", changed, w.api.Calls(meetingtest.EndpointEdit))
			}
		})
	}
}

// Where the change takes longer than the form can wait, a window shows later what has
// become of it; whoever has closed that gets a message.
func TestSlowChange(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		fault  func(*meetingtest.Server)
		closed bool
		want   string
	}{
		"changed": {func(*meetingtest.Server) {}, false, "Changed: *Budget*"},
		"busy":    {func(s *meetingtest.Server) { s.Throttle(meetingtest.EndpointEdit, 1, time.Second) }, false, english(text.ActBusy)},
		"closed":  {func(*meetingtest.Server) {}, true, "Changed: *Budget*"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				w := newActing(t)
				w.withLater(t)
				f := w.opensChange(t, changeLater())
				opened := len(w.slack.modals)
				w.api.Slow(meetingtest.EndpointEdit, 5*time.Second)
				tt.fault(w.api)
				if tt.closed {
					w.slack.fail["views.update"] = slack.SlackErrorResponse{Err: "not_found"}
				}
				ctx, cancel := context.WithTimeout(bot.WithLifetime(t.Context()), 2250*time.Millisecond)
				defer cancel()
				began := time.Now()
				var first bot.Reply
				var waited time.Duration
				_ = ask(ctx, w.bot, f.sent(map[string]string{view.InputBookTime: "11:00"}), func(_ context.Context, r bot.Reply) error {
					first, waited = r, time.Since(began)
					return nil
				})
				if !strings.Contains(swapped(t, first), english(text.ChangeSaving)) || waited > 2*time.Second {
					t.Errorf("after %s the form becomes %s", waited, first.JSON())
				}
				later := ""
				if tt.closed {
					later = w.slack.posts[len(w.slack.posts)-1].text
				} else if len(w.slack.modals) > opened {
					later = unescaped(string(w.slack.lastModal(t).raw))
				}
				if !strings.Contains(later, tt.want) || w.api.Calls(meetingtest.EndpointEdit) != 1 {
					t.Errorf("later %q is shown, want %q; %d changes were sent", later, tt.want, w.api.Calls(meetingtest.EndpointEdit))
				}
				if name == "busy" && !slices.Equal(w.form(t).fields[view.InputBookTime], []string{"11:00"}) {
					t.Errorf("the form comes back with %v", w.form(t).fields)
				}
			})
		})
	}
}

// Others read why they may not, and a form that was opened before does nothing any
// more.
func TestChangeIsForHosts(t *testing.T) {
	t.Parallel()
	w := newActing(t)
	w.withLater(t)
	f := w.opensChange(t, changeLater())
	w.Email = "bo@example.com"
	if got := w.sends(t, f.sent(map[string]string{view.InputBookTime: "11:00"})); !strings.Contains(got, english(text.ActNotHost, "933 333 333")) {
		t.Errorf("a form of before becomes %s", got)
	}
	w.command(t, "change "+laterID).has(t, english(text.ActNotHost, "933 333 333"))
	if w.api.Calls(meetingtest.EndpointEdit) != 0 || w.command(t, laterID).value(view.ChoiceChange) != "" {
		t.Error("somebody else can change it")
	}
}

// A series that has begun is changed date by date.
func TestChangeSeriesThatHasBegun(t *testing.T) {
	t.Parallel()
	w := newActing(t)
	got, err := w.press(t, w.command(t, "change "+weeklyID), view.ActionChangeAll)
	want := w.speak(text.ChangeBegun, text.Args{"Meeting": "*Weekly sync* (935 150 742)"})
	if err != nil || got.Text != want {
		t.Errorf("says %s, %v, want %q", got.raw, err, want)
	}
}
