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
// simulated Slack, a simulated Meeting API, and a bot of its own.
func TestScript(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(env *testscript.Env) error {
			env.Values[conversationKey{}] = &conversation{given: slices.Clone(env.Vars)}
			return nil
		},
		Cmds: scriptCommands(),
	})
}

// conversation is one conversation: the world that it happens in, and who is speaking
// where.
type conversation struct {
	given   []string // variables that the script has not set
	env     *playgroundEnv
	app     *app
	slack   *playground.Server
	person  playground.Person
	channel string
}

type conversationKey struct{}

// scriptCommands are what a script can say, as testdata/script/README.md tells.
func scriptCommands() map[string]func(*testscript.TestScript, bool, []string) {
	commands := map[string]func(ts *testscript.TestScript, neg bool, args []string){"start": start}
	for name, do := range map[string]func(*conversation, *testscript.TestScript, []string){
		"as": (*conversation).as, "in": (*conversation).in, "say": (*conversation).say,
		"click": (*conversation).click, "choose": (*conversation).choose, "fill": (*conversation).fill,
		"submit": (*conversation).submit, "close": (*conversation).close,
		"expect": (*conversation).expect, "never": (*conversation).never, "count": (*conversation).count,
		"advance": (*conversation).advance, "meeting": (*conversation).meeting, "api": (*conversation).api,
	} {
		commands[name] = func(ts *testscript.TestScript, neg bool, args []string) {
			k, _ := ts.Value(conversationKey{}).(*conversation)
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
	k, _ := ts.Value(conversationKey{}).(*conversation)
	if k.slack != nil || len(args) > 0 {
		ts.Fatalf("usage: start, once")
	}
	ctx, cancel := context.WithCancel(context.Background())
	ts.Check(k.open(ctx, ts))
	ended := make(chan error, 1)
	go func() { ended <- k.env.run(ctx, k.app, k.slack) }()
	ts.Defer(func() {
		cancel()
		if err := <-ended; err != nil && !errors.Is(err, context.Canceled) {
			ts.Logf("the world ended with %v", err)
		}
	})
	k.as(ts, []string{"ana"})
	k.in(ts, []string{"#team-room"})
}

func (k *conversation) open(ctx context.Context, ts *testscript.TestScript) (err error) {
	const anywhere = "127.0.0.1:0"
	logger := slog.New(slog.NewTextHandler(ts.Stderr(), &slog.HandlerOptions{Level: slog.LevelError}))
	k.env, err = playgroundCommand{Addr: anywhere, BotAddr: anywhere, MeetingAddr: anywhere}.open(ctx, logger)
	if err != nil {
		return err
	}
	k.env.data = playData{ts.MkAbs(".")}
	k.env.ackWithin = time.Minute // the three seconds have tests of their own
	k.setClock(scriptBegin().Add(-time.Second))
	if err := k.env.openMeetings(); err != nil {
		return err
	}
	k.setClock(scriptBegin())
	c := k.env.config()
	ts.Check(ts.Exec("env"))
	if err := settings(k.given, strings.Split(ts.ReadFile("stdout"), "\n"), &c); err != nil {
		return err
	}
	if k.app, err = newApp(ctx, c, logger, k.env.clock.Now); err != nil {
		return err
	}
	k.slack, err = k.env.slack(k.env.panel(k.app))
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

func (k *conversation) database() string { return filepath.Join(k.env.data.dir, "meetingbot.db") }

// one returns the only argument of a command.
func one(ts *testscript.TestScript, args []string, usage string) string {
	if len(args) != 1 {
		ts.Fatalf("usage: %s", usage)
	}
	return args[0]
}

func (k *conversation) as(ts *testscript.TestScript, args []string) {
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
func (k *conversation) in(ts *testscript.TestScript, args []string) {
	where := one(ts, args, "in '#CHANNEL', or: in direct")
	if where == "direct" {
		k.channel = k.slack.DirectMessage(k.person.ID)
		return
	}
	k.channel = k.channelID(ts, where)
}

// channelID finds a channel by its name among those that the person is in.
func (k *conversation) channelID(ts *testscript.TestScript, name string) string {
	all := k.slack.Channels(k.person.ID)
	i := slices.IndexFunc(all, func(c playground.Channel) bool { return "#"+c.Name == name })
	if i < 0 {
		ts.Fatalf("%s is in no channel %q", k.person.Name, name)
	}
	return all[i].ID
}

func (k *conversation) say(ts *testscript.TestScript, args []string) {
	line := one(ts, args, "say 'LINE'")
	ts.Check(k.slack.Say(context.Background(), k.person.ID, k.channel, line))
}

func (k *conversation) submit(ts *testscript.TestScript, _ []string) {
	ts.Check(k.slack.Submit(context.Background(), k.person.ID))
}

func (k *conversation) close(ts *testscript.TestScript, _ []string) {
	ts.Check(k.slack.CloseView(context.Background(), k.person.ID))
}
