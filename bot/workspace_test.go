package bot_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"

	"golang.org/x/text/language"

	"meetingbot/bot"
	"meetingbot/bot/access"
	"meetingbot/bot/install"
	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/bot/workspace"
)

// directory is a workspace.Directory that may fail.
type directory map[workspace.Key]*workspace.Installation

var errDirectory = errors.New("the database is gone")

func (d directory) Peek(k workspace.Key) (workspace.Workspace, bool) {
	i := d[k]
	return workspace.Workspace{Key: k, Installation: i}, i != nil
}

func (d directory) Get(_ context.Context, k workspace.Key) (workspace.Workspace, error) {
	switch i, ok := d[k]; {
	case !ok:
		return workspace.Workspace{}, workspace.ErrUnknown
	case i == nil:
		return workspace.Workspace{}, errDirectory
	default:
		return workspace.Workspace{Key: k, Installation: i}, nil
	}
}

// twoTeams is a bot that serves T1 and T2, which share a meeting account. T3
// cannot be read.
func twoTeams(t *testing.T, log *bytes.Buffer, edits ...func(*bot.Options)) (*bot.Bot, *world) {
	t.Helper()
	var first workspace.Installation
	_, w := newBot(t, func(o *options) { first = o.Installation })
	second := first
	second.Language, second.Policy.HostSecrets = language.SimplifiedChinese, access.Nobody
	o := bot.Options{
		Workspaces: directory{{TeamID: "T1"}: &first, {TeamID: "T2"}: &second, {TeamID: "T3"}: nil},
		Reminders:  w.reminders, Watched: w.reminders.Watcher, Home: w.home, Once: onceIn(t, w.reminders.Store), Settings: w.options.Settings, Booking: w.options.Booking, Shares: w.options.Shares, Links: w.options.Links, Personal: w.personal, Rules: w.rules, MetadataKey: []byte(metadataKey), Now: monday, Logger: slog.New(slog.NewTextHandler(log, nil)),
	}
	for _, edit := range edits {
		edit(&o)
	}
	b, err := bot.New(o)
	if err != nil {
		t.Fatal(err)
	}
	w.bot = b
	return b, w
}

// in asks for a meeting in a team.
func in(team string) command {
	o := origin()
	o.TeamID = team
	return command{Origin: o, Name: "/meeting", Text: meetingID}
}

// A card of one workspace is never shown in another one.
func TestWorkspacesShareNoReplies(t *testing.T) {
	t.Parallel()
	b, w := twoTeams(t, &bytes.Buffer{})
	w.knows(hosted())
	for _, team := range []string{"T1", "T2", "T1"} {
		r := &recorder{t: t}
		if err := ask(t.Context(), b, in(team), r.send); err != nil {
			t.Fatal(err)
		}
		if link := r.only().value(view.ActionHost) != ""; link != (team == "T1") {
			t.Errorf("in %s the card offers the host link: %v", team, link)
		}
	}
	if n := b.CachedReplies(); n != 2 {
		t.Errorf("%d replies are cached, want one for each workspace", n)
	}
}

// Each workspace has its own language.
func TestWorkspacesHaveTheirLanguage(t *testing.T) {
	t.Parallel()
	b, w := twoTeams(t, &bytes.Buffer{})
	w.Language = language.Und
	for team, want := range map[string]string{"T1": "Sorry", "T2": "抱歉"} {
		r := b.Sorry(t.Context(), in(team).question())
		if !strings.Contains(string(r.JSON()), want) {
			t.Errorf("Sorry in %s = %s, want %q", team, r.JSON(), want)
		}
	}
}

func TestUnknownWorkspaces(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	b, w := twoTeams(t, &log)
	w.Language = language.SimplifiedChinese
	for range 2 {
		r := &recorder{t: t}
		if err := ask(t.Context(), b, in("T9"), r.send); err != nil {
			t.Errorf("answer = %v, want nil", err)
		}
		if got := r.only().Text; !strings.HasPrefix(got, "Sorry") || !strings.Contains(got, "7f3a91") {
			t.Errorf("says %q, want that it is sorry, in English", got)
		}
	}
	if n := strings.Count(log.String(), "level=WARN"); n != 1 || !strings.Contains(log.String(), "team_id=T9") {
		t.Errorf("want one warning, got %s", &log)
	}
	home := click{Origin: in("T9").Origin, ActionID: view.ActionNext}.question()
	home.Surface = bot.SurfaceHome
	if err := answer(t.Context(), b, home, silent(t)); err != nil {
		t.Errorf("on the Home tab: %v, want nil", err)
	}
	sent := submission{Origin: in("T9").Origin, View: filledIn(t, view.ModalPeople, rowIDs{})}
	if result, err := w.submit(t.Context(), sent); err != nil || !strings.HasPrefix(mended(t, result)[view.BlockPeopleQuery], "Sorry") {
		t.Errorf("a form is answered with %s, %v", result.JSON(), err)
	}
}

