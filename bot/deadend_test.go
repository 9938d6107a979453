package bot_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"meetingbot/bot"
	"meetingbot/bot/person"
	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/meeting"
	"meetingbot/playground/blockkit"
)

// offers are the commands that the buttons of suggestions carry.
func (s said) offers(t *testing.T) []string {
	t.Helper()
	var all []string
	for _, c := range s.buttons() {
		if strings.HasPrefix(c.ActionID, "suggestion_") {
			command, ok := strings.CutPrefix(c.Value, "c:/meeting:")
			if !ok {
				t.Errorf("%s carries %q, want a command", c.ActionID, c.Value)
			}
			all = append(all, command)
		}
	}
	return all
}

// misread is what is said of words that mean nothing.
func misread(quoted string) string {
	w := world{people: &people{}}
	return w.speak(text.UsageNotUnderstood, text.Args{"Text": "`" + quoted + "`"})
}

// beside is what is said above a card of words that mean nothing.
func beside(quoted string) string {
	w := world{people: &people{}}
	return w.speak(text.CardNotUnderstood, text.Args{"Text": "`" + quoted + "`"})
}

// What is not understood is quoted, and what it may mean is offered and never done.
func TestSlipsAreOffered(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		text, want string
		offers     []string
	}{
		{"tody", misread("tody"), []string{"today", "find tody"}},
		{"Tody!", misread("Tody"), []string{"today", "find Tody!"}},
		{"toady", misread("toady"), []string{"today", "find toady"}},
		{"tomorrwo", misread("tomorrwo"), []string{"tomorrow", "find tomorrwo"}},
		{"remnd", misread("remnd"), []string{"remind", "find remnd"}},
		{"next", misread("next"), []string{"list", "today", "find next"}},
		{"stop", misread("stop"), []string{"forget", "reminders", "find stop"}},
		{"停止", misread("停止"), []string{"取消提醒", "提醒列表", "find 停止"}},
		{"提醒列", misread("提醒列"), []string{"提醒列表", "find 提醒列"}},
		{"remnd me 15m", misread("remnd"), []string{"remind me 15m", "find remnd me 15m"}},
		{"fnd budget plan", misread("fnd budget plan"), []string{"find budget plan", "find fnd budget plan"}},
		{"remnd 914083136 15m", misread("remnd"), []string{"remind 914083136 15m", "914083136"}},
		{"remnd me 914083136 1h30m 10m", misread("remnd"), []string{"remind me 914083136 1h30m 10m", "914083136"}},
		{"remnd 914083136 9x", misread("remnd 9x"), []string{"remind 914083136 9x", "914083136"}},
		{"remnd <https://c.meeting.huaweicloud.com/#/j/914083136/" + chairCode + ">", misread("remnd"), []string{"remind 914083136", "914083136"}},
		{"stop 914083136", misread("stop"), []string{"forget 914083136", "914083136"}},
		{"stop reminding 914083136", misread("stop reminding"), []string{"forget 914083136", "914083136"}},
		{"停止提醒 914083136", misread("停止提醒"), []string{"取消提醒 914083136", "914083136"}},
		{"不要提醒我 914083136", misread("不要提醒"), []string{"取消提醒 me 914083136", "914083136"}},
		{"今日会议", misread("今日"), []string{"今天", "find 今日会议"}},
		{"914083136 shre", misread("shre"), []string{"share 914083136", "914083136"}},
		{"914083136 10m", misread("10m"), []string{"remind 914083136 10m", "914083136"}},
		{"share 914083136 quickly", misread("quickly"), []string{"share 914083136", "914083136"}},
		{"share remind 914083136 5m", misread("share remind"), []string{"share 914083136", "remind 914083136 5m", "914083136"}},
		{"remind 914083136 5x", misread("5x"), []string{"remind 914083136", "914083136"}},
		{"remind budget review 15m", misread("budget review"), []string{"find budget review"}},
		{"share budget", misread("budget"), []string{"find budget"}},
		{"today tomorrow", misread("today tomorrow"), []string{"today", "tomorrow"}},
		{"914083136 969304019", english(text.UsageSeveral), []string{"914083136", "969304019"}},
		{"share 969304019 914083136", english(text.UsageSeveral), []string{"share 914083136", "share 969304019"}},
		{"--- -", misread("--- -"), []string{"list"}},
		{strings.Repeat("x", 129), misread(strings.Repeat("x", 79) + "…"), []string{"list"}},
		{strings.Repeat("x", 3001), english(text.UsageTooLong), nil},
	} {
		t.Run(tt.text[:min(len(tt.text), 40)], func(t *testing.T) {
			t.Parallel()
			_, w := newBot(t)
			w.answers(snapshot(3), nil)
			got := w.command(t, tt.text)
			if offers := got.offers(t); !strings.Contains(got.Text, tt.want) || !slices.Equal(offers, tt.offers) {
				t.Errorf("%q says\n%s\nwith %q, want %q with %q", tt.text, got.Text, offers, tt.want, tt.offers)
			}
			if w.gotten > 0 || len(w.slack.posts) > 0 || len(w.reminders.Store.Subscriptions()) > 0 {
				t.Error("more was done than offered")
			}
		})
	}
}

