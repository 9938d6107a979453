//go:build chaos

package main

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"meetingbot/meeting/meetingtest"
	"meetingbot/playground"
)

const (
	// pollTime is how long it takes at most until it is looked again which meetings run:
	// while the Meeting API tells of what happens that is seldom.
	pollTime = 2 * time.Minute
	// updatesPerMinute is how many updates Slack accepts from one app.
	updatesPerMinute = 50
	// goingEvery is how often somebody comes or goes.
	goingEvery = 200 * time.Millisecond
)

// testCardsFollow kills processes while cards follow meetings that people come to and
// leave, and that end.
func testCardsFollow(t *testing.T, s storm, databaseURL string) {
	t.Helper()
	f := openFollowed(t, s, databaseURL, 2, s.shown)
	f.subscribeToEvents()
	f.share()
	f.waitUntil(f.starts[0])
	f.checkTrue(0)
	gone := f.comeAndGo(time.Now().Add(s.goings))
	pause := s.goings / time.Duration(s.kills)
	for range s.kills {
		at := time.Duration(rand.Int64N(int64(pause)))
		f.wait(at)
		f.processes[rand.IntN(len(f.processes))].restart(f.recordCrash)
		f.wait(pause - at)
	}
	gone()
	f.checkTrue(leaseTime)
	f.updates.check(t, s.kills)
	f.checkReady()
}

// testEventsLost loses all events of the Meeting API for a while, in which meetings
// start and end. They are still lost when every card has to be true.
func testEventsLost(t *testing.T, s storm) {
	t.Helper()
	f := openFollowed(t, s, "sqlite:"+filepath.Join(t.TempDir(), "meetingbot.db"), 1, s.shown/2)
	events := f.subscribeToEvents()
	if s.short() { // after an event it would be looked for meetings again two minutes later
		events.Disturb(meetingtest.EventsLost)
	}
	f.share()
	f.waitUntil(f.starts[0])
	f.checkTrue(0)
	events.Disturb(meetingtest.EventsLost)
	until := time.Now().Add(s.lostFor)
	if last := f.starts[1].Add(10 * time.Second); until.Before(last) {
		until = last
	}
	f.comeAndGo(until)()
	f.checkTrue(0)
	f.updates.check(t, 0)
	f.checkReady()
}

// followed is a chaosEnv with cards that follow meetings, each in a channel. Some
// meetings start at a first time and the others at a second one.
type followed struct {
	*chaosEnv
	first  int // how many start at the first time
	starts [2]time.Time

	mu    sync.Mutex // guards ended
	ended map[int]bool
}

func openFollowed(t *testing.T, s storm, databaseURL string, processes, first int) *followed {
	t.Helper()
	e := openChaosEnv(t, s, databaseURL, processes, "MEETING_WEBHOOK_ID="+stormSubscriber, "MEETING_WEBHOOK_KEY="+stormEventKey)
	return &followed{chaosEnv: e, first: first, ended: map[int]bool{}}
}

// share books the meetings, and has the card of each shown to its channel.
func (f *followed) share() {
	f.t.Helper()
	sharing := 10*time.Second + time.Duration(f.storm.shown)*200*time.Millisecond
	f.starts[0] = time.Now().Add(sharing + time.Minute).Truncate(time.Minute) // times of the API are in whole minutes
	if f.storm.short() {                                                      // the first ones are in progress
		f.starts[1], f.starts[0] = f.starts[0], time.Now().Truncate(time.Minute)
	} else {
		f.starts[1] = f.starts[0].Add(2 * time.Minute)
	}
	for i := range f.storm.shown {
		start := f.start(i)
		f.api.Add(meetingtest.Meeting{
			ID: followedID(i), Subject: subject(i), Start: start, End: start.Add(time.Hour), Participants: meetingtest.People(3),
		})
		line := "/meeting share " + followedID(i)
		if err := f.slack.Say(f.t.Context(), playground.UserID, channelID(i%f.storm.channels), line); err != nil {
			f.t.Fatalf("%s: %v\n%s", line, err, f.processes[0].logs)
		}
	}
	f.slack.SetLimits(true)
}

