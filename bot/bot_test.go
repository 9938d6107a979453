package bot_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"go.uber.org/goleak"
	"golang.org/x/text/language"

	"meetingbot/bot"
	"meetingbot/bot/booking"
	"meetingbot/bot/home"
	"meetingbot/bot/linking"
	"meetingbot/bot/once"
	"meetingbot/bot/personal"
	"meetingbot/bot/reminder"
	"meetingbot/bot/rule"
	"meetingbot/bot/share"
	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/bot/watch"
	"meetingbot/bot/workspace"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestNewNamesWhatIsWrong(t *testing.T) {
	t.Parallel()
	required := bot.Options{Workspaces: workspace.NewDirectory(nil), Reminders: new(reminder.Engine), Watched: new(watch.Watcher), Home: new(home.Engine), Once: new(once.Requests), Settings: new(workspace.SettingsBook), Booking: new(booking.Engine), Shares: new(share.Engine), Links: new(linking.Directory), Personal: new(personal.Engine), Rules: new(rule.Engine), MetadataKey: []byte(metadataKey)}
	tests := []struct {
		name string
		edit func(*bot.Options)
		want string
	}{
		{"Workspaces", func(o *bot.Options) { o.Workspaces, o.Replies = nil, -1 }, "Workspaces must be given"},
		{"Reminders", func(o *bot.Options) { o.Reminders, o.Replies = nil, -1 }, "Reminders must be given"},
		{"Watched", func(o *bot.Options) { o.Watched, o.Replies = nil, -1 }, "Watched must be given"},
		{"Home", func(o *bot.Options) { o.Home, o.Replies = nil, -1 }, "Home must be given"},
		{"Once", func(o *bot.Options) { o.Once, o.Replies = nil, -1 }, "Once must be given"},
		{"Settings", func(o *bot.Options) { o.Settings, o.Replies = nil, -1 }, "Settings must be given"},
		{"Shares", func(o *bot.Options) { o.Shares, o.Replies = nil, -1 }, "Shares must be given"},
		{"Personal", func(o *bot.Options) { o.Personal, o.Replies = nil, -1 }, "Personal must be given"},
		{"Rules", func(o *bot.Options) { o.Rules, o.Replies = nil, -1 }, "Rules must be given"},
		{"MetadataKey", func(o *bot.Options) { o.MetadataKey, o.Replies = nil, -1 }, "MetadataKey must be given"},
		{"NoticeAfter", func(o *bot.Options) { o.NoticeAfter, o.Replies = -1, -1 }, "NoticeAfter must be positive, got -1ns"},
		{"RetryFor", func(o *bot.Options) { o.RetryFor, o.Replies = -time.Second, -1 }, "RetryFor must be positive, got -1s"},
		{"Replies", func(o *bot.Options) { o.Replies = -1 }, "Replies must be positive, got -1"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			o := required
			tt.edit(&o)
			if _, err := bot.New(o); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("New = %v, want an error with %q", err, tt.want)
			}
		})
	}
	if _, err := bot.New(required); err != nil {
		t.Errorf("New with all that is needed = %v", err)
	}
}

// Every button that the views make has a handler, and the other way round.
func TestActions(t *testing.T) {
	t.Parallel()
	b, _ := newBot(t)
	want := []string{
		view.ActionJoin, view.ActionJoinOwn, view.ActionRemind, view.ActionRefresh, view.ActionMenu, view.ActionHost, view.ActionOpen,
		view.ActionNext, view.ActionPrevious, view.ActionGroup, view.ActionInvited,
		view.ActionPeopleSearch, view.ActionPeopleNext, view.ActionPeoplePrevious,
		view.ActionRecording, view.ActionAttendance, view.ActionAttendanceNext, view.ActionAttendancePrevious, view.ActionAttendanceCSV,
		view.ActionListNext, view.ActionListPrevious, view.ActionListOther, view.ActionPick,
		view.ActionDates, view.ActionDatesNext, view.ActionDatesPrevious,
		view.ActionReminderChange, view.ActionReminderStop, view.ActionListedStop,
		view.ActionRemindersNext, view.ActionRemindersPrevious,
		view.ActionNoticeDetails, view.ActionNoticeSnooze, view.ActionNoticeStop, view.ActionAgain,
		view.ActionReminderUndo, view.ActionStartNow, view.ActionBookingCheck, view.ActionCancelIdle, view.ActionShare, view.ActionShareDecline, view.ActionSharedRefresh, view.ActionMySettings, view.ActionOwnStop, view.ActionOwnOn, view.ActionOwnSkip, view.ActionDigestStop, view.ActionDigestOn, view.ActionSettings,
		view.ActionHelp, view.ActionHomeRefresh, view.ActionFind,
		view.ActionCancel, view.ActionCancelDate, view.ActionCancelOther, view.ActionCancelAll, view.ActionActNot,
		view.ActionRunEnd, view.ActionRunExtend, view.ActionRunMute, view.ActionRunLock, view.ActionRunUnlock, view.ActionRunInvite,
		view.ActionChangeDate, view.ActionChangeOther, view.ActionChangeAll,
		view.ActionSchedule, view.InputBookRepeat,
		view.ActionRuleChange, view.ActionRuleStop, view.ActionRuleListedStop, view.ActionRuleUndo, view.ActionRuleMeetingUndo,
		view.ActionLink, view.ActionLinkConfirm, view.ActionLinkDecline, view.ActionUnlink,
	}
	want = append(slices.Concat(want, view.SuggestionActions(), view.WatchActions()), view.ActionMeantMeeting, view.ActionMeantRoom)
	slices.Sort(want)
	if got := b.Actions(); !slices.Equal(got, want) {
		t.Errorf("Actions() = %v, want %v", got, want)
	}
}

