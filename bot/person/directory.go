package person

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/slack-go/slack"
	"golang.org/x/sync/singleflight"

	"meetingbot/internal/boundedcache"
)

// Users asks Slack who a user is, and where the app is installed. It should
// repeat nothing: the directory does. *slack.Client is one. Scopes: users:read,
// and users:read.email for the e-mail address.
type Users interface {
	GetUserInfoContext(ctx context.Context, user string, options ...slack.GetUserInfoOption) (*slack.User, error)
	AuthTestContext(ctx context.Context) (*slack.AuthTestResponse, error)
}

var _ Users = (*slack.Client)(nil)

// Options set up a Directory.
type Options struct {
	// Fresh is how long an answer of Slack is used without asking again. Defaults to 1 h.
	Fresh time.Duration
	// Keep is how long the last answer is used while Slack gives no newer one.
	// Defaults to 24 h.
	Keep time.Duration
	// WaitForNews is how long Get waits for news of somebody who is known. Defaults
	// to 3 s.
	WaitForNews time.Duration
	// Timeout bounds one call of Slack, which goes on when nobody waits for it any
	// more. Defaults to 10 s.
	Timeout time.Duration
	// Backoff is how long Slack is not asked again about somebody who is known
	// after a call failed. It bounds the shorter waits for somebody of whom nothing
	// is known. Defaults to 10 s.
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
	o.WaitForNews = cmp.Or(o.WaitForNews, 3*time.Second)
	o.Timeout = cmp.Or(o.Timeout, 10*time.Second)
	o.Backoff = cmp.Or(o.Backoff, 10*time.Second)
	o.Entries = cmp.Or(o.Entries, 100_000)
	o.Logger = cmp.Or(o.Logger, slog.New(slog.DiscardHandler))
	if o.Now == nil {
		o.Now = time.Now
	}
	return o
}

// Directory remembers who the people of one installation are. Close it to end
// the calls that are still running.
type Directory struct {
	users Users
	o     Options
	known *boundedcache.Cache[*entry] // by user

	home    atomic.Pointer[home] // nil until Slack has said it
	homeAsk singleflight.Group

	mu      sync.Mutex
	calls   map[string]*call // by user
	paused  time.Time        // Slack asks not to be called before
	closed  bool
	running sync.WaitGroup // the calls
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

// Get says who a user is. It waits for Slack, at most until ctx ends. While
// Slack cannot say, the last answer stands that is not older than Options.Keep;
// without one the account type is Unknown. That Slack shows no such user is an
// answer.
func (d *Directory) Get(ctx context.Context, enterpriseID, teamID, userID string) Person {
	e := d.remembered(userID)
	if !d.o.Now().Before(e.until) {
		if c := d.call(ctx, userID); c != nil {
			d.wait(ctx, c, e)
		}
		e = d.remembered(userID)
	}
	return d.person(e, enterpriseID, teamID, userID)
}

// Fresh says who a user is by asking Slack now. It never answers from memory:
// while Slack cannot say, the account type is Unknown.
func (d *Directory) Fresh(ctx context.Context, enterpriseID, teamID, userID string) Person {
	nobody := unknown(enterpriseID, teamID, userID)
	if !d.mayAsk() {
		return nobody
	}
	ctx, cancel := context.WithTimeout(ctx, d.o.Timeout)
	defer cancel()
	f, err := d.ask(ctx, userID)
	switch {
	case refused(err):
		f = facts{accountType: Unseen}
	case err != nil:
		d.pause(err)
		return nobody
	}
	if d.remembered(userID).facts.differs(f) {
		d.Forget(userID)
	}
	return f.person(enterpriseID, teamID, userID)
}

// Peek says who a user is if that is known for certain at the moment, without
// asking and without waiting.
func (d *Directory) Peek(enterpriseID, teamID, userID string) (Person, bool) {
	e := d.remembered(userID)
	if !e.known() || !d.o.Now().Before(e.until) {
		return Person{}, false
	}
	return e.facts.person(enterpriseID, teamID, userID), true
}

// Forget drops what is known of a user, in every workspace of the installation,
// so that the next Get asks Slack.
func (d *Directory) Forget(userID string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if c := d.calls[userID]; c != nil {
		c.outdated = true // its answer may be older than the change
	}
	if e := d.remembered(userID); e.known() {
		d.known.Put(userID, &entry{facts: e.facts, learnt: e.learnt, changed: true}, d.o.Keep)
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

// person is who an entry is about.
func (d *Directory) person(e *entry, enterpriseID, teamID, userID string) Person {
	if e.known() {
		return e.facts.person(enterpriseID, teamID, userID)
	}
	who := unknown(enterpriseID, teamID, userID)
	who.RetryAt = e.until
	if paused := d.pausedUntil(); paused.After(who.RetryAt) {
		who.RetryAt = paused
	}
	return who
}
