package meeting

import (
	"context"
	"math/rand/v2"
	"strconv"
	"sync/atomic"
	"time"

	"golang.org/x/sync/singleflight"

	"meetingbot/internal/boundedcache"
)

// answers keeps the answers to one sort of question for a while. Callers who ask
// the same at the same time share one call. Of failures it keeps only NotFound
// and Forbidden, for a shorter while.
type answers[T any] struct {
	op     string
	life   time.Duration
	o      *cacheOptions
	kept   *boundedcache.Cache[*cachedAnswer[T]]
	asking singleflight.Group

	changes atomic.Uint64 // how often all answers were dropped
}

// cachedAnswer is an answer that is good until a time on the account's clock.
type cachedAnswer[T any] struct {
	value T
	err   error
	until time.Time
	life  time.Duration

	renewAt time.Time   // from when on whoever asks has it read anew
	renewed atomic.Bool // it is being read anew, or was
}

func newAnswers[T any](op string, life time.Duration, most int, o *cacheOptions) *answers[T] {
	return &answers[T]{op: op, life: life, o: o, kept: boundedcache.New[*cachedAnswer[T]](min(most, o.Entries))}
}

// peek returns the answer in memory, if there is one.
func (s *answers[T]) peek(key string) (a *cachedAnswer[T], ok bool) {
	a, ok = s.kept.Get(key)
	return a, ok && lasts(s.o.Now(), a.until, a.life)
}

// get returns the answer in memory, or asks. The id is the meeting's, for the
// log, or "": a key may hold what people typed. When ctx ends, only this caller
// stops waiting.
func (s *answers[T]) get(ctx context.Context, key, id string, ask func(context.Context) (T, error)) (T, error) {
	if a, ok := s.peek(key); ok {
		return a.value, a.err
	}
	return wait[T](ctx, s.op, s.asking.DoChan(s.question(key), func() (any, error) {
		if a, ok := s.peek(key); ok { // another caller has just asked
			return a.value, a.err
		}
		return s.ask(ctx, key, id, ask)
	}))
}

// ask asks and keeps the answer.
func (s *answers[T]) ask(ctx context.Context, key, id string, ask func(context.Context) (T, error)) (T, error) {
	changes := s.changes.Load()
	value, err := detached(ctx, s.o, s.op, id, ask)
	if s.changes.Load() == changes {
		s.keep(key, value, err)
	}
	return value, err
}

// renew asks anew, behind those who get the answer in memory, when about half of its
// life is over. It is tried once for each answer. Nobody waits for it.
func (s *answers[T]) renew(key, id string, a *cachedAnswer[T], ask func(context.Context) (T, error)) {
	if s.o.Now().Before(a.renewAt) || !a.renewed.CompareAndSwap(false, true) {
		return
	}
	s.asking.DoChan(s.question(key), func() (any, error) { return s.ask(context.Background(), key, id, ask) })
}

// question names what those share who ask the same. Nobody shares an answer that was
// asked for before the last change.
func (s *answers[T]) question(key string) string {
	return strconv.FormatUint(s.changes.Load(), 10) + " " + key
}

// forgetAll drops all answers. One that is being asked for now is not kept.
func (s *answers[T]) forgetAll() {
	s.changes.Add(1)
	s.kept.Clear()
}

// keep remembers an answer for as long as it is good for.
func (s *answers[T]) keep(key string, value T, err error) {
	life := s.life
	if err != nil {
		if kind := KindOf(err); kind != NotFound && kind != Forbidden {
			return
		}
		life = s.o.UnknownFor
	}
	now := s.o.Now()
	s.kept.Put(key, &cachedAnswer[T]{
		value: value, err: err, until: now.Add(life), life: life, renewAt: now.Add(renewAfter(life)),
	}, life)
}

// renewAfter is at what age an answer is read anew: at 40 to 70 % of its life, so that
// answers that came at the same time are not all read anew at the same time.
func renewAfter(life time.Duration) time.Duration {
	return life*4/10 + rand.N(life*3/10+1) //nolint:gosec // spreads load, hides nothing
}
