package meeting_test

import (
	"context"
	"errors"
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	"meetingbot/meeting"
)

// resolve resolves a number, and returns how long that takes.
func resolve(t *testing.T, c *meeting.Account, number string) (*meeting.Snapshot, time.Duration) {
	t.Helper()
	begun := time.Now()
	s, err := c.Resolve(t.Context(), number)
	if err != nil {
		t.Fatalf("Resolve(%s) = %v", number, err)
	}
	return s, time.Since(begun)
}

// wantRoom checks what a reading says of the room of its number.
func wantRoom(t *testing.T, s *meeting.Snapshot, known bool, other string) {
	t.Helper()
	if s.RoomUnknown == known || s.RoomMeeting != other {
		t.Errorf("meeting %s: in the room is %q, unknown %v, want %q, known %v", s.Conference.ID, s.RoomMeeting, s.RoomUnknown, other, known)
	}
}

// knowAll makes the source know every meeting.
func (s *source) knowAll() { s.set(func(s *source) { s.err, s.unknown = nil, nil }) }

// slowAccount knows every meeting, and takes half a second for each answer.
func slowAccount(t *testing.T) (*meeting.Account, *archive) {
	t.Helper()
	c, s, a := withArchive(t, meeting.CacheOptions{})
	s.knowAll()
	s.set(func(s *source) { s.delay = time.Second / 2 })
	a.delay = time.Second / 2
	return c, a
}

// One list tells of every number. It is read after the first meeting, whose answer
// shows that the API can be asked, and at the same time as one after a pause.
func TestOneListTellsOfAllRooms(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c, a := slowAccount(t)
		a.going = []meeting.Conference{room("4", "Created", "2026-11-24 11:00", "")}
		first, _ := resolve(t, c, "900000000")
		wantRoom(t, first, true, "")
		for i := 1; i < 20; i++ {
			other, _ := resolve(t, c, strconv.Itoa(900000000+i))
			wantRoom(t, other, true, "")
		}
		inRoom, _ := resolve(t, c, "906118274")
		wantRoom(t, inRoom, true, "4")
		a.wantCalls(t, "List", 1)
		<-time.After(2 * time.Minute)
		after, took := resolve(t, c, "900000000")
		wantRoom(t, after, true, "")
		if took != time.Second/2 {
			t.Errorf("the answer after a pause took %s, as if one call waited for the other", took)
		}
		a.wantCalls(t, "List", 2)
	})
}

// All who wait for the first reading and the list share one reading, which is rendered
// once.
func TestAllWhoWaitShareOneReading(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c, _ := slowAccount(t)
		versions := make(chan uint64, 100)
		errs := together(t.Context(), cap(versions), func(ctx context.Context) error {
			got, err := c.Resolve(ctx, "900000000")
			if err == nil {
				versions <- got.Version
			}
			return err
		})
		if err := errors.Join(errs...); err != nil {
			t.Fatal(err)
		}
		close(versions)
		first := <-versions
		for v := range versions {
			if v != first {
				t.Fatalf("readings %d and %d, want one", first, v)
			}
		}
	})
}

// Once it is prepared, the first meeting does not wait for the list.
func TestPrepared(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c, a := slowAccount(t)
		c.Prepare(t.Context())
		first, took := resolve(t, c, "900000000")
		wantRoom(t, first, true, "")
		if took != time.Second/2 {
			t.Errorf("the first answer took %s, as if one call waited for the other", took)
		}
		a.wantCalls(t, "List", 1)
	})
}

// A meeting that was booked in a room after the list was read is found at once.
func TestRoomBookedAfterTheList(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c, s, a := withArchive(t, meeting.CacheOptions{ListTTL: 10 * time.Second})
		a.going = numbered(1)
		c.Prepare(t.Context())
		synctest.Wait()
		a.wantCalls(t, "List", 1)
		a.going = []meeting.Conference{room("4", "Created", "2026-11-24 11:00", "")}
		s.know("4")
		if got, _ := resolve(t, c, "906118274"); got.Conference.ID != "4" {
			t.Errorf("Resolve() = meeting %s, want 4", got.Conference.ID)
		}
	})
}

// The list is read anew behind those who ask, and again for those who come later.
func TestTheListOfRoomsIsRenewed(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c, s, a := withArchive(t, meeting.CacheOptions{TTL: 10 * time.Second})
		s.knowAll()
		resolve(t, c, "900000000")
		a.delay, a.going = time.Second/2, []meeting.Conference{room("4", "Created", "2026-11-24 11:00", "")}
		<-time.After(31 * time.Second)
		behind, took := resolve(t, c, "906118274")
		wantRoom(t, behind, true, "")
		if took != 0 {
			t.Errorf("the answer took %s, as if it waited for a list that is still good", took)
		}
		<-time.After(20 * time.Second)
		renewed, _ := resolve(t, c, "906118274")
		wantRoom(t, renewed, true, "4")
		a.wantCalls(t, "List", 2)
		<-time.After(2 * time.Minute)
		resolve(t, c, "900000001")
		a.wantCalls(t, "List", 3)
		synctest.Wait()
	})
}

// A list that fails keeps nobody waiting, and is not asked for again for a while.
func TestRoomsWhereListsFail(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c, s, a := withArchive(t, meeting.CacheOptions{})
		s.knowAll()
		a.err = &meeting.Error{Op: "test", Kind: meeting.Unavailable}
		for i := range 20 {
			got, _ := resolve(t, c, strconv.Itoa(900000000+i))
			wantRoom(t, got, false, "")
		}
		a.wantCalls(t, "List", 1)
		<-time.After(31 * time.Second)
		a.err = nil
		got, _ := resolve(t, c, "900000000")
		wantRoom(t, got, true, "")
		a.wantCalls(t, "List", 2)
	})
}

// A slow list keeps those waiting who ask in its first second, and nobody after that.
func TestRoomsWhereListsAreSlow(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c, s, a := withArchive(t, meeting.CacheOptions{})
		s.knowAll()
		a.delay = 5 * time.Second
		for i, want := range []time.Duration{time.Second, 0, 0} {
			got, took := resolve(t, c, strconv.Itoa(900000000+i))
			wantRoom(t, got, false, "")
			if took != want {
				t.Errorf("answer %d took %s, want %s", i, took, want)
			}
		}
		<-time.After(5 * time.Second)
		got, took := resolve(t, c, "900000000")
		wantRoom(t, got, true, "")
		if took != 0 {
			t.Errorf("the answer with a list in memory took %s", took)
		}
		a.wantCalls(t, "List", 1)
	})
}

// Where there are more meetings than are read, each number is searched for, once.
func TestRoomsOfManyMeetings(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c, s, a := withArchive(t, meeting.CacheOptions{})
		a.going = append([]meeting.Conference{room("4", "Created", "2026-11-24 11:00", "")}, numbered(600)...)
		s.knowAll()
		for range 2 {
			got, _ := resolve(t, c, "906118274")
			wantRoom(t, got, true, "4")
			got, _ = resolve(t, c, "900000000")
			wantRoom(t, got, true, "")
			<-time.After(2 * time.Minute)
		}
		a.wantCalls(t, "List", 3)
		a.mu.Lock()
		a.err = &meeting.Error{Op: "test", Kind: meeting.Unavailable}
		a.mu.Unlock()
		for i := range 20 {
			got, _ := resolve(t, c, strconv.Itoa(800000000+i))
			wantRoom(t, got, false, "")
		}
		a.wantCalls(t, "List", 4)
	})
}
