package watch_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"meetingbot/bot/watch"
	"meetingbot/meeting"
)

// hours makes occurrences without ids that start some hours after noon.
func hours(starts ...int) meeting.Schedule {
	var all meeting.Schedule
	for _, h := range starts {
		all = append(all, from(h))
	}
	return all
}

func TestCompareWithoutIDs(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name          string
		before, after meeting.Schedule
		moved         []watch.Move
		dropped       meeting.Schedule
	}{
		{"nothing", hours(1, 25, 49), hours(1, 25, 49), nil, nil},
		{"the first removed", hours(1, 25, 49), hours(25, 49), nil, hours(1)},
		{"one between removed", hours(1, 25, 49), hours(1, 49), nil, hours(25)},
		{"the last removed", hours(1, 25, 49), hours(1, 25), nil, hours(49)},
		{"two removed", hours(1, 25, 49, 73), hours(1, 73), nil, hours(25, 49)},
		{"one moved", hours(1, 25, 49), hours(1, 30, 49), []watch.Move{{From: from(25), To: from(30)}}, nil},
		{"the first moved back", hours(10, 34, 58), hours(4, 34, 58), []watch.Move{{From: from(10), To: from(4)}}, nil},
		{"one moved, the next removed", hours(1, 25, 49), hours(5, 49), []watch.Move{{From: from(1), To: from(5)}}, hours(25)},
		{"one removed, the next moved", hours(1, 25, 49), hours(20, 49), []watch.Move{{From: from(25), To: from(20)}}, hours(1)},
		{"all moved", hours(1, 25, 49), hours(15, 39, 63), []watch.Move{
			{From: from(1), To: from(15)}, {From: from(25), To: from(39)}, {From: from(49), To: from(63)},
		}, nil},
		{"all moved, one removed", hours(1, 25, 49), hours(2, 50), []watch.Move{{From: from(1), To: from(2)}, {From: from(49), To: from(50)}}, hours(25)},
		{"one removed, one more at the end", hours(1, 25, 49), hours(1, 49, 73), nil, hours(25)},
		{"the last removed, one more at the end", hours(1, 25, 49), hours(1, 25, 73), nil, hours(49)},
		{"one moved beyond the next", hours(1, 25, 49), hours(1, 49, 54), nil, hours(25)},
		{"what has begun is left out", hours(-1, 23, 47), hours(23, 47), nil, nil},
		{"what should have begun is moved", hours(0, 24), hours(3, 24), []watch.Move{{From: from(0), To: from(3)}}, nil},
		{"the only one listed is the next", hours(0), hours(24), nil, nil},
		{"the only one is the next of the day after", hours(1), hours(24), nil, hours(1)},
		{"the only one moved", hours(1), hours(6), []watch.Move{{From: from(1), To: from(6)}}, nil},
		{"none is left but one that has begun", hours(0, 24), hours(0), nil, hours(24)},
	} {
		moved, dropped := watch.Compare(tt.before, tt.after, noon)
		if !slices.Equal(moved, tt.moved) || !slices.Equal(dropped, tt.dropped) {
			t.Errorf("%s: moved %v, dropped %v, want %v and %v", tt.name, moved, dropped, tt.moved, tt.dropped)
		}
	}
}

// Whatever is removed from a series without ids, and whatever is moved less than
// half the way to its neighbours, is told as just that.
func TestAnySeriesWithoutIDs(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var before, after, dropped meeting.Schedule
		var moved []watch.Move
		last := 0
		for range rapid.IntRange(1, 7).Draw(t, "occurrences") {
			last += 24
			before = append(before, from(last))
			switch rapid.SampledFrom([]string{"stays", "stays", "moved", "removed"}).Draw(t, "fate") {
			case "stays":
				after = append(after, from(last))
			case "moved":
				to := from(last + rapid.SampledFrom([]int{-11, -5, -1, 1, 5, 11}).Draw(t, "by hours"))
				after = append(after, to)
				moved = append(moved, watch.Move{From: from(last), To: to})
			case "removed":
				dropped = append(dropped, from(last))
			}
		}
		gotMoved, gotDropped := watch.Compare(before, after, noon)
		if !slices.Equal(gotMoved, moved) || !slices.Equal(gotDropped, dropped) {
			t.Fatalf("of %v to %v: moved %v, dropped %v, want %v and %v", before, after, gotMoved, gotDropped, moved, dropped)
		}
	})
}

// An answer that leaves out what has begun does not end it, unless it was moved.
func TestCarryWithoutIDs(t *testing.T) {
	t.Parallel()
	if got, want := watch.Carry(hours(0, 24), hours(24), noon), hours(0, 24); !slices.Equal(got, want) {
		t.Errorf("what has begun, left out: %v, want %v", got, want)
	}
	if got, want := watch.Carry(hours(0, 24), hours(3, 24), noon), hours(3, 24); !slices.Equal(got, want) {
		t.Errorf("what should have begun, moved: %v, want %v", got, want)
	}
}
