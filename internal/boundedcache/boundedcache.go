// Package boundedcache is go-cache with the bound that go-cache lacks: at most so
// many items, the oldest leaving first.
package boundedcache

import (
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

	mu   sync.Mutex // held by those who change what is kept
	ends item[T]    // before the oldest and behind the newest item
	n    int        // items in the order
}

// item is one value and its place in the order. It is one object of memory: with
// many values, those are what a garbage collection takes its time for.
type item[T any] struct {
	key          string
	value        T
	older, newer *item[T]
}

// New returns an empty cache of at most size values, and at least one.
func New[T any](size int) *Cache[T] {
	c := &Cache[T]{
		items: cache.New(cache.NoExpiration, 0), // 0: no janitor, which nobody could stop
		size:  max(size, 1),
	}
	c.ends.older, c.ends.newer = &c.ends, &c.ends
	c.items.OnEvicted(func(_ string, v any) { c.unlink(v.(*item[T])) })
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

// Clear drops all values.
func (c *Cache[T]) Clear() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.items.Flush()
	c.ends.older, c.ends.newer, c.n = &c.ends, &c.ends, 0
}

// Len is how many values are held, including expired ones that have not left.
func (c *Cache[T]) Len() int { return c.items.ItemCount() }

// put keeps a value and makes room for it. A former value that has not expired
// is replaced in one step, so that Get never misses it.
func (c *Cache[T]) put(key string, value T, life time.Duration) {
	if former, ok := c.items.Get(key); ok {
		c.unlink(former.(*item[T]))
	} else {
		c.items.Delete(key) // it may be there, expired
	}
	c.items.Set(key, c.link(key, value), life)
	for c.n > c.size || c.oldestExpired() {
		c.items.Delete(c.ends.newer.key)
	}
}

// link makes an item that is the newest.
func (c *Cache[T]) link(key string, value T) *item[T] {
	i := &item[T]{key: key, value: value, older: c.ends.older, newer: &c.ends}
	i.older.newer, i.newer.older = i, i
	c.n++
	return i
}

// unlink takes an item out of the order.
func (c *Cache[T]) unlink(i *item[T]) {
	i.older.newer, i.newer.older = i.newer, i.older
	c.n--
}

// oldestExpired reports whether the oldest value can leave since it has expired.
func (c *Cache[T]) oldestExpired() bool {
	if c.n == 0 {
		return false
	}
	_, alive := c.items.Get(c.ends.newer.key)
	return !alive
}