func TestRoutesAreDeclaredOnceAndWithAccess(t *testing.T) {
	t.Parallel()
	for _, wrong := range []struct {
		word, action string
		declared     bool
	}{{"help", "dance", true}, {"帮助", "dance", true}, {"", view.ActionNext, true}, {"dance", "dance", false}} {
		t.Run(wrong.word+wrong.action, func(t *testing.T) {
			t.Parallel()
			b, _ := newBot(t)
			defer func() {
				if recover() == nil {
					t.Errorf("the route %+v was taken", wrong)
				}
			}()
			b.AddRoutes(wrong.word, wrong.action, wrong.declared)
		})
	}
}

// The word that help tells people to type is one that the bot knows.
func TestHelpTellsTheTruth(t *testing.T) {
	t.Parallel()
	b, w := newBot(t)
	catalog, err := text.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range catalog.Languages() {
		w.Language = lang
		help := w.command(t, "help")
		word := catalog.Localizer(lang).Say(text.HelpWord)
		if !b.Knows(word) || !strings.Contains(help.Text, "`/meeting "+word+"`") {
			t.Errorf("%v: help tells people to say %q, known: %v:\n%s", lang, word, b.Knows(word), help.Text)
		}
		for i, example := range strings.Split(help.Text, "`") {
			if i%2 == 0 {
				continue // not in a fixed font
			}
			if _, _, problem := b.Parse(strings.TrimPrefix(example, "/meeting ")); problem != nil {
				t.Errorf("%v: help has the example %q, which is not understood: %+v", lang, example, *problem)
			}
		}
	}
}

func TestUserChanged(t *testing.T) {
	t.Parallel()
	b, w := newBot(t)
	if r, work := b.Begin(bot.Question{Origin: origin(), Kind: bot.KindUserChanged}); len(r.JSON()) > 0 || work != nil {
		t.Error("somebody is told that they have changed")
	}
	if !slices.Equal(w.forgotten, []string{"U1"}) {
		t.Errorf("forgotten: %v, want U1", w.forgotten)
	}
}

func TestSorry(t *testing.T) {
	t.Parallel()
	b, w := newBot(t)
	r := &recorder{t: t}
	for _, o := range []bot.Origin{origin(), {}} {
		if err := r.send(t.Context(), b.Sorry(t.Context(), bot.Question{Origin: o})); err != nil {
			t.Fatal(err)
		}
	}
	if got := r.all[0]; !strings.HasPrefix(got.Text, "Sorry, ") || !strings.HasSuffix(got.Text, " (ref 7f3a91)") || got.ReplaceOriginal {
		t.Errorf("Sorry = %s", got.raw)
	}
	if strings.Contains(r.all[1].Text, "ref") {
		t.Errorf("Sorry without a request id = %s", r.all[1].raw)
	}
	w.Language = language.SimplifiedChinese
	if err := r.send(t.Context(), b.Sorry(t.Context(), bot.Question{Origin: origin()})); err != nil || !strings.HasPrefix(r.all[2].Text, "抱歉") {
		t.Errorf("Sorry in Chinese = %s, %v", r.all[2].raw, err)
	}
}

func TestPlain(t *testing.T) {
	t.Parallel()
	const want = `{"response_type":"ephemeral","replace_original":false,"unfurl_links":false,"unfurl_media":false,"text":"a <https://b.example.com|c> & \"d\""}`
	if got := string(bot.Plain(`a <https://b.example.com|c> & "d"`).JSON()); got != want {
		t.Errorf("Plain = %s, want %s", got, want)
	}
}

// errNotSent is what a send returns that cannot deliver.
var errNotSent = errors.New("nobody can be told")

func failingSend(context.Context, bot.Reply) error { return errNotSent }

// A reply that does not arrive is told to the operator, whatever was asked.
func TestUndeliveredReplies(t *testing.T) {
	t.Parallel()
	for _, typed := range []string{"help", "nonsense", meetingID, "969304019"} {
		t.Run(typed, func(t *testing.T) {
			t.Parallel()
			b, w := newBot(t)
			w.knows(snapshot(3))
			if err := ask(t.Context(), b, command{Origin: origin(), Text: typed}, failingSend); !errors.Is(err, errNotSent) {
				t.Errorf("Command(%q) = %v, want %v", typed, err, errNotSent)
			}
		})
	}
}
