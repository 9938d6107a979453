package meeting

import (
	"container/list"
	"sync"
	"time"

	"github.com/patrickmn/go-cache"
)

// shelf is a go-cache with the bound that go-cache lacks: at most so many things,
// the one put down longest ago leaving first. All live equally long, so the
// order of leaving is the order of expiry, and what has expired is cleared from
// the front whenever something is put. Hence go-cache's own expiry (it would
// read the wall clock) and its janitor (a goroutine that nobody can stop) stay
// off: how old a thing may be is for the caller and its clock to decide.
type shelf[T any] struct {
	items *cache.Cache // id → *kept[T]; read without mu
	most  int
	life  time.Duration

	mu    sync.Mutex // held by those who change what is kept
	queue *list.List // of *kept[T], first to leave first
}

// kept is one thing on a shelf.
type kept[T any] struct {
	id    string
	thing T
	at    time.Time
	place *list.Element
}

func newShelf[T any](most int, life time.Duration) *shelf[T] {
	return &shelf[T]{
		items: cache.New(cache.NoExpiration, 0),
		most:  most,
		life:  life,
		queue: list.New(),
	}
}

// get returns what is kept under id, be it expired or not.
func (s *shelf[T]) get(id string) (thing T, ok bool) {
	found, ok := s.items.Get(id)
	if !ok {
		return thing, false
	}
	return found.(*kept[T]).thing, true
}

// put keeps thing under id in the place of what was there, as the last to
// leave.
func (s *shelf[T]) put(id string, thing T, now time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.remove(id)
	k := &kept[T]{id: id, thing: thing, at: now}
	k.place = s.queue.PushBack(k)
	s.items.Set(id, k, cache.NoExpiration)
	s.clear(now)
}

// drop forgets id.
func (s *shelf[T]) drop(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.remove(id)
}

// clear removes from the front what has expired and what is too many.
func (s *shelf[T]) clear(now time.Time) {
	for front := s.queue.Front(); front != nil; front = s.queue.Front() {
		k := front.Value.(*kept[T])
		if s.queue.Len() <= s.most && now.Sub(k.at) <= s.life {
			return
		}
		s.remove(k.id)
	}
}

func (s *shelf[T]) remove(id string) {
	found, ok := s.items.Get(id)
	if !ok {
		return
	}
	s.queue.Remove(found.(*kept[T]).place)
	s.items.Delete(id)
}
