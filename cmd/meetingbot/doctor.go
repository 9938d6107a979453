package main

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"strings"
	"time"

	"meetingbot/bot/store"
)

type doctorCommand struct{}

// errUnhealthy is the error of doctor when a check failed; the printed lines say
// which one.
var errUnhealthy = errors.New("something needs attention")

// Run makes all checks and prints a line for each. What cannot be checked is
// listed as well. Wrong variables are an error of usage.
func (doctorCommand) Run(ctx context.Context, std streams) error {
	ctx, cancel := context.WithTimeoutCause(ctx, time.Minute, errors.New("not finished within a minute"))
	defer cancel()
	configured, checked := examine(ctx)
	if err := printFindings(std.out, append(configured, checked...)); err != nil {
		return err
	}
	switch {
	case count(configured, failed) > 0:
		return usageError{errUnhealthy}
	case count(checked, failed) > 0:
		return errUnhealthy
	default:
		return nil
	}
}

// examine returns what is found of the configuration, and of what it names.
func examine(ctx context.Context) (configured, checked []finding) {
	if err := readEnvFiles(); err != nil {
		return []finding{
			{check: ".env", verdict: failed, result: err.Error()},
			notChecked("everything else", "first .env"),
		}, nil
	}
	var c config
	configured = []finding{checkVariables(&c.Serve, "how to serve"), checkNames(os.Environ())}
	checkIf := func(g group, about string, names []string, check func() []finding) {
		f := checkVariables(g, about)
		configured = append(configured, f)
		if f.verdict == passed {
			checked = append(checked, check()...)
			return
		}
		for _, name := range names {
			checked = append(checked, notChecked(name, "first the variables for "+about))
		}
	}
	checkIf(&c.Database, "the database", []string{checkStore}, func() []finding { return []finding{checkDatabase(ctx, c.Database)} })
	checkIf(&c.Meeting, "the Meeting API", []string{checkMeetingAPI, checkSignIn, checkOwnClock}, func() []finding { return askMeetings(ctx, c.Meeting) })
	checkIf(&c.Seal, "what is sealed", nil, func() []finding { return askAccounts(ctx, &c) })
	checkIf(&c.Slack, "Slack", []string{checkSlackAPI, checkToken, checkGranted}, func() []finding {
		found := askSlack(ctx, &c)
		if c.Slack.usesSocket() {
			found = append(found, checkSocketToken(ctx, c.Slack))
		}
		return found
	})
	return configured, checked
}

// askSlack makes the checks of the one token, or of all installed workspaces.
func askSlack(ctx context.Context, c *config) []finding {
	if c.Slack.oauth() {
		return askInstalled(ctx, c)
	}
	return checkSlack(ctx, c.Slack)
}

func checkVariables(g group, about string) finding {
	f := finding{check: "variables for " + about, verdict: passed, result: "complete"}
	if err := readEnv(g); err != nil {
		f.verdict, f.result, f.fix = failed, err.Error(), "The README lists the variables"
	}
	return f
}

func checkNames(environ []string) finding {
	f := finding{check: "names of variables", verdict: passed, result: "all known"}
	if names := unknownVariables(environ); len(names) > 0 {
		f.verdict, f.result = failed, "not known: "+strings.Join(names, ", ")
		f.fix = "Compare them with the README's table"
	}
	return f
}

// askMeetings makes the checks of the Meeting API with a client of their own.
func askMeetings(ctx context.Context, c meetingConfig) []finding {
	client, err := newMeetings(c)
	if err != nil {
		return []finding{{check: checkMeetingAPI, verdict: failed, result: err.Error()}}
	}
	defer client.CloseIdleConnections()
	return append(checkMeetings(ctx, client), checkEvents(c))
}

// checkEvents says how changes of meetings are noticed. When the last event came, only
// the bot that runs knows.
func checkEvents(c meetingConfig) finding {
	if c.WebhookKey == "" {
		return finding{check: checkPushed, verdict: passed, result: "asked for again and again (MEETING_WEBHOOK_KEY is not set)"}
	}
	return finding{check: checkPushed, verdict: passed, result: "pushed to /meeting/events; /meeting doctor says when the last event came"}
}

// checkPushed is how changes of meetings are noticed.
const checkPushed = "changes of meetings"

// checkStore is what is checked of the database.
const checkStore = "database"

// checkDatabase opens the database, which also shows whether a SQLite file can be
// written, and checks the version of its tables.
func checkDatabase(ctx context.Context, c databaseConfig) finding {
	db, err := newDatabase(ctx, c, slog.New(slog.DiscardHandler))
	if errors.Is(err, store.ErrOccupied) {
		return notChecked(checkStore, "in use, probably by the bot that runs here")
	}
	if err != nil {
		return finding{checkStore, failed, err.Error(), databaseAdvice(c, err)}
	}
	defer func() { _ = db.Close() }()
	switch err := db.Check(ctx); {
	case err == nil:
		return finding{check: checkStore, verdict: passed, result: db.Address().String() + " is current"}
	case errors.Is(err, store.ErrOutdated):
		return finding{
			check: checkStore, verdict: passed,
			result: db.Address().String() + " can be reached; its tables are still to be made or changed, by serve or migrate",
		}
	case errors.Is(err, store.ErrNewer): // which says what to do
		return finding{check: checkStore, verdict: failed, result: err.Error()}
	default:
		return finding{checkStore, failed, err.Error(), databaseAdvice(c, err)}
	}
}
