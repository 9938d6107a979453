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
func twoTeams(t *testing.T, log *bytes.Buffer) (*bot.Bot, *world) {
	t.Helper()
	var first workspace.Installation
	_, w := newBot(t, func(o *options) { first = o.Installation })
	second := first
	second.Language, second.Policy.HostSecrets = language.SimplifiedChinese, access.Nobody
	b, err := bot.New(bot.Options{
		Workspaces: directory{{TeamID: "T1"}: &first, {TeamID: "T2"}: &second, {TeamID: "T3"}: nil},
		Reminders:  w.reminders, Home: w.home, Once: onceIn(t, w.reminders.Store), Settings: w.options.Settings, MetadataKey: []byte(metadataKey), Now: monday, Logger: slog.New(slog.NewTextHandler(log, nil)),
	})
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
