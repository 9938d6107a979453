package live_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"meetingbot/bot/access"
	"meetingbot/bot/live/livetest"
)

// Only differences are sent.
func TestCallPeopleComeAndGo(t *testing.T) {
	t.Parallel()
	w := newCallsWorld(t)
	w.has("ana", "guest")
	w.sync(0)
	w.work(time.Second)
	w.saw("the first two", "auth.test", "add T1:uuid1", "join U1,guest-1")
	w.has("ana", "bo", "guest")
	w.sync(time.Minute)
	w.work(time.Minute)
	w.saw("Bo comes", "join U2")
	w.has("bo", "guest", "another")
	w.sync(2 * time.Minute)
	w.work(6 * time.Minute)
	w.saw("Ana goes and a guest comes", "leave U1", "join guest-2")
	w.has("bo")
	w.sync(7 * time.Minute)
	w.work(7 * time.Minute)
	w.saw("the guests go", "leave guest-1,guest-2")
}

// Who is named is the workspace's decision.
func TestCallNames(t *testing.T) {
	t.Parallel()
	for names, want := range map[access.CallNames]string{
		"":                 "Attendee,Attendee,U1",
		access.LinkedNames: "Attendee,Attendee,U1",
		access.AllNames:    "Name guest,Name guest,U1",
		access.NoNames:     "Attendee,Attendee,Attendee",
	} {
		w := newCallsWorld(t)
		w.ws.Policy.CallNames = names
		w.has("ana", "guest", "guest")
		w.sync(0)
		w.work(time.Second)
		if got := w.in(); got != want {
			t.Errorf("with names of %q the call has %s, want %s", names, got, want)
		}
		if names == access.NoNames && w.account.read != 0 {
			t.Errorf("the people were read %d times, though only their number is shown", w.account.read)
		}
		for _, c := range w.store.AllCalls() {
			if s := fmt.Sprint(c); strings.Contains(s, "Name") {
				t.Errorf("%s is stored, want no name", s)
			}
		}
	}
}

// Where the list cannot be read, their number is shown.
func TestCallWithoutAList(t *testing.T) {
	t.Parallel()
	w := newCallsWorld(t)
	w.has("ana", "guest")
	w.sync(0)
	w.account.down = true
	w.work(time.Second)
	if got := w.in(); got != "Attendee,Attendee" {
		t.Errorf("the call has %s, want two without names", got)
	}
}

// Where Slack does not know who is linked, nobody is named by an id.
func TestCallOfAnUnknownUser(t *testing.T) {
	t.Parallel()
	w := newCallsWorld(t)
	w.has("ana")
	w.sync(0)
	w.slack.Asked, w.slack.Fails["join"] = nil, livetest.Refusal("user_not_found")
	w.work(0)
	delete(w.slack.Fails, "join")
	w.work(time.Minute)
	w.saw("Ana, and then somebody", "join U1", "join guest-1")
}

// That somebody is in it already is what was wanted.
func TestCallBadUsers(t *testing.T) {
	t.Parallel()
	w := newCallsWorld(t)
	w.has("ana")
	w.sync(0)
	w.slack.Asked, w.slack.Fails["join"] = nil, livetest.Refusal("bad_users")
	w.work(10 * time.Minute)
	w.saw("once", "join U1")
}

// A method takes a hundred people at once, and a call shows 500.
func TestCallOfMany(t *testing.T) {
	t.Parallel()
	w := newCallsWorld(t)
	var ids []string
	for n := range 700 {
		ids = append(ids, strconv.Itoa(n))
	}
	w.has(ids...)
	w.sync(0)
	w.work(time.Minute)
	if got := len(w.slack.Calls[0].In); got != 500 {
		t.Errorf("%d people are shown, want 500", got)
	}
	if got := len(w.slack.Asked); got != 7 {
		t.Errorf("Slack was asked %d times, want once for each hundred and twice before: %.60q", got, w.slack.Asked)
	}
}
