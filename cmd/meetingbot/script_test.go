package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"meetingbot/playground"
)

// TestScript runs the conversations of testdata/script, each between a
// make-believe Slack, a make-believe Meeting API, and a bot of its own.
func TestScript(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(env *testscript.Env) error {
			env.Values[talkKey{}] = &talk{given: slices.Clone(env.Vars)}
			return nil
		},
		Cmds: talkCommands(),
	})
}

// talk is one conversation: the world that it happens in, and who is speaking
// where.
type talk struct {
	given   []string // variables that the script has not set
	stage   *stage
	app     *app
	slack   *playground.Server
	person  playground.Person
	channel string
}

type talkKey struct{}

// talkCommands are what a script can say, as testdata/script/README.md tells.
func talkCommands() map[string]func(*testscript.TestScript, bool, []string) {
	commands := map[string]func(ts *testscript.TestScript, neg bool, args []string){"start": start}
	for name, do := range map[string]func(*talk, *testscript.TestScript, []string){
		"as": (*talk).as, "in": (*talk).in, "say": (*talk).say,
		"click": (*talk).click, "choose": (*talk).choose, "fill": (*talk).fill,
		"submit": (*talk).submit, "close": (*talk).close,
		"expect": (*talk).expect, "never": (*talk).never, "count": (*talk).count,
		"advance": (*talk).advance, "meeting": (*talk).meeting, "api": (*talk).api,
	} {
		commands[name] = func(ts *testscript.TestScript, neg bool, args []string) {
			k, _ := ts.Value(talkKey{}).(*talk)
			switch {
			case neg:
				ts.Fatalf("%s cannot be negated: what must not be seen is told by never", name)
			case k.slack == nil:
				ts.Fatalf("nobody is there yet: a script begins with start")
			}
			do(k, ts, args)
		}
	}
	return commands
}

// scriptBegin is what the clock shows at the start of a script: a Tuesday.
func scriptBegin() time.Time { return time.Date(2026, time.November, 24, 9, 0, 0, 0, time.UTC) }

// start opens the world. Ana is there first, in the channel where everybody is.
func start(ts *testscript.TestScript, _ bool, args []string) {
	k, _ := ts.Value(talkKey{}).(*talk)
	if k.slack != nil || len(args) > 0 {
		ts.Fatalf("usage: start, once")
	}
	ctx, cancel := context.WithCancel(context.Background())
	ts.Check(k.open(ctx, ts))
	ended := make(chan error, 1)
	go func() { ended <- k.stage.perform(ctx, k.app, k.slack) }()
	ts.Defer(func() {
		cancel()
		if err := <-ended; err != nil && !errors.Is(err, context.Canceled) {
			ts.Logf("the world ended with %v", err)
		}
	})
	k.as(ts, []string{"ana"})
	k.in(ts, []string{"#team-room"})
}

func (k *talk) open(ctx context.Context, ts *testscript.TestScript) (err error) {
	const anywhere = "127.0.0.1:0"
	logger := slog.New(slog.NewTextHandler(ts.Stderr(), &slog.HandlerOptions{Level: slog.LevelError}))
	k.stage, err = playgroundCommand{Addr: anywhere, BotAddr: anywhere, MeetingAddr: anywhere}.open(ctx, logger)
	if err != nil {
		return err
	}
	k.stage.data = playData{ts.MkAbs(".")}
	k.stage.ackWithin = time.Minute // the three seconds have tests of their own
	k.setClock(scriptBegin().Add(-time.Second))
	if err := k.stage.openMeetings(); err != nil {
		return err
	}
	k.setClock(scriptBegin())
	c := k.stage.config()
	ts.Check(ts.Exec("env"))
	if err := settings(k.given, strings.Split(ts.ReadFile("stdout"), "\n"), &c); err != nil {
		return err
	}
	if k.app, err = newApp(ctx, c, logger, k.stage.clock.Now); err != nil {
		return err
	}
	k.slack, err = k.stage.slack(k.stage.panel(k.app))
	return err
}

