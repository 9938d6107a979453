package bot_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"meetingbot/bot"
	"meetingbot/bot/access"
	"meetingbot/bot/person"
	"meetingbot/bot/reminder"
	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/meeting"
)

// opens presses a button that opens a modal and says nothing, and returns the
// modal.
func (w *world) opens(t *testing.T, c click) modal {
	t.Helper()
	r := &recorder{t: t}
	if c.UserID == "" {
		c.Origin = origin()
	}
	if err := ask(t.Context(), w.bot, c, r.send); err != nil || len(r.all) != 0 {
		t.Fatalf("Click(%+v) = %v, said %+v, want a modal alone", c, err, r.all)
	}
	return w.slack.lastModal(t)
}

// fields is what a form shows at first, by action id.
func (m modal) fields(t *testing.T) map[string]string {
	t.Helper()
	var v struct {
		Blocks []struct {
			Text    struct{ Text string } `json:"text"`
			Element struct {
				ActionID string `json:"action_id"`
				Value    string `json:"initial_value"`
				Channel  string `json:"initial_conversation"`
				Time     string `json:"initial_time"`
				Option   struct {
					Value string `json:"value"`
				} `json:"initial_option"`
			} `json:"element"`
		} `json:"blocks"`
	}
	if err := json.Unmarshal(m.raw, &v); err != nil {
		t.Fatal(err)
	}
	fields := map[string]string{}
	for _, b := range v.Blocks {
		if e := b.Element; e.ActionID != "" {
			fields[e.ActionID] = e.Value + e.Channel + e.Time + e.Option.Value
		} else {
			fields["about"] = b.Text.Text
		}
	}
	return fields
}

// sections are the texts that a form shows.
func (m modal) sections(t *testing.T) (all []string) {
	t.Helper()
	var v struct {
		Blocks []struct {
			Type string                `json:"type"`
			Text struct{ Text string } `json:"text"`
		} `json:"blocks"`
	}
	if err := json.Unmarshal(m.raw, &v); err != nil {
		t.Fatal(err)
	}
	for _, b := range v.Blocks {
		if b.Type == "section" {
			all = append(all, b.Text.Text)
		}
	}
	return all
}

// entered is a form as it is filled in.
func entered(m modal, audience, channel, leads string) submission {
	s := bot.State{view.InputLeads: {view.InputLeads: {leads}}, view.InputAudience: {view.InputAudience: {audience}}}
	if channel != "" {
		s[view.InputChannel] = map[string][]string{view.InputChannel: {channel}}
	}
	o := origin()
	o.ChannelID = "" // a modal is nowhere
	return submission{Origin: o, View: bot.View{ID: "V1", CallbackID: m.CallbackID, Metadata: m.PrivateMetadata, State: s}}
}

// mended is the complaints of a verdict that leaves the form open.
func mended(t *testing.T, v bot.Reply) map[string]string {
	t.Helper()
	var answer struct {
		Action string            `json:"response_action"`
		Errors map[string]string `json:"errors"`
	}
	if err := json.Unmarshal(v.JSON(), &answer); err != nil || answer.Action != "errors" {
		t.Fatalf("the verdict is %s (%v), want complaints", v.JSON(), err)
	}
	return answer.Errors
}

var remindCard = click{ActionID: view.ActionMenu, Value: view.ChoiceRemind + " 914083136:1", Ephemeral: true}

func TestFormFromCard(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	w.knows(snapshot(3))
	m := w.opens(t, remindCard)
	want := map[string]string{
		"about":            "*Budget* (914 083 136)\nNext start: <!date^1795430520^{date_long_pretty} {time}|Mon, 23 Nov, 18:42 (UTC+8)>",
		view.InputAudience: view.AudienceChannel, view.InputChannel: "C1", view.InputLeads: "10m", view.InputAlso: "",
	}
	if diff := cmp.Diff(want, m.fields(t)); diff != "" {
		t.Errorf("the form shows (-want +got):\n%s", diff)
	}
	if m.trigger != "12.34" {
		t.Errorf("opened with trigger %q", m.trigger)
	}
	for _, secret := range []string{chairCode, "9505dc", "772041", "365874"} {
		if strings.Contains(string(m.raw), secret) {
			t.Errorf("the form has %q in it", secret)
		}
	}
	v, err := w.submit(t.Context(), entered(m, view.AudienceChannel, "C2", "1h, 10m"))
	if err != nil {
		t.Fatalf("Submit = %v", err)
	}
	if got := swapped(t, v); !strings.Contains(got, `I'll remind \u003c#C2\u003e about *Budget*`) {
		t.Errorf("the form becomes %s", got)
	}
	w.keeps(t, "C2 914083136 [1h0m0s 10m0s] U1")
}

