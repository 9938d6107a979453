package bot_test

import (
	"context"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"meetingbot/bot"
	"meetingbot/bot/access"
	"meetingbot/bot/linking"
	"meetingbot/bot/person"
	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/bot/workspace"
	"meetingbot/meeting/meetingtest"
)

// colleagues are people of whom each has an address of their own.
type colleagues struct {
	*people
	emails map[string]string
}

func (c colleagues) Get(ctx context.Context, enterpriseID, teamID, userID string) person.Person {
	who := c.people.Get(ctx, enterpriseID, teamID, userID)
	if email, ok := c.emails[userID]; ok {
		who.Email, who.Name = email, "Name of "+userID
	}
	return who
}

// hostPassword is that of her meeting.
const hostPassword = "88776655"

// newRunning makes a bot for Ana, whose meeting is in progress.
func newRunning(t *testing.T) actingWorld {
	t.Helper()
	w := newActing(t, func(o *options) {
		who, _ := o.People.(*people)
		o.People = colleagues{who, map[string]string{"U2": "leonor.duarte@example.com", "U3": "wei.wang@example.com", "U4": "camila.gomez@example.com"}}
	})
	for _, u := range meetingtest.DemoUsers() {
		w.api.AddUser(u)
	}
	w.api.Edit(oneOffID, func(m *meetingtest.Meeting) {
		m.Passwords = []meetingtest.Password{{Role: "chair", Text: hostPassword}, {Role: "general", Text: "365874"}}
	})
	if !w.api.Start(oneOffID) {
		t.Fatal("it does not start")
	}
	return w
}

// oneOff is how sentences name the meeting.
func oneOff() text.Args {
	return text.Args{"Meeting": "*Design review: first steps for new teams* (916 204 385)"}
}

// isSteering reports whether a request changes a running meeting.
func isSteering(r *http.Request) bool {
	return strings.Contains(r.URL.Path, "/control/") && r.Method != http.MethodGet
}

// runs are the buttons that run a meeting at once.
func runs() map[string]struct {
	endpoint, log string
	done          text.Key
	is            func(w actingWorld) bool
} {
	type run = struct {
		endpoint, log string
		done          text.Key
		is            func(w actingWorld) bool
	}
	return map[string]run{
		view.ActionRunEnd: {meetingtest.EndpointStop, "meeting ended for everybody", text.RunEnded, func(w actingWorld) bool {
			return len(w.api.Attendees(oneOffID)) == 0
		}},
		view.ActionRunMute: {meetingtest.EndpointMute, "everybody in a meeting muted", text.RunMuted, func(w actingWorld) bool {
			return w.api.Muted(oneOffID)
		}},
		view.ActionRunLock: {meetingtest.EndpointLock, "meeting locked", text.RunLocked, func(w actingWorld) bool {
			return w.api.Locked(oneOffID)
		}},
		view.ActionRunExtend: {meetingtest.EndpointExtend, "meeting extended", "", func(w actingWorld) bool {
			m, _ := w.booked(oneOffID)
			return m.End.Sub(m.Start) == time.Hour
		}},
	}
}

// Each button does what it says, once, and leaves one line in the log without a secret.
func TestRun(t *testing.T) {
	t.Parallel()
	for action, tt := range runs() {
		t.Run(action, func(t *testing.T) {
			t.Parallel()
			w := newRunning(t)
			card := w.command(t, oneOffID)
			if tt.is(w) {
				t.Fatal("it is so before")
			}
			said, err := w.press(t, card, action)
			if err != nil || !tt.is(w) || w.api.Calls(tt.endpoint) != 1 {
				t.Errorf("says %s, %v; done %v, %d calls", said.raw, err, tt.is(w), w.api.Calls(tt.endpoint))
			}
			want := w.speak(tt.done, oneOff())
			if action == view.ActionRunExtend {
				want = "lasts 15 minutes longer, until "
			}
			if !strings.Contains(said.Text, want) || said.ReplaceOriginal != (action == view.ActionRunEnd) {
				t.Errorf("says %s, want %q", said.raw, want)
			}
			log := w.log.String()
			if n := strings.Count(log, `"msg":"`+tt.log+`"`); n != 1 || !strings.Contains(log, `"user_id":"U1","meeting_id":"916204385"`) {
				t.Errorf("the log has %d lines of it: %s", n, log)
			}
			w.noSecrets(t)
		})
	}
}

// noSecrets fails where the host password or a number is in the log.
func (w actingWorld) noSecrets(t *testing.T) {
	t.Helper()
	for _, secret := range []string{hostPassword, "210000017", "+99111", "@example.com"} {
		if strings.Contains(w.log.String(), secret) {
			t.Errorf("%s is in the log: %s", secret, w.log)
		}
	}
}