// A meeting's number with words that mean nothing shows the card, and says so; words
// for what is on the card show it as well.
func TestUnknownWordsBesideAMeeting(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ text, want string }{
		{"914083136 sandwich", beside("sandwich") + "\nBudget\n"},
		{"what is 914083136", "Budget\n"},
		{"跳舞 914083136", beside("跳舞") + "\nBudget\n"},
		{"914083136 <!channel> *x* <mailto:ana@example.org|ana@example.org>", beside("!channel x") + "\nBudget\n"},
		{"914083136 sandwich, ana@example.org.", beside("sandwich") + "\nBudget\n"},
		{"tody 914083136", beside("tody") + "\nBudget\n"},
		{"914083136 10", beside("10") + "\nBudget\n"},
		{"914083136 join", "Budget\n"},
		{"join 914083136", "Budget\n"},
		{"participants 914083136", "Budget\n"},
		{"who is in 914083136", beside("in") + "\nBudget\n"},
		{"914083136 details", "Budget\n"},
		{"914083136 PASSWORD!", "Budget\n"},
		{"914083136 加入", "Budget\n"},
		{"914083136参会人", "Budget\n"},
		{"查看914083136", "Budget\n"},
		{"914083136 主持人", "Budget\n"},
		{"914083136 host", "Budget\n"},
		{"show me 914083136 please", "Budget\n"},
		{"refresh 914083136", "Budget\n"},
		{"dates 914083136", english(text.SeriesNone)},
	} {
		t.Run(tt.text, func(t *testing.T) {
			t.Parallel()
			_, w := newBot(t)
			w.answers(snapshot(3), nil)
			if got := w.command(t, tt.text); !strings.HasPrefix(got.Text, tt.want) {
				t.Errorf("%q says\n%s\nwant %q", tt.text, got.Text, tt.want)
			}
		})
	}
}

// A host who asks for the host of a meeting gets what lets them in as one, read now.
func TestHostByWord(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	s := snapshot(3)
	s.Participants[2].Role = meeting.RoleHost
	w.knows(s)
	w.answers(s, nil)
	r := &recorder{t: t, host: true}
	if err := ask(t.Context(), w.bot, command{Origin: origin(), Name: "/meeting", Text: "914083136 host"}, r.send); err != nil {
		t.Fatal(err)
	}
	if got := r.only(); !strings.Contains(got.Text, chairCode) || w.refreshed != 1 {
		t.Errorf("says\n%s\nafter %d readings, want the host link after one", got.Text, w.refreshed)
	}
}

// Free text is searched for: what fits is shown, and else what else can be done.
func TestFreeTextIsSearched(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		text, searched, want string
		offers               []string
	}{
		{"meeting 17", "meeting 17", "Meeting 17\nScheduled", nil},
		{"list meeting 17", "list meeting 17|17", "Meeting 17\nScheduled", nil},
		{"quarterly planning", "quarterly planning", foundNothing("`quarterly planning`"), []string{"list", "help"}},
		{"tody standup", "tody standup", foundNothing("`tody standup`"), []string{"today", "list", "help"}},
		{"week of planning", "week of planning|of planning", foundNothing("`week of planning`"), []string{"week", "list", "help"}},
		{"when is meeting 17?", "when is meeting 17?|17", "Meeting 17\nScheduled", nil},
		{"find (budget).", "(budget).|budget", foundNothing("`(budget).`"), []string{"list", "help"}},
		{"搜一下预算会议在哪", "一下预算会议在哪|预算", foundNothing("`一下预算会议在哪`"), []string{"list", "help"}},
		{"budget", "budget", foundNothing("`budget`"), []string{"list", "help"}},
		{"预算", "预算", foundNothing("`预算`"), []string{"list", "help"}},
		{"123", "123", foundNothing("`123`"), []string{"list", "help"}},
		{"ana@example.org plan", "ana@example.org plan", foundNothing("`plan`"), []string{"list", "help"}},
	} {
		t.Run(tt.text, func(t *testing.T) {
			t.Parallel()
			_, w := newBot(t)
			w.calendar()
			w.Email = "person1@example.com"
			got := w.command(t, tt.text)
			if offers := got.offers(t); !strings.Contains(got.Text, tt.want) || !slices.Equal(offers, tt.offers) {
				t.Errorf("%q says\n%s\nwith %q, want %q with %q", tt.text, got.Text, offers, tt.want, tt.offers)
			}
			if searched := strings.Join(w.searched, "|"); searched != tt.searched {
				t.Errorf("%q searched for %q, want %q", tt.text, searched, tt.searched)
			}
		})
	}
}

