package person

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"github.com/slack-go/slack"

	"meetingbot/internal/boundedcache"
	"meetingbot/internal/remote"
)

// Users asks Slack about a user. Any error means that Slack could not say;
// *slack.Client is one. Scopes: users:read, and users:read.email for the
// e-mail address.
type Users interface {
	GetUserInfoContext(ctx context.Context, user string, options ...slack.GetUserInfoOption) (*slack.User, error)
}

var _ Users = (*slack.Client)(nil)

// Options set up a Directory.
type Options struct {
	// Fresh is how long an answer of Slack is used without asking again. Defaults to 1 h.
	Fresh time.Duration
	// Keep is how long the last answer is used while Slack gives no newer one.
	// Defaults to 24 h.
	Keep time.Duration
	// Wait is how long Get waits for Slack. Defaults to 300 ms.
	Wait time.Duration
	// Timeout bounds one call of Slack, which goes on when Get has stopped
	// waiting. Defaults to 10 s.
	Timeout time.Duration
	// Backoff is how long Slack is not asked about a person again after a call
	// failed, or longer if it asks for longer. Defaults to 10 s.
	Backoff time.Duration
	// Entries bounds how many people are remembered; those learnt longest ago
	// leave first. Defaults to 100,000.
	Entries int
	// Logger gets one line for every question that failed. Defaults to none.
	Logger *slog.Logger
	// Now is the clock. Defaults to time.Now.
	Now func() time.Time
}

func (o Options) withDefaults() Options {
	o.Fresh = cmp.Or(o.Fresh, time.Hour)
	o.Keep = cmp.Or(o.Keep, 24*time.Hour)
	o.Wait = cmp.Or(o.Wait, 300*time.Millisecond)
	o.Timeout = cmp.Or(o.Timeout, 10*time.Second)
	o.Backoff = cmp.Or(o.Backoff, 10*time.Second)
	o.Entries = cmp.Or(o.Entries, 100_000)
	o.Logger = cmp.Or(o.Logger, slog.New(slog.DiscardHandler))
	if o.Now == nil {
		o.Now = time.Now
	}
	return o
}

// Directory remembers who people are. Close it to end the calls that are still
// running.
type Directory struct {
	users Users
	o     Options
	known *boundedcache.Cache[*entry]

	mu      sync.Mutex
	calls   map[string]*call // by key
	closed  bool
	running sync.WaitGroup // the calls
}

// entry is what is known of a person; it never changes.
type entry struct {
	person Person
	learnt time.Time // when Slack said so, zero when it never did
	until  time.Time // Slack is not asked again before
}

// call is one call of users.info that everybody who asks about the same person
// waits for.
type call struct {
	done   chan struct{} // closed when it has succeeded or failed
	cancel context.CancelFunc
	fresh  bool // Forget was not called since it began
}

// NewDirectory makes a directory that asks users. It starts nothing.
func NewDirectory(users Users, o Options) (*Directory, error) {
	if users == nil {
		return nil, errors.New("person: users must be given")
	}
	o = o.withDefaults()
	return &Directory{
		users: users,
		o:     o,
		known: boundedcache.New[*entry](o.Entries),
		calls: make(map[string]*call),
	}, nil
}

// Get says who a user is. It never fails and never waits longer than
// Options.Wait: while Slack cannot say, the last known answer stands, and before
// the first one the account type is Unknown.
func (d *Directory) Get(ctx context.Context, enterpriseID, teamID, userID string) Person {
	key := keyOf(teamID, userID)
	if e, ok := d.known.Get(key); ok && d.o.Now().Before(e.until) {
		return e.person
	}
	who := unknown(enterpriseID, teamID, userID)
	if c := d.call(ctx, key, who); c != nil {
		d.wait(ctx, c)
	}
	if e, ok := d.known.Get(key); ok {
		return e.person
	}
	return who
}

// Peek says who a user is if that is known for certain at the moment, without
// asking and without waiting.
func (d *Directory) Peek(teamID, userID string) (Person, bool) {
	e, ok := d.known.Get(keyOf(teamID, userID))
	if !ok || e.learnt.IsZero() || !d.o.Now().Before(e.until) {
		return Person{}, false
	}
	return e.person, true
}

// Forget drops what is known of a user, so that the next Get asks Slack.
func (d *Directory) Forget(teamID, userID string) {
	key := keyOf(teamID, userID)
	d.mu.Lock()
	defer d.mu.Unlock()
	if c := d.calls[key]; c != nil {
		c.fresh = false // its answer may be older than the change
	}
	if e, ok := d.known.Get(key); ok {
		d.known.Put(key, &entry{person: e.person, learnt: e.learnt}, d.o.Keep)
	}
}

// Close cancels the calls that are running, waits for them, and makes no more.
// It may be called twice; Get then answers from memory.
func (d *Directory) Close() {
	d.mu.Lock()
	d.closed = true
	for _, c := range d.calls {
		c.cancel()
	}
	d.mu.Unlock()
	d.running.Wait()
}

func keyOf(teamID, userID string) string { return teamID + "/" + userID }

// call joins the call about a person that is running, or makes one. It returns
// nil after Close.
func (d *Directory) call(ctx context.Context, key string, who Person) *call {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.closed {
		return nil
	}
	if c := d.calls[key]; c != nil {
		return c
	}
	// The first caller may give up; the answer is still wanted by others.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), d.o.Timeout)
	c := &call{done: make(chan struct{}), cancel: cancel, fresh: true}
	d.calls[key] = c
	d.running.Go(func() {
		defer cancel()
		u, err := d.users.GetUserInfoContext(ctx, who.UserID)
		d.finish(ctx, key, who, c, u, remote.Reduce(err))
	})
	return c
}

// finish keeps the result of a call and wakes those who wait for it.
func (d *Directory) finish(ctx context.Context, key string, who Person, c *call, u *slack.User, err error) {
	if err != nil {
		d.o.Logger.LogAttrs(ctx, slog.LevelWarn, "slack could not say who a user is",
			slog.String("team_id", who.TeamID), slog.String("user_id", who.UserID), slog.Any("error", err))
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	defer close(c.done)
	delete(d.calls, key)
	next := d.next(key, who, u, err)
	if !c.fresh {
		next.until = time.Time{}
	}
	d.known.Put(key, next, d.o.Keep)
}

// next is what is known of a person after an answer or a failure, after which
// the last known answer stands, and Slack is not asked for a while.
func (d *Directory) next(key string, who Person, u *slack.User, err error) *entry {
	now := d.o.Now()
	if err == nil && u != nil {
		return &entry{person: who.with(u), learnt: now, until: now.Add(d.o.Fresh)}
	}
	backoff := d.o.Backoff
	if limited, ok := errors.AsType[*slack.RateLimitedError](err); ok {
		backoff = max(backoff, limited.RetryAfter)
	}
	next := &entry{person: who, until: now.Add(backoff)}
	if last, ok := d.known.Get(key); ok && now.Sub(last.learnt) < d.o.Keep {
		next.person, next.learnt = last.person, last.learnt
	}
	return next
}

// wait waits for a call, but no longer than Options.Wait.
func (d *Directory) wait(ctx context.Context, c *call) {
	timer := time.NewTimer(d.o.Wait)
	defer timer.Stop()
	select {
	case <-c.done:
	case <-timer.C:
	case <-ctx.Done():
	}
}