// The form shows what stands already, and in private where that is where it
// was asked.
func TestFormShowsWhatStands(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	w.knows(snapshot(3))
	w.command(t, "remind 914083136 2h 5m")
	if got := w.opens(t, remindCard).fields(t)[view.InputLeads]; got != "2h 5m" {
		t.Errorf("the form shows the leads %q, want 2h 5m", got)
	}
	c := remindCard
	c.Origin = origin()
	c.ChannelID = "D1"
	if got := w.opens(t, c).fields(t); got[view.InputAudience] != view.AudienceMe || got[view.InputChannel] != "" || got[view.InputLeads] != "10m" {
		t.Errorf("in private the form shows %v", got)
	}
}

// A person who is alone with the bot is asked for no channel.
func TestFormInADirectMessage(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	w.knows(snapshot(3))
	c := remindCard
	c.Origin = at("D1")
	m := w.opens(t, c)
	if got := string(m.raw); strings.Contains(got, view.InputChannel) || strings.Contains(got, english(text.FormEverybody)) {
		t.Errorf("the form offers a channel: %s", got)
	}
	w.sends(t, entered(m, view.AudienceMe, "", "at start"))
	w.keeps(t, "U1 914083136 [0s] U1")
	m = w.opens(t, click{Origin: at("D1"), ActionID: view.ActionReminderChange, Value: w.id(1), Ephemeral: true})
	if got := m.fields(t); got[view.InputAudience] != view.AudienceMe || strings.Contains(string(m.raw), view.InputChannel) {
		t.Errorf("the form to change them shows %v", got)
	}
	w.sends(t, entered(m, view.AudienceMe, "", "1w"))
	w.keeps(t, "U1 914083136 [168h0m0s] U1")
}

// Where the bot cannot post, the form says so, and is for the person alone unless
// they choose otherwise.
func TestFormWhereTheBotCannotPost(t *testing.T) {
	t.Parallel()
	for channel, tt := range map[string]struct {
		edit func(w *world)
		says text.Key
	}{
		"G3": {nil, text.FormCannotInvite},
		"C2": {func(w *world) { w.slack.channels["C2"].IsArchived = true }, text.FormCannotArchived},
		"C1": {func(w *world) { w.slack.fail["conversations.info"] = errors.New("no route to host") }, ""},
	} {
		t.Run(channel, func(t *testing.T) {
			t.Parallel()
			_, w := newBot(t)
			w.knows(snapshot(3))
			if tt.edit != nil {
				tt.edit(w)
			}
			c := remindCard
			c.Origin = at(channel)
			m := w.opens(t, c)
			want, note := view.AudienceChannel, ""
			if tt.says != "" {
				want, note = view.AudienceMe, w.speak(tt.says, text.Args{"Channel": "<#" + channel + ">"})
			}
			if got := m.fields(t); got[view.InputAudience] != want || got[view.InputChannel] != channel {
				t.Errorf("the form shows %v, want %s", got, want)
			}
			if got := m.sections(t); len(got) != 1 && note == "" || note != "" && !slices.Contains(got, "⚠️ "+note) {
				t.Errorf("the form says %q, want %q", got, note)
			}
		})
	}
}

// Without a start ahead there is no form, but the reason, from memory or not. A card
// that was shown before may still have the entry.
func TestNoFormWithoutAStartAhead(t *testing.T) {
	t.Parallel()
	begun, over, history, instant := snapshot(3), snapshot(3), snapshot(3), snapshot(3)
	begun.Conference.StartTime, begun.Conference.State = "2026-11-23 10:20", meeting.StateRunning
	over.Conference.State = meeting.StateEnded
	history.Ended = true
	instant.Conference.StartTime, instant.Conference.EndTime, instant.Conference.State = "", "", meeting.StateRunning
	for name, m := range map[string]*meeting.Snapshot{"begun": begun, "over": over, "from the history": history, "instant": instant} {
		for _, known := range []bool{true, false} {
			t.Run(fmt.Sprint(name, known), func(t *testing.T) {
				t.Parallel()
				_, w := newBot(t)
				w.answers(m, nil)
				if known {
					w.knows(m)
				}
				if got := w.command(t, meetingID); got.value(view.ChoiceRemind) != "" {
					t.Error("its card offers the form")
				}
				w.click(t, remindCard).has(t, "*Budget* (914 083 136) has no upcoming dates")
				if len(w.slack.modals) != 0 {
					t.Errorf("opened %s", w.slack.lastModal(t).raw)
				}
			})
		}
	}
	_, w := newBot(t)
	w.knows(snapshot(3))
	if got := w.command(t, meetingID); got.value(view.ChoiceRemind) == "" {
		t.Error("the card of a meeting to come offers no form")
	}
}

