package bot_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/slack-go/slack"
	"golang.org/x/text/language"

	"meetingbot/bot/reminder"
	"meetingbot/bot/text"
	"meetingbot/bot/view"
)

func TestForget(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	s := snapshot(3)
	s.Conference.InRoom, s.Conference.RoomNumber = true, "98137105"
	w.knows(s)
	for _, typed := range []string{"914083136", "98137105"} {
		w.command(t, "remind 914083136")
		w.command(t, "forget "+typed).has(t, "I won't remind this channel about *Budget* (981 371 05) any more.")
		w.keeps(t)
	}
	w.command(t, "forget 98137105").has(t, "This channel has no reminders for meeting 981 371 05.")
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
	w.from(t, "C2", "forget 914083136").has(t, "I won't remind this channel")
	if len(w.slack.posts) != 1 || w.slack.posts[0].channel != "C2" ||
		w.slack.posts[0].text != "<@U1> 已关闭此频道 *Budget* (914 083 136) 的提醒。如需重新开启：`/meeting 提醒 914083136 10m`" {
		t.Errorf("posted %+v", w.slack.posts)
	}
}

// The bot enters a public channel to tell it who stopped its reminders. Where it
// cannot, the one who had set them up is told, in their own language.
func TestForgetWhereTheBotIsNot(t *testing.T) {
	t.Parallel()
	const told, setterTold = "<@U1> 已关闭此频道 *Budget*", "<@U1> turned off reminders for *Budget* (914 083 136) that you set up in <#"
	tests := []struct {
		channel, by string
		to, want    string
	}{
		{"C1", "U7", "C1", told},
		{"G3", "U7", "U7", setterTold + "G3>"},
		{"C9", "U7", "U7", setterTold + "C9>"},
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
				w.slack.fail["conversations.info"] = slack.StatusCodeError{Code: 503} // or it would not be set there
				set := w.from(t, tt.channel, "remind 914083136")
				delete(w.slack.fail, "conversations.info")
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
	got.has(t, "I won't remind this channel about *Budget*")
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
	if err := ask(t.Context(), b, click{Origin: at("C2"), ActionID: view.ActionNoticeStop, Value: w.id(1)}, r.send); err != nil || len(r.all) != 0 {
		t.Errorf("Click = %v, said %+v, want nothing but in the channel", err, r.all)
	}
	if len(w.slack.posts) != 1 || !strings.HasPrefix(w.slack.posts[0].text, "<@U1> turned off reminders for *Budget*") {
		t.Errorf("posted %+v", w.slack.posts)
	}
	w.keeps(t)

	w.from(t, "D1", "remind 914083136")
	w.click(t, click{Origin: at("D1"), ActionID: view.ActionNoticeStop, Value: w.id(1)}).has(t, "I won't remind you")
	w.from(t, "C2", "remind 914083136")
	w.slack.fail["chat.postMessage"] = errors.New("no route to host")
	w.click(t, click{Origin: at("C2"), ActionID: view.ActionNoticeStop, Value: w.id(1)}).has(t, "I won't remind this channel")
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
		{"D1", "SUB1:914083136", nil, "I won't remind you"},
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
