package bot_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"meetingbot/bot"
	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/meeting"
)

func TestMeetingsInMessages(t *testing.T) {
	t.Parallel()
	b, _ := newBot(t)
	const host = "https://meeting.huaweicloud.com/#/j/"
	tests := []struct {
		name, message string
		want          []string
	}{
		{"a bare number", "see you in 914083136 at ten", []string{"914083136"}},
		{"in groups", "*914 083 136* please", []string{"914083136"}},
		{"with dashes", "914-083-136", []string{"914083136"}},
		{"full-width digits", "会议 ９１４０８３１３６ 见", []string{"914083136"}},
		{"a link", "join <" + host + "914083136/c0de>", []string{"914083136"}},
		{"a link with a label", "join <" + host + "914083136/c0de|the meeting>", []string{"914083136"}},
		{"a link that is not wrapped", "join " + host + "914083136/c0de.", []string{"914083136"}},
		{"a link of a known host", "<https://meet.example.com/#/j/914083136>", []string{"914083136"}},
		{"a link of a stranger", "<https://example.org/#/j/914083136>", nil},
		{"a number that Slack took for a telephone's", "<tel:914083136|914083136>", []string{"914083136"}},
		{"several", "<" + host + "914083136> or <" + host + "935150742>, or <" + host + "914083136> again", []string{"914083136", "935150742"}},
		{"links are surer than numbers", "<" + host + "914083136> costs 123456789", []string{"914083136"}},
		{"a label is surer than numbers", "Order 123456789\nMeeting ID: 914 083 136", []string{"914083136"}},
		{"a label on the line before", "Meeting ID\n914 083 136\nOrder 123456789", []string{"914083136"}},
		{"an English invitation", "You are invited.\nSubject: Budget\nTime: 2026-11-24 10:00-11:00\nMeeting ID: 914 083 136\nPassword: 772041\nDial in: +86 755 3689 3689, 0755-36893689", []string{"914083136"}},
		{"a Chinese invitation", "王小明邀请您参加会议\n会议主题：预算\n会议时间：2026-11-24 10:00-11:00\n会议号：914 083 136\n来宾密码：772041\n<" + host + "914083136/c0de>\n电话入会：+86 755 36893689", []string{"914083136"}},
		{"a label and a link of two meetings", "会议 ID: 914 083 136\n<" + host + "935150742>", []string{"914083136", "935150742"}},
		{"a telephone", "call +49 151 234 5678 or tel. 151 234 5678, 电话 915083136", nil},
		{"a date", "2026-11-24, 20261124", nil},
		{"a time and amounts", "10:00-11:30, $123456789, 1,234,567,890 and 99.123456789", nil},
		{"a longer number", "123456789012345", nil},
		{"a word with digits", "PROJ-914083136x, v914083136", nil},
		{"nothing", " \n ", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, b.MeetingsIn(tt.message)); diff != "" {
				t.Errorf("MeetingsIn(%q) (-want +got):\n%s", tt.message, diff)
			}
		})
	}
}

// FuzzMeetingsIn checks that what is found are the numbers of meetings, each once, and
// that they are in the message.
func FuzzMeetingsIn(f *testing.F) {
	for _, seed := range []string{
		"Meeting ID: 914 083 136", "<https://meeting.huaweicloud.com/#/j/914083136/c0de|x> 会议号：935150742", "<<>|<tel:914083136|914 083 136>", "会议 ID\n\n914083136",
	} {
		f.Add(seed)
	}
	b, _ := newBot(f)
	f.Fuzz(func(t *testing.T, message string) {
		found := b.MeetingsIn(message)
		for i, id := range found {
			if got, ok := meeting.ParseID(id); !ok || got != id || slices.Contains(found[:i], id) {
				t.Errorf("MeetingsIn(%q) = %q: %q is none, or comes again", message, found, id)
			}
		}
	})
}

// onMessage is the shortcut of a message that says something.
func onMessage(says string) bot.Question {
	return bot.Question{
		Origin: origin(), Kind: bot.KindMessage, Surface: bot.SurfaceChannel, Action: bot.Action{ID: view.ShortcutMessage}, Text: says,
	}
}

func TestMessageShortcut(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	w.answers(snapshot(57), nil)
	r := &recorder{t: t}
	if err := answer(t.Context(), w.bot, onMessage("see you in 914 083 136"), r.send); err != nil {
		t.Fatal(err)
	}
	typed := w.command(t, "914083136")
	if got := r.only(); string(got.raw) != string(typed.raw) {
		t.Errorf("the shortcut is answered with %s, want as if the number had been typed", got.raw)
	}
	for says, want := range map[string]string{
		"good morning": w.speak(text.MessageWithout),
		"914083136 935150742, 928473016 916204385 973305164 938614205": w.speak(text.MessageSeveral, text.Args{"Count": 6}),
	} {
		r := &recorder{t: t}
		if err := answer(t.Context(), w.bot, onMessage(says), r.send); err != nil {
			t.Fatal(err)
		}
		got := r.only()
		if !strings.Contains(got.Text, want) {
			t.Errorf("%q is answered with %q, want %q", says, got.Text, want)
		}
		if want == w.speak(text.MessageWithout) {
			continue
		}
		if value := got.value(view.SuggestionActions()[0]); value != "c:/meeting:914083136" || got.value(view.SuggestionActions()[4]) == "" {
			t.Errorf("the first button carries %q of %s, want the first meeting, and one for each of five", value, got.raw)
		}
	}
}

// In a thread the answer comes where it was asked, and in the channel where that
// cannot be.
func TestMessageShortcutInAThread(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		channel string
		fail    error
		there   bool
	}{
		"the bot is in the channel":     {channel: "C2", there: true},
		"the bot is not in the channel": {channel: "C1"},
		"Slack fails":                   {channel: "C2", fail: errors.New("out of order")},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, w := newBot(t)
			w.knows(snapshot(3))
			w.slack.fail["chat.postEphemeral"] = tt.fail
			q := onMessage("914083136")
			q.ChannelID, q.Thread = tt.channel, "1718.0001"
			r := &recorder{t: t}
			if err := answer(t.Context(), w.bot, q, r.send); err != nil {
				t.Fatal(err)
			}
			if tt.there != (len(r.all) == 0) || tt.there != (len(w.slack.posts) == 1) {
				t.Fatalf("%d answers at the response_url and %d posts, want one in the thread: %v", len(r.all), len(w.slack.posts), tt.there)
			}
			if !tt.there {
				return
			}
			if p := w.slack.posts[0]; p.method != "chat.postEphemeral" || p.to != "U1" || p.form.Get("thread_ts") != "1718.0001" {
				t.Errorf("posted %+v, want for U1 in the thread", p)
			}
		})
	}
}