// The form takes times before the start in the words of the command.
func TestFormTakesTheWordsOfTheCommand(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{
		"30": "[30m0s]", "half an hour": "[30m0s]", "Half an hour before": "[30m0s]", "at start": "[0s]", "at the start": "[0s]", "0": "[0s]",
		"1w": "[168h0m0s]", "one week": "[168h0m0s]", "once a blue moon": "", "1.5h": "[1h30m0s]", "1 week": "[168h0m0s]", "an hour and 5": "[1h0m0s 5m0s]", "quarter of an hour": "[15m0s]",
		"半小时": "[30m0s]", "半个小时": "[30m0s]", "一刻钟": "[15m0s]", "提前 30 分钟": "[30m0s]", "1周": "[168h0m0s]", "会议开始时": "[0s]", "３０": "[30m0s]",
		"30, 10, at start": "[30m0s 10m0s 0s]",
	} {
		t.Run(typed, func(t *testing.T) {
			t.Parallel()
			_, w := newBot(t)
			w.knows(snapshot(3))
			v, err := w.submit(t.Context(), entered(w.opens(t, remindCard), view.AudienceMe, "", typed))
			if err != nil {
				t.Fatal(err)
			}
			if want == "" {
				if got := mended(t, v)[view.InputLeads]; got != english(text.LeadsNotUnderstood) {
					t.Errorf("beside the field stands %q", got)
				}
				return
			}
			swapped(t, v)
			w.keeps(t, "U1 914083136 "+want+" U1")
		})
	}
}

// A Meeting API that does not answer leaves time for what is stored.
func TestFormDoesNotWaitForTheMeeting(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		_, w := newBot(t)
		w.knows(snapshot(3))
		w.command(t, "remind 914083136 2h 5m")
		w.fresh = nil
		w.get = func(ctx context.Context, _ string) (*meeting.Snapshot, error) {
			<-ctx.Done()
			return nil, context.Cause(ctx)
		}
		began := time.Now()
		if got := w.opens(t, remindCard).fields(t); got[view.InputLeads] != "2h 5m" {
			t.Errorf("the form shows %v, want what stands", got)
		}
		if took := time.Since(began); took > time.Second {
			t.Errorf("the form took %s", took)
		}
	})
}

// A form opens whatever fails that it could do without.
func TestFormOpensAnyway(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	w.broken = errors.New("the database is gone")
	if got := w.opens(t, remindCard).fields(t); got["about"] != "914 083 136" || got[view.InputLeads] != "10m" {
		t.Errorf("the form shows %v", got)
	}
}

func TestChange(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	w.knows(snapshot(3))
	set := w.from(t, "C2", "remind 914083136 1h")
	change := click{Origin: at("C2"), ActionID: view.ActionReminderChange, Value: set.value(view.ActionReminderChange), Ephemeral: true}
	m := w.opens(t, change)
	if got := m.fields(t); got[view.InputChannel] != "C2" || got[view.InputLeads] != "1h" || !strings.Contains(got["about"], "*Budget*") {
		t.Errorf("the form shows %v", got)
	}
	steps := []struct {
		audience, channel, leads string
		says, keeps              string
	}{
		{view.AudienceChannel, "C2", "20m", `Changed: I'll remind \u003c#C2\u003e about`, "C2 914083136 [20m0s] U1"},
		{view.AudienceChannel, "C2", "20m", "already has exactly these reminders", "C2 914083136 [20m0s] U1"},
		{view.AudienceMe, "C2", "20m", "I'll remind you about", "U1 914083136 [20m0s] U1"},
	}
	for _, s := range steps {
		v, err := w.submit(t.Context(), entered(m, s.audience, s.channel, s.leads))
		if err != nil {
			t.Fatalf("Submit = %v", err)
		}
		if got := swapped(t, v); !strings.Contains(got, s.says) {
			t.Errorf("%+v becomes %s", s, got)
		}
		w.keeps(t, s.keeps)
	}
	w.click(t, change).has(t, english(text.ReminderGone))
}