// A lock can be undone where it is told of.
func TestUnlock(t *testing.T) {
	t.Parallel()
	w := newRunning(t)
	locked, err := w.press(t, w.command(t, oneOffID), view.ActionRunLock)
	if err != nil {
		t.Fatal(err)
	}
	open, err := w.press(t, locked, view.ActionRunUnlock)
	if err != nil || open.Text != w.speak(text.RunUnlocked, oneOff()) || w.api.Locked(oneOffID) || !open.ReplaceOriginal {
		t.Errorf("unlocking says %s, %v; locked %v", open.raw, err, w.api.Locked(oneOffID))
	}
}

// Who is no host sees no button, and a forged press does nothing.
func TestRunIsForHosts(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		edit func(*person.Person)
		want text.Key
	}{
		"an invitee":                 {func(p *person.Person) { p.Email = "marta.pinto@example.com" }, text.RunNotHost},
		"a stranger":                 {func(p *person.Person) { p.Email = "bo@example.com" }, text.RunNotHost},
		"a guest with the address":   {func(p *person.Person) { p.AccountType = person.Guest }, ""},
		"an address nobody confirms": {func(p *person.Person) { p.Confirmed = false }, text.RunNotHost},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newRunning(t)
			tt.edit(&w.Person)
			for _, action := range []string{
				view.ActionRunEnd, view.ActionRunMute, view.ActionRunLock, view.ActionRunUnlock, view.ActionRunExtend, view.ActionRunInvite,
			} {
				if tt.want != "" && w.command(t, oneOffID).value(action) != "" {
					t.Errorf("their card has %s", action)
				}
				said, err := w.pressWith(t, action, oneOffID+":1")
				if err != nil || tt.want != "" && said.Text != english(tt.want, "916 204 385") {
					t.Errorf("%s says %s, %v, want %q", action, said.raw, err, tt.want)
				}
			}
			if n := w.api.Calls(meetingtest.EndpointControlToken); n != 0 || len(w.slack.modals) != 0 {
				t.Errorf("%d control tokens and %d forms for one who is no host", n, len(w.slack.modals))
			}
		})
	}
}

// What a button is about may be over by the time it is pressed.
func TestRunWhatIsNotRunning(t *testing.T) {
	t.Parallel()
	w := newRunning(t)
	card := w.command(t, oneOffID)
	w.api.End(oneOffID)
	for _, action := range []string{view.ActionRunEnd, view.ActionRunMute, view.ActionRunLock, view.ActionRunExtend} {
		if said, err := w.press(t, card, action); err != nil || said.Text != w.speak(text.RunNotRunning, oneOff()) {
			t.Errorf("%s of a meeting that has ended says %s, %v", action, said.raw, err)
		}
	}
	if said, err := w.pressWith(t, view.ActionRunEnd, weeklyID+":1"); err != nil || !strings.Contains(said.Text, "isn't in progress") {
		t.Errorf("the end of a meeting that has not begun says %s, %v", said.raw, err)
	}
	if n := w.api.Calls(meetingtest.EndpointControlToken); n != 0 {
		t.Errorf("%d control tokens for meetings that do not run", n)
	}
}

// Refusals of the API have a sentence each, and nothing is sent twice.
func TestRunRefused(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		action, endpoint string
		refuse           func(s *meetingtest.Server, endpoint string)
		want             text.Key
		failure          bool
	}{
		"closing":                      {view.ActionRunMute, meetingtest.EndpointMute, func(s *meetingtest.Server, e string) { s.Fail(e, 1, 400, "MMC.111072003") }, text.RunNotRunning, false},
		"lost":                         {view.ActionRunMute, meetingtest.EndpointMute, func(s *meetingtest.Server, e string) { s.Lose(e, 1) }, text.RunUnsure, true},
		"lost, and not to be repeated": {view.ActionRunExtend, meetingtest.EndpointExtend, func(s *meetingtest.Server, e string) { s.Lose(e, 1) }, text.RunUnsure, true},
		"end lost":                     {view.ActionRunEnd, meetingtest.EndpointStop, func(s *meetingtest.Server, e string) { s.Lose(e, 1) }, text.RunEndedAnyway, true},
		"end not done":                 {view.ActionRunEnd, meetingtest.EndpointStop, func(s *meetingtest.Server, e string) { s.Block(e, 1, 502) }, text.RunNotEnded, true},
		"end unknown": {view.ActionRunEnd, meetingtest.EndpointStop, func(s *meetingtest.Server, e string) {
			s.Lose(e, 1)
			s.Fail(meetingtest.EndpointDetail, -1, 500, "")
		}, text.RunUnsure, true},
		"busy":      {view.ActionRunLock, meetingtest.EndpointLock, func(s *meetingtest.Server, e string) { s.Throttle(e, 1, time.Second) }, text.ActBusy, true},
		"forbidden": {view.ActionRunLock, meetingtest.EndpointLock, func(s *meetingtest.Server, e string) { s.Fail(e, 1, 403, "MMC.111070002") }, text.ActForbidden, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newRunning(t)
			card := w.command(t, oneOffID)
			w.calls.before = func(r *http.Request) {
				if isSteering(r) {
					w.calls.before = nil
					tt.refuse(w.api, tt.endpoint)
				}
			}
			said, err := w.press(t, card, tt.action)
			if said.Text != w.speak(tt.want, oneOff()) || (err != nil) != tt.failure {
				t.Errorf("says %q, %v, want %q", said.Text, err, w.speak(tt.want, oneOff()))
			}
			if n := w.api.Calls(tt.endpoint); n != 1 {
				t.Errorf("%d calls, want one", n)
			}
		})
	}
}

