package meeting

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"

	"golang.org/x/sync/singleflight"
)

// stalePatience is how long an older reading is held back, while the API is
// tried again after a failure. It leaves time to answer a person within 2 s.
const stalePatience = time.Second

// Source is where a Cache reads meetings: Client.Conferences. The errors of all
// its methods are *Error.
type Source interface {
	// Get returns a meeting and one page of its invitees.
	Get(ctx context.Context, id string, o PageOptions) (*Detail, error)
	Lister
	Archive
}

// Lister lists what is going on.
type Lister interface {
	// List returns one page of the meetings that are running or to come.
	List(ctx context.Context, o ListOptions) (*Page[Conference], error)
	// ListAttendees returns one page of those who are in a meeting.
	ListAttendees(ctx context.Context, id string, o PageOptions) (*Page[Attendee], error)
}

// Archive tells of meetings that have ended.
type Archive interface {
	// ListHistory returns one page of them, each as often as it was held.
	ListHistory(ctx context.Context, o HistoryOptions) (*Page[Conference], error)
	// GetHistory returns one holding and one page of its invitees.
	GetHistory(ctx context.Context, uuid string, o PageOptions) (*Detail, error)
	// ListAttendance returns one page of the visits to one holding.
	ListAttendance(ctx context.Context, uuid string, o PageOptions) (*Page[Visit], error)
}

var _ Source = (*Conferences)(nil)

// CacheOptions tunes a Cache.
type CacheOptions struct {
	// TTL is how long a reading counts as fresh. Defaults to 30 s.
	TTL time.Duration
	// StaleFor is how long after that a reading may still be served when the
	// API fails. Defaults to 10 min; negative for never.
	StaleFor time.Duration
	// UnknownFor is how long it is remembered that the API knows no such
	// meeting or may not tell, and, while an older reading is served in its
	// place, that the API failed. Defaults to 5 s; negative for not at all.
	UnknownFor time.Duration
	// ListTTL is how long lists of meetings, and who is in one, count as fresh.
	// Defaults to 10 s.
	ListTTL time.Duration
	// HistoryMonths is how far back ended meetings are looked for. Defaults to
	// 6, for which the API keeps them unless told otherwise; 12 is its most.
	HistoryMonths int
	// Entries bounds the meetings kept; the one read longest ago leaves first.
	// Defaults to 10,000.
	Entries int
	// Timeout bounds one reading with all its pages and repetitions. Defaults
	// to 30 s.
	Timeout time.Duration
	// Now tells the time. Defaults to time.Now.
	Now func() time.Time
	// Logger hears of readings at debug level. Defaults to silence.
	Logger *slog.Logger
}

// Snapshot is a meeting with all its invitees as read at one moment, so that
// the pages shown from it agree with each other. It is shared between readers:
// nobody changes it.
type Snapshot struct {
	Conference *Conference
	// Participants are all invitees, in the API's order, each once.
	Participants []Participant
	// Count is how many invitees there are. It exceeds len(Participants) only
	// for a meeting with more of them than a Cache reads.
	Count int
	// Version tells snapshots apart: two with the same version are the same.
	// It changes with every reading, and when a reading becomes stale.
	Version uint64
	// ReadAt is when it was read from the API.
	ReadAt time.Time
	// Stale says that the API failed just now and this is an older reading.
	Stale bool
	// Ended says that the meeting is over and this comes from the history. Its
	// conference's State is StateEnded and its UUID tells this holding from
	// others.
	Ended bool
}

// Cache keeps meetings for a while in front of a Source. However many ask for
// a meeting at once, it is read once. It is safe for concurrent use.
type Cache struct {
	source  Source
	o       CacheOptions
	known   *shelf[*Snapshot]
	verdict *shelf[*verdict]
	version atomic.Uint64

	asking  singleflight.Group // those for whom an answer from memory will do
	reading singleflight.Group // one reading of a meeting at a time

	lists   *shared[*Listing]    // by query
	present *shared[*Attendees]  // by id
	tenants *shared[string]      // number of a cloud room → id of the meeting in it
	past    *shared[*Snapshot]   // by number
	visits  *shared[*Attendance] // by UUID
}

