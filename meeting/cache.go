package meeting

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"meetingbot/internal/outagelog"
)

// staleDelay is how long an older reading is held back, while the API is tried
// again after a failure. It leaves time to answer a person within 2 s.
const staleDelay = time.Second

// outcome is what is answered for a short while without asking the API again:
// a refusal, or an older reading while the API fails.
type outcome struct {
	stale bool  // an older reading
	err   error // a refusal
	until time.Time
}

// Peek returns a fresh reading if there is one, without I/O.
func (a *Account) Peek(id string) (*Snapshot, bool) {
	s, ok := a.known.Get(id)
	if !ok || !a.isFresh(s, a.o.Now()) {
		return nil, false
	}
	return s, true
}

// isFresh reports whether a reading is young enough. One from the future was made
// before the clock was set back, nobody knows how long ago.
func (a *Account) isFresh(s *Snapshot, now time.Time) bool {
	age := now.Sub(s.ReadAt)
	return age >= 0 && age < a.o.TTL
}

// Get returns a fresh reading: the one kept, or a new one that is shared by all
// who ask meanwhile. When ctx ends, only this caller stops waiting. When the API
// fails in a way that may pass, an older reading is returned, marked Stale.
// Errors are *Error.
func (a *Account) Get(ctx context.Context, id string) (*Snapshot, error) {
	s, err := a.get(ctx, id)
	return s, a.noted(ctx, err)
}

func (a *Account) get(ctx context.Context, id string) (*Snapshot, error) {
	if s, ok := a.Peek(id); ok {
		return s, nil
	}
	return wait[*Snapshot](ctx, opGet, a.asking.DoChan(id, func() (any, error) { return a.answer(ctx, id) }))
}

// answer answers from memory or by a reading, whichever is called for now:
// what is kept may have changed since the callers looked.
func (a *Account) answer(ctx context.Context, id string) (*Snapshot, error) {
	if s, ok := a.Peek(id); ok {
		return s, nil
	}
	now := a.o.Now()
	old, isOld := a.markedStale(id, now)
	if v, ok := a.outcomes.Get(id); ok && lasts(now, v.until, a.o.UnknownFor) && v.stale == isOld {
		return old, v.err
	}
	read := func() (any, error) { return a.read(ctx, id) }
	if !isOld {
		v, err, _ := a.reading.Do(id, read)
		s, _ := v.(*Snapshot)
		return s, err
	}
	reading := a.reading.DoChan(id, read)
	// The API failed when it was last asked. Whether it still does may take
	// long to find out, and there is something to show meanwhile.
	delay := time.NewTimer(staleDelay)
	defer delay.Stop()
	select {
	case r := <-reading:
		return result[*Snapshot](r)
	case <-delay.C:
		return old, nil
	}
}

// Refresh reads the meeting anew even if a fresh reading is kept; those who
// refresh it at the same time share the reading, which counts as anew if it is
// under way. Otherwise it is as Get.
func (a *Account) Refresh(ctx context.Context, id string) (*Snapshot, error) {
	s, err := a.refresh(ctx, id)
	return s, a.noted(ctx, err)
}

func (a *Account) refresh(ctx context.Context, id string) (*Snapshot, error) {
	return wait[*Snapshot](ctx, opGet, a.reading.DoChan(id, func() (any, error) { return a.read(ctx, id) }))
}

// read reads the meeting for everybody who waits for it.
func (a *Account) read(ctx context.Context, id string) (*Snapshot, error) {
	return detached(ctx, &a.o, opGet, id, func(ctx context.Context) (*Snapshot, error) {
		begun, changes := a.o.Now(), a.changes.Load()
		s, err := readAll(opGet, a.rules, func(o DetailOptions) (*Detail, error) { return a.source.Get(ctx, id, o) })
		a.log(ctx, id, begun, err)
		return a.finish(ctx, id, s, err, changes)
	})
}

// finish keeps what was read and decides what is answered. What was begun before the
// last change of a meeting may be older than that, and is not kept.
func (a *Account) finish(ctx context.Context, id string, s *Snapshot, err error, changes uint64) (*Snapshot, error) {
	now := a.o.Now()
	if err == nil {
		s.Version, s.ReadAt = lastVersion.Add(1), now
		a.markRoom(s, id)
		a.nameHost(s)
		if a.changes.Load() != changes {
			return s, nil
		}
		a.known.Put(id, s)
		a.outcomes.Delete(id)
		a.older.Delete(id)
		return s, nil
	}
	until := now.Add(a.o.UnknownFor)
	switch e, ok := errors.AsType[*Error](err); {
	case ok && e.Retryable():
		old, ok := a.stale(id, now)
		if !ok {
			return nil, err
		}
		a.o.Logger.WarnContext(ctx, "meeting API fails, showing an older reading",
			outagelog.Of("meeting_api"), slog.String("meeting_id", id), slog.String("error", err.Error()))
		a.outcomes.Put(id, &outcome{stale: true, until: until}, a.o.UnknownFor)
		return old, nil
	case ok && (e.Kind == NotFound || e.Kind == Forbidden):
		a.known.Delete(id)
		a.older.Delete(id)
		a.outcomes.Put(id, &outcome{err: err, until: until}, a.o.UnknownFor)
	}
	return nil, err
}

// stale returns the last reading of id, marked as stale and with a version of
// its own, if there is one that is young enough.
func (a *Account) stale(id string, now time.Time) (*Snapshot, bool) {
	if old, ok := a.markedStale(id, now); ok {
		return old, true
	}
	if s, ok := a.known.Get(id); !ok || !a.isServable(s, now) {
		return nil, false
	}
	return a.older.Copy(a.known, id, func(s *Snapshot) { s.Stale, s.Version = true, lastVersion.Add(1) })
}

// markedStale is what stale has returned for id already, if that is young enough.
func (a *Account) markedStale(id string, now time.Time) (*Snapshot, bool) {
	old, ok := a.older.Get(id)
	if !ok || !a.isServable(old, now) {
		return nil, false
	}
	return old, true
}

func (a *Account) isServable(s *Snapshot, now time.Time) bool {
	return now.Sub(s.ReadAt).Abs() < a.o.TTL+a.o.StaleFor
}

// lasts reports whether something that was to last for a while is not over. What
// has more than that left was begun before the clock was set back, and is over.
func lasts(now, until time.Time, a time.Duration) bool {
	left := until.Sub(now)
	return left > 0 && left <= a
}

func (a *Account) log(ctx context.Context, id string, begun time.Time, err error) {
	attrs := []slog.Attr{slog.String("meeting_id", id), slog.Duration("duration", a.o.Now().Sub(begun))}
	if err != nil {
		attrs = append(attrs, slog.String("error", err.Error()))
	}
	a.o.Logger.LogAttrs(ctx, slog.LevelDebug, "meeting read", attrs...)
}
