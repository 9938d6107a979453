package bot_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"meetingbot/bot/access"
	"meetingbot/bot/person"
	"meetingbot/bot/reminder"
	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/meeting"
)

// from sends a command from another channel and returns its one reply.
func (w *world) from(t *testing.T, channel, text string) said {
	t.Helper()
	r, o := &recorder{t: t}, origin()
	o.ChannelID = channel
	if err := ask(t.Context(), w.bot, command{Origin: o, Name: "/meeting", Text: text}, r.send); err != nil {
		t.Errorf("Command(%q) = %v, want nil", text, err)
	}
	return r.only()
}

// has fails unless a reply has all of the words.
func (s said) has(t *testing.T, words ...string) {
	t.Helper()
	for _, want := range words {
		if !strings.Contains(s.shown(), want) {
			t.Errorf("said\n%s\nwant %q", s.shown(), want)
		}
	}
}

func TestRemind(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	w.knows(snapshot(3))
	got := w.command(t, "remind 914083136 1h 10m")
	got.has(t, "I'll remind <#C1> about *Budget* (914 083 136).", "2 reminders: 1 hour before · 10 minutes before the start",
		"Next start: Mon, 23 Nov, 18:42 (UTC+8)", "Set by <@U1>")
	if got.value(view.ActionReminderChange) != w.id(1) || got.value(view.ActionReminderStop) != w.id(1) {
		t.Errorf("the buttons do not carry the subscription: %s", got.raw)
	}
	if strings.Contains(got.Text, "/invite") {
		t.Errorf("a public channel has a hint:\n%s", got.Text)
	}
	w.keeps(t, "C1 914083136 [1h0m0s 10m0s] U1")
}

func TestRemindByDefault(t *testing.T) {
	t.Parallel()
	for want, leads := range map[string][]time.Duration{
		"C1 914083136 [10m0s] U1": {10 * time.Minute}, "C1 914083136 [1h0m0s 5m0s] U1": {time.Hour, 5 * time.Minute},
	} {
		_, w := newBot(t, func(o *options) { o.Leads = leads })
		w.answers(snapshot(3), nil)
		w.command(t, "914083136 remind")
		w.keeps(t, want)
	}
}

// The second time nothing changes that was not asked for.
func TestRemindTwice(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	w.knows(snapshot(3))
	w.command(t, "remind 914083136 1h")
	w.command(t, "remind 914083136").has(t, "<#C1> already has exactly these reminders for *Budget*", "1 hour before")
	w.command(t, "remind 914083136 1h").has(t, "already")
	w.command(t, "remind 914083136 20m").has(t, "Changed: I'll remind <#C1>", "Reminders: 20 minutes", "Before: 1 hour before the start")
	w.keeps(t, "C1 914083136 [20m0s] U1")
}

// A reminder that is set up too late for the next start is not sent, so the one
// who asked is told. It starts in twelve minutes, less some seconds.
func TestRemindTooLate(t *testing.T) {
	t.Parallel()
	const some, none = "Too late for the next start: ", "It starts in 12 minutes: too soon for a "
	tests := []struct {
		typed  string
		starts []meeting.Text // after the next
		want   string
	}{
		{"11m", nil, ""},
		{"12m", nil, none + "12-minute reminder. Try 10m."},
		{"18m", nil, none + "reminder 18 minutes before the start. Try 10m."},
		{"1h 12m", nil, none + "reminder 1 hour before · 12 minutes before the start. Try 10m."},
		{"1h 11m", nil, some + "1 hour before the start"},
		{"3h 2h 5m", nil, some + "3 hours before · 2 hours before the start"},
		{"1h", []meeting.Text{"2026-11-24 10:42", "2026-11-25 10:42"}, none + "1-hour reminder. First reminder: Tue, 24 Nov, 18:42 (UTC+8). Try 10m."},
		{"3d 2d", []meeting.Text{"2026-11-24 10:42", "2026-11-26 10:42"}, none + "reminder 3 days before · 2 days before the start. First reminder: Thu, 26 Nov, 18:42 (UTC+8)."},
		{"3d", []meeting.Text{"2026-11-24 10:42"}, none + "3-day reminder. Try 10m."},
	}
	for _, tt := range tests {
		t.Run(tt.typed, func(t *testing.T) {
			t.Parallel()
			_, w := newBot(t)
			s := snapshot(3)
			if len(tt.starts) > 0 {
				s.Conference.Occurrences = append(s.Conference.Occurrences, meeting.SubConference{StartTime: s.Conference.StartTime})
			}
			for _, start := range tt.starts {
				s.Conference.Occurrences = append(s.Conference.Occurrences, meeting.SubConference{StartTime: start})
			}
			w.knows(s)
			got := w.command(t, "remind 914083136 "+tt.typed)
			got.has(t, tt.want)
			if tt.want == "" && strings.Contains(got.Text, "Too late") {
				t.Errorf("said\n%s\nwant nothing of being late", got.Text)
			}
		})
	}
}

