package remindertest

import (
	"context"
	"maps"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"meetingbot/bot/booking"
	"meetingbot/bot/home"
	"meetingbot/bot/linking"
	"meetingbot/bot/live"
	"meetingbot/bot/personal"
	"meetingbot/bot/post"
	"meetingbot/bot/queue"
	"meetingbot/bot/reminder"
	"meetingbot/bot/rule"
	"meetingbot/bot/watch"
	"meetingbot/bot/workspace"
)

// Store keeps everything in memory that a database would. Its zero value is empty
// and ready.
type Store struct {
	// Before and After, where set, run around the end of each transaction that is
	// kept: before anything of it is, and after all of it is. An error of Before
	// undoes it; either may panic, as a process that dies.
	Before, After func() error
	// Twice has every transaction done twice, the first time in vain, as a
	// database may ask for.
	Twice bool
	// Unsealed has no key to seal links with: there can be none.
	Unsealed bool

	busy sync.Mutex // held by the one transaction
	look sync.Mutex // guards kept
	kept state

	statements atomic.Int64
}

// state is all rows. What they refer to is never changed.
type state struct {
	subscriptions table[string, reminder.Subscription]
	order         []string // ids of subscriptions, oldest first
	watches       table[watch.MeetingKey, watch.Watch]
	notices       table[string, reminder.Notice]
	messages      table[string, live.Message]
	calls         table[string, live.Call]
	homes         table[home.Viewer, home.View]
	bookings      table[string, booking.Row]
	slots         table[post.Conversation, time.Time]
	posts         table[string, begunPosts]
	refusals      table[workspace.Key, reminder.TokenRefusal]
	requests      table[string, time.Time]
	settings      table[workspace.Key, workspace.Decided]
	links         table[home.Viewer, linking.Link]
	personal      table[personal.Owner, personal.Decided]
	skips         table[skipKey, personal.Skip]
	rules         table[string, rule.Rule]
	ruleSkips     table[ruleSkipKey, rule.Skip]
	jobs          table[jobKey, queued]
	queued        int // jobs so far
}

type jobKey struct {
	kind queue.Kind
	key  string
}

// queued is a job with its place among all that were ever queued.
type queued struct {
	queue.Job
	place int
}

// shared returns the state for another transaction.
func (s state) shared() state {
	return state{
		subscriptions: s.subscriptions.shared(), order: slices.Clip(s.order), watches: s.watches.shared(),
		notices: s.notices.shared(), messages: s.messages.shared(), calls: s.calls.shared(), homes: s.homes.shared(), slots: s.slots.shared(),
		posts: s.posts.shared(), refusals: s.refusals.shared(), requests: s.requests.shared(), settings: s.settings.shared(),
		bookings: s.bookings.shared(), links: s.links.shared(), personal: s.personal.shared(), skips: s.skips.shared(), jobs: s.jobs.shared(), queued: s.queued,
		rules: s.rules.shared(), ruleSkips: s.ruleSkips.shared(),
	}
}

// inTx runs do in one transaction.
func (s *Store) inTx(ctx context.Context, do func(*tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.busy.Lock()
	defer s.busy.Unlock()
	if s.Twice {
		_ = do(&tx{state: s.now(), statements: &s.statements})
	}
	t := &tx{state: s.now(), statements: &s.statements}
	defer func() { t.over = true }()
	if err := do(t); err != nil {
		return err
	}
	if err := call(s.Before); err != nil {
		return err
	}
	s.keep(t.state)
	if err := call(s.After); err != nil {
		return err
	}
	for _, do := range t.committed {
		do()
	}
	return nil
}

func (s *Store) keep(kept state) {
	s.look.Lock()
	defer s.look.Unlock()
	s.kept = kept
}

func call(f func() error) error {
	if f == nil {
		return nil
	}
	return f()
}

// now returns what is kept.
func (s *Store) now() state {
	s.look.Lock()
	defer s.look.Unlock()
	return s.kept.shared()
}

// Statements is how many statements a database would have been asked, nearly: how many
// methods of transactions were called.
func (s *Store) Statements() int { return int(s.statements.Load()) }

// Notices lists all notices, in order of their DueAt.
func (s *Store) Notices() []reminder.Notice {
	return slices.SortedFunc(maps.Values(s.now().notices.rows), byDue)
}

// Subscriptions lists all subscriptions, oldest first.
func (s *Store) Subscriptions() []reminder.Subscription {
	kept := s.now()
	list := make([]reminder.Subscription, 0, len(kept.order))
	for _, id := range kept.order {
		list = append(list, kept.subscriptions.rows[id])
	}
	return list
}

// Watched counts the meetings that are followed.
func (s *Store) Watched() int { return len(s.now().watches.rows) }

// Messages counts the messages that follow a meeting.
func (s *Store) Messages() int { return len(s.now().messages.rows) }

// MessageIDs lists the ids of the messages that follow a meeting.
func (s *Store) MessageIDs() []string { return slices.Sorted(maps.Keys(s.now().messages.rows)) }

// Unconfirmed counts the messages of which it is not known whether they arrived.
func (s *Store) Unconfirmed() int { return len(s.now().posts.rows) }

// TokenRefused reports whether Slack refuses the token of any workspace.
func (s *Store) TokenRefused() bool { return len(s.now().refusals.rows) > 0 }

// LoseMessages deletes all messages that follow a meeting.
func (s *Store) LoseMessages() {
	s.change(func(kept *state) { kept.messages = table[string, live.Message]{} })
}

// Suspend suspends a subscription without telling anybody, or ends that with "".
func (s *Store) Suspend(subscriptionID string, why reminder.Reason) {
	s.change(func(kept *state) {
		sub := kept.subscriptions.rows[subscriptionID]
		sub.Suspended = why
		kept.subscriptions.put(subscriptionID, sub)
	})
}

// EndNotices makes open notices dead that are not about a start, as a program of the
// release before does, which does not know what they are about.
func (s *Store) EndNotices() {
	s.change(func(kept *state) {
		for id, n := range kept.notices.rows {
			if open(n) && n.About != reminder.AboutStart {
				n.State = reminder.Dead
				kept.notices.put(id, n)
			}
		}
	})
}
