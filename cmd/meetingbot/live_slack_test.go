//go:build chaos

package main

import (
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"

	"meetingbot/bot/post"
)

// liveUser has shared all cards.
const liveUser = "U0SHARER1"

// liveUpdate is an update of a card: how many it says are in the meeting.
type liveUpdate struct {
	at time.Time
	in int
}

// liveSlack is a Slack that takes updates of cards in any number of workspaces, and
// remembers what they show.
type liveSlack struct {
	mu      sync.Mutex
	shown   map[post.Posted]int
	updates map[post.Posted][]liveUpdate
	times   map[string][]time.Time // of updates, by workspace
	total   int
}

func newLiveSlack() *liveSlack {
	return &liveSlack{shown: map[post.Posted]int{}, updates: map[post.Posted][]liveUpdate{}, times: map[string][]time.Time{}}
}

var peopleInIt = regexp.MustCompile(`(\d+) in it`)

// ServeHTTP answers the calls that the program makes.
func (s *liveSlack) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	switch r.URL.Path {
	case "/api/auth.test":
		fmt.Fprint(w, `{"ok":true,"user_id":"U0B0T","bot_id":"B0B0T","team_id":"T0000","team":"Load","url":"https://load.example/"}`)
	case "/api/users.info":
		fmt.Fprintf(w, `{"ok":true,"user":{"id":%q,"team_id":"T0000","name":"ana","profile":{"real_name":"Ana","email":"ana@example.com"}}}`, liveUser)
	case "/api/chat.update":
		s.update(w, r)
	default:
		fmt.Fprint(w, `{"ok":false,"error":"unknown_method"}`)
	}
}

// update takes what a card shows from now on.
func (s *liveSlack) update(w http.ResponseWriter, r *http.Request) {
	at := post.Posted{ChannelID: r.FormValue("channel"), TS: r.FormValue("ts")}
	in := 0
	if found := peopleInIt.FindStringSubmatch(r.FormValue("text")); found != nil {
		in, _ = strconv.Atoi(found[1])
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, known := s.shown[at]; !known {
		fmt.Fprint(w, `{"ok":false,"error":"message_not_found"}`)
		return
	}
	team, _, _ := strings.Cut(at.ChannelID, "X")
	now := time.Now()
	s.shown[at], s.times[team] = in, append(s.times[team], now)
	s.updates[at] = append(s.updates[at], liveUpdate{now, in})
	s.total++
	fmt.Fprintf(w, `{"ok":true,"channel":%q,"ts":%q,"text":""}`, at.ChannelID, at.TS)
}

// posted notes a card that is there from the start.
func (s *liveSlack) posted(at post.Posted, in int) { s.shown[at] = in }

// shows is how many a card says are in its meeting.
func (s *liveSlack) shows(at post.Posted) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.shown[at]
}

// count is how many updates there were.
func (s *liveSlack) count() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.total
}

// updatesOf are the updates of a card.
func (s *liveSlack) updatesOf(at post.Posted) []liveUpdate {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.updates[at]
}

// mostInAMinute is how many updates of one workspace there were in a minute, at the most.
func (s *liveSlack) mostInAMinute() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	most := 0
	for _, all := range s.times {
		from := 0
		for i, at := range all {
			for at.Sub(all[from]) >= time.Minute {
				from++
			}
			most = max(most, i-from+1)
		}
	}
	return most
}
