package meeting_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"meetingbot/meeting"
)

// november is a moment of November 2026 in UTC.
func november(day, hour, minute int) time.Time {
	return time.Date(2026, 11, day, hour, minute, 0, 0, time.UTC)
}

// standUp is a series of three, listed out of order.
func standUp() *meeting.Conference {
	return &meeting.Conference{
		Kind: meeting.KindRecurring, Occurrence: "own", StartTime: "2026-11-23 10:15", EndTime: "2026-11-23 11:00",
		Occurrences: []meeting.SubConference{
			{ID: "c", StartTime: "2026-11-25 10:15", EndTime: "2026-11-25 11:00"},
			{ID: "b", StartTime: "2026-11-24 10:15", EndTime: "2026-11-24 11:00"},
			{ID: "a", StartTime: "2026-11-23 10:15", EndTime: "2026-11-23 11:00"},
		},
	}
}

func TestOccurrence(t *testing.T) {
	t.Parallel()
	whole := meeting.Occurrence{Start: november(23, 10, 0), End: november(23, 11, 0)}
	endless := meeting.Occurrence{Start: november(23, 10, 0)}
	startless := meeting.Occurrence{End: november(23, 11, 0)}
	tests := []struct {
		name                  string
		o                     meeting.Occurrence
		now                   time.Time
		begun, over, contains bool
	}{
		{"before", whole, november(23, 9, 59), false, false, false},
		{"at the start", whole, november(23, 10, 0), true, false, true},
		{"in between", whole, november(23, 10, 59), true, false, true},
		{"at the end", whole, november(23, 11, 0), true, true, false},
		{"unknown end, before", endless, november(23, 9, 59), false, false, false},
		{"unknown end, long after", endless, november(29, 0, 0), true, false, false},
		{"unknown start, before", startless, november(23, 10, 0), false, false, false},
		{"unknown start, after", startless, november(23, 11, 0), false, true, false},
		{"unknown", meeting.Occurrence{}, november(23, 10, 0), false, false, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := [3]bool{tt.o.Begun(tt.now), tt.o.Over(tt.now), tt.o.Contains(tt.now)}
			if want := [3]bool{tt.begun, tt.over, tt.contains}; got != want {
				t.Errorf("Begun, Over, Contains = %v, want %v", got, want)
			}
			last := tt.o.End
			if last.IsZero() {
				last = tt.o.Start
			}
			if got := tt.o.Last(); !got.Equal(last) {
				t.Errorf("Last() = %v, want %v", got, last)
			}
			if got, want := tt.o.Unknown(), tt.o == (meeting.Occurrence{}); got != want {
				t.Errorf("Unknown() = %v, want %v", got, want)
			}
		})
	}
}

func TestSchedule(t *testing.T) {
	t.Parallel()
	type sub = meeting.SubConference
	begin, end := november(23, 10, 0), november(23, 11, 0)
	const first, last = meeting.Text("2026-11-23 10:00"), meeting.Text("2026-11-23 11:00")
	tests := []struct {
		name string
		of   meeting.Conference
		want meeting.Schedule
	}{
		{"ordinary", meeting.Conference{StartTime: first, EndTime: last}, meeting.Schedule{{Start: begin, End: end}}},
		{"ordinary with an occurrence's id", meeting.Conference{Occurrence: "x", StartTime: first, EndTime: last}, meeting.Schedule{{Start: begin, End: end}}},
		{"no times", meeting.Conference{}, nil},
		{"end alone", meeting.Conference{EndTime: last}, nil},
		{"start alone", meeting.Conference{StartTime: first}, meeting.Schedule{{Start: begin}}},
		{"end before start", meeting.Conference{StartTime: last, EndTime: first}, meeting.Schedule{{Start: end}}},
		{"end at start", meeting.Conference{StartTime: first, EndTime: first}, meeting.Schedule{{Start: begin, End: begin}}},
		{"seconds are kept", meeting.Conference{StartTime: first + ":30"}, meeting.Schedule{{Start: begin.Add(30 * time.Second)}}},
		{
			"series that lists none",
			meeting.Conference{CycleType: 2, Occurrence: "own", StartTime: first, EndTime: last},
			meeting.Schedule{{ID: "own", Start: begin, End: end}},
		},
		{
			"series that lists none that can be read",
			meeting.Conference{CycleType: 2, Occurrence: "own", StartTime: first, Occurrences: []sub{{ID: "a", StartTime: "never", EndTime: last}}},
			meeting.Schedule{{ID: "own", Start: begin}},
		},
		{
			"unreadable ones are left out",
			meeting.Conference{StartTime: last, Occurrences: []sub{{ID: "a", EndTime: last}, {ID: "b", StartTime: first, EndTime: "late"}}},
			meeting.Schedule{{ID: "b", Start: begin}},
		},
		{
			"by start, then end, each once, the first of them",
			meeting.Conference{Occurrences: []sub{
				{ID: "late", StartTime: last},
				{ID: "long", StartTime: first, EndTime: last},
				{ID: "again", StartTime: first, EndTime: last},
				{ID: "open", StartTime: first},
				{ID: "open again", StartTime: first, EndTime: "2026-11-23 09:00"},
			}},
			meeting.Schedule{{ID: "open", Start: begin}, {ID: "long", Start: begin, End: end}, {ID: "late", Start: end}},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, tt.of.Schedule()); diff != "" {
				t.Errorf("Schedule() (-want +got):\n%s", diff)
			}
			if series := tt.of.Series(); len(tt.of.Occurrences) == 0 && len(series) > 0 {
				t.Errorf("Series() = %v, want none", series)
			}
		})
	}
}

