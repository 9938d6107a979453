package meeting

import (
	"context"
	"errors"
	"time"

	"golang.org/x/sync/singleflight"
)

// shared keeps the answers to one sort of question for a while. Those who ask
// the same at once share one asking. Of failures it remembers for a short while
// that there is nothing, or that the account may not know.
type shared[T any] struct {
	op      string
	life    time.Duration
	options *CacheOptions
	answers *shelf[answered[T]]
	asking  singleflight.Group
}

// answered is what is answered without asking, until its time is over.
type answered[T any] struct {
	value T
	err   error
	until time.Time
}

func newShared[T any](op string, life time.Duration, most int, o *CacheOptions) *shared[T] {
	return &shared[T]{
		op: op, life: life, options: o,
		answers: newShelf[answered[T]](min(most, o.Entries), max(life, o.UnknownFor)),
	}
}

// peek returns the answer at hand, if there is one.
func (s *shared[T]) peek(key string) (a answered[T], ok bool) {
	a, ok = s.answers.get(key)
	return a, ok && s.options.Now().Before(a.until)
}

// get returns the answer at hand, or asks. The id is the meeting's, for the
// log, or "": a key may hold what people typed. When ctx ends, only this caller
// stops waiting.
func (s *shared[T]) get(ctx context.Context, key, id string, ask func(context.Context) (T, error)) (T, error) {
	if a, ok := s.peek(key); ok {
		return a.value, a.err
	}
	return wait[T](ctx, s.op, s.asking.DoChan(key, func() (any, error) {
		if a, ok := s.peek(key); ok { // somebody was faster
			return a.value, a.err
		}
		value, err := apart(ctx, s.options, s.op, id, ask)
		s.keep(key, value, err)
		return value, err
	}))
}

// keep remembers an answer for as long as it is good for.
func (s *shared[T]) keep(key string, value T, err error) {
	life := s.life
	if e, ok := errors.AsType[*Error](err); ok {
		if e.Kind != NotFound && e.Kind != Forbidden {
			return
		}
		life = s.options.UnknownFor
	}
	now := s.options.Now()
	s.answers.put(key, answered[T]{value, err, now.Add(life)}, now)
}
