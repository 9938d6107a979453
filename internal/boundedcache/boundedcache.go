// Package boundedcache is go-cache with the bound that go-cache lacks: at most so
// many items, the oldest leaving first.
package boundedcache

import (
	"container/list"
	"sync"
	"time"

	"github.com/patrickmn/go-cache"
)

// Cache keeps values by key, each until its own expiry, and at most as many as
// its size. It starts no goroutine: expired values leave when others come. It
// is safe for concurrent use.
//
// Expiry follows the wall clock, as everything of go-cache does.
type Cache[T any] struct {
	items *cache.Cache // key → *item[T]; read without mu
	size  int

	mu    sync.Mutex // held by those who change what is kept
	order *list.List // of keys, oldest first
}

// item is one value and its place in the order.
type item[T any] struct {
	value T
	place *list.Element
}

// New returns an empty cache of at most size values, and at least one.
func New[T any](size int) *Cache[T] {
	c := &Cache[T]{
		items: cache.New(cache.NoExpiration, 0), // 0: no janitor, which nobody could stop
		size:  max(size, 1),
		order: list.New(),
	}
	c.items.OnEvicted(func(_ string, v any) { c.order.Remove(v.(*item[T]).place) })
	return c
}

// Get returns the value of a key, unless it has expired.
func (c *Cache[T]) Get(key string) (value T, ok bool) {
	found, ok := c.items.Get(key)
	if !ok {
		return value, false
	}
	return found.(*item[T]).value, true
}

// Put keeps a value in place of the key's former one, as the newest. Without a
// positive life it only drops the former one.
func (c *Cache[T]) Put(key string, value T, life time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if life <= 0 {
		c.items.Delete(key)
		return
	}
	c.put(key, value, life)
}

// Add is Put for a key that has no value, and reports whether it had none.
func (c *Cache[T]) Add(key string, value T, life time.Duration) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, ok := c.items.Get(key); ok {
		return false
	}
	if life > 0 {
		c.put(key, value, life)
	}
	return true
}

// Delete drops the value of a key.
func (c *Cache[T]) Delete(key string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.items.Delete(key)
}

// Len is how many values are held, including expired ones that have not left.
func (c *Cache[T]) Len() int { return c.items.ItemCount() }

// put keeps a value and makes room for it. A former value that has not expired
// is replaced in one step, so that Get never misses it.
func (c *Cache[T]) put(key string, value T, life time.Duration) {
	if former, ok := c.items.Get(key); ok {
		c.order.Remove(former.(*item[T]).place)
	} else {
		c.items.Delete(key) // it may be there, expired
	}
	c.items.Set(key, &item[T]{value: value, place: c.order.PushBack(key)}, life)
	for c.order.Len() > c.size || c.oldestExpired() {
		c.items.Delete(c.order.Front().Value.(string))
	}
}

// oldestExpired reports whether the oldest value can leave since it has expired.
func (c *Cache[T]) oldestExpired() bool {
	oldest := c.order.Front()
	if oldest == nil {
		return false
	}
	_, alive := c.items.Get(oldest.Value.(string))
	return !alive
}
