package main

import (
	"context"
	"database/sql" //nolint:depguard // only this test reads the queue's table, which the store does not export
	"errors"
	"net/http"
	"slices"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"meetingbot/meeting/meetingtest"
	"meetingbot/playground"
)

// The verbs of scripts for what people do not do in Slack: time passes, meetings
// change, and the Meeting API fails.

func (c *conversation) setClock(at time.Time) { c.env.clock.skip(at.Sub(c.env.clock.Now())) }

// advance puts the clock forward, from one due job to the next, and waits until
// all that are due are done.
func (c *conversation) advance(ts *testscript.TestScript, args []string) {
	const usage = "advance 10m, or: advance to 09:30"
	if len(args) == 2 && args[0] == "to" {
		of, err := time.Parse("15:04", args[1])
		ts.Check(err)
		c.advanceTo(ts, after(c.env.clock.Now(), of))
		return
	}
	by, err := time.ParseDuration(onlyArg(ts, args, usage))
	ts.Check(err)
	c.advanceTo(ts, c.env.clock.Now().Add(by))
}

// after is the first moment after now at a time of day, in UTC.
func after(now, of time.Time) time.Time {
	at := now.UTC().Truncate(24 * time.Hour).Add(time.Duration(of.Hour())*time.Hour + time.Duration(of.Minute())*time.Minute)
	if !at.After(now) {
		at = at.AddDate(0, 0, 1)
	}
	return at
}

func (c *conversation) advanceTo(ts *testscript.TestScript, end time.Time) {
	db, err := sql.Open("sqlite", "file:"+c.database()+"?_pragma=busy_timeout(5000)")
	ts.Check(err)
	defer db.Close()
	c.settle(ts)
	for {
		next := c.waitForJobs(ts, db)
		if next.IsZero() || next.After(end) {
			break
		}
		c.setClock(next)
	}
	if end.After(c.env.clock.Now()) {
		c.setClock(end)
		c.waitForJobs(ts, db)
	}
}

// settle waits until what was asked of the bot is done: a card may be seen before it is
// stored that it follows its meeting. What waits for the clock itself is not waited for.
func (c *conversation) settle(ts *testscript.TestScript) {
	limit := time.Now().Add(2 * time.Second)
	for c.inHand(ts) > 0 && time.Now().Before(limit) {
		<-time.After(10 * time.Millisecond)
	}
}

// inHand is how many questions and events the bot works on.
func (c *conversation) inHand(ts *testscript.TestScript) float64 {
	families, err := c.app.registry.Gather()
	ts.Check(err)
	for _, f := range families {
		if f.GetName() == "meetingbot_tasks_in_hand" {
			return f.GetMetric()[0].GetGauge().GetValue()
		}
	}
	ts.Fatalf("the bot does not measure what it has in hand")
	return 0
}

// dueSoon is how soon a job must be due for waitForJobs to wait for it.
const dueSoon = 1500 * time.Millisecond

// waitForJobs waits until no job of the bot is due, and returns when the next one
// is; zero if there is none. The clock does not stop for each look at what runs, which
// there is every half minute: they are made wherever it stops.
func (c *conversation) waitForJobs(ts *testscript.TestScript, db *sql.DB) time.Time {
	var due time.Time
	if !eventually(func() bool {
		var waits, found bool
		due, waits, found = nextJob(ts, db, "")
		now := c.env.clock.Now()
		if found && waits && !due.After(now) {
			ts.Check(c.app.database.Wake(context.Background()))
		}
		return !found || due.After(now.Add(dueSoon))
	}) {
		ts.Fatalf("the bot does not finish its jobs: one was due at %s", due)
	}
	next, _, _ := nextJob(ts, db, "live_poll")
	return next
}

// nextJob returns when the next job is due that is not of a kind, whether it waits to be
// handed out, and whether there is any. It reads the queue itself, because
// app.database.NextDue knows only notices and not the readings of meetings.
func nextJob(ts *testscript.TestScript, db *sql.DB, but string) (due time.Time, waits, found bool) {
	var ms int64
	err := db.QueryRow(`SELECT cast(1000 * unixepoch(scheduled_at, 'subsec') AS integer), state = 'scheduled' FROM river_job
		WHERE state IN ('available', 'pending', 'retryable', 'running', 'scheduled') AND kind <> ? ORDER BY 1, 2 LIMIT 1`, but).Scan(&ms, &waits)
	if errors.Is(err, sql.ErrNoRows) {
		return time.Time{}, false, false
	}
	ts.Check(err)
	return time.UnixMilli(ms), waits, true
}

