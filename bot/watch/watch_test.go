package watch_test

import (
	"slices"
	"testing"
	"time"

	"meetingbot/bot/watch"
	"meetingbot/bot/workspace"
	"meetingbot/meeting"
)

var noon = time.Date(2026, time.March, 2, 12, 0, 0, 0, time.UTC)

// from is an occurrence that starts some hours after noon; it ends an hour
// later.
func from(hours int) watch.Occurrence {
	start := noon.Add(time.Duration(hours) * time.Hour)
	return watch.Occurrence{Start: start, End: start.Add(time.Hour)}
}

func TestMeetingKey(t *testing.T) {
	t.Parallel()
	for _, k := range []watch.MeetingKey{
		{Key: workspace.Key{EnterpriseID: "E1", TeamID: "T1"}, MeetingID: "914083136"},
		{Key: workspace.Key{TeamID: "T1"}, MeetingID: "1"},
	} {
		if got, err := watch.ParseMeetingKey(k.String()); got != k || err != nil {
			t.Errorf("ParseMeetingKey(%q) = %+v, %v, want %+v", k, got, err, k)
		}
	}
	for _, s := range []string{"", "914", "T1/914", "E1/T1/", "E1/T1/914/1"} {
		if k, err := watch.ParseMeetingKey(s); err == nil {
			t.Errorf("ParseMeetingKey(%q) = %+v, want an error", s, k)
		}
	}
}

func TestEndOf(t *testing.T) {
	t.Parallel()
	known, open, wrong := from(0), from(0), from(0)
	open.End, wrong.End = time.Time{}, wrong.Start
	for _, o := range []watch.Occurrence{known, open, wrong} {
		if got, want := watch.EndOf(o), noon.Add(time.Hour); !got.Equal(want) {
			t.Errorf("EndOf(%+v) = %s, want %s", o, got, want)
		}
	}
}

func TestUnfinished(t *testing.T) {
	t.Parallel()
	open := from(0)
	open.End = time.Time{}
	f := watch.Facts{Occurrences: meeting.Schedule{from(-2), from(-1), open, from(2)}}
	for after, want := range map[time.Duration]int{-time.Minute: 3, 0: 2, 59 * time.Minute: 2, time.Hour: 1, 3 * time.Hour: 0} {
		if got := f.Unfinished(noon.Add(after)); len(got) != want {
			t.Errorf("Unfinished() %s after noon = %v, want %d", after, got, want)
		}
	}
}

func TestFollowed(t *testing.T) {
	t.Parallel()
	far, further := from(24*20), from(24*21)
	for _, tt := range []struct {
		name      string
		all, want meeting.Schedule
	}{
		{"none", nil, nil},
		{"what has begun is not followed", meeting.Schedule{from(0), from(1)}, meeting.Schedule{from(1)}},
		{"what is far is followed later", meeting.Schedule{from(1), from(24), far}, meeting.Schedule{from(1), from(24)}},
		{"the next one is followed however far", meeting.Schedule{far, further}, meeting.Schedule{far}},
	} {
		if got := watch.Followed(tt.all, noon); !slices.Equal(got, tt.want) {
			t.Errorf("%s: Followed() = %v, want %v", tt.name, got, tt.want)
		}
	}
}

func TestNewNeedsEverything(t *testing.T) {
	t.Parallel()
	if _, err := watch.New(watch.Options{}); err == nil {
		t.Error("New of nothing succeeded")
	}
}