// A host password that was changed meanwhile is not known by the reading that the
// button was pressed with: it is read anew.
func TestRunWithAnotherPassword(t *testing.T) {
	t.Parallel()
	w := newRunning(t)
	card := w.command(t, oneOffID)
	w.api.Edit(oneOffID, func(m *meetingtest.Meeting) { m.Passwords = []meetingtest.Password{{Role: "chair", Text: "907856"}} })
	if said, err := w.press(t, card, view.ActionRunMute); err != nil || !w.api.Muted(oneOffID) {
		t.Errorf("says %s, %v, want it muted", said.raw, err)
	}
	w.api.Fail(meetingtest.EndpointControlToken, -1, 400, "MMC.111072065")
	w.api.ExpireControls()
	said, err := w.press(t, card, view.ActionRunLock)
	if err == nil || said.Text != w.speak(text.RunRefused, oneOff()) {
		t.Errorf("a password that the API does not take: %s, %v", said.raw, err)
	}
}

// invited fills in the form that calls people.
func (w actingWorld) invited(t *testing.T, people []string, phones string) bot.Reply {
	t.Helper()
	card := w.command(t, oneOffID)
	form := w.opens(t, click{ActionID: view.ActionRunInvite, Value: card.value(view.ActionRunInvite), Ephemeral: true})
	reply, err := w.submit(t.Context(), submission{Origin: origin(), View: bot.View{
		ID: form.id, CallbackID: view.ModalInvite, Metadata: form.PrivateMetadata,
		State: bot.State{
			view.InputInvitePeople: {view.InputInvitePeople: people},
			view.InputInvitePhones: {view.InputInvitePhones: {phones}},
		},
	}})
	if err != nil {
		t.Fatal(err)
	}
	return reply
}

// People are called by their number in the directory, and phones by what was typed.
func TestInvite(t *testing.T) {
	t.Parallel()
	w := newRunning(t)
	before := len(w.api.Attendees(oneOffID))
	view := swapped(t, w.invited(t, []string{"U2", "U4", "U3", "U2"}, "+351 210 000 017, +351210000017"))
	for _, want := range []string{"I'm calling <@U2>, <@U4> and 1 phone number into", "I found no number in Huawei Cloud Meeting for <@U3>."} {
		if !strings.Contains(strings.NewReplacer(`\u003c`, "<", `\u003e`, ">").Replace(view), want) {
			t.Errorf("says %s, want %q", view, want)
		}
	}
	in := w.api.Attendees(oneOffID)
	is := func(name, number string) bool {
		return slices.ContainsFunc(in, func(a meetingtest.Attendee) bool { return a.Name == name && strings.HasSuffix(a.Number, number) })
	}
	if len(in) != before+3 || !is("Name of U2", "") || !is("Name of U4", "") || !is(w.speak(text.InvitePhoneName), "+351210000017") {
		t.Errorf("in the meeting: %+v, want three more", in)
	}
	if n := strings.Count(w.log.String(), `"msg":"people called into a meeting"`); n != 1 {
		t.Errorf("%d lines in the log: %s", n, w.log)
	}
	w.noSecrets(t)
}

