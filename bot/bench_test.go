package bot_test

import (
	"context"
	"testing"

	"github.com/slack-go/slack"
	"golang.org/x/text/language"

	"meetingbot/bot"
	"meetingbot/bot/access"
	"meetingbot/bot/booking"
	"meetingbot/bot/home"
	"meetingbot/bot/linking"
	"meetingbot/bot/once"
	"meetingbot/bot/person"
	"meetingbot/bot/personal"
	"meetingbot/bot/reminder"
	"meetingbot/bot/rule"
	"meetingbot/bot/share"
	"meetingbot/bot/view"
	"meetingbot/bot/watch"
	"meetingbot/bot/workspace"
	"meetingbot/meeting"
)

// slackKnows is a Slack that knows one member.
type slackKnows struct{}

func (slackKnows) GetUserInfoContext(_ context.Context, user string, _ ...slack.GetUserInfoOption) (*slack.User, error) {
	return &slack.User{ID: user, TeamID: "T1", Locale: "zh-CN", TZ: "Asia/Shanghai"}, nil
}

func (slackKnows) AuthTestContext(context.Context) (*slack.AuthTestResponse, error) {
	return &slack.AuthTestResponse{TeamID: "T1"}, nil
}

// BenchmarkCommand is a repeated lookup with everything in memory: the person,
// the meeting and the rendered reply.
func BenchmarkCommand(b *testing.B) {
	directory, err := person.NewDirectory(slackKnows{}, person.Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(directory.Close)
	m := &meetings{}
	m.knows(snapshot(57))
	answerer, err := bot.New(bot.Options{
		Workspaces: workspace.NewDirectory(&workspace.Installation{Meetings: m, People: directory}), Reminders: new(reminder.Engine),
		Watched: new(watch.Watcher), Home: new(home.Engine), Once: new(once.Requests), Settings: new(workspace.SettingsBook), Booking: new(booking.Engine), Shares: new(share.Engine), Links: new(linking.Directory), Personal: new(personal.Engine), Rules: new(rule.Engine), MetadataKey: []byte(metadataKey),
	})
	if err != nil {
		b.Fatal(err)
	}
	say := func(_ context.Context, r bot.Reply) error {
		if len(r.JSON()) < 1000 {
			return errNotSent // no card
		}
		return nil
	}
	for _, c := range []struct{ name, text string }{{"plain", "914083136"}, {"grouped", "914 083 136"}} {
		question := command{Origin: bot.Origin{Key: workspace.Key{TeamID: "T1"}, UserID: "U1", RequestID: "7f3a91"}, Name: "/meeting", Text: c.text}.question()
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := answer(b.Context(), answerer, question, say); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// A repeated lookup allocates next to nothing, or something is rendered anew.
//
//nolint:paralleltest // other tests would allocate meanwhile
func TestCommandOnAWarmCacheIsCheap(t *testing.T) {
	_, w := newBot(t)
	w.knows(snapshot(57))
	say := func(context.Context, bot.Reply) error { return nil }
	question := command{Origin: origin(), Name: "/meeting", Text: meetingID}.question()
	measure := func(who string) {
		t.Helper()
		n := testing.AllocsPerRun(100, func() {
			if err := answer(t.Context(), w.bot, question, say); err != nil {
				t.Fatal(err)
			}
		})
		if n > 10 {
			t.Errorf("Command on a warm cache makes %v allocations for somebody %s, want at most 10", n, who)
		}
	}
	measure("not linked")
	l := linking.Link{Key: workspace.Key{TeamID: "T1"}, UserID: "U1", Email: w.Email, MeetingUser: access.MeetingUser{UUID: "0123", Account: "bo", UserID: "third-bo"}}
	if err := w.links.Put(t.Context(), l); err != nil {
		t.Fatal(err)
	}
	measure("linked")
	s := snapshot(2000)
	s.Conference.State = meeting.StateRunning
	w.knows(s)
	w.seen = inIt(300, 20)
	measure("who looks at a running meeting of 2,000")
}

// BenchmarkPages turns the pages of a running meeting of 2,000 with 300 in it, of one
// reading that is in memory: each page is rendered, and nobody is matched again.
func BenchmarkPages(b *testing.B) {
	s := snapshot(2000)
	s.Conference.State = meeting.StateRunning
	in := inIt(300, 20)
	for name, f := range map[string]view.Facts{
		"matched": {Meeting: s, Roster: view.NewRoster(s, in), Now: monday()},
		"anew":    {Meeting: s, Attendees: in, Now: monday()},
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				f.PageRef = view.PageRef{ID: meetingID, Page: i%200 + 1}
				view.Card(catalog().Localizer(language.English), f)
			}
		})
	}
}
