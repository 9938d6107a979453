package main

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"testing"
	"time"

	"meetingbot/meeting/meetingtest"
	"meetingbot/playground"
)

// newTestPanel returns a panel for the demo meetings, at a time that stands still.
func newTestPanel(t *testing.T) (*panel, *meetingtest.Server, time.Time) {
	t.Helper()
	now := time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
	api := meetingtest.New(meetingtest.Options{Now: func() time.Time { return now }})
	suggested := []playground.Suggestion{{ID: "914083136"}}
	for _, m := range meetingtest.DemoMeetings(now) {
		api.Add(m)
		suggested = append(suggested, playground.Suggestion{ID: m.ID, Title: m.Subject})
	}
	p := newPanel(api, suggested)
	p.now = func() time.Time { return now }
	return p, api, now
}

// press presses a button of the panel, with the values of its fields as pairs.
func press(t *testing.T, p *panel, control, action string, pairs ...string) (string, error) {
	t.Helper()
	v := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		v.Set(pairs[i], pairs[i+1])
	}
	for _, c := range p.controls() {
		for _, a := range c.Actions {
			if c.ID == control && a.ID == action {
				return a.Do(t.Context(), v)
			}
		}
	}
	t.Fatalf("the panel has no %s %s", control, action)
	return "", nil
}

// meetingByID returns the current state of a meeting.
func meetingByID(t *testing.T, api *meetingtest.Server, id string) meetingtest.Meeting {
	t.Helper()
	var seen meetingtest.Meeting
	if !api.Edit(id, func(m *meetingtest.Meeting) { seen = *m }) {
		t.Fatalf("there is no meeting %s", id)
	}
	return seen
}

// mustPress is press for a meeting, which must succeed.
func mustPress(t *testing.T, p *panel, action string, pairs ...string) {
	t.Helper()
	if result, err := press(t, p, "meeting", action, pairs...); err != nil || result == "" {
		t.Fatalf("%s = %q, %v, want a text and no error", action, result, err)
	}
}

// state is a meeting's state in the API.
func state(t *testing.T, api *meetingtest.Server, id string) string {
	t.Helper()
	for _, m := range api.Meetings() {
		if m.ID == id {
			return m.State
		}
	}
	t.Fatalf("there is no meeting %s", id)
	return ""
}

const panelSoon, panelSeries, panelRunning = "916204385", "935150742", "928473016"

func TestPanel_Meetings(t *testing.T) {
	t.Parallel()
	p, api, now := newTestPanel(t)
	const soon = panelSoon
	before := meetingByID(t, api, soon)
	mustPress(t, p, "move", "id", soon, "minutes", "-5")
	if m := meetingByID(t, api, soon); !m.Start.Equal(before.Start.Add(-5*time.Minute)) || !m.End.Equal(before.End.Add(-5*time.Minute)) {
		t.Errorf("moved to %v, want five minutes before %v", m.Start, before.Start)
	}
	mustPress(t, p, "rename", "id", soon, "subject", " Tea ")
	mustPress(t, p, "nobody", "id", soon)
	if m := meetingByID(t, api, soon); !m.Unattended {
		t.Error("people come to a meeting that nobody was to come to")
	}
	mustPress(t, p, "start", "id", soon)
	if _, err := press(t, p, "meeting", "nobody", "id", soon); !errors.Is(err, errRunning) {
		t.Errorf("nobody comes to a meeting in progress: %v, want %v", err, errRunning)
	}
	if m := meetingByID(t, api, soon); !m.Start.Equal(now) || m.End.Sub(m.Start) != 45*time.Minute {
		t.Errorf("started %v to %v, want from now and as long as before", m.Start, m.End)
	}
	mustPress(t, p, "invite", "id", soon, "people", "3")
	if m := meetingByID(t, api, soon); m.Subject != "Tea" || len(m.Participants) != len(before.Participants)+3 {
		t.Errorf("%q with %d invited, want Tea with three more than %d", m.Subject, len(m.Participants), len(before.Participants))
	}
	mustPress(t, p, "record", "id", soon)
	if m := meetingByID(t, api, soon); !m.AutoRecord || m.RecordType != 2 {
		t.Errorf("recorded: %v, type %d, want it recorded", m.AutoRecord, m.RecordType)
	}
	mustPress(t, p, "end", "id", soon)
	if got := state(t, api, soon); got != meetingtest.Ended {
		t.Errorf("state = %q, want it over", got)
	}
	mustPress(t, p, "cancel", "id", panelRunning)
	if slices.ContainsFunc(p.choices(), func(c playground.Choice) bool { return c.Value == panelRunning }) {
		t.Error("a cancelled meeting is still offered")
	}
}

