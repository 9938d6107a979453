package bot_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"

	"meetingbot/bot"
	"meetingbot/bot/person"
	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/meeting"
)

// spoken is a message for the bot: in the conversation D1 with it, or a mention in
// another channel.
func spoken(channel, says string) bot.Question {
	q := bot.Question{Origin: at(channel), Kind: bot.KindSpoken, Surface: bot.SurfaceChannel, Text: says, ID: "said " + channel + " 1"}
	q.TriggerID = ""
	if strings.HasPrefix(channel, "D") {
		q.Surface = bot.SurfaceDirect
	}
	return q
}

// hears has the bot answer what was said, and returns what it posted.
func (w *world) hears(t *testing.T, q bot.Question) ([]posting, error) {
	t.Helper()
	before := len(w.slack.posts)
	err := answer(t.Context(), w.bot, q, silent(t))
	return w.slack.posts[before:], err
}

// heard is the one post that answers what was said.
func (w *world) heard(t *testing.T, q bot.Question) posting {
	t.Helper()
	posts, err := w.hears(t, q)
	if err != nil || len(posts) != 1 {
		t.Fatalf("%q is answered with %+v (%v), want one post", q.Text, posts, err)
	}
	if p := posts[0]; p.form.Get("unfurl_links") != "false" {
		t.Errorf("links of the answer to %q are unfurled: %v", q.Text, p.form)
	}
	return posts[0]
}

func TestSpokenIsAnsweredLikeTheCommand(t *testing.T) {
	t.Parallel()
	for _, says := range []string{"914083136", "914 083 136", "today", "help", "find budget", "914083136 dates", "doctor", "tody"} {
		t.Run(says, func(t *testing.T) {
			t.Parallel()
			_, typed := newBot(t)
			typed.answers(snapshot(57), nil)
			r := &recorder{t: t}
			c := command{Origin: at("C2"), Name: "/meeting", Text: says}
			if err := ask(t.Context(), typed.bot, c, r.send); err != nil {
				t.Fatal(err)
			}
			_, w := newBot(t)
			w.answers(snapshot(57), nil)
			p := w.heard(t, spoken("C2", says))
			want := r.only()
			var blocks, wantBlocks any
			if err := errors.Join(json.Unmarshal([]byte(orEmpty(p.form.Get("blocks"))), &blocks), json.Unmarshal(want.raw, &wantBlocks)); err != nil {
				t.Fatal(err)
			}
			wantBlocks = wantBlocks.(map[string]any)["blocks"]
			if wantBlocks == nil {
				wantBlocks = []any{}
			}
			normal := func(v any) any { // buttons carry how the command is called
				raw, _ := json.Marshal(v)
				_ = json.Unmarshal([]byte(strings.ReplaceAll(string(raw), "c:/meeting:", "c::")), &v)
				return v
			}
			if diff := cmp.Diff(normal(wantBlocks), normal(blocks)); p.text != want.Text || diff != "" {
				t.Errorf("said, it is answered with %q, typed with %q; blocks (-typed +said):\n%s", p.text, want.Text, diff)
			}
			if p.method != "chat.postEphemeral" || p.channel != "C2" || p.to != "U1" {
				t.Errorf("posted by %s in %s for %q, want for U1 in C2 alone", p.method, p.channel, p.to)
			}
		})
	}
}

func TestSpokenWithoutMeaning(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ channel, says, want string }{
		"a mention alone":             {"C2", "", english(text.SpokenHint)},
		"a mention and small talk":    {"C2", "thank you so much", english(text.SpokenHint)},
		"a mention and thanks":        {"C2", "Thanks!", english(text.SpokenHint)},
		"a question of no words":      {"C2", "what is there?", english(text.SpokenHint)},
		"thanks, directly":            {"D1", "谢谢", english(text.HelpTitle)},
		"small talk, directly":        {"D1", "good morning", english(text.HelpTitle)},
		"a search that was asked for": {"C2", "find nothing", (&world{people: &people{}}).speak(text.FoundNothing, text.Args{"Text": "`nothing`"})},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, w := newBot(t)
			p := w.heard(t, spoken(tt.channel, tt.says))
			if want, _, _ := strings.Cut(tt.want, "`"); !strings.Contains(p.text, strings.TrimSpace(want)) {
				t.Errorf("%q is answered with %q, want %q", tt.says, p.text, want)
			}
		})
	}
}

// Answers in the conversation with the bot are ordinary messages that buttons
// change; in a conversation of two people nothing is changed by them.
func TestSpokenDirectly(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	w.answers(snapshot(57), nil)
	p := w.heard(t, spoken("D1", "914083136"))
	if p.method != "chat.postMessage" || p.channel != "D1" {
		t.Errorf("posted by %s in %s, want an ordinary message in D1", p.method, p.channel)
	}
	var blocks slack.Blocks
	if err := json.Unmarshal([]byte(p.form.Get("blocks")), &blocks); err != nil {
		t.Fatal(err)
	}
	marked := 0
	for _, b := range blocks.BlockSet {
		if actions, ok := b.(*slack.ActionBlock); ok {
			if !bot.IsDirect(actions.BlockID) {
				t.Errorf("the buttons of %s do not tell that the message is direct", actions.BlockID)
			}
			marked++
		}
	}
	if marked == 0 || bot.IsDirect(view.BlockPager) {
		t.Errorf("%d blocks of buttons are marked; a block of another message is marked: %v", marked, bot.IsDirect(view.BlockPager))
	}
	next := click{Origin: at("D1"), ActionID: view.ActionNext, Value: "914083136:2"}.question()
	for surface, replaces := range map[bot.Surface]bool{bot.SurfaceDirect: true, bot.SurfaceMessage: false} {
		next.Surface = surface
		var got said
		err := answer(t.Context(), w.bot, next, func(_ context.Context, r bot.Reply) error { return json.Unmarshal(r.JSON(), &got) })
		if err != nil {
			t.Fatal(err)
		}
		if got.ReplaceOriginal != replaces || (got.ResponseType == "in_channel") != replaces || bot.IsDirect(got.Blocks[0].ID) != replaces {
			t.Errorf("on surface %d the next page replaces: %v, as %s, in block %s; want %v", surface, got.ReplaceOriginal, got.ResponseType, got.Blocks[0].ID, replaces)
		}
	}
}