// What was set up in time may have been sent: it is not late.
func TestRemindAgainNearTheStart(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	w.knows(snapshot(3))
	w.command(t, "remind 914083136 1h")
	w.change(t, 1, func(s *reminder.Subscription) { s.SetAt = monday().AddDate(0, 0, -1) })
	for _, typed := range []string{"", " 1h"} {
		if got := w.command(t, "remind 914083136"+typed); strings.Contains(got.Text, "Too late") {
			t.Errorf("remind%s: said\n%s\nwant nothing of being late", typed, got.Text)
		}
	}
	w.command(t, "remind 914083136 1h 30m 5m").has(t, "Too late for the next start: 30 minutes before the start")
}

// A subscription that was suspended is resumed.
func TestRemindOfSuspended(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	w.knows(snapshot(3))
	w.command(t, "remind 914083136 1h")
	w.change(t, 1, func(s *reminder.Subscription) { s.Suspended = reminder.NotInvited })
	w.command(t, "remind 914083136").has(t, "I'll remind <#C1>", "1 hour before")
	if got := w.reminders.Store.Subscriptions()[0].Suspended; got != "" {
		t.Errorf("still suspended: %s", got)
	}
}

func TestRemindInPrivate(t *testing.T) {
	t.Parallel()
	for _, channel := range []string{"D1", ""} {
		_, w := newBot(t)
		w.knows(snapshot(3))
		w.from(t, channel, "remind 914083136").has(t, "I'll remind you about *Budget* (914 083 136), in private.")
		w.from(t, channel, "remind 914083136").has(t, "You already have exactly these reminders")
		w.from(t, channel, "remind 914083136 5m").has(t, "Changed: I'll remind you")
		w.from(t, channel, "reminders").has(t, english(text.RemindersTitleYou))
		w.keeps(t, "U1 914083136 [5m0s] U1")
		w.from(t, channel, "forget 914083136").has(t, "I won't remind you about *Budget*")
		w.from(t, channel, "forget 914083136").has(t, english(text.ReminderUnknownYou))
		w.from(t, channel, "reminders").has(t, english(text.RemindersNoneYou), "`/meeting remind 914083136`")
		if len(w.slack.calls) != 0 {
			t.Errorf("Slack was asked %v about a person", w.slack.calls)
		}
	}
}

// "Me" is the person alone, in every channel.
func TestRemindMe(t *testing.T) {
	t.Parallel()
	for _, typed := range []string{
		"remind me 914083136 15m", "remind me of 914083136 15 minutes before the start", "914083136 remind me 15m",
		"remind 914083136 me 15m", "提醒我 914083136 15分钟", "提醒我914083136，提前15分钟", "提醒 914083136 我 15m", "914083136 提前15分钟提醒我",
	} {
		_, w := newBot(t)
		w.knows(snapshot(3))
		w.command(t, typed).has(t, "I'll remind you about *Budget* (914 083 136), in private.")
		w.keeps(t, "U1 914083136 [15m0s] U1")
		w.command(t, "remind 914083136 5m").has(t, "I'll remind <#C1>")
		w.command(t, "forget me 914083136").has(t, "I won't remind you about *Budget*")
		w.keeps(t, "C1 914083136 [5m0s] U1")
	}
	_, w := newBot(t)
	w.knows(snapshot(3))
	w.command(t, "remind us here 914083136 15m").has(t, "I'll remind <#C1>")
	w.command(t, "提醒我们 914083136 15分钟").has(t, "already")
}

