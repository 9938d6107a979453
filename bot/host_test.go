package bot_test

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"strings"
	"testing"

	"meetingbot/bot/access"
	"meetingbot/bot/person"
	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/meeting"
)

// hosted is a meeting of 57 whose third one is host: person3@example.com.
func hosted() *meeting.Snapshot {
	s := snapshot(57)
	s.Participants[2].Role = meeting.RoleHost
	return s
}

// hostClick presses Show host link.
func (w *world) hostClick(t *testing.T, host bool) said {
	t.Helper()
	r := &recorder{t: t, host: host}
	c := click{Origin: origin(), ActionID: view.ActionHost, Value: "914083136:1", Ephemeral: true}
	if err := ask(t.Context(), w.bot, c, r.send); err != nil {
		t.Errorf("Click(%+v) = %v, want nil", c, err)
	}
	return r.only()
}

func TestHostsAreShownTheirLink(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	_, w := newBot(t, func(o *options) { o.Logger = slog.New(slog.NewJSONHandler(&log, nil)) })
	w.knows(hosted())
	w.answers(hosted(), nil)
	if value := w.command(t, meetingID).value(view.ActionHost); value != "914083136:1" {
		t.Fatalf("a host's card has the button %q", value)
	}
	got := w.hostClick(t, true)
	for _, want := range []string{"Host link: <https://c.meeting.huaweicloud.com/#/j/914083136/" + chairCode + ">", "Host password: `772041`", english(text.HostWarning)} {
		if !strings.Contains(got.Text, want) {
			t.Errorf("the host is not told %q:\n%s", want, got.Text)
		}
	}
	if got.ReplaceOriginal || w.refreshed != 1 {
		t.Errorf("replaced the card: %v; read anew %d times", got.ReplaceOriginal, w.refreshed)
	}
	var line map[string]any
	if err := json.Unmarshal(log.Bytes(), &line); err != nil {
		t.Fatalf("want one line in the log, got %s", &log)
	}
	for key, want := range map[string]string{"msg": "host secrets shown", "team_id": "T1", "user_id": "U1", "meeting_id": meetingID, "request_id": "7f3a91"} {
		if line[key] != want {
			t.Errorf("the log has %s = %v, want %s", key, line[key], want)
		}
	}
	for _, secret := range []string{chairCode, "772041", "365874", "example.com"} {
		if strings.Contains(log.String(), secret) {
			t.Errorf("the log has %s in it", secret)
		}
	}
}

// Everybody who is not proven to be a host gets neither the button nor, by an
// old or forged one, an answer.
func TestOnlyHostsAreShownTheirLink(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		edit func(o *options, who *person.Person)
	}{
		{"switched off", func(o *options, _ *person.Person) { o.Policy.HostSecrets = access.Nobody }},
		{"invited, no host", func(_ *options, who *person.Person) { who.Email = "person4@example.com" }},
		{"only the account is the same", func(_ *options, who *person.Person) { who.Email = "account3@example.com" }},
		{"no address", func(_ *options, who *person.Person) { who.Email = "" }},
		{"of another workspace", func(_ *options, who *person.Person) { who.Local = false }},
		{"address not confirmed", func(_ *options, who *person.Person) { who.Confirmed = false }},
		{"address of another, to Unicode the same", func(_ *options, who *person.Person) { who.Email = "perſon3@example.com" }},
		{"unknown", func(_ *options, who *person.Person) { who.AccountType = person.Unknown }},
		{"unseen", func(_ *options, who *person.Person) { who.AccountType = person.Unseen }},
		{"guest", func(_ *options, who *person.Person) { who.AccountType = person.Guest }},
		{"stranger", func(_ *options, who *person.Person) { who.AccountType = person.External }},
		{"deactivated", func(_ *options, who *person.Person) { who.AccountType = person.Deactivated }},
		{"automaton", func(_ *options, who *person.Person) { who.AccountType = person.Bot }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			who := person.Person{AccountType: person.Member, Local: true, Confirmed: true, Email: "person3@example.com"}
			_, w := newBot(t, func(o *options) {
				o.Policy.Lookup, o.Policy.Unknown = access.Everyone, access.UnknownAreMembers
				tt.edit(o, &who)
			})
			w.Person = who
			w.knows(hosted())
			w.answers(hosted(), nil)
			if value := w.command(t, meetingID).value(view.ActionHost); value != "" {
				t.Errorf("the card has the button, with %q", value)
			}
			if got := w.hostClick(t, false); strings.Contains(got.Text, "Host") {
				t.Errorf("pressing a forged button says\n%s", got.Text)
			}
		})
	}
}