// sends sends a form off, and returns what becomes of it.
func (w *world) sends(t *testing.T, s submission) string {
	t.Helper()
	v, err := w.submit(t.Context(), s)
	if err != nil {
		t.Fatalf("Submit = %v", err)
	}
	return swapped(t, v)
}

// The form of a card makes a subscription beside the one that the channel has.
func TestFormFromCardTakesNothingBack(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ audience, channel, to string }{
		{view.AudienceMe, "", "U1"}, {view.AudienceChannel, "C1", "C1"},
	} {
		_, w := newBot(t)
		w.knows(snapshot(3))
		w.from(t, "C2", "remind 914083136 1h")
		w.change(t, 1, func(s *reminder.Subscription) { s.SetBy = "U7" })
		c := remindCard
		c.Origin = origin()
		c.ChannelID = "C2"
		w.sends(t, entered(w.opens(t, c), tt.audience, tt.channel, "10m"))
		w.keeps(t, "C2 914083136 [1h0m0s] U7", tt.to+" 914083136 [10m0s] U1")
	}
}

// A subscription that somebody else had made is moved, and its channel is told.
func TestChangeTellsTheChannel(t *testing.T) {
	t.Parallel()
	for _, by := range []string{"U1", "U7"} {
		_, w := newBot(t)
		w.knows(snapshot(3))
		set := w.from(t, "C2", "remind 914083136 1h")
		w.change(t, 1, func(s *reminder.Subscription) { s.SetBy = by })
		m := w.opens(t, click{Origin: at("C2"), ActionID: view.ActionReminderChange, Value: set.value(view.ActionReminderChange), Ephemeral: true})
		w.sends(t, entered(m, view.AudienceMe, "", "10m"))
		w.keeps(t, "U1 914083136 [10m0s] U1")
		switch posts := w.slack.posts; {
		case by == "U1" && len(posts) != 0:
			t.Errorf("posted %+v, want nothing: the one who set it up moved it", posts)
		case by == "U7" && (len(posts) != 1 || posts[0].channel != "C2" || !strings.HasPrefix(posts[0].text, "<@U1> turned off reminders for *Budget*")):
			t.Errorf("posted %+v, want who stopped the reminders in C2", posts)
		}
	}
}

// Without a start ahead there is no new subscription, so that the old one stays.
func TestChangeWithNothingAhead(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	w.knows(snapshot(3))
	set := w.from(t, "C2", "remind 914083136 1h")
	m := w.opens(t, click{Origin: at("C2"), ActionID: view.ActionReminderChange, Value: set.value(view.ActionReminderChange), Ephemeral: true})
	over := snapshot(3)
	over.Conference.StartTime = "2026-11-23 09:00"
	w.knows(over)
	if got := w.sends(t, entered(m, view.AudienceChannel, "C1", "10m")); !strings.Contains(got, "has no upcoming dates") {
		t.Errorf("the form becomes %s", got)
	}
	w.keeps(t, "C2 914083136 [1h0m0s] U1")
}

func TestFormComplains(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name                     string
		audience, channel, leads string
		edit                     func(w *world)
		want                     map[string]string
	}{
		{"no channel", view.AudienceChannel, "", "10m", nil, map[string]string{view.InputChannel: english(text.FormChannelMiss)}},
		{"strange leads", view.AudienceMe, "", "soon", nil, map[string]string{view.InputLeads: english(text.LeadsNotUnderstood)}},
		{"too many", view.AudienceMe, "", "1m 2m 3m 4m 5m 6m", nil, map[string]string{view.InputLeads: english(text.LeadsTooMany)}},
		{"both", view.AudienceChannel, "", "8d", nil, map[string]string{view.InputChannel: english(text.FormChannelMiss), view.InputLeads: english(text.LeadTooLong)}},
		{"no answer", view.AudienceMe, "", "10m", func(w *world) {
			w.fresh = nil
			w.answers(nil, &meeting.Error{Kind: meeting.Unavailable})
		}, map[string]string{view.InputLeads: english(text.LaterNoAnswer)}},
		{"no answer in time", view.AudienceMe, "", "10m", func(w *world) {
			w.fresh = nil
			w.answers(nil, context.DeadlineExceeded)
		}, map[string]string{view.InputLeads: english(text.LaterNoAnswer)}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, w := newBot(t)
			w.knows(snapshot(3))
			m := w.opens(t, remindCard)
			if tt.edit != nil {
				tt.edit(w)
			}
			v, err := w.submit(t.Context(), entered(m, tt.audience, tt.channel, tt.leads))
			if (err != nil) != (tt.edit != nil) {
				t.Errorf("Submit = %v", err)
			}
			got := mended(t, v)
			if !slices.Equal(slices.Sorted(maps.Keys(got)), slices.Sorted(maps.Keys(tt.want))) {
				t.Errorf("complaints %v, want %v", got, tt.want)
			}
			for field, want := range tt.want {
				if !strings.Contains(got[field], want) {
					t.Errorf("%s: %q, want %q", field, got[field], want)
				}
			}
			w.keeps(t)
		})
	}
}

