package bot_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"meetingbot/bot"
	"meetingbot/bot/access"
	"meetingbot/bot/person"
	"meetingbot/bot/post"
	"meetingbot/bot/reminder"
	"meetingbot/bot/rule"
	"meetingbot/bot/text"
	"meetingbot/bot/workspace"
)

// owners are conversations that meeting 914083136 is told to. U1 asks in the
// first one; none of the others is theirs.
func owners() map[string]post.Conversation {
	team := workspace.Key{TeamID: "T1"}
	return map[string]post.Conversation{
		"here":                 {Key: team, ChannelID: "C1"},
		"another channel":      {Key: team, ChannelID: "C2"},
		"another person":       {Key: team, ChannelID: "U8"},
		"another workspace":    {Key: workspace.Key{TeamID: "T2"}, ChannelID: "C1"},
		"another organisation": {Key: workspace.Key{EnterpriseID: "E2", TeamID: "T1"}, ChannelID: "C1"},
	}
}

// remindedAt has conversations reminded of meeting 914083136 by U7, one notice posted to
// each, and a rule of each. It returns the ids of what each has.
func (w *world) remindedAt(t *testing.T, all map[string]post.Conversation) map[string]rowIDs {
	t.Helper()
	w.answers(snapshot(3), nil)
	for _, c := range all {
		want := reminder.SetRequest{Conversation: c, MeetingID: meetingID, Leads: []time.Duration{10 * time.Minute}, By: "U7"}
		if _, err := w.reminders.Set(t.Context(), want, snapshot(3)); err != nil {
			t.Fatal(err)
		}
	}
	rules := map[string]string{}
	for owner, c := range all {
		want := rule.Request{Conversation: c, Pattern: rule.Pattern{Words: "weekly"}, Leads: []time.Duration{10 * time.Minute}, By: "U7"}
		followed, err := w.rules.Follow(t.Context(), want)
		if err != nil {
			t.Fatal(err)
		}
		rules[owner] = followed.ID
	}
	w.time = time.Date(2026, 11, 23, 10, 32, 0, 0, time.UTC)
	if err := w.reminders.RunDue(t.Context()); err != nil {
		t.Fatal(err)
	}
	if len(w.slack.posts) != len(all) {
		t.Fatalf("posted %+v, want %d notices", w.slack.posts, len(all))
	}
	w.slack.posts, w.asked = nil, 0
	w.knows(snapshot(3))
	found := make(map[string]rowIDs)
	for owner, c := range all {
		ids := rowIDs{channel: c.ChannelID, rule: rules[owner]}
		for _, s := range w.reminders.Store.Subscriptions() {
			if s.Conversation == c {
				ids.subscription = s.ID
			}
		}
		for _, n := range w.reminders.Store.Notices() {
			if n.Conversation == c {
				ids.notice = n.ID
			}
		}
		found[owner] = ids
	}
	return found
}

// remindedHere is remindedAt for the channel in which U1 asks.
func (w *world) remindedHere(t *testing.T) rowIDs {
	t.Helper()
	return w.remindedAt(t, map[string]post.Conversation{"here": owners()["here"]})["here"]
}

// stored is everything that reminders have of some conversations.
type stored struct {
	Subscriptions []reminder.Subscription
	Notices       []reminder.Notice
	Rules         []rule.Rule
}

// stored returns what is stored, but for the conversations that U1 asks in.
func (w *world) stored(but ...post.Conversation) (s stored) {
	for _, sub := range w.reminders.Store.Subscriptions() {
		if !slices.Contains(but, sub.Conversation) {
			s.Subscriptions = append(s.Subscriptions, sub)
		}
	}
	for _, r := range w.reminders.Store.AllRules() {
		if !slices.Contains(but, r.Conversation) {
			s.Rules = append(s.Rules, r)
		}
	}
	for _, n := range w.reminders.Store.Notices() {
		if !slices.Contains(but, n.Conversation) || n.For != "" {
			s.Notices = append(s.Notices, n)
		}
	}
	return s
}

// unchanged fails the test unless the same is stored and nothing was posted.
func (w *world) unchanged(t *testing.T, what string, before, after stored) {
	t.Helper()
	if diff := cmp.Diff(before, after); diff != "" {
		t.Errorf("%s: what is stored has changed (-want +got):\n%s", what, diff)
	}
	if len(w.slack.posts) != 0 {
		t.Errorf("%s: posted %+v, want nothing", what, w.slack.posts)
	}
}

// An id of another conversation does nothing, whichever route carries it: it is
// as good as one that there never was.
func TestEveryRouteRefusesForeignIDs(t *testing.T) {
	t.Parallel()
	some, _ := newBot(t)
	for name := range everyRoute(t, some, rowIDs{}) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b, w := newBot(t)
			all := owners()
			here := all["here"]
			delete(all, "here")
			me := post.Conversation{Key: here.Key, ChannelID: "U1"}
			for owner, ids := range w.remindedAt(t, all) {
				ids.channel = here.ChannelID // where a form was opened is sealed: see TestForgedMetadata
				q := everyRoute(t, b, ids)[name]
				w.slack.channels[here.ChannelID].IsMember = false // what is shared is an answer, and nothing is posted
				before := w.stored(here, me)
				w.answered(t, q)
				w.unchanged(t, owner, before, w.stored(here, me))
				q.Surface, q.ChannelID = bot.SurfaceMessage, "D1"
				w.answered(t, q)
				w.unchanged(t, owner, before, w.stored(here, me))
			}
		})
	}
}

