package bot_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"
	"golang.org/x/text/language"

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
		if !strings.Contains(s.Text, want) {
			t.Errorf("said\n%s\nwant %q", s.Text, want)
		}
	}
}

func TestRemind(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	w.knows(snapshot(3))
	got := w.command(t, "remind 914083136 1h 10m")
	got.has(t, "I'll remind <#C1> of *Budget* (914 083 136).", "2 reminders: 1 hour before · 10 minutes before the start",
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
	w.command(t, "remind 914083136").has(t, "<#C1> is already reminded of *Budget*", "1 hour before")
	w.command(t, "remind 914083136 1h").has(t, "already")
	w.command(t, "remind 914083136 20m").has(t, "Changed: I'll remind <#C1>", "Reminders: 20 minutes", "Before: 1 hour before the start")
	w.keeps(t, "C1 914083136 [20m0s] U1")
}

// A reminder that is set up too late for the next start is not sent, so the one
// who asked is told. It starts in twelve minutes, less some seconds.
func TestRemindTooLate(t *testing.T) {
	t.Parallel()
	const some, none = "Too late for this start: ", "Too late for this start: it is in 12 minutes. "
	tests := []struct {
		typed  string
		starts []meeting.Text // after the next
		want   string
	}{
		{"11m", nil, ""},
		{"12m", nil, none + "As things stand, no reminder will come."},
		{"1h 12m", nil, none + "As things stand"},
		{"1h 11m", nil, some + "1 hour before the start"},
		{"3h 2h 5m", nil, some + "3 hours before · 2 hours before the start"},
		{"1h", []meeting.Text{"2026-11-24 10:42", "2026-11-25 10:42"}, none + "First start with reminders: Tue, 24 Nov, 18:42 (UTC+8)"},
		{"3d 2d", []meeting.Text{"2026-11-24 10:42", "2026-11-26 10:42"}, none + "First start with reminders: Thu, 26 Nov, 18:42 (UTC+8)"},
		{"3d", []meeting.Text{"2026-11-24 10:42"}, none + "As things stand"},
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
	w.command(t, "remind 914083136 1h 30m 5m").has(t, "Too late for this start: 30 minutes before the start")
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
		w.from(t, channel, "remind 914083136").has(t, "I'll remind you of *Budget* (914 083 136), in private.")
		w.from(t, channel, "remind 914083136").has(t, "You are already reminded")
		w.from(t, channel, "remind 914083136 5m").has(t, "Changed: I'll remind you")
		w.from(t, channel, "reminders").has(t, english(text.RemindersTitleYou))
		w.keeps(t, "U1 914083136 [5m0s] U1")
		w.from(t, channel, "forget 914083136").has(t, "You are no longer reminded of *Budget*")
		w.from(t, channel, "forget 914083136").has(t, english(text.ReminderUnknownYou))
		w.from(t, channel, "reminders").has(t, english(text.RemindersNoneYou), "`/meeting remind 914083136`")
		if len(w.slack.calls) != 0 {
			t.Errorf("Slack was asked %v about a person", w.slack.calls)
		}
	}
}

// What is left to do is told at once, and what Slack does not tell is no
// obstacle.
func TestRemindHints(t *testing.T) {
	t.Parallel()
	const invite, archived = "type `/invite` in it and choose me", "is archived"
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
		{"G2", slack.SlackErrorResponse{Err: "missing_scope"}, ""},
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
				t.Errorf("said\n%s\nwant the hint %q", got.Text, tt.want)
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
		{"remind 914083136 10", nil, "I didn't understand `10`.\nI understand times such as 10m"},
		{"remind 914083136 10s", nil, "`/meeting remind 914083136 1h 10m 1m`"},
		{"remind 914083136 969304019", nil, "One meeting at a time, please.\nYou could try:\n`/meeting remind"},
		{"remind 914083136 8d", nil, english(text.LeadTooLong)},
		{"remind 914083136 1m 2m 3m 4m 5m 6m", nil, english(text.LeadsTooMany)},
		{"remind 914083136", func(w *world) { w.knows(over) }, "*Budget* (914 083 136) has no start ahead"},
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

func TestForget(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	s := snapshot(3)
	s.Conference.InRoom, s.Conference.RoomNumber = true, "98137105"
	w.knows(s)
	for _, typed := range []string{"914083136", "98137105"} {
		w.command(t, "remind 914083136")
		w.command(t, "forget "+typed).has(t, "This channel is no longer reminded of *Budget* (981 371 05).")
		w.keeps(t)
	}
	w.command(t, "forget 98137105").has(t, "This channel isn't reminded of meeting 981 371 05.")
	if len(w.slack.posts) != 0 {
		t.Errorf("posted %+v, want nothing: the one who set it up stopped it", w.slack.posts)
	}
}

// The channel is told who stopped what somebody else had set up.
func TestForgetOfOthers(t *testing.T) {
	t.Parallel()
	_, w := newBot(t, func(o *options) { o.Language = language.SimplifiedChinese })
	w.knows(snapshot(3))
	w.from(t, "C2", "remind 914083136")
	w.change(t, 1, func(s *reminder.Subscription) { s.SetBy = "U7" })
	w.from(t, "C2", "forget 914083136").has(t, "This channel is no longer reminded")
	if len(w.slack.posts) != 1 || w.slack.posts[0].channel != "C2" ||
		w.slack.posts[0].text != "<@U1> 已停止在本频道提醒 *Budget* (914 083 136)。如需重新提醒：`/meeting 提醒 914083136`" {
		t.Errorf("posted %+v", w.slack.posts)
	}
}

// The bot enters a public channel to tell it who stopped its reminders. Where it
// cannot, the one who had set them up is told, in their own language.
func TestForgetWhereTheBotIsNot(t *testing.T) {
	t.Parallel()
	const told, unheard = "<@U1> 已停止在本频道提醒 *Budget*", "<@U1> stopped the reminders of *Budget* (914 083 136) that you set up for <#"
	tests := []struct {
		channel, by string
		to, want    string
	}{
		{"C1", "U7", "C1", told},
		{"G3", "U7", "U7", unheard + "G3>"},
		{"C9", "U7", "U7", unheard + "C9>"},
		{"G3", "U1", "", ""},
	}
	stops := map[string]func(t *testing.T, w *world, set said, channel string){
		"command": func(t *testing.T, w *world, _ said, channel string) {
			t.Helper()
			w.from(t, channel, "forget 914083136")
		},
		"button": func(t *testing.T, w *world, set said, channel string) {
			t.Helper()
			c := click{ActionID: view.ActionNoticeStop, Value: set.value(view.ActionReminderStop), Origin: origin()}
			c.ChannelID = channel
			if err := ask(t.Context(), w.bot, c, (&recorder{t: t}).send); err != nil {
				t.Errorf("Click = %v", err)
			}
		},
	}
	for _, tt := range tests {
		for name, stop := range stops {
			t.Run(tt.channel+" "+tt.by+" "+name, func(t *testing.T) {
				t.Parallel()
				_, w := newBot(t, func(o *options) { o.Language = language.SimplifiedChinese })
				w.knows(snapshot(3))
				set := w.from(t, tt.channel, "remind 914083136")
				w.change(t, 1, func(s *reminder.Subscription) { s.SetBy = tt.by })
				stop(t, w, set, tt.channel)
				w.keeps(t)
				switch posts := w.slack.posts; {
				case tt.to == "" && len(posts) != 0:
					t.Errorf("posted %+v, want nothing", posts)
				case tt.to != "" && (len(posts) != 1 || posts[0].channel != tt.to || !strings.HasPrefix(posts[0].text, tt.want)):
					t.Errorf("posted %+v, want %q to %s", posts, tt.want, tt.to)
				}
			})
		}
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
			if n := len(w.subscriptions()); n != 11 {
				t.Errorf("%d subscriptions are left, want all 11", n)
			}
			w.click(t, click{ActionID: view.ActionListedStop, Value: w.id(2) + ":1", Ephemeral: true}).has(t, why)
			stop := click{Origin: origin(), ActionID: view.ActionNoticeStop, Value: w.id(1)}
			if err := ask(t.Context(), w.bot, stop, (&recorder{t: t}).send); err != nil {
				t.Errorf("Click = %v", err)
			}
			if n := len(w.subscriptions()); n != 9 {
				t.Errorf("%d subscriptions are left, want 9", n)
			}
			_, w = newBot(t, func(o *options) { o.Policy.Lookup = access.Everyone })
			w.subscribed(t, 1)
			w.AccountType = standing
			w.command(t, "reminders").has(t, "Budget")
		})
	}
}