// start is when a meeting is booked to start.
func (f *followed) start(i int) time.Time {
	if i < f.first {
		return f.starts[0]
	}
	return f.starts[1]
}

func followedID(i int) string { return fmt.Sprintf("9%08d", i) }

// comeAndGo has people come to the meetings and leave them until a time, and ends every
// second meeting. It returns a function that waits for that.
func (f *followed) comeAndGo(until time.Time) (wait func()) {
	var going sync.WaitGroup
	going.Go(func() {
		for n := 0; time.Now().Before(until) && f.t.Context().Err() == nil; n++ {
			f.wait(goingEvery)
			i := rand.IntN(f.storm.shown)
			left := time.Until(until) / goingEvery
			switch rest := f.toEnd(); {
			case len(rest) > 0 && rand.IntN(int(left)+1) < len(rest):
				f.end(rest[rand.IntN(len(rest))])
			case n%3 == 0:
				f.leave(i)
			default:
				f.api.Join(followedID(i), meetingtest.Attendee{Name: fmt.Sprintf("Guest %d", n), Account: fmt.Sprintf("guest%d", n)})
			}
		}
		for _, i := range f.toEnd() {
			f.end(i)
		}
	})
	return going.Wait
}

// toEnd are the meetings in progress that are to end.
func (f *followed) toEnd() (all []int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for i := 0; i < f.storm.shown; i += 2 {
		if !f.ended[i] && time.Now().After(f.start(i)) {
			all = append(all, i)
		}
	}
	return all
}

func (f *followed) end(i int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.ended[i] = f.api.End(followedID(i))
}

// leave has somebody leave a meeting, if there is anybody.
func (f *followed) leave(i int) {
	if in := f.api.Attendees(followedID(i)); len(in) > 0 {
		f.api.Leave(followedID(i), in[rand.IntN(len(in))].Name)
	}
}

// checkTrue waits until every card shows the true state of its meeting, as long as that
// may take at Slack's pace and then some.
func (f *followed) checkTrue(more time.Duration) {
	f.t.Helper()
	begun := time.Now()
	pace := time.Duration(f.storm.shown) * time.Minute / updatesPerMinute
	for until := begun.Add(pollTime + 30*time.Second + pace + more); ; f.wait(500 * time.Millisecond) {
		wrong := f.wrong()
		if len(wrong) == 0 {
			f.t.Logf("all %d cards are true after %s; %s", f.storm.shown, time.Since(begun).Round(time.Second), &f.updates)
			return
		}
		if time.Now().After(until) || f.t.Context().Err() != nil {
			f.t.Errorf("%d of %d cards are wrong %s after all that happened:\n%s", len(wrong), f.storm.shown,
				time.Since(begun).Round(time.Second), strings.Join(wrong[:min(10, len(wrong))], "\n"))
			return
		}
	}
}

// wrong says what is wrong with the cards.
func (f *followed) wrong() (all []string) {
	for i := range f.storm.shown {
		want, got := f.truth(i), f.shown(i)
		if !slices.ContainsFunc(want, func(w string) bool {
			return got == w || strings.HasPrefix(got, w+",") || strings.HasPrefix(got, w+" · ")
		}) {
			all = append(all, fmt.Sprintf("%s: %q, want %q", subject(i), got, want))
		}
	}
	return all
}

// truth is how the status of a meeting's card may begin.
func (f *followed) truth(i int) []string {
	f.mu.Lock()
	ended := f.ended[i]
	f.mu.Unlock()
	switch in := len(f.api.Attendees(followedID(i))); {
	case ended:
		return []string{"Ended"}
	case time.Now().Before(f.start(i)):
		return []string{"Scheduled"}
	case in == 0:
		return []string{"In progress · nobody in it"}
	default:
		return []string{fmt.Sprintf("In progress · %d in it", in)}
	}
}

// shown is the status of a meeting's card, "" without a card.
func (f *followed) shown(i int) string {
	for _, m := range f.slack.Messages(channelID(i%f.storm.channels), playground.UserID) {
		if lines := strings.Split(m.Text, "\n"); m.EphemeralTo == "" && lines[0] == subject(i) && len(lines) > 1 {
			return lines[1]
		}
	}
	return ""
}