func TestScheduleLookups(t *testing.T) {
	t.Parallel()
	s := standUp().Schedule()
	if o, ok := s.StartingAt(november(24, 10, 15)); !ok || o.ID != "b" {
		t.Errorf("StartingAt(24th) = %v, %v, want b", o, ok)
	}
	if o, ok := s.StartingAt(november(24, 10, 16)); ok || o != (meeting.Occurrence{}) {
		t.Errorf("StartingAt() of no start = %v, %v, want none", o, ok)
	}
	if o, ok := s.Find("c"); !ok || !o.Start.Equal(november(25, 10, 15)) {
		t.Errorf("Find(c) = %v, %v, want the 25th", o, ok)
	}
	if o, ok := s.Find("d"); ok {
		t.Errorf("Find(d) = %v, want none", o)
	}
	same := meeting.Occurrence{ID: "another", Start: november(24, 10, 15), End: november(24, 11, 0)}
	longer := meeting.Occurrence{ID: "b", Start: november(24, 10, 15), End: november(24, 12, 0)}
	if !s.Has(same) || s.Has(longer) {
		t.Errorf("Has() = %v, %v, want true for the same times only", s.Has(same), s.Has(longer))
	}
}

func TestCurrent(t *testing.T) {
	t.Parallel()
	endless := meeting.Schedule{{ID: "a", Start: november(23, 10, 0)}, {ID: "b", Start: november(24, 10, 0)}}
	series := standUp().Schedule()
	tests := []struct {
		name    string
		s       meeting.Schedule
		now     time.Time
		running bool
		want    string // id
		ok      bool
		coming  int
	}{
		{"nothing", nil, november(23, 10, 0), false, "", false, 0},
		{"nothing that runs", nil, november(23, 10, 0), true, "", false, 0},
		{"before the first", series, november(22, 9, 0), false, "a", true, 3},
		{"in the first", series, november(23, 10, 30), false, "a", true, 3},
		{"at the end of the first", series, november(23, 11, 0), false, "b", true, 2},
		{"after the last", series, november(25, 11, 0), false, "c", false, 0},
		{"runs in its time", series, november(24, 10, 15), true, "b", true, 2},
		{"runs late", series, november(24, 11, 20), true, "b", true, 1},
		{"begun early", series, november(25, 10, 0), true, "c", true, 1},
		{"runs long after the last", series, november(29, 10, 0), true, "c", true, 0},
		{"unknown end, at the start", endless, november(23, 10, 0), false, "b", true, 1},
		{"unknown end, after the last start", endless, november(24, 10, 1), false, "b", false, 0},
		{"unknown end, runs", endless, november(23, 10, 30), true, "a", true, 1},
		{"runs as far from one as from the other", endless, november(23, 22, 0), true, "a", true, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if o, ok := tt.s.Current(tt.now, tt.running); o.ID != tt.want || ok != tt.ok {
				t.Errorf("Current() = %q, %v, want %q, %v", o.ID, ok, tt.want, tt.ok)
			}
			if coming := tt.s.Coming(tt.now); len(coming) != tt.coming {
				t.Errorf("Coming() = %v, want %d", coming, tt.coming)
			}
		})
	}
}

// The card of a series that is over is about the meeting's own booked time.
func TestConferenceCurrent(t *testing.T) {
	t.Parallel()
	over := standUp()
	over.StartTime, over.EndTime = "2026-10-01 10:15", ""
	running := standUp()
	running.State = meeting.StateRunning
	once := meeting.Conference{EndTime: "2026-11-23 11:00"}
	tests := []struct {
		name string
		of   *meeting.Conference
		now  time.Time
		want meeting.Occurrence
	}{
		{"of a series", over, november(24, 10, 30), meeting.Occurrence{ID: "b", Start: november(24, 10, 15), End: november(24, 11, 0)}},
		{"of a series that runs late", running, november(25, 13, 0), meeting.Occurrence{ID: "c", Start: november(25, 10, 15), End: november(25, 11, 0)}},
		{"of a series that is over", over, november(26, 0, 0), meeting.Occurrence{ID: "own", Start: time.Date(2026, 10, 1, 10, 15, 0, 0, time.UTC)}},
		{"of a meeting with an end only", &once, november(26, 0, 0), meeting.Occurrence{End: november(23, 11, 0)}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := tt.of.Current(tt.now); got != tt.want {
				t.Errorf("Current() = %v, want %v", got, tt.want)
			}
		})
	}
}

func TestNextStart(t *testing.T) {
	t.Parallel()
	running := standUp()
	running.State = meeting.StateRunning
	once := &meeting.Conference{StartTime: "2026-11-23 10:15", EndTime: "2026-11-23 11:00"}
	behind := standUp() // its own start is ahead of those that are listed
	behind.StartTime, behind.Occurrences = "2026-11-30 10:15", behind.Occurrences[2:]
	tests := []struct {
		name string
		of   *meeting.Conference
		now  time.Time
		want time.Time
	}{
		{"before the series", running, november(22, 9, 0), november(23, 10, 15)},
		{"while one of the series runs", running, november(23, 10, 30), november(24, 10, 15)},
		{"when one of the series starts", running, november(24, 10, 15), november(25, 10, 15)},
		{"between two of the series", running, november(24, 12, 0), november(25, 10, 15)},
		{"after the series", running, november(25, 10, 30), time.Time{}},
		{"a series that lists nothing to come", behind, november(23, 10, 30), november(30, 10, 15)},
		{"before a single meeting", once, november(23, 10, 14), november(23, 10, 15)},
		{"while a single meeting runs", once, november(23, 10, 30), time.Time{}},
		{"no times", &meeting.Conference{}, november(23, 10, 30), time.Time{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := tt.of.NextStart(tt.now); !got.Equal(tt.want) {
				t.Errorf("NextStart at %v = %v, want %v", tt.now, got, tt.want)
			}
		})
	}
}