// verdict is what is answered for a short while without asking the API again:
// a refusal, or an older reading while the API fails.
type verdict struct {
	stale *Snapshot // nil for a refusal
	err   error
	until time.Time
}

// NewCache returns an empty cache in front of source.
func NewCache(source Source, o CacheOptions) (*Cache, error) {
	if source == nil {
		return nil, errors.New("meeting cache: a source is required")
	}
	if err := o.validate(); err != nil {
		return nil, fmt.Errorf("meeting cache: %w", err)
	}
	o.fill()
	c := &Cache{
		source:  source,
		o:       o,
		known:   newShelf[*Snapshot](o.Entries, o.TTL+o.StaleFor),
		verdict: newShelf[*verdict](o.Entries, o.TTL+o.StaleFor+o.UnknownFor),
	}
	c.lists = newShared[*Listing](opList, o.ListTTL, listsKept, &c.o)
	c.present = newShared[*Attendees](opListAttendees, o.ListTTL, presencesKept, &c.o)
	c.tenants = newShared[string](opList, o.TTL, o.Entries, &c.o)
	c.past = newShared[*Snapshot](opGetHistory, o.TTL, pastKept, &c.o)
	c.visits = newShared[*Attendance](opListAttendance, o.TTL, pastKept, &c.o)
	return c, nil
}

func (o *CacheOptions) validate() error {
	for _, field := range [...]struct {
		name  string
		value time.Duration
	}{{"TTL", o.TTL}, {"ListTTL", o.ListTTL}, {"Timeout", o.Timeout}} {
		if field.value < 0 {
			return fmt.Errorf("%s must be positive, got %s", field.name, field.value)
		}
	}
	for _, field := range [...]struct {
		name  string
		value int
	}{{"Entries", o.Entries}, {"HistoryMonths", o.HistoryMonths}} {
		if field.value < 0 {
			return fmt.Errorf("%s must be positive, got %d", field.name, field.value)
		}
	}
	return nil
}

// fill puts the defaults where nothing was said.
func (o *CacheOptions) fill() {
	o.TTL = cmp.Or(o.TTL, 30*time.Second)
	o.StaleFor = max(cmp.Or(o.StaleFor, 10*time.Minute), 0)
	o.UnknownFor = max(cmp.Or(o.UnknownFor, 5*time.Second), 0)
	o.ListTTL = cmp.Or(o.ListTTL, 10*time.Second)
	o.HistoryMonths = cmp.Or(o.HistoryMonths, 6)
	o.Entries = cmp.Or(o.Entries, 10_000)
	o.Timeout = cmp.Or(o.Timeout, 30*time.Second)
	o.Logger = cmp.Or(o.Logger, slog.New(slog.DiscardHandler))
	if o.Now == nil {
		o.Now = time.Now
	}
}

// Peek returns a fresh reading if there is one, without I/O.
func (c *Cache) Peek(id string) (*Snapshot, bool) {
	s, ok := c.known.get(id)
	if !ok || c.o.Now().Sub(s.ReadAt) >= c.o.TTL {
		return nil, false
	}
	return s, true
}

// Get returns a fresh reading: the one kept, or a new one that is shared by all
// who ask meanwhile. When ctx ends, only this caller stops waiting. When the API
// fails in a way that may pass, an older reading is returned, marked Stale.
// Errors are *Error.
func (c *Cache) Get(ctx context.Context, id string) (*Snapshot, error) {
	if s, ok := c.Peek(id); ok {
		return s, nil
	}
	return wait[*Snapshot](ctx, opGet, c.asking.DoChan(id, func() (any, error) { return c.answer(ctx, id) }))
}