// What counts is who is host when the button is pressed.
func TestHostsArePutToTheTestAnew(t *testing.T) {
	t.Parallel()
	stale := hosted()
	stale.Stale = true
	another, unaddressed := snapshot(57), hosted()
	another.Participants[4].Role = meeting.RoleHost
	unaddressed.Participants[2].Email, unaddressed.Participants[2].Account = "", "person3"
	tests := []struct {
		name   string
		answer *meeting.Snapshot
		err    error
		want   string
	}{
		{"another is host", another, nil, english(text.RefusalNotHost)},
		{"no longer host", snapshot(57), nil, english(text.RefusalHostUnclear)},
		{"no host's address known", unaddressed, nil, english(text.RefusalHostUnclear)},
		{"no answer", stale, nil, english(text.GaveUpMeetingNoAnswer)},
		{"ended", nil, &meeting.Error{Kind: meeting.NotFound}, english(text.RefusalNotFound)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, w := newBot(t)
			w.knows(hosted())
			w.answers(tt.answer, tt.err)
			if got := w.hostClick(t, false); !strings.Contains(got.Text, tt.want) {
				t.Errorf("says %q, want %q", got.Text, tt.want)
			}
		})
	}
}

// One person's kept card never goes to another who may see less.
func TestKeptCardsOfHosts(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	w.knows(hosted())
	if w.command(t, meetingID).value(view.ActionHost) == "" {
		t.Fatal("the host's card has no button")
	}
	w.Email = "person4@example.com"
	if w.command(t, meetingID).value(view.ActionHost) != "" {
		t.Error("the next reader got the host's card")
	}
}

// Everything that can be reached from a card, by everybody, is searched for
// secrets by the recorder.
func TestNoOtherAnswerHasSecrets(t *testing.T) {
	t.Parallel()
	for _, who := range []person.Person{
		{AccountType: person.Member, Local: true, Confirmed: true, Email: "person3@example.com"},
		{AccountType: person.Member, Email: "person4@example.com"},
		{AccountType: person.Guest, Email: "person3@example.com"},
		{AccountType: person.External, Email: "person3@example.com"},
		{AccountType: person.Unknown},
	} {
		t.Run(string(who.AccountType)+" "+who.Email, func(t *testing.T) {
			t.Parallel()
			_, w := newBot(t, func(o *options) { o.Policy.Lookup, o.Policy.Unknown = access.Everyone, access.UnknownAreMembers })
			w.Person = who
			w.knows(hosted())
			w.answers(hosted(), nil)
			seen := w.crawl(t, w.command(t, meetingID))
			if seen[view.ActionNext] == 0 || seen[view.ActionMenu] == 0 {
				t.Errorf("pressed %v, want every button that there is", seen)
			}
		})
	}
}

// crawl presses every button that can be reached from a message, as an
// ephemeral message's and as a shared one's, and counts them. The host's own
// button is left out: its answer is the one that has secrets. So is the one that
// cancels, which needs an account that can.
func (w *world) crawl(t *testing.T, from said) map[string]int {
	t.Helper()
	pressed, done := map[string]int{}, map[string]bool{}
	for todo := from.buttons(); len(todo) > 0; todo = todo[1:] {
		c := todo[0]
		key := c.ActionID + c.Value
		if done[key] || c.ActionID == view.ActionHost || c.ActionID == view.ActionJoin || c.ActionID == view.ActionCancel {
			continue
		}
		done[key] = true
		pressed[c.ActionID]++
		c.TriggerID = "1718.T1"
		for _, c.Ephemeral = range []bool{true, false} {
			r := &recorder{t: t, channel: c.ActionID == view.ActionShare || c.ActionID == view.ActionSharedRefresh, confirms: true}
			if err := ask(t.Context(), w.bot, c, r.send); err != nil {
				t.Errorf("Click(%+v) = %v", c, err)
			}
			for _, s := range r.all {
				todo = append(todo, s.buttons()...)
			}
		}
	}
	for _, m := range w.slack.modals {
		m.raw = bytes.ReplaceAll(m.raw, []byte(english(text.ScheduleEmailsExample)), nil)
		for _, secret := range (&recorder{}).secrets() {
			if strings.Contains(string(m.raw), secret) {
				t.Errorf("a modal has %q in it: %s", secret, m.raw)
			}
		}
	}
	return pressed
}

// buttons are the presses that a message invites to.
func (s said) buttons() []click {
	var all []click
	for _, b := range s.Blocks {
		for _, e := range append(b.Elements, b.Accessory) {
			for _, o := range append(e.Options, option{e.Value}) {
				if e.ActionID != "" && o.Value != "" {
					all = append(all, click{Origin: origin(), ActionID: e.ActionID, Value: o.Value})
				}
			}
		}
	}
	return all
}