// Whoever may not look up meetings reads that, and nothing else happens, although
// the ids are those of the channel that they ask in.
func TestEveryRouteDenies(t *testing.T) {
	t.Parallel()
	some, _ := newBot(t)
	denials := map[person.AccountType]text.Key{
		person.Guest: text.RefusalGuest, person.External: text.RefusalExternal,
		person.Bot: text.RefusalBot, person.Deactivated: text.RefusalDeactivated,
	}
	for name := range everyRoute(t, some, rowIDs{}) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b, w := newBot(t)
			q := everyRoute(t, b, w.remindedHere(t))[name]
			before := w.stored()
			for who, why := range denials {
				w.AccountType = who
				all := w.answered(t, q)
				w.unchanged(t, string(who), before, w.stored())
				if w.asked != 0 {
					t.Errorf("%s: the Meeting API was asked %d times", who, w.asked)
				}
				if b.NeedsLookup(q) && (len(all) != 1 || !strings.Contains(all[0], w.speak(why)) || strings.Contains(all[0], "in_channel")) {
					t.Errorf("%s: answered %q, want %q alone, to the one who asks", who, all, w.speak(why))
				}
				w.slack.modals = nil
			}
		})
	}
}

// What everyRoute asks does something where the ids are those of the channel, or
// else the tests above would prove nothing.
func TestRoutesActOnTheirOwnIDs(t *testing.T) {
	t.Parallel()
	some, _ := newBot(t)
	var acting []string
	for name := range everyRoute(t, some, rowIDs{}) {
		b, w := newBot(t)
		q := everyRoute(t, b, w.remindedHere(t))[name]
		before := w.stored()
		for _, answer := range w.answered(t, q) {
			if strings.Contains(answer, "in_channel") {
				acting = append(acting, name)
			}
		}
		if !cmp.Equal(before, w.stored()) || len(w.slack.posts) > 0 {
			acting = append(acting, name)
		}
	}
	slices.Sort(acting)
	want := []string{
		"action notice_snooze", "action notice_stop", "action reminder_stop", "action reminder_undo", "action reminders_stop",
		"action rule_listed_stop", "action rule_stop", "action rule_undo", "action share_yes", "action shared_refresh",
		"modal reminder_form", "modal rule_form", "word follow", "word forget", "word remind", "word share", "word unremind", "word 不再提醒", "word 关注", "word 分享", "word 取消提醒", "word 提醒",
	}
	if diff := cmp.Diff(want, acting); diff != "" {
		t.Errorf("routes that act (-want +got):\n%s", diff)
	}
}

// restore brings subscriptions back as they were, two minutes later.
func (w *world) restore(t *testing.T, before stored) {
	t.Helper()
	err := w.reminders.Store.Reminders().InTx(t.Context(), func(tx reminder.Tx) error {
		for _, s := range w.reminders.Store.Subscriptions() {
			if err := tx.DeleteSubscription(t.Context(), s.ID); err != nil {
				return err
			}
		}
		for _, s := range before.Subscriptions {
			if err := tx.PutSubscription(t.Context(), s); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	w.restoreRules(t, before.Rules)
	w.time = w.time.Add(2 * time.Minute)
}

// restoreRules brings rules back as they were.
func (w *world) restoreRules(t *testing.T, before []rule.Rule) {
	t.Helper()
	err := w.reminders.Store.Rules().InTx(t.Context(), func(tx rule.Tx) error {
		for _, r := range w.reminders.Store.AllRules() {
			if err := tx.DeleteRule(t.Context(), r.ID); err != nil {
				return err
			}
		}
		for _, r := range before {
			if _, err := tx.AddRule(t.Context(), r); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// A request that comes again acts once, in the same process and in another one.
func TestEveryRouteActsOnce(t *testing.T) {
	t.Parallel()
	some, _ := newBot(t)
	for name := range everyRoute(t, some, rowIDs{}) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b, w := newBot(t)
			q := everyRoute(t, b, w.remindedHere(t))[name]
			q.ID = "v0=1"
			before, shared := w.stored(), 0
			count := func(answers []string) {
				for _, a := range answers {
					if strings.Contains(a, "in_channel") {
						shared++
					}
				}
			}
			count(w.answered(t, q))
			posts := len(w.slack.posts)
			w.restore(t, before)
			restored := w.stored()
			count(w.answered(t, q))
			w.bot = w.another(t)
			count(w.answered(t, q))
			if diff := cmp.Diff(restored, w.stored()); diff != "" {
				t.Errorf("the same request acted again (-want +got):\n%s", diff)
			}
			if len(w.slack.posts) != posts || shared > 1 {
				t.Errorf("posted %d times and then %d, shared %d times", posts, len(w.slack.posts), shared)
			}
		})
	}
}

// A guest whom the workspace lets look up meetings may stop and snooze as well.
func TestGuestsStopWhereEveryoneMay(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"action notice_snooze", "action notice_stop", "action reminder_stop", "action reminders_stop", "action rule_stop"} {
		b, w := newBot(t, func(o *options) { o.Policy.Lookup = access.Everyone })
		q := everyRoute(t, b, w.remindedHere(t))[name]
		before := w.stored()
		w.AccountType = person.Guest
		w.answered(t, q)
		if cmp.Equal(before, w.stored()) {
			t.Errorf("%s did nothing", name)
		}
	}
}
