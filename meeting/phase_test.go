package meeting_test

import (
	"testing"
	"time"

	"meetingbot/meeting"
)

func TestOccurrencePhase(t *testing.T) {
	t.Parallel()
	o := meeting.Occurrence{Start: november(23, 10, 0), End: november(23, 11, 0)}
	endless := meeting.Occurrence{Start: o.Start}
	before, in, after := november(23, 9, 0), november(23, 10, 0), november(23, 11, 0)
	tests := []struct {
		name  string
		o     meeting.Occurrence
		state meeting.State
		now   time.Time
		want  meeting.Phase
	}{
		{"booked, before", o, meeting.StateScheduled, before, meeting.Upcoming},
		{"booked, nobody has come", o, meeting.StateScheduled, in, meeting.Upcoming},
		{"booked, after", o, meeting.StateScheduled, after, meeting.Over},
		{"about to begin, before", o, meeting.StateCreating, before, meeting.Upcoming},
		{"about to begin, in its time", o, meeting.StateCreating, in, meeting.Upcoming},
		{"about to begin, after", o, meeting.StateCreating, after, meeting.Over},
		{"running early", o, meeting.StateRunning, before, meeting.Running},
		{"running", o, meeting.StateRunning, in, meeting.Running},
		{"running late", o, meeting.StateRunning, after, meeting.Running},
		{"ended early", o, meeting.StateEnded, in, meeting.Over},
		{"ended", o, meeting.StateEnded, after, meeting.Over},
		{"no state, before", o, "", before, meeting.Upcoming},
		{"no state, in its time", o, "", in, meeting.Running},
		{"no state, after", o, "", after, meeting.Over},
		{"no state, unknown end", endless, "", november(29, 0, 0), meeting.Running},
		{"no state, no times", meeting.Occurrence{}, "", in, meeting.Upcoming},
		{"a state that is not known, in its time", o, "Paused", in, meeting.Upcoming},
		{"a state that is not known, after", o, "Paused", after, meeting.Over},
		{"booked, unknown end", endless, meeting.StateScheduled, november(29, 0, 0), meeting.Upcoming},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := tt.o.Phase(tt.state, tt.now); got != tt.want {
				t.Errorf("Phase(%q) = %s, want %s", tt.state, got, tt.want)
			}
		})
	}
}

// The state of a series is that of one of its occurrences.
func TestSeriesPhase(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		state meeting.State
		now   time.Time
		want  [3]meeting.Phase
	}{
		{"before all", meeting.StateScheduled, november(22, 0, 0), [3]meeting.Phase{meeting.Upcoming, meeting.Upcoming, meeting.Upcoming}},
		{"the first begun early", meeting.StateRunning, november(23, 10, 0), [3]meeting.Phase{meeting.Running, meeting.Upcoming, meeting.Upcoming}},
		{"the first without a state", "", november(23, 10, 30), [3]meeting.Phase{meeting.Running, meeting.Upcoming, meeting.Upcoming}},
		{"the second runs", meeting.StateRunning, november(24, 10, 30), [3]meeting.Phase{meeting.Over, meeting.Running, meeting.Upcoming}},
		{"the second runs late", meeting.StateRunning, november(24, 12, 0), [3]meeting.Phase{meeting.Over, meeting.Running, meeting.Upcoming}},
		{"the second has not begun", meeting.StateScheduled, november(24, 10, 30), [3]meeting.Phase{meeting.Over, meeting.Upcoming, meeting.Upcoming}},
		{"the second has ended early", meeting.StateEnded, november(24, 10, 30), [3]meeting.Phase{meeting.Over, meeting.Over, meeting.Upcoming}},
		{"between two", meeting.StateScheduled, november(24, 12, 0), [3]meeting.Phase{meeting.Over, meeting.Over, meeting.Upcoming}},
		{"after all", meeting.StateScheduled, november(26, 0, 0), [3]meeting.Phase{meeting.Over, meeting.Over, meeting.Over}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c := standUp()
			c.State = tt.state
			var got [3]meeting.Phase
			for i, o := range c.Schedule() {
				got[i] = c.Phase(o, tt.now)
			}
			if got != tt.want {
				t.Errorf("phases at %v = %v, want %v", tt.now, got, tt.want)
			}
			s := meeting.Snapshot{Conference: c}
			if phase := s.Phase(c.Schedule()[1], tt.now); phase != got[1] {
				t.Errorf("Snapshot.Phase() = %s, want %s", phase, got[1])
			}
			s.Ended = true
			if phase := s.Phase(c.Schedule()[2], tt.now); phase != meeting.Over {
				t.Errorf("Snapshot.Phase() of an ended meeting = %s, want %s", phase, meeting.Over)
			}
		})
	}
}