// settings takes the variables over that a script has set beside those that were
// given. One that means nothing is refused: its name is written wrongly.
func settings(given, env []string, c *config) error {
	known := map[string]*string{
		"MEETING_ACCESS": &c.Meeting.Access, "MEETING_LISTS": &c.Meeting.Lists,
		"MEETING_HOST_SECRETS": &c.Meeting.HostSecrets,
		"DEFAULT_LANGUAGE":     &c.Serve.DefaultLanguage, "REMINDER_LEADS": &c.Serve.ReminderLeads,
	}
	for _, pair := range env {
		name, value, ok := strings.Cut(pair, "=")
		switch field := known[name]; {
		case !ok, slices.Contains(given, pair), name == "PWD": // where a program runs that is asked for them
		case field == nil:
			return fmt.Errorf("no script may set %s: it is none of %q", name, slices.Sorted(maps.Keys(known)))
		case value != "":
			*field = value
		}
	}
	return errors.Join(c.Meeting.validate()...)
}

// A script that sets a variable which does nothing is refused.
func TestScriptSettings(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ set, access, want string }{
		"known":     {"MEETING_ACCESS=invitees", "invitees", ""},
		"misspelt":  {"MEETING_ACESS=invitees", "members", "no script may set MEETING_ACESS"},
		"strange":   {"FOO=bar", "members", "no script may set FOO"},
		"no access": {"MEETING_ACCESS=anybody", "anybody", "MEETING_ACCESS"},
		"given":     {"HOME=/no-home", "members", ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := config{Meeting: meetingConfig{
				APIURL: "http://127.0.0.1", CacheTTL: time.Minute, CacheEntries: 1, Access: "members", Lists: "mine", HostSecrets: "host",
			}}
			err := settings([]string{"HOME=/no-home"}, []string{"HOME=/no-home", "PWD=/tmp", tt.set, ""}, &c)
			if c.Meeting.Access != tt.access || (err != nil) != (tt.want != "") || err != nil && !strings.Contains(err.Error(), tt.want) {
				t.Errorf("settings = %v with access %q, want %q and %q", err, c.Meeting.Access, tt.want, tt.access)
			}
		})
	}
}

func (k *talk) database() string { return filepath.Join(k.stage.data.dir, "meetingbot.db") }

// one returns the only argument of a command.
func one(ts *testscript.TestScript, args []string, usage string) string {
	if len(args) != 1 {
		ts.Fatalf("usage: %s", usage)
	}
	return args[0]
}

func (k *talk) as(ts *testscript.TestScript, args []string) {
	name := one(ts, args, "as NAME")
	var names []string
	for _, p := range k.slack.People() {
		if p.Name == name {
			k.person = p
			return
		}
		names = append(names, p.Name)
	}
	ts.Fatalf("nobody is called %q; there are %q", name, names)
}

// in goes to a channel, or to the direct message with the bot.
func (k *talk) in(ts *testscript.TestScript, args []string) {
	where := one(ts, args, "in '#CHANNEL', or: in direct")
	if where == "direct" {
		k.channel = k.slack.DirectMessage(k.person.ID)
		return
	}
	k.channel = k.channelID(ts, where)
}

// channelID finds a channel by its name among those that the person is in.
func (k *talk) channelID(ts *testscript.TestScript, name string) string {
	all := k.slack.Channels(k.person.ID)
	i := slices.IndexFunc(all, func(c playground.Channel) bool { return "#"+c.Name == name })
	if i < 0 {
		ts.Fatalf("%s is in no channel %q", k.person.Name, name)
	}
	return all[i].ID
}

func (k *talk) say(ts *testscript.TestScript, args []string) {
	line := one(ts, args, "say 'LINE'")
	ts.Check(k.slack.Say(context.Background(), k.person.ID, k.channel, line))
}

func (k *talk) submit(ts *testscript.TestScript, _ []string) {
	ts.Check(k.slack.Submit(context.Background(), k.person.ID))
}

func (k *talk) close(ts *testscript.TestScript, _ []string) {
	ts.Check(k.slack.CloseView(context.Background(), k.person.ID))
}
