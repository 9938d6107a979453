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
	runScripts(t, false)
}

// TestScriptOverSocket runs the same conversations with a bot that Slack reaches by
// Socket Mode.
func TestScriptOverSocket(t *testing.T) {
	t.Parallel()
	runScripts(t, true)
}

func runScripts(t *testing.T, socket bool) {
	t.Helper()
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(env *testscript.Env) error {
			env.Values[conversationKey{}] = &conversation{initialVars: slices.Clone(env.Vars), socket: socket}
			return nil
		},
		Cmds: scriptCommands(),
	})
}

// conversation is what the verbs of one script share.
type conversation struct {
	initialVars []string // NAME=value; of the script's environment before it sets any
	socket      bool     // whether Slack reaches the bot by Socket Mode
	env         *playgroundEnv
	app         *app
	slack       *playground.Server
	person      playground.Person   // who acts
	channel     string              // where; a channel's id
	home        bool                // on the Home tab, and in no channel
	events      bool                // the Meeting API pushes events
	offered     []playground.Option // what was offered last for what was typed
}

type conversationKey struct{}

// scriptCommands are the verbs of scripts, described in
// testdata/script/README.md.
func scriptCommands() map[string]func(*testscript.TestScript, bool, []string) {
	commands := map[string]func(ts *testscript.TestScript, neg bool, args []string){"start": start}
	for name, do := range map[string]func(*conversation, *testscript.TestScript, []string){
		"as": (*conversation).as, "in": (*conversation).in, "say": (*conversation).say,
		"click": (*conversation).click, "choose": (*conversation).choose, "fill": (*conversation).fill,
		"shortcut": (*conversation).shortcut, "type": (*conversation).typeInto, "offers": (*conversation).offers, "pick": (*conversation).pick,
		"submit": (*conversation).submit, "close": (*conversation).close,
		"expect": (*conversation).expect, "never": (*conversation).never, "count": (*conversation).count,
		"advance": (*conversation).advance, "meeting": (*conversation).meeting, "api": (*conversation).api, "users": (*conversation).users,
		"files": (*conversation).files, "file": (*conversation).file, "calls": (*conversation).calls,
	} {
		commands[name] = func(ts *testscript.TestScript, neg bool, args []string) {
			c, _ := ts.Value(conversationKey{}).(*conversation)
			switch {
			case neg:
				ts.Fatalf("%s cannot be negated: use never for what nobody must see", name)
			case c.slack == nil:
				ts.Fatalf("%s comes before start: a script begins with start", name)
			}
			do(c, ts, args)
		}
	}
	return commands
}

// scriptBegin is the time at the start of a script: a Tuesday.
func scriptBegin() time.Time { return time.Date(2026, time.November, 24, 9, 0, 0, 0, time.UTC) }

// start starts the bot and the simulated servers. Ana acts first, in the channel
// where everybody is.
func start(ts *testscript.TestScript, _ bool, args []string) {
	c, _ := ts.Value(conversationKey{}).(*conversation)
	c.events = slices.Equal(args, []string{"events"})
	if c.slack != nil || len(args) > 0 && !c.events {
		ts.Fatalf("usage: start, or start events, once")
	}
	ctx, cancel := context.WithCancel(context.Background())
	ts.Check(c.open(ctx, ts))
	ended := make(chan error, 1)
	go func() { ended <- c.env.run(ctx, c.app) }()
	ts.Defer(func() {
		cancel()
		if err := <-ended; err != nil && !errors.Is(err, context.Canceled) {
			ts.Logf("the bot and the simulated servers ended with %v", err)
		}
	})
	c.as(ts, []string{"ana"})
	c.in(ts, []string{"#team-room"})
}

// open makes the bot and the simulated servers, and applies the script's variables.
func (c *conversation) open(ctx context.Context, ts *testscript.TestScript) (err error) {
	const freePort = "127.0.0.1:0"
	logger := slog.New(slog.NewTextHandler(ts.Stderr(), &slog.HandlerOptions{Level: slog.LevelError}))
	c.env, err = playgroundCommand{Addr: freePort, BotAddr: freePort, MeetingAddr: freePort, Socket: c.socket}.open(ctx, logger)
	if err != nil {
		return err
	}
	c.env.data = playData{ts.MkAbs(".")}
	c.env.ackWithin = time.Minute // other tests check the limit of three seconds
	if c.events {
		c.env.webhookKey = newSigningSecret()
	}
	c.setClock(scriptBegin().Add(-time.Second))
	if err := c.env.openMeetings(); err != nil {
		return err
	}
	c.setClock(scriptBegin())
	cfg := c.env.config()
	ts.Check(ts.Exec("env"))
	if err := applyVariables(c.initialVars, strings.Split(ts.ReadFile("stdout"), "\n"), &cfg); err != nil {
		return err
	}
	if c.app, err = newApp(ctx, cfg, logger, c.env.clock.Now); err != nil {
		return err
	}
	ts.Defer(func() {
		if err := c.app.stop(ctx); err != nil {
			ts.Logf("the bot stopped with %v", err)
		}
	})
	c.slack, err = c.env.slack(ctx, c.app)
	return err
}

