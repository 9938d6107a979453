package meeting_test

import (
	"os"
	"reflect"
	"testing"
	"testing/quick"
	"time"

	"meetingbot/meeting"
)

// repack is a reading as it comes out of its packed form.
func repack(tb testing.TB, s *meeting.Snapshot) *meeting.Snapshot {
	tb.Helper()
	got, err := meeting.Unpack(s, meeting.Pack(s))
	if err != nil {
		tb.Fatalf("Unpack() = %v", err)
	}
	return got
}

// Everything comes back as it was, whatever is in it.
func TestPack(t *testing.T) {
	t.Parallel()
	check := func(c *meeting.Conference, invited []meeting.Participant, count int, version uint64, flags [3]bool, room string) bool {
		want := &meeting.Snapshot{
			Conference: c, Participants: invited, Count: count, Version: version, ReadAt: time.Unix(1, 2),
			Stale: flags[0], Ended: flags[1], RoomUnknown: flags[2], RoomMeeting: room,
		}
		return reflect.DeepEqual(repack(t, want), want)
	}
	if err := quick.Check(check, &quick.Config{MaxCount: 100}); err != nil {
		t.Error(err)
	}
}

// What is empty and what is not there are two things, and pointers lead to values
// that are zero.
func TestPackTellsNothingFromZero(t *testing.T) {
	t.Parallel()
	for _, want := range []*meeting.Snapshot{
		{},
		{Conference: &meeting.Conference{}, Participants: []meeting.Participant{}},
		{
			Conference: &meeting.Conference{
				Passwords: meeting.List[meeting.PasswordEntry]{}, Cycle: &meeting.CycleParams{Points: meeting.List[meeting.Int]{0, -1, 1 << 62}},
				Config: meeting.ConfigInfo{WaitingRoom: new(meeting.Bool), Restriction: new(meeting.Int)},
			},
			Participants: []meeting.Participant{{}, {ID: "1", Name: "1"}, {}},
		},
	} {
		if got := repack(t, want); !reflect.DeepEqual(got, want) {
			t.Errorf("packed and unpacked: %+v, want %+v", got, want)
		}
	}
}

// sampleReading is a reading of one of the API's own samples.
func sampleReading(tb testing.TB) *meeting.Snapshot {
	tb.Helper()
	raw, err := os.ReadFile("testdata/ordinary.json")
	if err != nil {
		tb.Fatal(err)
	}
	d, err := meeting.Decode(raw, meetingID)
	if err != nil {
		tb.Fatal(err)
	}
	return &meeting.Snapshot{Conference: &d.Conference, Participants: d.Participants.Data}
}

// Every text is written once.
func TestPackIsSmall(t *testing.T) {
	t.Parallel()
	one := sampleReading(t)
	many := *one
	for range 100 {
		many.Participants = append(many.Participants, one.Participants[0])
	}
	if a, b := len(meeting.Pack(one)), len(meeting.Pack(&many)); b-a > 3_000 {
		t.Errorf("a hundred times the same invitee takes %d bytes, want 30 for each at most", b-a)
	}
}

// A pack that is broken at any place is an error, or another value; it never panics.
func FuzzUnpack(f *testing.F) {
	f.Add(meeting.Pack(sampleReading(f)))
	f.Add(meeting.Pack(&meeting.Snapshot{}))
	f.Add("\x03\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01")
	f.Fuzz(func(t *testing.T, packed string) {
		s, err := meeting.Unpack(&meeting.Snapshot{}, packed)
		if err != nil {
			return
		}
		if again := repack(t, s); !reflect.DeepEqual(again, s) {
			t.Errorf("%q is read as %+v, packed again as %+v", packed, s, again)
		}
	})
}

// A pack that has lost its end, or has something behind it, is refused.
func TestUnpackBroken(t *testing.T) {
	t.Parallel()
	whole := meeting.Pack(sampleReading(t))
	for i := range len(whole) {
		if s, err := meeting.Unpack(&meeting.Snapshot{}, whole[:i]); err == nil {
			t.Fatalf("Unpack() of %d of %d bytes = %+v, want an error", i, len(whole), s)
		}
	}
	if s, err := meeting.Unpack(&meeting.Snapshot{}, whole+"\x00"); err == nil {
		t.Errorf("Unpack() with a byte too many = %+v, want an error", s)
	}
}
