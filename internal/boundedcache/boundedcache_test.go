package boundedcache_test

import (
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"meetingbot/internal/boundedcache"
)

// want checks what is kept under keys; "" stands for nothing.
func want(t *testing.T, c *boundedcache.Cache[string], keyed map[string]string) {
	t.Helper()
	for key, want := range keyed {
		if got, ok := c.Get(key); got != want || ok != (want != "") {
			t.Errorf("Get(%s) = %q, %v, want %q", key, got, ok, want)
		}
	}
}

func TestOldestLeavesFirst(t *testing.T) {
	t.Parallel()
	c := boundedcache.New[string](3)
	for _, key := range []string{"a", "b", "c"} {
		c.Put(key, key, time.Hour)
	}
	c.Put("a", "A", time.Hour) // is the newest now
	c.Put("d", "d", time.Hour)
	want(t, c, map[string]string{"a": "A", "b": "", "c": "c", "d": "d"})
	if n := c.Len(); n != 3 {
		t.Errorf("Len() = %d, want 3", n)
	}
	c.Delete("c")
	c.Delete("never was")
	c.Put("e", "e", time.Hour)
	want(t, c, map[string]string{"a": "A", "c": "", "d": "d", "e": "e"})
}

func TestExpiry(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := boundedcache.New[string](10)
		c.Put("short", "s", time.Second)
		c.Put("long", "l", time.Minute)
		<-time.After(time.Second)
		want(t, c, map[string]string{"short": "s", "long": "l"})
		<-time.After(time.Nanosecond)
		want(t, c, map[string]string{"short": "", "long": "l"})
		c.Put("other", "o", time.Minute)
		if n := c.Len(); n != 2 {
			t.Errorf("Len() = %d, want 2: the expired one makes room", n)
		}
		<-time.After(time.Hour)
		c.Put("long", "again", time.Minute) // in place of an expired one
		want(t, c, map[string]string{"long": "again", "other": ""})
		if n := c.Len(); n != 1 {
			t.Errorf("Len() = %d, want 1", n)
		}
	})
}

func TestNoLife(t *testing.T) {
	t.Parallel()
	c := boundedcache.New[string](0)
	c.Put("a", "a", time.Hour)
	want(t, c, map[string]string{"a": "a"}) // at least one
	c.Put("a", "b", 0)
	c.Put("c", "c", -time.Second)
	want(t, c, map[string]string{"a": "", "c": ""})
	if !c.Add("d", "d", 0) || c.Len() != 0 {
		t.Errorf("Len() = %d after adding without a life, want 0", c.Len())
	}
}

func TestAdd(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := boundedcache.New[string](2)
		if !c.Add("a", "first", time.Minute) || c.Add("a", "second", time.Minute) {
			t.Error("Add() does not tell a new key from a known one")
		}
		want(t, c, map[string]string{"a": "first"})
		<-time.After(time.Hour)
		if !c.Add("a", "third", time.Minute) {
			t.Error("Add() takes an expired value for one that is kept")
		}
		c.Put("b", "b", time.Minute)
		c.Put("c", "c", time.Minute)
		if !c.Add("a", "fourth", time.Minute) {
			t.Error("Add() takes a value that has left for one that is kept")
		}
		want(t, c, map[string]string{"a": "fourth", "b": "", "c": "c"})
	})
}

// A value that is replaced is never missing meanwhile, and the bound holds.
func TestConcurrentUse(t *testing.T) {
	t.Parallel()
	const size = 50
	c := boundedcache.New[int](size)
	c.Put("steady", 0, time.Hour)
	var all sync.WaitGroup
	for worker := range 4 {
		all.Go(func() {
			for i := range 2_000 {
				switch key := strconv.Itoa(worker*31 + i%40); i % 4 {
				case 0:
					c.Put(key, i, time.Hour)
				case 1:
					c.Delete(key)
				case 2:
					c.Add(key, i, time.Hour)
				default:
					c.Put("steady", i, time.Hour)
				}
				if _, ok := c.Get("steady"); !ok {
					t.Error("a value is missing while it is replaced")
					return
				}
				if n := c.Len(); n > size+1 {
					t.Errorf("Len() = %d, want at most %d", n, size+1)
					return
				}
			}
		})
	}
	all.Wait()
	if n := c.Len(); n > size {
		t.Errorf("Len() = %d, want at most %d", n, size)
	}
}