// applyVariables copies the variables that a script has set into c: those in env
// that are not in initial. An unknown one is an error, since its name must be
// mistyped.
func applyVariables(initial, env []string, c *config) error {
	known := map[string]*string{
		"MEETING_ACCESS": &c.Meeting.Access, "MEETING_LISTS": &c.Meeting.Lists,
		"MEETING_HOST_SECRETS": &c.Meeting.HostSecrets, "MEETING_BOOKING": &c.Meeting.Booking, "SLACK_UNKNOWN_USERS": &c.Slack.UnknownUsers, "SLACK_CALLS": &c.Slack.Calls, "SLACK_CALL_NAMES": &c.Slack.CallNames,
		"DEFAULT_LANGUAGE": &c.Serve.DefaultLanguage, "REMINDER_LEADS": &c.Serve.ReminderLeads,
	}
	for _, pair := range env {
		name, value, ok := strings.Cut(pair, "=")
		switch field := known[name]; {
		case !ok, slices.Contains(initial, pair), name == "PWD": // the env command sets PWD
		case field == nil:
			return fmt.Errorf("no script may set %s, only %q", name, slices.Sorted(maps.Keys(known)))
		case value != "":
			*field = value
		}
	}
	return errors.Join(c.Meeting.validate()...)
}

// TestScriptVariables checks that a script can set only the variables that have an
// effect.
func TestScriptVariables(t *testing.T) {
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
				APIURL: "http://127.0.0.1", CacheTTL: time.Minute, CacheEntries: 1, Access: "members", Lists: "mine", HostSecrets: "host", Booking: "members", Join: "person",
			}}
			err := applyVariables([]string{"HOME=/no-home"}, []string{"HOME=/no-home", "PWD=/tmp", tt.set, ""}, &c)
			if c.Meeting.Access != tt.access || (err != nil) != (tt.want != "") || err != nil && !strings.Contains(err.Error(), tt.want) {
				t.Errorf("applyVariables = %v with access %q, want %q and %q", err, c.Meeting.Access, tt.want, tt.access)
			}
		})
	}
}

func (c *conversation) database() string { return filepath.Join(c.env.data.dir, "meetingbot.db") }

// onlyArg returns the only argument of a command.
func onlyArg(ts *testscript.TestScript, args []string, usage string) string {
	if len(args) != 1 {
		ts.Fatalf("usage: %s", usage)
	}
	return args[0]
}

// as changes the person who acts.
func (c *conversation) as(ts *testscript.TestScript, args []string) {
	name := onlyArg(ts, args, "as NAME")
	var names []string
	for _, p := range c.slack.People() {
		if p.Name == name {
			c.person = p
			return
		}
		names = append(names, p.Name)
	}
	ts.Fatalf("nobody is called %q; there are %q", name, names)
}

// in goes to a channel, to the direct message with the bot, or to its Home tab.
func (c *conversation) in(ts *testscript.TestScript, args []string) {
	where := onlyArg(ts, args, "in '#CHANNEL', or: in direct, or: in home")
	c.home = where == "home"
	switch where {
	case "home":
		ts.Check(c.slack.OpenHome(context.Background(), c.person.ID))
	case "direct":
		c.channel = c.slack.DirectMessage(c.person.ID)
	default:
		c.channel = c.channelID(ts, where)
	}
}

// channelID finds a channel by its name among those that the person is in.
func (c *conversation) channelID(ts *testscript.TestScript, name string) string {
	all := c.slack.Channels(c.person.ID)
	i := slices.IndexFunc(all, func(c playground.Channel) bool { return "#"+c.Name == name })
	if i < 0 {
		ts.Fatalf("%s is in no channel %q", c.person.Name, name)
	}
	return all[i].ID
}

func (c *conversation) say(ts *testscript.TestScript, args []string) {
	line := onlyArg(ts, args, "say 'LINE'")
	ts.Check(c.slack.Say(context.Background(), c.person.ID, c.channel, line))
}

func (c *conversation) submit(ts *testscript.TestScript, _ []string) {
	ts.Check(c.slack.Submit(context.Background(), c.person.ID))
}

func (c *conversation) close(ts *testscript.TestScript, _ []string) {
	ts.Check(c.slack.CloseView(context.Background(), c.person.ID))
}