// meeting changes a meeting in the simulated Meeting API.
func (c *conversation) meeting(ts *testscript.TestScript, args []string) {
	if len(args) < 2 {
		ts.Fatalf("usage: meeting start|end|record|nobody|attended|cancel|cancel-next|without-ids|move|rename|rehouse|join|leave ID [HOW LONG, NAME or ROOM]")
	}
	do, id, more := args[0], c.meetingID(args[1]), args[2:]
	api := c.env.api
	done := false
	switch do {
	case "start":
		done = api.Start(id)
	case "end":
		done = api.End(id)
	case "record":
		done = api.Record(id)
	case "nobody", "attended":
		done = api.Edit(id, func(m *meetingtest.Meeting) { m.Unattended = do == "nobody" })
	case "cancel":
		done = api.Cancel(id)
	case "cancel-next":
		done = api.CancelNext(id)
	case "join":
		done = api.Join(id, meetingtest.Attendee{Name: onlyArg(ts, more, "meeting join ID 'NAME'")})
	case "leave":
		done = api.Leave(id, onlyArg(ts, more, "meeting leave ID 'NAME'"))
	case "without-ids":
		done = api.Edit(id, func(m *meetingtest.Meeting) { m.WithoutOccurrenceIDs = true })
	case "move":
		by, err := time.ParseDuration(onlyArg(ts, more, "meeting move ID 30m"))
		ts.Check(err)
		_, done = api.Postpone(id, by)
	case "rename":
		done = api.Rename(id, onlyArg(ts, more, "meeting rename ID 'NAME'"))
	case "rehouse":
		done = api.Rehouse(id, onlyArg(ts, more, "meeting rehouse ID ROOM"))
	}
	if !done {
		ts.Fatalf("meeting %s: no such change, no such meeting, or not now", do)
	}
}

// meetingID is the id of a meeting that is named by its subject, or what names it where
// there is none: a meeting that the bot has booked has an id by chance.
func (c *conversation) meetingID(named string) string {
	for _, m := range c.env.api.Meetings() {
		if m.Subject == named {
			return m.ID
		}
	}
	return named
}

// api makes the Meeting API fail, makes it slow, has it page its lists in another
// way, or restores it.
func (c *conversation) api(ts *testscript.TestScript, args []string) {
	switch state := onlyArg(ts, args, "api down|slow|short|strict|bare|lose|drop|silent|up"); state {
	case "down":
		c.env.api.Fail("", -1, http.StatusServiceUnavailable, "")
	case "slow":
		c.env.api.Slow("", 3*time.Second)
	case "short":
		c.env.api.Page("", meetingtest.Paging{LongestPage: 20, OffsetCountsPages: true})
	case "strict":
		c.env.api.Page("", meetingtest.Paging{MaxLimit: 20})
	case "bare":
		c.env.api.Page("", meetingtest.Paging{NoData: true})
	case "lose":
		c.env.api.Lose(meetingtest.EndpointBook, 1)
	case "silent":
		c.env.api.Lose(meetingtest.EndpointBook, 1)
		c.env.api.Fail(meetingtest.EndpointList, -1, http.StatusServiceUnavailable, "")
	case "drop":
		c.env.api.Drop(meetingtest.EndpointBook, 1)
	case "up":
		c.env.api.ClearProblems()
	default:
		ts.Fatalf("the API cannot be %q", state)
	}
}

// users makes Slack fail or refuse to say who people are, makes that slow, or
// restores it.
func (c *conversation) users(ts *testscript.TestScript, args []string) {
	const method, ever = "users.info", 1_000_000
	c.slack.ClearFailures()
	switch state := onlyArg(ts, args, "users down|slow|hidden|up"); state {
	case "down":
		c.slack.Fail(method, "503", ever)
	case "slow":
		c.slack.Slow(method, 3*time.Second)
	case "hidden":
		c.slack.Fail(method, "user_not_found", ever)
	case "up":
	default:
		ts.Fatalf("what Slack says of users cannot be %q", state)
	}
}

// files makes Slack refuse files for want of a scope, or their content, or restores it.
func (c *conversation) files(ts *testscript.TestScript, args []string) {
	c.slack.ClearFailures()
	switch state := onlyArg(ts, args, "files unscoped|refused|up"); state {
	case "unscoped":
		c.slack.Fail("files.getUploadURLExternal", "missing_scope", 1_000_000)
	case "refused":
		c.slack.Fail(playground.CallUpload, "500", 1_000_000)
	case "up":
	default:
		ts.Fatalf("what Slack does with files cannot be %q", state)
	}
}

// file waits until the newest file in the channel contains all the texts.
func (c *conversation) file(ts *testscript.TestScript, args []string) {
	if len(args) == 0 {
		ts.Fatalf("usage: file 'TEXT' …")
	}
	var content string
	if !eventually(func() bool {
		for _, m := range c.messages() {
			for _, f := range m.Files {
				content = string(f.Content)
			}
		}
		return containsAll(content, args)
	}) {
		ts.Fatalf("%s sees no file with %q in the channel; the newest has\n%s", c.person.Name, args, content)
	}
}

// calls makes Slack refuse new calls, or restores it, or has the person decline the call
// that the newest message with one shows.
func (c *conversation) calls(ts *testscript.TestScript, args []string) {
	switch state := onlyArg(ts, args, "calls refused|lost|up|decline"); state {
	case "refused":
		c.slack.Fail("calls.add", "not_implemented", 1_000_000)
	case "lost":
		c.slack.Fail("calls.add", playground.FailLostResponse, 1)
	case "up":
		c.slack.ClearFailures()
	case "decline":
		c.decline(ts)
	default:
		ts.Fatalf("what becomes of calls cannot be %q", state)
	}
}

func (c *conversation) decline(ts *testscript.TestScript) {
	all := c.slack.LiveCalls()
	for _, m := range slices.Backward(c.messages()) {
		for _, call := range all {
			if c.slack.Decline(context.Background(), c.person.ID, m.TS, call.ID) == nil {
				return
			}
		}
	}
	ts.Fatalf("no message shows a call that goes on")
}
