package person

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"github.com/patrickmn/go-cache"
	"github.com/slack-go/slack"
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
	// Fresh is how long an answer of Slack is taken for true. Defaults to 1 h.
	Fresh time.Duration
	// Keep is how long the last answer is used while Slack gives no newer one.
	// Defaults to 24 h.
	Keep time.Duration
	// Patience is how long Get waits for Slack. Defaults to 300 ms.
	Patience time.Duration
	// Timeout bounds one question to Slack, which goes on when Get's patience
	// has ended. Defaults to 10 s.
	Timeout time.Duration
	// Rest is how long Slack is left alone about a person after it could not
	// say, or longer if it asks for longer. Defaults to 10 s.
	Rest time.Duration
	// Entries bounds how many people are remembered. Defaults to 100,000.
	Entries int
	// Logger gets one line for every question that failed. Defaults to none.
	Logger *slog.Logger
	// Now is the clock. Defaults to time.Now.
	Now func() time.Time
}

func (o Options) withDefaults() Options {
	o.Fresh = cmp.Or(o.Fresh, time.Hour)
	o.Keep = cmp.Or(o.Keep, 24*time.Hour)
	o.Patience = cmp.Or(o.Patience, 300*time.Millisecond)
	o.Timeout = cmp.Or(o.Timeout, 10*time.Second)
	o.Rest = cmp.Or(o.Rest, 10*time.Second)
	o.Entries = cmp.Or(o.Entries, 100_000)
	o.Logger = cmp.Or(o.Logger, slog.New(slog.DiscardHandler))
	if o.Now == nil {
		o.Now = time.Now
	}
	return o
}

// Directory remembers who people are. Close it to end the questions that are
// still under way.
type Directory struct {
	users Users
	o     Options
	known *cache.Cache // of *entry

	mu     sync.Mutex
	asking map[string]*question
	closed bool
	under  sync.WaitGroup // the questions under way
}

// entry is what is known of a person; it never changes once it is kept.
type entry struct {
	person Person
	learnt time.Time // when Slack said so, zero when it never did
	until  time.Time // Slack is not asked again before
}

// question is one call of users.info that everybody who asks about the same
// person waits for.
type question struct {
	done   chan struct{} // closed when answered or failed
	cancel context.CancelFunc
	fresh  bool // nobody has called Forget since it was put
}

// NewDirectory makes a directory that asks users. It starts nothing.
func NewDirectory(users Users, o Options) (*Directory, error) {
	if users == nil {
		return nil, errors.New("person: users must be given")
	}
	o = o.withDefaults()
	return &Directory{
		users:  users,
		o:      o,
		known:  cache.New(o.Keep, 0), // 0: no janitor, keep makes room instead
		asking: make(map[string]*question),
	}, nil
}

// Get tells who a user is. It never fails and never waits longer than
// Options.Patience: while Slack cannot say, the last known answer stands, and
// before the first one the standing is Unknown.
func (d *Directory) Get(ctx context.Context, enterpriseID, teamID, userID string) Person {
	key := teamID + "/" + userID
	if e := d.last(key); e != nil && d.o.Now().Before(e.until) {
		return e.person
	}
	who := nobody(enterpriseID, teamID, userID)
	if q := d.ask(ctx, key, who); q != nil {
		d.wait(ctx, q)
	}
	if e := d.last(key); e != nil {
		return e.person
	}
	return who
}

// Peek tells who a user is if that is known for certain at the moment, without
// asking and without waiting.
func (d *Directory) Peek(teamID, userID string) (Person, bool) {
	e := d.last(teamID + "/" + userID)
	if e == nil || e.learnt.IsZero() || !d.o.Now().Before(e.until) {
		return Person{}, false
	}
	return e.person, true
}

// Forget drops what is known of a user, so that the next Get asks Slack.
func (d *Directory) Forget(teamID, userID string) {
	key := teamID + "/" + userID
	d.mu.Lock()
	defer d.mu.Unlock()
	if q := d.asking[key]; q != nil {
		q.fresh = false // its answer may be older than the news
	}
	if e := d.last(key); e != nil {
		d.known.SetDefault(key, &entry{person: e.person, learnt: e.learnt})
	}
}

// Close cancels the questions under way, waits for them, and asks no more. It
// may be called twice; Get then answers from memory.
func (d *Directory) Close() {
	d.mu.Lock()
	d.closed = true
	for _, q := range d.asking {
		q.cancel()
	}
	d.mu.Unlock()
	d.under.Wait()
}

// last returns what was last known, nil for nothing.
func (d *Directory) last(key string) *entry {
	kept, ok := d.known.Get(key)
	if !ok {
		return nil
	}
	return kept.(*entry)
}

// ask joins the question about a person that is under way, or puts one. It
// returns nil after Close.
func (d *Directory) ask(ctx context.Context, key string, who Person) *question {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.closed {
		return nil
	}
	if q := d.asking[key]; q != nil {
		return q
	}
	// Whoever asked first may give up; the answer is still wanted.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), d.o.Timeout)
	q := &question{done: make(chan struct{}), cancel: cancel, fresh: true}
	d.asking[key] = q
	d.under.Go(func() {
		defer cancel()
		u, err := d.users.GetUserInfoContext(ctx, who.UserID)
		d.answered(ctx, key, who, q, u, err)
	})
	return q
}

// answered keeps what came of a question and lets those go who wait for it.
func (d *Directory) answered(ctx context.Context, key string, who Person, q *question, u *slack.User, err error) {
	if err != nil {
		d.o.Logger.LogAttrs(ctx, slog.LevelWarn, "slack could not say who a user is",
			slog.String("team_id", who.TeamID), slog.String("user_id", who.UserID), slog.Any("error", err))
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	defer close(q.done)
	delete(d.asking, key)
	next := d.next(key, who, u, err)
	if !q.fresh {
		next.until = time.Time{}
	}
	d.keep(key, next)
}

// next is what is known of a person after an answer or a failure, for which
// the last known answer stands, and Slack is left alone for a while.
func (d *Directory) next(key string, who Person, u *slack.User, err error) *entry {
	now := d.o.Now()
	if err == nil && u != nil {
		return &entry{person: who.learn(u), learnt: now, until: now.Add(d.o.Fresh)}
	}
	rest := d.o.Rest
	if limited, ok := errors.AsType[*slack.RateLimitedError](err); ok {
		rest = max(rest, limited.RetryAfter)
	}
	next := &entry{person: who, until: now.Add(rest)}
	if last := d.last(key); last != nil && now.Sub(last.learnt) < d.o.Keep {
		next.person, next.learnt = last.person, last.learnt
	}
	return next
}

// keep remembers an entry. A directory that has outgrown its bound starts
// afresh: that costs a question each, and happens only to a bound set too low.
func (d *Directory) keep(key string, e *entry) {
	if d.known.ItemCount() >= d.o.Entries {
		d.known.DeleteExpired()
		if d.known.ItemCount() >= d.o.Entries {
			d.known.Flush()
		}
	}
	d.known.SetDefault(key, e)
}

// wait waits for a question as long as patience lasts.
func (d *Directory) wait(ctx context.Context, q *question) {
	timer := time.NewTimer(d.o.Patience)
	defer timer.Stop()
	select {
	case <-q.done:
	case <-timer.C:
	case <-ctx.Done():
	}
}