// Without a number there is a choice of what to forget.
func TestForgetWithoutNumber(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	w.command(t, "forget").has(t, english(text.RemindersNone))
	w.subscribed(t, 1)
	if got := w.command(t, "取消提醒"); got.value(view.ActionListedStop) != w.id(1)+":1" {
		t.Errorf("no button to stop it: %s", got.raw)
	}
}

func TestStopButtons(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	w.knows(snapshot(3))
	set := w.command(t, "remind 914083136")
	stop := click{ActionID: view.ActionReminderStop, Value: set.value(view.ActionReminderStop), Ephemeral: true}
	got := w.click(t, stop)
	got.has(t, "This channel is no longer reminded of *Budget*")
	if !got.ReplaceOriginal {
		t.Error("the confirmation was not replaced")
	}
	w.keeps(t)
	w.click(t, stop).has(t, english(text.ReminderGone))
}

// Whoever stops the reminders of a channel by a button on one is named to all.
func TestStopOnReminder(t *testing.T) {
	t.Parallel()
	b, w := newBot(t)
	w.knows(snapshot(3))
	w.from(t, "C2", "remind 914083136")
	r := &recorder{t: t}
	if err := ask(t.Context(), b, click{Origin: origin(), ActionID: view.ActionNoticeStop, Value: w.id(1)}, r.send); err != nil || len(r.all) != 0 {
		t.Errorf("Click = %v, said %+v, want nothing but in the channel", err, r.all)
	}
	if len(w.slack.posts) != 1 || !strings.HasPrefix(w.slack.posts[0].text, "<@U1> stopped the reminders of *Budget*") {
		t.Errorf("posted %+v", w.slack.posts)
	}
	w.keeps(t)

	w.from(t, "D1", "remind 914083136")
	w.click(t, click{ActionID: view.ActionNoticeStop, Value: w.id(1)}).has(t, "You are no longer reminded")
	w.from(t, "C2", "remind 914083136")
	w.slack.fail["chat.postMessage"] = errors.New("no route to host")
	w.click(t, click{ActionID: view.ActionNoticeStop, Value: w.id(1)}).has(t, "This channel is no longer reminded")
	w.keeps(t)
}