// Where the bot plainly cannot post, that is said at once with what helps, and
// nothing is set. Where it may not see whether it can, that is said too.
func TestRemindWhereTheBotCannotPost(t *testing.T) {
	t.Parallel()
	const invite, archived = "Invite me: `/invite @meetingbot`, then send `/meeting remind 914083136` again", "it is archived"
	tests := []struct {
		channel string
		fail    error
		want    string
	}{
		{"C1", nil, ""},
		{"C2", nil, ""},
		{"G1", nil, ""},
		{"G3", nil, invite},
		{"G2", nil, invite}, // not told of
		{"C9", nil, archived},
		{"G2", slack.SlackErrorResponse{Err: "missing_scope", Needed: "groups:read"}, "(`groups:read`)"},
		{"G2", slack.SlackErrorResponse{Err: "missing_scope"}, "(`mpim:read`)"},
		{"C1", slack.SlackErrorResponse{Err: "missing_scope", Needed: "channels:read"}, ""},
		{"G2", slack.SlackErrorResponse{Err: "invalid_auth"}, ""},
		{"G2", &slack.RateLimitedError{RetryAfter: time.Second}, ""},
		{"G2", errors.New("no route to host"), ""},
	}
	for _, tt := range tests {
		t.Run(tt.channel, func(t *testing.T) {
			t.Parallel()
			_, w := newBot(t)
			w.knows(snapshot(3))
			w.slack.fail["conversations.info"] = tt.fail
			got := w.from(t, tt.channel, "remind 914083136")
			if strings.Contains(got.Text, "⚠️") != (tt.want != "") || !strings.Contains(got.Text, tt.want) {
				t.Errorf("said\n%s\nwant %q", got.Text, tt.want)
			}
			if tt.want == invite || tt.want == archived {
				w.keeps(t)
				return
			}
			w.keeps(t, tt.channel+" 914083136 [10m0s] U1")
		})
	}
}

func TestRemindIsRefused(t *testing.T) {
	t.Parallel()
	over := snapshot(3)
	over.Conference.StartTime, over.Conference.EndTime = "2026-11-23 09:00", "2026-11-23 10:00"
	tests := []struct {
		text string
		edit func(w *world)
		want string
	}{
		{"remind", nil, english(text.RemindWhich)},
		{"remind 10m", nil, "`/meeting remind 914083136 1h 10m 1m`"},
		{"remind 914083136 10x", nil, "I didn't understand `10x`.\nI understand times such as 10m"},
		{"remind 914083136 10s", nil, "`/meeting remind 914083136 1h 10m 1m`"},
		{"remind 914083136 969304019", nil, "One meeting at a time, please.\nYou could try:\n`/meeting remind"},
		{"remind 914083136 8d", nil, english(text.LeadTooLong)},
		{"remind 914083136 1m 2m 3m 4m 5m 6m", nil, english(text.LeadsTooMany)},
		{"remind 914083136", func(w *world) { w.knows(over) }, "*Budget* (914 083 136) has no upcoming dates"},
		{"remind 914083136", func(w *world) { w.AccountType = person.Guest }, english(text.RefusalGuest)},
		{"remind 914083136", func(w *world) { w.AccountType = person.External }, english(text.RefusalExternal)},
		{"remind 914083136", func(w *world) { w.Email = "person9@example.com" }, english(text.RefusalNotInvited)},
		{"remind 969304019", func(w *world) { w.answers(nil, &meeting.Error{Kind: meeting.NotFound}) }, english(text.RefusalNotFound, "969 304 019")},
	}
	for _, tt := range tests {
		t.Run(tt.text+" "+tt.want, func(t *testing.T) {
			t.Parallel()
			_, w := newBot(t, func(o *options) { o.Policy.Lookup = access.Invitees })
			w.knows(snapshot(3))
			if tt.edit != nil {
				tt.edit(w)
			}
			w.command(t, tt.text).has(t, tt.want)
			w.keeps(t)
		})
	}
}

