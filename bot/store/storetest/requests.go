package storetest

import (
	"sync"
	"testing"
	"time"

	"meetingbot/bot/reminder"
)

func testRequests(t *testing.T, b bench) {
	add := func(t *testing.T, id string, at time.Time) bool {
		t.Helper()
		first, err := b.opened.Requests.AddRequest(t.Context(), id, at)
		if err != nil {
			t.Fatalf("AddRequest(%q) = %v", id, err)
		}
		return first
	}
	t.Run("are first once", func(t *testing.T) {
		id := reminder.NewID()
		same(t, "first", add(t, id, noon()), true)
		same(t, "first when it comes again", add(t, id, noon()), false)
		same(t, "first when it comes again later", add(t, id, noon().Add(time.Minute)), false)
		same(t, "first of another request", add(t, id+"X", noon()), true)
	})
	t.Run("are first once of many at the same time", func(t *testing.T) {
		id := reminder.NewID()
		first, errs := make([]bool, 8), make([]error, 8)
		var all sync.WaitGroup
		for i := range first {
			all.Go(func() { first[i], errs[i] = b.opened.Requests.AddRequest(t.Context(), id, noon()) })
		}
		all.Wait()
		firsts := 0
		for i, err := range errs {
			if err != nil {
				t.Errorf("AddRequest() of several at the same time = %v", err)
			}
			if first[i] {
				firsts++
			}
		}
		same(t, "how many were first", firsts, 1)
	})
	t.Run("are forgotten when they are old", func(t *testing.T) {
		old, young := reminder.NewID(), reminder.NewID()
		add(t, old, noon().Add(-time.Hour))
		add(t, young, noon())
		if err := b.opened.Requests.DeleteRequests(t.Context(), keptNoon()); err != nil {
			t.Fatalf("DeleteRequests() = %v", err)
		}
		same(t, "first after it was forgotten", add(t, old, noon()), true)
		same(t, "first after others were forgotten", add(t, young, noon()), false)
	})
}