func TestFormIsRefused(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		edit func(w *world, s *submission)
		want string
	}{
		{"a guest", func(w *world, _ *submission) { w.AccountType = person.Guest }, english(text.RefusalGuest)},
		{"not invited", func(w *world, _ *submission) { w.Email = "person9@example.com" }, english(text.RefusalNotInvited)},
		{"gone", func(w *world, _ *submission) { w.fresh = nil }, english(text.RefusalNotFound)},
		{"forbidden", func(w *world, _ *submission) {
			w.fresh = nil
			w.answers(nil, &meeting.Error{Kind: meeting.Forbidden})
		}, english(text.RefusalForbidden)},
		{"another version", func(_ *world, s *submission) { s.View.Metadata = "{}" }, english(text.StaleModal)},
		{"nothing ahead", func(w *world, _ *submission) {
			over := snapshot(3)
			over.Conference.StartTime = "2026-11-23 09:00"
			w.knows(over)
		}, "has no upcoming dates"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, w := newBot(t, func(o *options) { o.Policy.Lookup = access.Invitees })
			w.knows(snapshot(3))
			s := entered(w.opens(t, remindCard), view.AudienceMe, "", "10m")
			tt.edit(w, &s)
			v, err := w.submit(t.Context(), s)
			if err != nil {
				t.Errorf("Submit = %v, want nil", err)
			}
			if got := swapped(t, v); !strings.Contains(got, tt.want) {
				t.Errorf("the form becomes %s, want %q", got, tt.want)
			}
			w.keeps(t)
		})
	}
}

// What fails on our side is told by whoever asked for the work, with a reference.
func TestFormThatFails(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	w.knows(snapshot(3))
	s := entered(w.opens(t, remindCard), view.AudienceMe, "", "10m")
	w.broken = errors.New("the database is gone")
	if v, err := w.submit(t.Context(), s); !errors.Is(err, w.broken) || len(v.JSON()) != 0 {
		t.Errorf("Submit = %s, %v, want the error alone", v.JSON(), err)
	}
	w.slack.fail["views.open"] = errors.New("no route to host")
	r, c := &recorder{t: t}, remindCard
	c.Origin = origin()
	if err := ask(t.Context(), w.bot, c, r.send); !errors.Is(err, w.slack.fail["views.open"]) {
		t.Errorf("Click = %v", err)
	}
	if r.only().has(t, english(text.FormUnsure)); !strings.Contains(string(r.only().raw), view.ActionAgain) {
		t.Errorf("there is no button to try again: %s", r.only().raw)
	}
}

// Every modal that the views make has a handler, and the other way round.
func TestModals(t *testing.T) {
	t.Parallel()
	b, w := newBot(t)
	w.knows(hosted())
	w.Admin = true
	want := []string{w.opens(t, remindCard).CallbackID, w.searchForm(t).CallbackID, w.opens(t, openSettings).CallbackID, w.opens(t, openMySettings).CallbackID, view.ModalInvite}
	want = append(want, w.opens(t, click{ActionID: view.ActionSchedule, Ephemeral: true}).CallbackID)
	want = append(want, w.opens(t, click{ActionID: view.ActionChangeAll, Value: "914083136:1", Ephemeral: true}).CallbackID, view.ModalChangeDate, view.ModalRule)
	slices.Sort(want)
	if got := b.Modals(); !slices.Equal(got, want) {
		t.Errorf("Modals() = %v, want %v", got, want)
	}
}