// A workspace that cannot be read now is the operator's to look at.
func TestWorkspacesThatFail(t *testing.T) {
	t.Parallel()
	b, w := twoTeams(t, &bytes.Buffer{})
	w.Language = language.English
	r := &recorder{t: t}
	if err := ask(t.Context(), b, in("T3"), r.send); !errors.Is(err, errDirectory) {
		t.Errorf("answer = %v, want %v", err, errDirectory)
	}
	r.only().has(t, strings.TrimSuffix(w.speak(text.Sorry), "."))
}

// A workspace that is not in memory is read by the work, and is served as any other.
func TestWorkspacesAreReadByTheWork(t *testing.T) {
	t.Parallel()
	warm, ofWarm := twoTeams(t, &bytes.Buffer{})
	cold, w := twoTeams(t, &bytes.Buffer{}, func(o *bot.Options) { o.Workspaces = unpeeked{o.Workspaces.(directory)} }) //nolint:forcetypeassert // it is
	ofWarm.knows(hosted())
	w.knows(hosted())
	want, got := &recorder{t: t}, &recorder{t: t}
	if err := errors.Join(ask(t.Context(), warm, in("T1"), want.send), ask(t.Context(), cold, in("T1"), got.send)); err != nil {
		t.Fatal(err)
	}
	if want.only().Text != got.only().Text {
		t.Errorf("the card is another one:\n%s\n%s", want.only().Text, got.only().Text)
	}
	if reply, work := cold.Begin(in("T1").question()); work == nil || len(reply.JSON()) > 0 {
		t.Error("a workspace that is not in memory is waited for")
	}
	changed := bot.Question{Origin: in("T1").Origin, Kind: bot.KindUserChanged}
	if err := answer(t.Context(), cold, changed, silent(t)); err != nil || len(w.forgotten) != 1 {
		t.Errorf("a change of somebody there: %v, forgotten %q", err, w.forgotten)
	}
}

// unpeeked has nothing in memory.
type unpeeked struct{ directory }

func (unpeeked) Peek(workspace.Key) (workspace.Workspace, bool) { return workspace.Workspace{}, false }

// Where the app can be installed, a workspace without it is told where, in both
// languages.
func TestUnknownWorkspacesCanBeConnected(t *testing.T) {
	t.Parallel()
	b, w := twoTeams(t, &bytes.Buffer{}, func(o *bot.Options) { o.InstallURL = "https://bot.example.com/slack/install" })
	r := &recorder{t: t}
	if err := ask(t.Context(), b, in("T9"), r.send); err != nil {
		t.Errorf("answer = %v, want nil", err)
	}
	for _, want := range []string{"isn't connected", "尚未接入", "<https://bot.example.com/slack/install>"} {
		if !strings.Contains(r.only().Text, want) {
			t.Errorf("says %q, want %q", r.only().Text, want)
		}
	}
	sent := submission{Origin: in("T9").Origin, View: filledIn(t, view.ModalPeople, rowIDs{})}
	if result, err := w.submit(t.Context(), sent); err != nil || !strings.Contains(mended(t, result)[view.BlockPeopleQuery], "https://bot.example.com/slack/install") {
		t.Errorf("a form is answered with %s, %v", result.JSON(), err)
	}
}

// departures are those that were noted.
type departures []install.Departure

func (d *departures) Depart(_ context.Context, noted install.Departure) error {
	*d = append(*d, noted)
	return nil
}

// A departure is noted without looking for its workspace. With one token for all it is
// logged once, and nothing else happens.
func TestDepartures(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	b, _ := twoTeams(t, &log)
	left := bot.Question{Kind: bot.KindDeparted, Departure: &install.Departure{Key: workspace.Key{TeamID: "T9"}, Uninstalled: true}}
	for range 2 {
		if err := answer(t.Context(), b, left, silent(t)); err != nil {
			t.Errorf("answer = %v", err)
		}
	}
	if strings.Count(log.String(), "level=ERROR") != 1 || !strings.Contains(log.String(), "SLACK_BOT_TOKEN") {
		t.Errorf("the log is\n%s", &log)
	}
	noted := new(departures)
	b, _ = twoTeams(t, &log, func(o *bot.Options) { o.Departures = noted })
	if err := answer(t.Context(), b, left, silent(t)); err != nil || len(*noted) != 1 || (*noted)[0].TeamID != "T9" {
		t.Errorf("noted %+v, %v", *noted, err)
	}
}