func TestSpokenInAThread(t *testing.T) {
	t.Parallel()
	for _, channel := range []string{"C2", "D1"} {
		_, w := newBot(t)
		q := spoken(channel, "help")
		q.Thread = "1718.0009"
		if p := w.heard(t, q); p.form.Get("thread_ts") != "1718.0009" {
			t.Errorf("in %s posted %v, want in the thread", channel, p.form)
		}
	}
}

// Where the bot is in no channel with the person, they are answered directly.
func TestSpokenWhereTheBotCannotAnswer(t *testing.T) {
	t.Parallel()
	for _, code := range []string{"not_in_channel", "channel_not_found", "user_not_in_channel", "is_archived", "restricted_action"} {
		_, w := newBot(t)
		w.slack.fail["chat.postEphemeral"] = slack.SlackErrorResponse{Err: code}
		if p := w.heard(t, spoken("C1", "help")); p.method != "chat.postMessage" || p.channel != "U1" || p.form.Get("thread_ts") != "" {
			t.Errorf("after %s posted by %s in %s, want to U1 directly", code, p.method, p.channel)
		}
	}
	_, w := newBot(t)
	w.slack.fail["chat.postEphemeral"] = slack.SlackErrorResponse{Err: "token_revoked"}
	if posts, err := w.hears(t, spoken("C1", "help")); err == nil || len(posts) != 0 {
		t.Errorf("with a revoked token: %+v (%v), want an error and nothing posted", posts, err)
	}
}

// One message may come as several events, and to several processes.
func TestSpokenIsAnsweredOnce(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	q := spoken("D1", "help")
	w.heard(t, q)
	for _, b := range []*bot.Bot{w.bot, w.another(t)} {
		if err := answer(t.Context(), b, q, silent(t)); err != nil {
			t.Error(err)
		}
	}
	if n := len(w.slack.posts); n != 1 {
		t.Errorf("%d answers to one message, want 1", n)
	}
	q.ID = "said D1 2"
	w.heard(t, q)
	// So is a refusal.
	q = spoken("D1", "914083136")
	q.ID = "said D1 3"
	w.heard(t, q)
	if err := answer(t.Context(), w.another(t), q, silent(t)); err != nil || len(w.slack.posts) != 3 {
		t.Errorf("%d posts (%v), want none for what another process has answered", len(w.slack.posts), err)
	}
}

// Bots are never answered, whatever they say: they might answer back.
func TestBotsAreNotAnswered(t *testing.T) {
	t.Parallel()
	for _, says := range []string{"914083136", "help", "", "good morning", "today"} {
		for _, channel := range []string{"C2", "D1"} {
			_, w := newBot(t, func(o *options) { o.Policy.Lookup = "everyone" })
			w.answers(snapshot(3), nil)
			w.AccountType = person.Bot
			if posts, err := w.hears(t, spoken(channel, says)); len(posts) != 0 || err != nil {
				t.Errorf("a bot that says %q in %s is answered with %+v (%v)", says, channel, posts, err)
			}
		}
	}
}

func TestSpokenIsDenied(t *testing.T) {
	t.Parallel()
	for who, why := range map[person.AccountType]text.Key{person.Guest: text.RefusalGuest, person.External: text.RefusalExternal} {
		_, w := newBot(t)
		w.answers(snapshot(3), nil)
		w.AccountType = who
		if p := w.heard(t, spoken("C2", "914083136")); p.text != w.speak(why) || w.asked != 0 {
			t.Errorf("%s is told %q after %d questions to the API, want %q", who, p.text, w.asked, w.speak(why))
		}
	}
}

// Whatever fails, the person hears of it, and the operator.
func TestSpokenThatFails(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	w.answers(nil, &meeting.Error{Kind: meeting.SignInRefused})
	if posts, err := w.hears(t, spoken("C2", "914083136")); err == nil || len(posts) != 1 || !strings.Contains(posts[0].text, w.speak(text.RefusalAccount)) {
		t.Errorf("posted %+v (%v), want what is wrong", posts, err)
	}
	_, w = newBot(t)
	w.get = func(context.Context, string) (*meeting.Snapshot, error) { panic("ouch") }
	func() {
		defer func() {
			if recover() == nil {
				t.Error("the panic is not passed on")
			}
		}()
		_, _ = w.hears(t, spoken("D1", "914083136"))
	}()
	if posts := w.slack.posts; len(posts) != 1 || !strings.Contains(posts[0].text, w.speak(text.Sorry)) {
		t.Errorf("after a panic posted %+v, want an apology", posts)
	}
	_, w = newBot(t)
	w.slack.fail["chat.postMessage"] = slack.SlackErrorResponse{Err: "fatal_error"}
	if posts, err := w.hears(t, spoken("D1", "help")); err == nil || len(posts) != 0 {
		t.Errorf("Slack fails: %+v (%v), want an error", posts, err)
	}
}