// What cannot be stored is told, and to the operator too.
func TestRemindersThatFail(t *testing.T) {
	t.Parallel()
	broken := errors.New("the database is gone")
	for _, typed := range []string{"remind 914083136", "reminders", "forget 914083136"} {
		t.Run(typed, func(t *testing.T) {
			t.Parallel()
			b, w := newBot(t)
			w.knows(snapshot(3))
			w.broken = broken
			r := &recorder{t: t}
			if err := ask(t.Context(), b, command{Origin: origin(), Text: typed}, r.send); !errors.Is(err, broken) {
				t.Errorf("Command = %v, want %v told to the operator", err, broken)
			}
			r.only().has(t, english(text.Sorry), "(ref 7f3a91)")
		})
	}
}

func TestReminders(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	w.subscribed(t, 23)
	w.change(t, 2, func(s *reminder.Subscription) { s.Suspended = reminder.NotInvited })
	list := w.command(t, "reminders")
	list.has(t, "*Reminders in this channel* · 1–10 of 23", "1. *Budget* (914 083 100)", english(text.SuspendedNotInvited), "10. *Budget*")
	if list.ReplaceOriginal || list.value(view.ActionRemindersPrevious) != "" {
		t.Errorf("the first page: %s", list.raw)
	}
	list = w.click(t, click{ActionID: view.ActionRemindersNext, Value: list.value(view.ActionRemindersNext), Ephemeral: true})
	list = w.click(t, click{ActionID: view.ActionRemindersNext, Value: list.value(view.ActionRemindersNext), Ephemeral: true})
	list.has(t, "21–23 of 23")
	if !list.ReplaceOriginal || list.value(view.ActionRemindersNext) != "" || list.value(view.ActionRemindersPrevious) != "2" {
		t.Errorf("the last page: %s", list.raw)
	}
	for _, want := range []string{"21–22 of 22", "21 of 21", "11–20 of 20"} {
		list = w.click(t, click{ActionID: view.ActionListedStop, Value: list.value(view.ActionListedStop), Ephemeral: true})
		list.has(t, want)
	}
	if n := len(w.subscriptions()); n != 20 {
		t.Errorf("%d subscriptions are left, want 20", n)
	}
}

// Those who may not look up meetings learn nothing of them from reminders. They
// may stop the reminders that they read.
func TestRemindersAreForThoseWhoMayLookUp(t *testing.T) {
	t.Parallel()
	for standing, why := range map[person.AccountType]string{
		person.Guest: english(text.RefusalGuest), person.External: english(text.RefusalExternal),
	} {
		t.Run(string(standing), func(t *testing.T) {
			t.Parallel()
			_, w := newBot(t)
			w.subscribed(t, 11)
			w.AccountType = standing
			for name, got := range map[string]said{
				"list":   w.command(t, "reminders"),
				"page":   w.click(t, click{ActionID: view.ActionRemindersNext, Value: "2", Ephemeral: true}),
				"forget": w.command(t, "forget 914083100"),
				"choose": w.command(t, "forget"),
			} {
				if got.has(t, why); len(got.Blocks) > 0 || strings.Contains(got.Text, "Budget") {
					t.Errorf("%s: said %s", name, got.raw)
				}
			}
			w.click(t, click{ActionID: view.ActionListedStop, Value: w.id(2) + ":1", Ephemeral: true}).has(t, why)
			w.click(t, click{ActionID: view.ActionNoticeStop, Value: w.id(1)}).has(t, why)
			if n := len(w.subscriptions()); n != 11 {
				t.Errorf("%d subscriptions are left, want all 11", n)
			}
			_, w = newBot(t, func(o *options) { o.Policy.Lookup = access.Everyone })
			w.subscribed(t, 1)
			w.AccountType = standing
			w.command(t, "reminders").has(t, "Budget")
		})
	}
}
