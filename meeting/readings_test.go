package meeting_test

import (
	"reflect"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"testing/quick"
	"time"

	"meetingbot/meeting"
)

// reading is a sample with an id and a version.
func reading(tb testing.TB, id string, version uint64) *meeting.Snapshot {
	tb.Helper()
	s := sampleReading(tb)
	s.Conference.ID, s.Version, s.ReadAt, s.Count = meeting.Text(id), version, time.Unix(int64(version), 0), len(s.Participants)
	return s
}

// What has been used lately is the same pointer each time, what has not is the same
// reading.
func TestReadings(t *testing.T) {
	t.Parallel()
	const n = 2 * meeting.MaxUnpacked
	r := meeting.NewReadings(n, time.Hour)
	var put [n]*meeting.Snapshot
	for i := range n {
		put[i] = reading(t, strconv.Itoa(i), uint64(i))
		r.Put(strconv.Itoa(i), put[i])
	}
	if got, ok := r.Get(strconv.Itoa(n - 1)); !ok || got != put[n-1] {
		t.Errorf("Get() of the last reading = %p, %v, want the pointer %p", got, ok, put[n-1])
	}
	got, ok := r.Get("0")
	if !ok || !reflect.DeepEqual(got, put[0]) {
		t.Errorf("Get() of the first reading = %+v, %v, want %+v", got, ok, put[0])
	}
	if again, _ := r.Get("0"); again != got || got == put[0] {
		t.Error("a reading is not kept unpacked when it has been used")
	}
	r.Delete("0")
	if got, ok := r.Get("0"); ok {
		t.Errorf("Get() after Delete() = %+v", got)
	}
}

// A reading is amended only while it is the one that is kept.
func TestReplace(t *testing.T) {
	t.Parallel()
	r := meeting.NewReadings(1000, time.Hour)
	first := reading(t, "1", 1)
	r.Put("1", first)
	amended := *first
	amended.RoomMeeting, amended.Version = "2", 2
	r.Replace("1", 7, &amended)
	r.Replace("9", 1, &amended)
	if got, _ := r.Get("1"); got != first {
		t.Errorf("Get() = %+v, want the reading whose version was not named", got)
	}
	r.Replace("1", 1, &amended)
	if got, _ := r.Get("1"); got != &amended {
		t.Errorf("Get() = %+v, want the amended reading", got)
	}
	evict(t, r)
	if got, ok := r.Get("1"); !ok || !reflect.DeepEqual(got, &amended) {
		t.Errorf("Get() of what was packed = %+v, %v, want %+v", got, ok, amended)
	}
	if _, ok := r.Get("9"); ok {
		t.Error("Replace() keeps what was not kept")
	}
}

// A copy leaves what it is of as it is.
func TestCopy(t *testing.T) {
	t.Parallel()
	known, older := meeting.NewReadings(10, time.Hour), meeting.NewReadings(1000, time.Hour)
	first := reading(t, "1", 1)
	known.Put("1", first)
	want := *first
	want.Stale, want.Version = true, 2
	got, ok := older.Copy(known, "1", func(s *meeting.Snapshot) { s.Stale, s.Version = true, 2 })
	if !ok || !reflect.DeepEqual(got, &want) {
		t.Errorf("Copy() = %+v, %v, want %+v", got, ok, want)
	}
	evict(t, older)
	if again, ok := older.Get("1"); !ok || !reflect.DeepEqual(again, &want) {
		t.Errorf("Get() of the copy = %+v, %v, want %+v", again, ok, want)
	}
	if kept, _ := known.Get("1"); kept != first || kept.Stale {
		t.Errorf("Get() of the original = %+v, want it unchanged", kept)
	}
	if got, ok := older.Copy(known, "2", func(*meeting.Snapshot) {}); ok {
		t.Errorf("Copy() of nothing = %+v", got)
	}
}

// evict fills r so that no earlier reading is kept unpacked.
func evict(tb testing.TB, r *meeting.Readings) {
	tb.Helper()
	for i := range meeting.MaxUnpacked {
		r.Put("other"+strconv.Itoa(i), &meeting.Snapshot{Conference: &meeting.Conference{}})
	}
}

// What cannot be read is not there.
func TestBrokenReading(t *testing.T) {
	t.Parallel()
	r := meeting.NewReadings(10, time.Hour)
	r.Put("1", reading(t, "1", 1))
	r.Break("1")
	if got, ok := r.Get("1"); ok {
		t.Errorf("Get() = %+v, want nothing", got)
	}
}

// Nobody gets an older reading than has been put, and those who unpack one at the
// same time share it.
func TestReadingsAtOnce(t *testing.T) {
	t.Parallel()
	const versions = 500
	r := meeting.NewReadings(1000, time.Hour)
	r.Put("1", reading(t, "1", 0))
	var all sync.WaitGroup
	var done atomic.Bool
	all.Go(func() {
		defer done.Store(true)
		for v := range uint64(versions) {
			r.Put("1", reading(t, "1", v))
			r.Unkeep("1")
		}
	})
	for range 4 {
		all.Go(func() {
			for last := uint64(0); !done.Load(); {
				s, ok := r.Get("1")
				if !ok || s.Version < last || s.ReadAt.Unix() != int64(s.Version) {
					t.Errorf("Get() = %+v, %v, after version %d", s, ok, last)
					return
				}
				last = s.Version
			}
		})
	}
	all.Wait()
	if s, ok := r.Get("1"); !ok || s.Version != versions-1 {
		t.Errorf("Get() = %+v, %v, want version %d", s, ok, versions-1)
	}
}

// Whatever is compressed comes back, and what is broken does not.
func TestCompress(t *testing.T) {
	t.Parallel()
	check := func(text string) bool {
		compressed := meeting.Compress([]byte(text))
		got, err := meeting.Decompress(compressed)
		_, broken := meeting.Decompress(compressed[:len(compressed)/2])
		return err == nil && got == text && (broken != nil || text == "")
	}
	if err := quick.Check(check, nil); err != nil {
		t.Error(err)
	}
	for _, broken := range []string{"", "\xff", "\x05x", "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01x"} {
		if got, err := meeting.Decompress(broken); err == nil {
			t.Errorf("Decompress(%q) = %q, want an error", broken, got)
		}
	}
}

// A meeting with fifteen invitees is kept in less than 1.5 KB; unpacked it has ten times that.
func TestPackedSize(t *testing.T) {
	t.Parallel()
	s := reading(t, meetingID, 1)
	for i := len(s.Participants); i < 15; i++ {
		n := strconv.Itoa(i)
		s.Participants = append(s.Participants, meeting.Participant{
			ID: meeting.Text("+9911160000" + n), Name: meeting.Name("Wang Xiuying " + n), State: "MEETTING", AttendeeType: "normal",
			Account: meeting.Text("user" + n), Email: meeting.Text("user" + n + "@example.com"), Department: meeting.Name("Department " + n),
		})
	}
	if n := len(meeting.Compress([]byte(meeting.Pack(s)))); n > 1500 {
		t.Errorf("packed in %d bytes, want at most 1500", n)
	}
}