// answer answers from memory or by a reading, whichever is called for now:
// what is kept may have changed since the callers looked.
func (c *Cache) answer(ctx context.Context, id string) (*Snapshot, error) {
	if s, ok := c.Peek(id); ok {
		return s, nil
	}
	v, ok := c.verdict.get(id)
	if ok && c.o.Now().Before(v.until) {
		return v.stale, v.err
	}
	reading := c.reading.DoChan(id, func() (any, error) { return c.read(ctx, id) })
	if !ok || v.stale == nil || !c.mayServe(v.stale, c.o.Now()) {
		return result[*Snapshot](<-reading)
	}
	// The API failed when it was last asked. Whether it still does may take
	// long to find out, and there is something to show meanwhile.
	patience := time.NewTimer(stalePatience)
	defer patience.Stop()
	select {
	case r := <-reading:
		return result[*Snapshot](r)
	case <-patience.C:
		return v.stale, nil
	}
}

// Refresh reads the meeting anew even if a fresh reading is kept; those who
// refresh it at the same time share the reading, which counts as anew if it is
// under way. Otherwise it is as Get.
func (c *Cache) Refresh(ctx context.Context, id string) (*Snapshot, error) {
	return wait[*Snapshot](ctx, opGet, c.reading.DoChan(id, func() (any, error) { return c.read(ctx, id) }))
}

// read reads the meeting for everybody who waits for it.
func (c *Cache) read(ctx context.Context, id string) (*Snapshot, error) {
	return apart(ctx, &c.o, opGet, id, func(ctx context.Context) (*Snapshot, error) {
		begun := c.o.Now()
		s, err := readAll(func(o PageOptions) (*Detail, error) { return c.source.Get(ctx, id, o) })
		c.log(ctx, id, begun, err)
		return c.settle(ctx, id, s, err)
	})
}

// settle keeps what a reading brought and decides what is answered.
func (c *Cache) settle(ctx context.Context, id string, s *Snapshot, err error) (*Snapshot, error) {
	now := c.o.Now()
	if err == nil {
		s.Version, s.ReadAt = c.version.Add(1), now
		c.known.put(id, s, now)
		c.verdict.drop(id)
		return s, nil
	}
	until := now.Add(c.o.UnknownFor)
	switch e, ok := errors.AsType[*Error](err); {
	case ok && e.Retryable():
		old, ok := c.stale(id, now)
		if !ok {
			return nil, err
		}
		c.o.Logger.WarnContext(ctx, "meeting API fails, showing an older reading",
			slog.String("meeting_id", id), slog.String("error", err.Error()))
		c.verdict.put(id, &verdict{stale: old, until: until}, now)
		return old, nil
	case ok && (e.Kind == NotFound || e.Kind == Forbidden):
		c.known.drop(id)
		c.verdict.put(id, &verdict{err: err, until: until}, now)
	}
	return nil, err
}

// stale returns the last reading of id, marked as stale and with a version of
// its own, if there is one that is young enough.
func (c *Cache) stale(id string, now time.Time) (*Snapshot, bool) {
	if v, ok := c.verdict.get(id); ok && v.stale != nil && c.mayServe(v.stale, now) {
		return v.stale, true
	}
	s, ok := c.known.get(id)
	if !ok || !c.mayServe(s, now) {
		return nil, false
	}
	old := *s
	old.Stale, old.Version = true, c.version.Add(1)
	return &old, true
}

func (c *Cache) mayServe(s *Snapshot, now time.Time) bool {
	return now.Sub(s.ReadAt) < c.o.TTL+c.o.StaleFor
}

func (c *Cache) log(ctx context.Context, id string, begun time.Time, err error) {
	attrs := []slog.Attr{slog.String("meeting_id", id), slog.Duration("duration", c.o.Now().Sub(begun))}
	if err != nil {
		attrs = append(attrs, slog.String("error", err.Error()))
	}
	c.o.Logger.LogAttrs(ctx, slog.LevelDebug, "meeting read", attrs...)
}
