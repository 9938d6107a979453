package main

import (
	"context"
	"database/sql" //nolint:depguard // this test alone looks into the queue, which the store shows to nobody
	"errors"
	"net/http"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// What happens in a script while nobody speaks: time passes, meetings change,
// and the Meeting API fails.

func (k *conversation) setClock(at time.Time) { k.env.clock.skip(at.Sub(k.env.clock.Now())) }

// advance puts the clock forward, from one thing that is due to the next, as
// time would, and waits until all of them are done.
func (k *conversation) advance(ts *testscript.TestScript, args []string) {
	const usage = "advance 10m, or: advance to 09:30"
	if len(args) == 2 && args[0] == "to" {
		of, err := time.Parse("15:04", args[1])
		ts.Check(err)
		k.advanceTo(ts, after(k.env.clock.Now(), of))
		return
	}
	by, err := time.ParseDuration(one(ts, args, usage))
	ts.Check(err)
	k.advanceTo(ts, k.env.clock.Now().Add(by))
}

// after is the first moment after now at a time of day, in UTC.
func after(now, of time.Time) time.Time {
	at := now.UTC().Truncate(24 * time.Hour).Add(time.Duration(of.Hour())*time.Hour + time.Duration(of.Minute())*time.Minute)
	if !at.After(now) {
		at = at.AddDate(0, 0, 1)
	}
	return at
}

func (k *conversation) advanceTo(ts *testscript.TestScript, end time.Time) {
	db, err := sql.Open("sqlite", "file:"+k.database()+"?_pragma=busy_timeout(5000)")
	ts.Check(err)
	defer db.Close()
	for {
		next := k.settle(ts, db)
		if next.IsZero() || next.After(end) {
			break
		}
		k.setClock(next)
	}
	if end.After(k.env.clock.Now()) {
		k.setClock(end)
		k.settle(ts, db)
	}
}

// atOnce is how near a job must be to be waited for.
const atOnce = 1500 * time.Millisecond

// settle waits until no job of the bot is due, and tells when the next one is;
// zero if there is none. It looks into the queue: that no notice is due does not
// tell whether the meetings have been looked at again.
func (k *conversation) settle(ts *testscript.TestScript, db *sql.DB) (next time.Time) {
	if !eventually(func() bool {
		var ms int64
		var waits bool
		err := db.QueryRow(`SELECT cast(1000 * unixepoch(scheduled_at, 'subsec') AS integer), state = 'scheduled' FROM river_job
			WHERE state IN ('available', 'pending', 'retryable', 'running', 'scheduled') ORDER BY 1, 2 LIMIT 1`).Scan(&ms, &waits)
		if errors.Is(err, sql.ErrNoRows) {
			next = time.Time{}
			return true
		}
		ts.Check(err)
		next = time.UnixMilli(ms)
		now := k.env.clock.Now()
		if waits && !next.After(now) {
			ts.Check(k.app.database.Wake(context.Background()))
		}
		return next.After(now.Add(atOnce))
	}) {
		ts.Fatalf("the bot does not come to rest: a job was due at %s", next)
	}
	return next
}

// meeting changes a meeting at its source.
func (k *conversation) meeting(ts *testscript.TestScript, args []string) {
	if len(args) < 2 {
		ts.Fatalf("usage: meeting start|end|cancel|move|rename ID [HOW LONG or NAME]")
	}
	do, id, more := args[0], args[1], args[2:]
	api := k.env.api
	done := false
	switch do {
	case "start":
		done = api.Start(id)
	case "end":
		done = api.End(id)
	case "cancel":
		done = api.Cancel(id)
	case "move":
		by, err := time.ParseDuration(one(ts, more, "meeting move ID 30m"))
		ts.Check(err)
		_, done = api.Postpone(id, by)
	case "rename":
		done = api.Rename(id, one(ts, more, "meeting rename ID 'NAME'"))
	}
	if !done {
		ts.Fatalf("meeting %s: no such change, no such meeting, or not now", do)
	}
}

// api lets the Meeting API fail, be slow, or be well again.
func (k *conversation) api(ts *testscript.TestScript, args []string) {
	switch state := one(ts, args, "api down|slow|up"); state {
	case "down":
		k.env.api.Fail("", -1, http.StatusServiceUnavailable, "")
	case "slow":
		k.env.api.Slow("", 3*time.Second)
	case "up":
		k.env.api.ClearProblems()
	default:
		ts.Fatalf("the API cannot be %q", state)
	}
}
