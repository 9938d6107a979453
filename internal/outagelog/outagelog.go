// Package outagelog keeps an outage from filling the log: of the records that
// say which outage they belong to, the first is logged, and when none has come for
// a while, that it is over.
//
// It knows nothing of what fails. A record belongs to an outage by an attribute,
// see Of.
package outagelog

import (
	"context"
	"log/slog"
	"sync"
	"time"
)

// key is the key of the attribute that names an outage.
const key = "outage"

// Quiet is how long no record must come of an outage before it counts as over.
const Quiet = 30 * time.Second

// Of is the attribute of a record that belongs to an outage: a word for what fails,
// such as "database".
func Of(what string) slog.Attr { return slog.String(key, what) }

// Handler passes records on to another handler, of an outage only the first. It is
// safe for concurrent use, as are those made from it.
type Handler struct {
	next    slog.Handler
	outages *outages
	of      string // the outage that all records belong to, "" for none
}

// outages are those that go on. They are shared by the handlers made from one.
type outages struct {
	last slog.Handler // gets the lines about ends
	mu   sync.Mutex
	all  map[string]*outage
}

// outage is one that goes on.
type outage struct {
	begun, last time.Time
	repeats     int // records that were not passed on
	over        *time.Timer
}

// New returns a handler in front of next. It starts nothing but timers.
func New(next slog.Handler) *Handler {
	return &Handler{next: next, outages: &outages{last: next, all: make(map[string]*outage)}}
}

// Enabled is that of slog.Handler.
func (h *Handler) Enabled(ctx context.Context, level slog.Level) bool {
	return h.next.Enabled(ctx, level)
}

// Handle is that of slog.Handler.
func (h *Handler) Handle(ctx context.Context, r slog.Record) error {
	what := h.of
	r.Attrs(func(a slog.Attr) bool {
		what = named(what, a)
		return true
	})
	if what != "" && h.outages.goesOn(what, r.Time) {
		return nil
	}
	return h.next.Handle(ctx, r)
}

// WithAttrs is that of slog.Handler.
func (h *Handler) WithAttrs(attrs []slog.Attr) slog.Handler {
	made := *h
	made.next = h.next.WithAttrs(attrs)
	for _, a := range attrs {
		made.of = named(made.of, a)
	}
	return &made
}

// WithGroup is that of slog.Handler.
func (h *Handler) WithGroup(name string) slog.Handler {
	made := *h
	made.next = h.next.WithGroup(name)
	return &made
}

// named returns the outage that an attribute names, else the one known before.
func named(before string, a slog.Attr) string {
	if a.Key == key {
		return a.Value.String()
	}
	return before
}

// goesOn notes a record of an outage, and reports whether that had begun before.
func (o *outages) goesOn(what string, at time.Time) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	if now, ok := o.all[what]; ok {
		now.repeats++
		now.last = at
		now.over.Reset(Quiet)
		return true
	}
	o.all[what] = &outage{begun: at, last: at, over: time.AfterFunc(Quiet, func() { o.end(what) })}
	return false
}

// end says that an outage is over, unless it was a single record.
func (o *outages) end(what string) {
	o.mu.Lock()
	ended := o.all[what]
	delete(o.all, what)
	o.mu.Unlock()
	if ended == nil || ended.repeats == 0 {
		return
	}
	r := slog.NewRecord(time.Now(), slog.LevelInfo, "outage over", 0)
	r.AddAttrs(Of(what), slog.Duration("duration", ended.last.Sub(ended.begun)), slog.Int("repeats", ended.repeats))
	_ = o.last.Handle(context.Background(), r)
}
