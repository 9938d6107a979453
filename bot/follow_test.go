package bot_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"meetingbot/bot/access"
	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/meeting"
)

// listed has the account list meetings with subjects, all at the same time. Person 3 is
// invited to the first so many.
func (w *world) listed(invited int, subjects ...string) {
	l := &meeting.Listing{Count: len(subjects)}
	all := map[string]*meeting.Snapshot{}
	for i, subject := range subjects {
		s := snapshot(0)
		if i < invited {
			s = snapshot(3)
		}
		s.Conference.ID, s.Conference.Subject = meeting.Text(fmt.Sprint(914083136+i)), meeting.Text(subject)
		all[s.Conference.ID.String()] = s
		l.Conferences = append(l.Conferences, s.Conference)
	}
	w.find = func(string) (*meeting.Listing, error) { return l, nil }
	w.get = func(_ context.Context, id string) (*meeting.Snapshot, error) { return all[id], nil }
}

// rulesAre fails unless these and no others stand, as "channel words leads by".
func (w *world) rulesAre(t *testing.T, want ...string) {
	t.Helper()
	var got []string
	for _, r := range w.reminders.Store.AllRules() {
		words := r.Words
		if r.Mine {
			words = "(mine)"
		}
		got = append(got, fmt.Sprintf("%s %s %v %s", r.ChannelID, words, r.Leads, r.SetBy))
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("the rules are %q, want %q", got, want)
	}
}

// A channel follows what was typed, or the person alone, and the answer says what that
// is now: of the meetings that the person may have listed.
func TestFollow(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		channel, typed, rule string
		all                  bool
		says, not            string
	}{
		"here":               {"C1", `follow "weekly" 1h 10m`, "C1 weekly [1h0m0s 10m0s] U1", false, "1 meeting matches now:\n• *Weekly sync*", "Weekly secret"},
		"all may be listed":  {"C1", `follow weekly`, "C1 weekly [10m0s] U1", true, "2 meetings match now:", "Budget"},
		"mine":               {"C1", `follow mine`, "C1 (mine) [10m0s] U1", true, "2 meetings match now:", "Weekly secret"},
		"me":                 {"C1", `follow me "weekly" 5m`, "U1 weekly [5m0s] U1", false, "I'll remind you before meetings with *“weekly”* in the subject, in private.", "secret"},
		"with the bot alone": {"D1", `follow "weekly"`, "U1 weekly [10m0s] U1", false, "in private", "secret"},
		"nothing yet":        {"C1", `关注 “周会”`, "C1 周会 [10m0s] U1", true, english(text.FollowNone), "Weekly"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, w := newBot(t, func(o *options) {
				if tt.all {
					o.Policy.Lists = access.ListAll
				}
			})
			w.listed(2, "Weekly sync", "Budget", "Weekly secret")
			got := w.from(t, tt.channel, tt.typed)
			got.has(t, tt.says)
			if strings.Contains(got.Text, tt.not) {
				t.Errorf("said %s, want nothing of %q", got.Text, tt.not)
			}
			w.rulesAre(t, tt.rule)
		})
	}
}

// Where nothing could be posted or found out, no rule is set up.
func TestFollowNothing(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	w.listed(1, "Weekly sync")
	w.from(t, "G3", `follow "weekly"`).has(t, "I can't remind <#G3> about meetings with *“weekly”* in the subject yet", "`/meeting follow \"weekly\"`")
	w.find = func(string) (*meeting.Listing, error) { return nil, &meeting.Error{Kind: meeting.Forbidden} }
	w.command(t, "follow mine").has(t, english(text.ListForbidden))
	w.listed(1, "Weekly sync")
	w.Email = ""
	w.command(t, "follow mine").has(t, english(text.ListUnverified))
	w.rulesAre(t)
	w.command(t, "follow").has(t, english(text.FollowWhich), `/meeting follow "weekly" 10m`)
	w.rulesAre(t)
}

// A command that names a meeting is one to remind of it.
func TestFollowOneMeeting(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	w.answers(snapshot(3), nil)
	w.command(t, "follow 914 083 136 5m").has(t, "I'll remind <#C1> about *Budget*")
	w.keeps(t, "C1 914083136 [5m0s] U1")
	w.rulesAre(t)
}

// Rules stand on the list before the reminders of their channel or person, on all pages.
func TestRulesArePaged(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	w.subscribed(t, 9)
	w.answers(snapshot(3), nil)
	w.command(t, "remind me 914083136 5m")
	w.find = func(string) (*meeting.Listing, error) { return &meeting.Listing{}, nil }
	w.command(t, "follow weekly")
	w.time = w.time.Add(time.Second)
	w.command(t, "follow budget")
	w.command(t, "follow me weekly")
	first := w.command(t, "reminders")
	first.has(t, "*Reminders* · 1–10 of 13", "*In this channel*\n1. Follows meetings with *“weekly”*", "2. Follows meetings with *“budget”*", "\n3. *", "\n10. *")
	last := w.click(t, click{ActionID: view.ActionRemindersNext, Value: first.value(view.ActionRemindersNext), Ephemeral: true})
	last.has(t, "*Reminders* · 11–13 of 13", "*In this channel*\n11. *", "*Only for you, in private*\n12. Follows meetings with *“weekly”*", "13. *Budget* (914 083 136)")
	w.from(t, "D1", "reminders").has(t, "*Your reminders* · 2 reminders\n1. Follows", "2. *Budget*")
}

// What cannot be stored is told, and does not stand.
func TestRuleNotStored(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	w.broken = errors.New("the database is away")
	w.find = func(string) (*meeting.Listing, error) { return &meeting.Listing{}, nil }
	r := &recorder{t: t}
	if err := ask(t.Context(), w.bot, command{Origin: origin(), Name: "/meeting", Text: "follow weekly"}, r.send); err == nil {
		t.Error("the operator is not told")
	}
	w.broken = nil
	w.rulesAre(t)
}

// What one person carries off is sealed for them: nobody else turns a rule back on, nor
// with other words.
func TestRuleUndoIsSealed(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	ref := view.RuleRef{ChannelID: "C1", Leads: []time.Duration{time.Minute}, SetBy: "U1", Words: "weekly"}.String()
	another := origin()
	another.UserID = "U8"
	away := view.RuleRef{ChannelID: "C9", Leads: []time.Duration{time.Minute}, SetBy: "U1", Words: "weekly"}.String()
	for _, value := range []string{
		ref, sealed(another, view.ActionRuleUndo, ref), sealed(origin(), view.ActionReminderUndo, ref), sealed(origin(), view.ActionRuleUndo, away),
	} {
		w.click(t, click{Origin: origin(), ActionID: view.ActionRuleUndo, Value: value, Ephemeral: true}).has(t, english(text.StaleButton))
		w.rulesAre(t)
	}
	w.click(t, click{Origin: origin(), ActionID: view.ActionRuleUndo, Value: sealed(origin(), view.ActionRuleUndo, ref), Ephemeral: true}).has(t, "I'll remind <#C1> before meetings")
	w.rulesAre(t, "C1 weekly [1m0s] U1")
}

// A Home tab has a person's rules from everywhere.
func TestHomeHasRules(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	w.find = func(string) (*meeting.Listing, error) { return &meeting.Listing{}, nil }
	w.command(t, "follow weekly")
	w.from(t, "C2", "follow me budget")
	holds(t, "the Home tab", w.opensHome(t), []string{"Follows meetings with *“weekly”*", "Follows meetings with *“budget”*", view.ActionRuleListedStop}, nil)
}
