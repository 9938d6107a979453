package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"meetingbot/bot/store"
	"meetingbot/internal/remote"
	"meetingbot/meeting"
)

// neededScopes are the bot scopes that manifest.yml requires.
func neededScopes() []string { return []string{"commands", "users:read", "chat:write", "im:write"} }

// maxClockSkew is how far this machine's clock may be off: Slack's signatures
// expire after five minutes, and the Meeting API checks the time of a sign-in.
const maxClockSkew = time.Minute

type doctorCommand struct{}

// errUnhealthy is the error of doctor when a check failed; the printed lines say
// which one.
var errUnhealthy = errors.New("something needs attention")

// finding is one line that doctor prints.
type finding struct {
	check  string // what was checked
	result string
	fix    string // what to do about a failure; empty if the check passed
}

// Run makes all checks and prints a line for each.
func (doctorCommand) Run(ctx context.Context, std streams) error {
	ctx, cancel := context.WithTimeoutCause(ctx, time.Minute, errors.New("not finished within a minute"))
	defer cancel()
	var c config
	findings := []finding{checkVariables(&c.Serve, "how to serve"), checkNames(os.Environ())}
	database := checkVariables(&c.Database, "the database")
	findings = append(findings, database)
	if database.fix == "" {
		findings = append(findings, checkDatabase(ctx, c.Database))
	}
	meetings := checkVariables(&c.Meeting, "the Meeting API")
	findings = append(findings, meetings)
	if meetings.fix == "" {
		findings = append(findings, checkMeetings(ctx, c.Meeting)...)
	}
	slackVariables := checkVariables(&c.Slack, "Slack")
	findings = append(findings, slackVariables)
	if slackVariables.fix == "" {
		findings = append(findings, checkSlack(ctx, c.Slack)...)
	}
	return printFindings(std.out, findings)
}

func printFindings(w io.Writer, findings []finding) error {
	failed := false
	for _, f := range findings {
		sign := "ok  "
		if f.fix != "" {
			sign, failed = "FAIL", true
		}
		line := sign + " " + f.check + ": " + f.result
		if f.fix != "" {
			line += ". " + f.fix
		}
		if _, err := fmt.Fprintln(w, strings.ReplaceAll(line, "\n", "; ")); err != nil {
			return err
		}
	}
	if failed {
		return errUnhealthy
	}
	return nil
}

func checkVariables(g group, about string) finding {
	f := finding{check: "variables for " + about, result: "complete"}
	if err := readEnv(g); err != nil {
		f.result, f.fix = err.Error(), "Set them in the environment or in .env; the README lists them"
	}
	return f
}

func checkNames(environ []string) finding {
	f := finding{check: "names of variables", result: "all known"}
	if names := unknownVariables(environ); len(names) > 0 {
		f.result = "not known: " + strings.Join(names, ", ")
		f.fix = "Compare them with the README's table"
	}
	return f
}

// checkDatabase opens the database, which also shows whether a SQLite file can be
// written, and checks the version of its tables.
func checkDatabase(ctx context.Context, c databaseConfig) finding {
	f := finding{check: "database"}
	db, err := newDatabase(ctx, c, slog.New(slog.DiscardHandler))
	if errors.Is(err, store.ErrOccupied) {
		f.result = "in use, probably by the bot that runs here"
		return f
	}
	if err != nil {
		f.result, f.fix = err.Error(), "Check DATABASE_URL, and that the database runs or the file can be written"
		return f
	}
	defer func() { _ = db.Close() }()
	switch err := db.Check(ctx); {
	case err == nil:
		f.result = db.Address().String() + " is current"
	case errors.Is(err, store.ErrOutdated):
		f.result = db.Address().String() + " can be reached; its tables are still to be made or changed, by serve or migrate"
	default:
		f.result, f.fix = err.Error(), "Run the newest version, or check DATABASE_URL"
	}
	return f
}

// checkMeetings signs in and compares this machine's clock with the date that
// the Meeting API puts on its answers.
func checkMeetings(ctx context.Context, c meetingConfig) []finding {
	signIn := finding{check: "sign-in to the Meeting API"}
	client, err := newMeetings(c)
	if err != nil {
		signIn.result, signIn.fix = err.Error(), "Check MEETING_API_URL and MEETING_APP_ID"
		return []finding{signIn}
	}
	defer client.CloseIdleConnections()
	account, err := client.Identity(ctx)
	if err != nil {
		signIn.result, signIn.fix = err.Error(), hintFor(meeting.KindOf(err))
		if refusal, ok := errors.AsType[*meeting.Error](err); ok && !refusal.ServerTime.IsZero() {
			return []finding{signIn, checkClock(time.Until(refusal.ServerTime))}
		}
		return []finding{signIn}
	}
	signIn.result = "as " + describe(account)
	return []finding{signIn, checkClock(account.Skew)}
}

func describe(a meeting.Identity) string {
	who := cmp.Or(a.Name, a.Login, a.ThirdID, a.UserID, "a user without a name")
	switch a.AdminType {
	case 0, 1:
		return who + ", an administrator: sees every meeting of the enterprise"
	case 2:
		return who + ", a member: sees only meetings that it booked or is invited to"
	default:
		return who
	}
}

func checkClock(skew time.Duration) finding {
	skew = skew.Abs().Round(time.Second)
	f := finding{check: "clock", result: fmt.Sprintf("%s from the Meeting API's", skew)}
	if skew > maxClockSkew {
		f.fix = "Set this machine's clock, for example by NTP: signatures are dated"
	}
	return f
}

// checkSlack asks Slack whose token it is and what scopes it has.
func checkSlack(ctx context.Context, c slackConfig) []finding {
	token := finding{check: "Slack token"}
	var granted []string
	client := newSlack(c, slackRepeats, slack.OptionOnResponseHeaders(func(_ string, header http.Header) {
		granted = splitScopes(header.Get("X-OAuth-Scopes"))
	}))
	who, err := client.AuthTestContext(ctx)
	if err != nil {
		token.result = remote.Reduce(err).Error()
		token.fix = "Check SLACK_BOT_TOKEN (it begins with xoxb-) and SLACK_API_URL; install the app into the workspace again"
		return []finding{token}
	}
	token.result = fmt.Sprintf("%s in %s", who.User, who.Team)
	return []finding{token, checkScopes(granted)}
}

func checkScopes(granted []string) finding {
	f := finding{check: "Slack scopes", result: strings.Join(granted, ", ")}
	missing := slices.DeleteFunc(neededScopes(), func(scope string) bool { return slices.Contains(granted, scope) })
	if len(missing) > 0 {
		f.result = "missing: " + strings.Join(missing, ", ")
		f.fix = "Give the app the scopes of manifest.yml and install it again"
	}
	return f
}

func splitScopes(header string) []string {
	return strings.FieldsFunc(header, func(r rune) bool { return r == ',' || r == ' ' })
}