// TestPanel_Series checks the actions that change only the next date of a series.
func TestPanel_Series(t *testing.T) {
	t.Parallel()
	p, api, now := newTestPanel(t)
	toCome := func() (list []meetingtest.Occurrence) {
		for _, o := range meetingByID(t, api, panelSeries).Occurrences {
			if o.End.After(now) {
				list = append(list, o)
			}
		}
		return list
	}
	was := toCome()
	mustPress(t, p, "move", "id", panelSeries, "minutes", "30")
	if is := toCome(); !is[0].Start.Equal(was[0].Start.Add(30*time.Minute)) || !is[1].Start.Equal(was[1].Start) {
		t.Errorf("moved to %v and %v, want the next date alone half an hour later than %v", is[0].Start, is[1].Start, was[0].Start)
	}
	mustPress(t, p, "cancel-next", "id", panelSeries)
	if is := toCome(); len(is) != len(was)-1 || !is[0].Start.Equal(was[1].Start) {
		t.Errorf("%d dates from %v, want one fewer than %d, from %v", len(is), is[0].Start, len(was), was[1].Start)
	}
	mustPress(t, p, "start", "id", panelSeries)
	mustPress(t, p, "end", "id", panelSeries)
	if got := state(t, api, panelSeries); got != meetingtest.Scheduled {
		t.Errorf("state after the first date = %q, want the others scheduled", got)
	}
}

func TestPanel_Refusals(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, action string
		values       []string
		want         error
	}{
		{"gone", "start", []string{"id", "1"}, errNoSuchMeeting},
		{"a sample of the documentation", "cancel", []string{"id", "914083136"}, errNoSuchMeeting},
		{"no number", "move", []string{"id", "916204385", "minutes", "soon"}, errNotANumber},
		{"nobody", "invite", []string{"id", "916204385", "people", "0"}, errNotANumber},
		{"a crowd", "invite", []string{"id", "916204385", "people", "1000"}, errTooMany},
		{"no name", "rename", []string{"id", "916204385", "subject", " "}, errNoName},
		{"too far", "move", []string{"id", panelSoon, "minutes", "9999999999"}, errNotANumber},
		{"too far back", "move", []string{"id", panelSoon, "minutes", "-9223372036854775808"}, errNotANumber},
		{"what has not begun", "end", []string{"id", panelSoon}, errNotRunning},
		{"a series that is not going on", "end", []string{"id", panelSeries}, errNotRunning},
		{"what is going on", "start", []string{"id", panelRunning}, errRunning},
		{"what is going on", "move", []string{"id", panelRunning, "minutes", "5"}, errCannotMove},
		{"into the past", "move", []string{"id", panelSoon, "minutes", "-60"}, errCannotMove},
		{"what is going on", "rename", []string{"id", panelRunning, "subject", "Tea"}, errCannotRename},
		{"what is over", "record", []string{"id", "991427358"}, errEnded},
		{"what is over", "cancel", []string{"id", "991427358"}, errEnded},
		{"no series", "cancel-next", []string{"id", panelSoon}, errNoNextDate},
	}
	for _, tt := range tests {
		t.Run(tt.action+" "+tt.name, func(t *testing.T) {
			t.Parallel()
			p, _, _ := newTestPanel(t)
			if result, err := press(t, p, "meeting", tt.action, tt.values...); !errors.Is(err, tt.want) || result != "" {
				t.Errorf("%s = %q, %v, want %v", tt.action, result, err, tt.want)
			}
		})
	}
}

// TestPanel_Clock checks that the panel offers to put the clock forward only if it
// can.
func TestPanel_Clock(t *testing.T) {
	t.Parallel()
	p, _, now := newTestPanel(t)
	if n := len(p.controls()); n != 2 {
		t.Errorf("%d controls without a clock, want 2", n)
	}
	due := now.Add(3 * time.Hour)
	p.now = func() time.Time { return now }
	p.skip = func(_ context.Context, d time.Duration) error {
		now = now.Add(d)
		return nil
	}
	p.nextDue = func(context.Context) (time.Time, error) { return due, nil }
	tests := []struct {
		name, action string
		values       []string
		due, want    time.Time
		result       string
		err          error
	}{
		{name: "by minutes", action: "skip", values: []string{"minutes", " 20 "}, want: now.Add(20 * time.Minute), result: "The clock shows 09:20 on 24 November (UTC)."},
		{name: "backwards", action: "skip", values: []string{"minutes", "-1"}, want: now.Add(20 * time.Minute), err: errNotANumber},
		{name: "not at all", action: "skip", values: []string{"minutes", "soon"}, want: now.Add(20 * time.Minute), err: errNotANumber},
		{name: "to what is due", action: "fire", due: due, want: due, result: "The clock shows 12:00 on 24 November (UTC)."},
		{name: "nothing is due", action: "fire", want: due, result: "No reminder is due."},
	}
	for _, tt := range tests {
		due = tt.due
		result, err := press(t, p, "clock", tt.action, tt.values...)
		if result != tt.result || !errors.Is(err, tt.err) || !now.Equal(tt.want) {
			t.Errorf("%s: %q, %v, and the clock at %v, want %q, %v, and %v", tt.name, result, err, now, tt.result, tt.err, tt.want)
		}
	}
}

// Meetings that were booked since can be changed as well, and come first.
func TestPanelOffersWhatWasBooked(t *testing.T) {
	t.Parallel()
	p, api, now := newTestPanel(t)
	api.Add(meetingtest.Meeting{ID: "700000001", Subject: "Just booked", Start: now.Add(time.Hour), End: now.Add(2 * time.Hour)})
	all := p.choices()
	if len(all) < 2 || all[0].Value != "700000001" || all[1].Label != "Quarterly planning" {
		t.Errorf("the choices are %+v", all)
	}
	mustPress(t, p, "start", "id", "700000001")
}