// The button of an old reminder stops what has been set up anew since. One
// from before buttons named the meeting stops what it was made for.
func TestStopOnOldReminder(t *testing.T) {
	t.Parallel()
	tests := []struct {
		channel, value string
		keeps          []string
		says           string
	}{
		{"C2", "SUB1:914083136", nil, ""},
		{"D1", "SUB1:914083136", nil, "You are no longer reminded"},
		{"C2", "SUB2", nil, ""},
		{"C2", "SUB1", []string{"914083136 [10m0s] U1"}, english(text.ReminderGone)},
		{"C2", "SUB1:969304019", []string{"914083136 [10m0s] U1"}, english(text.ReminderGone)},
	}
	for _, tt := range tests {
		t.Run(tt.channel+" "+tt.value, func(t *testing.T) {
			t.Parallel()
			_, w := newBot(t)
			w.knows(snapshot(3))
			w.from(t, tt.channel, "remind 914083136")
			first := w.id(1)
			w.from(t, tt.channel, "forget 914083136")
			w.from(t, tt.channel, "remind 914083136")
			value := strings.NewReplacer("SUB1", first, "SUB2", w.id(1)).Replace(tt.value)
			r, c := &recorder{t: t}, click{Origin: origin(), ActionID: view.ActionNoticeStop, Value: value}
			c.ChannelID = tt.channel
			if err := ask(t.Context(), w.bot, c, r.send); err != nil {
				t.Errorf("Click = %v", err)
			}
			for i := range tt.keeps {
				tt.keeps[i] = tt.channel + " " + tt.keeps[i]
			}
			w.keeps(t, tt.keeps...)
			if tt.says != "" {
				r.only().has(t, tt.says)
			}
		})
	}
}

func TestSnooze(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	notice := w.reminded(t)
	again := view.SnoozedUntil(view.Reader{Localizer: w.localizer(), Now: monday(), Zone: w.Zone}, w.time.Add(5*time.Minute))
	w.click(t, click{ActionID: view.ActionNoticeSnooze, Value: notice}).has(t, again.Text)
	for _, n := range w.reminders.Store.Notices() {
		if n.For != "" && (n.For != "U1" || !n.DueAt.Equal(w.time.Add(5*time.Minute))) {
			t.Errorf("%s is reminded at %s, want U1 in five minutes", n.For, n.DueAt)
		}
	}
	if n := len(w.reminders.Store.Notices()); n != 2 {
		t.Errorf("%d notices, want the first and the one that was snoozed", n)
	}
	w.time = w.time.Add(85 * time.Minute) // three minutes before the end
	for _, notice := range []string{notice, "GONE"} {
		w.click(t, click{ActionID: view.ActionNoticeSnooze, Value: notice}).has(t, english(text.SnoozeTooLate))
	}
}

// The card comes beside the reminder, whoever sees that.
func TestDetails(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	w.knows(snapshot(3))
	for _, ephemeral := range []bool{false, true} {
		got := w.click(t, click{ActionID: view.ActionNoticeDetails, Value: "914083136:1", Ephemeral: ephemeral})
		got.has(t, "Budget", "Invited: 1–3 of 3")
		if got.ReplaceOriginal {
			t.Error("the reminder was replaced")
		}
	}
}