// Words that only say that meetings are wanted list them, and words for what is on a
// card ask for the meeting.
func TestWordsThatSayNothing(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{
		"my meetings":                         english(text.ListUpcoming),
		"list all":                            english(text.ListUpcoming),
		"我的会议":                                english(text.ListUpcoming),
		"今天的会议":                               english(text.ListToday),
		"today please":                        english(text.ListToday),
		"what is on today?":                   english(text.ListToday),
		"What's on tomorrow":                  english(text.ListTomorrow),
		"which meetings do I have this week?": english(text.ListWeek),
		"今天有什么会？":                             english(text.ListToday),
		"我明天有哪些会议":                            english(text.ListTomorrow),
		"明天有会吗":                               english(text.ListTomorrow),
		"this week":                           english(text.ListWeek),
		"join":                                english(text.UsageWhich),
		"加入":                                  english(text.UsageWhich),
		"host":                                english(text.UsageWhich),
		"help me out":                         english(text.HelpTitle),
		"today 今天":                            english(text.ListToday),
	} {
		_, w := newBot(t)
		w.calendar()
		w.Email = "person1@example.com"
		if got := w.command(t, typed); !strings.Contains(got.Text, want) {
			t.Errorf("%q says\n%s\nwant %q", typed, got.Text, want)
		}
	}
}

// A suggestion that is pressed is the command, as if it had been typed: it acts once
// for a request, and for those alone who may.
func TestPressedSuggestionsAreCommands(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	w.answers(snapshot(3), nil)
	offered := w.command(t, "remnd me 914083136 15m")
	w.press(t, offered, "suggestion_1").has(t, "*Budget*", "15 minutes before the start")
	subs := w.reminders.Store.Subscriptions()
	if len(subs) != 1 || subs[0].ChannelID != "U1" {
		t.Fatalf("subscriptions are %+v, want one of U1", subs)
	}
	press := click{Origin: origin(), ActionID: "suggestion_1", Value: "c:/meeting:share 914083136", Ephemeral: true}
	question := press.question()
	question.ID = "once"
	for i, want := range []int{1, 0} {
		r := &recorder{t: t, channel: true}
		if err := answer(t.Context(), w.bot, question, r.send); err != nil || len(r.all) != want {
			t.Errorf("press %d: %d replies and %v, want %d", i, len(r.all), err, want)
		}
	}
	w.AccountType = person.Guest
	if got := w.click(t, press); !strings.Contains(got.Text, english(text.RefusalGuest)) {
		t.Errorf("a guest who presses reads\n%s", got.Text)
	}
}

// What no command is does nothing.
func TestForgedSuggestions(t *testing.T) {
	t.Parallel()
	for _, value := range []string{"", "914083136", "c:", "c:/meeting", "a:" + view.ActionHost + ":914083136:1", "x:/meeting:914083136"} {
		_, w := newBot(t)
		if got := w.click(t, click{ActionID: "suggestion_1", Value: value, Ephemeral: true}); !strings.Contains(got.Text, english(text.StaleButton)) {
			t.Errorf("%q says %q", value, got.Text)
		}
	}
}

// FuzzCommand asks anything: Slack takes every answer, and nothing is shared that was
// not asked for by its word.
func FuzzCommand(f *testing.F) {
	for _, seed := range []string{
		"", "tody", "remnd 914083136 15m", "914083136 969304019 share", "stop", "停止", "找 预算", "fnd x", "914083136 join", "<@U1|a> `x`",
		"share 914083136 now", "remind 9x 914083136", "https://example.com/j/1", "\xff", "\u3164", "list all", strings.Repeat("x", 200), "me", "10m",
	} {
		f.Add(seed)
	}
	var all worlds
	f.Fuzz(func(t *testing.T, typed string) {
		w := all.next(t)
		w.answers(snapshot(3), nil)
		r := &recorder{t: t}
		q := command{Origin: origin(), Name: "/meeting", Text: typed}.question()
		var raw [][]byte
		if err := answer(t.Context(), w.bot, q, func(_ context.Context, reply bot.Reply) error {
			raw = append(raw, reply.JSON())
			return nil
		}); err != nil {
			t.Errorf("answer to %q: %v", typed, err)
		}
		word, _, problem := w.bot.Parse(typed)
		for _, body := range raw {
			for _, p := range blockkit.CheckMessage(body) {
				t.Errorf("Slack would refuse the answer to %q: %s", typed, p)
			}
			r.channel = strings.Contains(string(body), `"in_channel"`)
			if r.channel && (problem != nil || word != "share" && word != "分享") {
				t.Errorf("%q is answered to everybody: %s", typed, body)
			}
		}
	})
}
