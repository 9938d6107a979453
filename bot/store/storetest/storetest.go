// Package storetest checks every store for what reminder.Store, watch.Store,
// live.Store, live.CallStore, home.Store, once.Store, booking.Store, personal.Store, rule.Store, linking.Store and workspace.SettingsStore say. It knows nothing of SQL, so that a store in memory can be
// checked too.
package storetest

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"meetingbot/bot/booking"
	"meetingbot/bot/home"
	"meetingbot/bot/linking"
	"meetingbot/bot/live"
	"meetingbot/bot/once"
	"meetingbot/bot/personal"
	"meetingbot/bot/post"
	"meetingbot/bot/queue"
	"meetingbot/bot/reminder"
	"meetingbot/bot/rule"
	"meetingbot/bot/watch"
	"meetingbot/bot/workspace"
)

// Opened is a fresh and empty store.
type Opened struct {
	Reminders reminder.Store
	Watches   watch.Store
	Live      live.Store
	Calls     live.CallStore
	Home      home.Store
	Bookings  booking.Store
	Personal  personal.Store
	Rules     rule.Store
	Requests  once.Store
	Settings  workspace.SettingsStore
	Accounts  workspace.AccountStore // nil where the store has none
	Links     linking.Store          // nil where the store has none
	// Work has jobs done by the worker until the test ends. What failed must be
	// tried again within a second. Nil where the store only notes jobs: what is
	// said of their being done is not tested then.
	Work func(t *testing.T, w queue.Worker)
}

// Exercise runs the suite; open is called several times.
func Exercise(t *testing.T, open func(t *testing.T) Opened) {
	t.Helper()
	groups := []struct {
		name string
		test func(*testing.T, bench)
	}{
		{"transactions", testTransactions},
		{"subscriptions", testSubscriptions},
		{"watches", testWatches},
		{"notices", testNotices},
		{"claims", testClaims},
		{"order", testOrder},
		{"sweep", testSweep},
		{"messages", testMessages},
		{"calls", testCalls},
		{"Home tabs", testHomes},
		{"bookings", testBookings},
		{"posts", testPosts},
		{"refusals of tokens", testTokenRefusals},
		{"slots", testSlots},
		{"requests", testRequests},
		{"settings", testSettings},
		{"personal settings", testPersonal},
		{"rules", testRules},
		{"accounts", testAccounts},
		{"links", testLinks},
		{"jobs", testJobs},
	}
	for _, group := range groups {
		t.Run(group.name, func(t *testing.T) {
			t.Parallel()
			group.test(t, bench{opened: open(t)})
		})
	}
}

// bench is a store on the bench, with what tests of it need again and again.
type bench struct{ opened Opened }

// tx is one transaction, as all packages see it.
type tx struct {
	reminder.Tx
	watches  watch.Tx
	live     live.Tx
	homes    home.Tx
	booking  booking.Tx
	personal personal.Tx
	rules    rule.Tx
}

// inTx runs do in a transaction that package reminder begins and the others
// join.
func (b bench) inTx(ctx context.Context, do func(tx) error) error {
	return b.opened.Reminders.InTx(ctx, func(t reminder.Tx) error {
		return do(tx{t, b.opened.Watches.Join(t), b.opened.Live.Join(t), b.opened.Home.Join(t), b.opened.Bookings.Join(t), b.opened.Personal.Join(t), b.opened.Rules.Join(t)})
	})
}

// in runs do in a transaction that must succeed.
func (b bench) in(t *testing.T, do func(ctx context.Context, tx tx) error) {
	t.Helper()
	if err := b.inTx(t.Context(), func(tx tx) error { return do(t.Context(), tx) }); err != nil {
		t.Fatalf("InTx() = %v", err)
	}
}

// together runs do n times at the same time, each in a transaction of its own
// that must succeed. All have begun before any goes on, if the store lets them.
func (b bench) together(t *testing.T, n int, do func(ctx context.Context, i int, tx tx) error) {
	t.Helper()
	var begun, ended sync.WaitGroup
	begun.Add(n)
	all := make(chan struct{})
	go func() {
		begun.Wait()
		close(all)
	}()
	one := time.After(time.Second) // the store has one transaction at a time
	gate := sync.OnceFunc(func() {
		select {
		case <-all:
		case <-one:
		}
	})
	errs := make([]error, n)
	for i := range n {
		ended.Go(func() {
			arrive := sync.OnceFunc(begun.Done)
			errs[i] = b.inTx(t.Context(), func(tx tx) error {
				arrive()
				gate()
				return do(t.Context(), i, tx)
			})
			arrive()
		})
	}
	ended.Wait()
	if err := errors.Join(errs...); err != nil {
		t.Fatalf("InTx() of %d at the same time = %v", n, err)
	}
}

// anywhere is a conversation that no other test knows.
func anywhere() post.Conversation {
	return post.Conversation{
		Key:       workspace.Key{EnterpriseID: "E1", TeamID: "T" + reminder.NewID()},
		ChannelID: "C1",
	}
}

// elsewhere are conversations of the same channel's id or the same workspace
// that are not c.
func elsewhere(c post.Conversation) []post.Conversation {
	enterprise, team, channel := c, c, c
	enterprise.EnterpriseID = "E2"
	team.TeamID += "X"
	channel.ChannelID = "C2"
	return []post.Conversation{enterprise, team, channel}
}

// noon is a time with more digits than are kept, in a zone that is not kept.
func noon() time.Time {
	return time.Date(2026, time.November, 24, 20, 0, 0, 123_456_789, time.FixedZone("", 8*60*60))
}

// keptNoon is noon as it comes back.
func keptNoon() time.Time { return time.Date(2026, time.November, 24, 12, 0, 0, 123_000_000, time.UTC) }

// same fails the test unless got is want, to the zone of every time.
func same(t *testing.T, what string, got, want any) {
	t.Helper()
	strict := cmp.Comparer(func(a, b time.Time) bool { return a.Equal(b) && a.Location() == b.Location() })
	if diff := cmp.Diff(want, got, strict); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

// gone fails the test unless err is reminder.ErrNotFound.
func gone(t *testing.T, what string, err error) {
	t.Helper()
	if !errors.Is(err, reminder.ErrNotFound) {
		t.Errorf("%s = %v, want ErrNotFound", what, err)
	}
}
