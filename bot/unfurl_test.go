package bot_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/language"

	"meetingbot/bot"
	"meetingbot/bot/live"
	"meetingbot/bot/unfurl"
	"meetingbot/bot/workspace"
	"meetingbot/meeting"
)

// unfurls remembers what it was to show.
type unfurls struct{ asked []unfurl.Message }

func (u *unfurls) Unfurl(_ context.Context, _ workspace.Workspace, m unfurl.Message) {
	u.asked = append(u.asked, m)
}

// sharedLink is the event that somebody posted a link.
func sharedLink(id string) bot.Question {
	return bot.Question{
		Origin: bot.Origin{Key: workspace.Key{TeamID: "T1"}, ChannelID: "C1", UserID: "U1"},
		ID:     id, Kind: bot.KindLinkShared,
		Links: &bot.SharedLinks{URLs: []string{"https://x"}, MessageTS: "1.1", UnfurlID: "U-1", OtherOrganisations: true},
	}
}

// begin does the work of an event, which nobody may be told of.
func begin(t *testing.T, b *bot.Bot, q bot.Question) {
	t.Helper()
	reply, work := b.Begin(q)
	if len(reply.JSON()) > 0 || work == nil {
		t.Fatalf("Begin() = %s and work: %v, want only work", reply.JSON(), work != nil)
	}
	err := work(t.Context(), func(context.Context, bot.Reply) error {
		t.Error("somebody is told of an event")
		return nil
	})
	if err != nil {
		t.Errorf("work() = %v", err)
	}
}

func TestSharedLinksAreShownOnce(t *testing.T) {
	t.Parallel()
	u := &unfurls{}
	b, w := newBot(t, func(o *options) { o.Unfurls = u })
	begin(t, b, sharedLink("Ev1"))
	begin(t, b, sharedLink("Ev1"))
	begin(t, w.another(t), sharedLink("Ev1")) // another process, which Slack delivered it to as well
	begin(t, b, sharedLink("Ev2"))
	want := unfurl.Message{
		Key: workspace.Key{TeamID: "T1"}, UserID: "U1", ChannelID: "C1", TS: "1.1", UnfurlID: "U-1", URLs: []string{"https://x"}, Bare: true,
	}
	if diff := cmp.Diff([]unfurl.Message{want, want}, u.asked); diff != "" {
		t.Errorf("shown (-want +got):\n%s", diff)
	}
}

// Nobody reads anything of a link where the app is not installed.
func TestSharedLinksElsewhere(t *testing.T) {
	t.Parallel()
	u := &unfurls{}
	_, w := newBot(t)
	o := w.options
	o.Unfurls, o.InstallURL, o.Workspaces = u, "https://bot.example/slack/install", workspace.NewDirectoryOf(nil)
	b, err := bot.New(o)
	if err != nil {
		t.Fatal(err)
	}
	begin(t, b, sharedLink("Ev1"))
	if len(u.asked) > 0 {
		t.Errorf("%v is shown", u.asked)
	}
}

func TestUnfurlRenderer(t *testing.T) {
	t.Parallel()
	r, err := bot.NewUnfurlRenderer()
	if err != nil {
		t.Fatal(err)
	}
	start := time.Date(2026, time.March, 2, 10, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		language language.Tag
		phase    live.Phase
		want     string
	}{
		{language.English, meeting.Upcoming, "Scheduled"},
		{language.Und, meeting.Running, "In progress"},
		{language.SimplifiedChinese, meeting.Over, "已结束"},
		{language.SimplifiedChinese, live.Void, "已不在这个时间举行"},
	} {
		ws := workspace.Workspace{Installation: &workspace.Installation{Language: tt.language}}
		m := r.Render(ws, unfurl.Content{
			MeetingID: "914083136", Subject: "Budget", State: live.State{Phase: tt.phase, In: live.Unknown}, Now: start.Add(-time.Minute),
			Occurrence: meeting.Occurrence{Start: start, End: start.Add(time.Hour)},
		})
		if !strings.Contains(m.Text, tt.want) || !strings.Contains(m.Text, "Budget") {
			t.Errorf("%s in %s is shown as %q, want %q", tt.phase, tt.language, m.Text, tt.want)
		}
	}
}
