package store_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"meetingbot/bot/live"
	"meetingbot/bot/post"
	"meetingbot/bot/queue"
	"meetingbot/bot/reminder"
	"meetingbot/bot/reminder/remindertest"
	"meetingbot/bot/store"
	"meetingbot/bot/watch"
	"meetingbot/bot/workspace"
)

// posted is a notifier that notes what it is to post.
type posted struct {
	reminder.Notifier
	updates  chan reminder.Content
	problems chan reminder.Subscription
}

func (p posted) Update(_ context.Context, _ workspace.Workspace, c reminder.Content) error {
	p.updates <- c
	return nil
}

func (p posted) PostProblem(
	_ context.Context, _ workspace.Workspace, _ post.Conversation, s reminder.Subscription, _ watch.Facts,
) error {
	p.problems <- s
	return nil
}

// testUpgrade has a program take up what the first release left: a notice that
// was posted and has no live message, its job, and a change to be posted. The
// names in rows and jobs are those of that release.
func testUpgrade(t *testing.T, url string) {
	db := migrated(t, url)
	db.DownTo(t, 1)
	end := time.Now().Add(-2 * time.Hour).Truncate(time.Minute)
	start := end.Add(-time.Hour)
	db.Exec(t, fmt.Sprintf(`INSERT INTO watches (enterprise_id, team_id, meeting_id, facts, misses, missing_since)
		VALUES ('', 'T1', '914', '{"subject":"Weekly","number":"914","occurrences":[{"start":%d,"end":%d}],"read_at":%d}', 0, 0)`,
		start.UnixMilli(), end.UnixMilli(), time.Now().UnixMilli()))
	db.Exec(t, `INSERT INTO subscriptions (id, enterprise_id, team_id, channel_id, meeting_id, leads, set_by, set_at, parked)
		VALUES ('S1', '', 'T1', 'C1', '914', '[600000]', 'U1', 1, 'not_in_channel')`)
	db.Exec(t, fmt.Sprintf(`INSERT INTO notices (id, subscription_id, enterprise_id, team_id, channel_id, meeting_id,
			occurrence_id, starts_at, ends_at, lead, told_to, due_at, state, reason, claimed_at, sent_at, posted_channel_id, posted_ts)
		VALUES ('N1', 'S1', '', 'T1', 'C1', '914', '', %d, %d, 600000, '', %d, 'sent', '', 1, 1, 'C1', '17.1')`,
		start.UnixMilli(), end.UnixMilli(), start.UnixMilli()))
	change := fmt.Sprintf(`{"At":%q,"Subscription":{"ID":"S1","EnterpriseID":"","TeamID":"T1","ChannelID":"C1","MeetingID":"914",
		"Leads":[600000000000],"SetBy":"U1","SetAt":"1970-01-01T00:00:00.001Z","Parked":"not_in_channel"},
		"Parked":true,"Moved":null,"Dropped":null}`, time.Now().UTC().Format(time.RFC3339))
	err := enqueue(t.Context(), db,
		queue.Job{Kind: "follow_notice", Key: "N1", Priority: 3},
		queue.Job{Kind: "tell_somebody", Key: "1", Payload: []byte(change), Priority: 2})
	if err != nil {
		t.Fatal(err)
	}

	if err := db.Migrate(t.Context()); err != nil {
		t.Fatalf("Migrate() from the first release = %v", err)
	}
	p := posted{updates: make(chan reminder.Content, 9), problems: make(chan reminder.Subscription, 9)}
	workAsProgram(t, db, p)
	c := receive(t, p.updates, "the update of a notice that was posted before")
	if c.Notice.ID != "N1" || c.Notice.Posted.TS != "17.1" || c.State.Phase != "over" || c.Subscription.ID != "S1" || c.Facts.Subject != "Weekly" {
		t.Errorf("updated %+v, want the notice, over", c)
	}
	if s := receive(t, p.problems, "the problem that was to be posted"); s.ID != "S1" || s.Suspended != reminder.NotInvited {
		t.Errorf("posted %+v, want S1, suspended", s)
	}
	eventually(t, "the message is finished", func() bool {
		err := db.Live().InTx(t.Context(), func(tx live.Tx) error {
			_, err := tx.GetMessage(t.Context(), "N1")
			return err
		})
		return err != nil
	})
}

// workAsProgram has a whole engine do the jobs of a database until the test ends.
func workAsProgram(t *testing.T, db *store.DB, n reminder.Notifier) {
	t.Helper()
	installed := workspace.NewDirectory(&workspace.Installation{Meetings: remindertest.Unreachable{}})
	watcher, err := watch.New(watch.Options{Store: db.Watches(), Workspaces: installed})
	if err != nil {
		t.Fatal(err)
	}
	updater, err := live.New(live.Options{Store: db.Live(), Workspaces: installed, Watcher: watcher})
	if err != nil {
		t.Fatal(err)
	}
	engine, err := reminder.New(reminder.Options{
		Store: db.Reminders(), Workspaces: installed, Watcher: watcher, Live: updater, Notifier: n,
	})
	if err != nil {
		t.Fatal(err)
	}
	var jobs queue.Registry
	watcher.Register(&jobs)
	updater.Register(&jobs)
	engine.Register(&jobs)
	workOn(t, db, &jobs)
}