// Where nobody can be called, the form stays open and says why beside a field.
func TestInviteNobody(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		people       []string
		phones       string
		problem      func(*meetingtest.Server)
		field, words string
	}{
		"nothing":        {nil, " , ", nil, view.InputInvitePeople, english(text.InviteNobody)},
		"no number":      {nil, "call Bo", nil, view.InputInvitePhones, english(text.InviteBadPhone)},
		"one of them":    {[]string{"U2"}, "+351210000017, 1", nil, view.InputInvitePhones, english(text.InviteBadPhone)},
		"eleven numbers": {nil, "111,112,113,114,115,116,117,118,119,120,121", nil, view.InputInvitePhones, "10 numbers at most"},
		"unknown people": {[]string{"U3"}, "", nil, view.InputInvitePeople, "I found no number in Huawei Cloud Meeting for Name of U3."},
		"no administrator": {
			[]string{"U2"},
			"", func(s *meetingtest.Server) { s.Fail(meetingtest.EndpointMembers, -1, 401, "MBI.000000004") },
			view.InputInvitePeople, english(text.InviteForbidden),
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newRunning(t)
			if tt.problem != nil {
				tt.problem(w.api)
			}
			reply := string(w.invited(t, tt.people, tt.phones).JSON())
			if !strings.Contains(reply, `"response_action":"errors"`) || !strings.Contains(reply, `"`+tt.field+`":`) || !strings.Contains(reply, tt.words) {
				t.Errorf("the form says %s, want %q beside %s", reply, tt.words, tt.field)
			}
			if n := w.api.Calls(meetingtest.EndpointInvite); n != 0 {
				t.Errorf("%d calls, want none", n)
			}
		})
	}
}

// Somebody who is a host no longer when they send the form off calls nobody.
func TestInviteIsForHosts(t *testing.T) {
	t.Parallel()
	w := newRunning(t)
	form := w.opens(t, click{ActionID: view.ActionRunInvite, Value: oneOffID + ":1", Ephemeral: true})
	w.since = func(p person.Person) person.Person {
		p.Email = "bo@example.com"
		return p
	}
	reply, err := w.submit(t.Context(), submission{Origin: origin(), View: bot.View{
		ID: form.id, CallbackID: view.ModalInvite, Metadata: form.PrivateMetadata,
		State: bot.State{view.InputInvitePhones: {view.InputInvitePhones: {"+351210000017"}}},
	}})
	if err != nil || !strings.Contains(swapped(t, reply), english(text.RunNotHost, "916 204 385")) || w.api.Calls(meetingtest.EndpointInvite) != 0 {
		t.Errorf("says %s, %v", reply.JSON(), err)
	}
}

// A full meeting takes nobody, and says so.
func TestInviteIntoFullMeeting(t *testing.T) {
	t.Parallel()
	w := newRunning(t)
	w.api.Edit(oneOffID, func(m *meetingtest.Meeting) { m.Concurrent = 1 })
	if got := swapped(t, w.invited(t, nil, "+351210000017")); !strings.Contains(got, w.speak(text.RunFull, oneOff())) {
		t.Errorf("says %s", got)
	}
}

// Whoever is linked acts as themselves; where the API does not sign them in, the
// meeting account does it in their place.
func TestRunAsOneself(t *testing.T) {
	t.Parallel()
	for name, disabled := range map[string]bool{"signed in": false, "refused": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newRunning(t)
			if err := w.links.Put(t.Context(), linking.Link{
				Key: workspace.Key{TeamID: "T1"}, UserID: "U1", Email: "ana@example.com", LinkedAt: monday(),
				MeetingUser: access.MeetingUser{Account: "ana.morel@harbour", UserID: "ana"},
			}); err != nil {
				t.Fatal(err)
			}
			w.api.AddUser(meetingtest.User{Account: "ana.morel@harbour", ThirdAccount: "ana", Disabled: disabled})
			var signedIn []string
			w.calls.before = func(r *http.Request) {
				if strings.HasSuffix(r.URL.Path, "/appauth") {
					body, _ := r.GetBody()
					raw, _ := io.ReadAll(body)
					signedIn = append(signedIn, string(raw))
				}
			}
			said, err := w.press(t, w.command(t, oneOffID), view.ActionRunMute)
			if err != nil || !w.api.Muted(oneOffID) || w.api.Calls(meetingtest.EndpointMute) != 1 {
				t.Errorf("says %s, %v, muted %v", said.raw, err, w.api.Muted(oneOffID))
			}
			as := strings.Count(strings.Join(signedIn, "\n"), `"userId":"ana"`)
			if as != 1 || len(signedIn) != 2 || !strings.Contains(w.log.String(), `"linked":true`) {
				t.Errorf("%d sign-ins, %d of them Ana's: %q", len(signedIn), as, w.log)
			}
		})
	}
}
