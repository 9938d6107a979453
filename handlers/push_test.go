package handlers_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"meetingbot/handlers"
	"meetingbot/meeting"
)

const pushKey = "a-webhook-key"

// taken are the events that the handlers have handed on.
type taken struct {
	mu     sync.Mutex
	events []meeting.Event
}

func (k *taken) take(e meeting.Event) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.events = append(k.events, e)
}

func pushed(t *testing.T) (*testServer, *taken) {
	t.Helper()
	k := &taken{}
	return setup(t, &fakeBot{}, func(o *handlers.Options) {
		o.MeetingEvents = &handlers.MeetingEventOptions{Subscriber: meeting.Subscriber{Key: pushKey}, Take: k.take}
	}), k
}

// pushOf is a push of an event, signed with a key.
func pushOf(key, info string) string {
	at := fmt.Sprint(time.Now().UnixMilli())
	h := hmac.New(sha256.New, []byte(key))
	h.Write([]byte("sub" + at + "nonce" + info))
	return fmt.Sprintf(`{"appID":"sub","timestamp":%s,"nonce":"nonce","signature":"%s","eventInfo":%s}`, at, hex.EncodeToString(h.Sum(nil)), info)
}

func meetingEvent(kind, more string) string {
	return `{"event":"` + kind + `","timestamp":1,"payload":{"meetingInfo":{"meetingID":"914083136"}` + more + `}}`
}

// Signed events are taken and answered with nothing, those of kinds that nobody knows
// too; the API's question whether there is a subscriber is answered.
func TestMeetingEvents(t *testing.T) {
	t.Parallel()
	s, k := pushed(t)
	post := func(body string) answer {
		return s.post(t, "/meeting/events", body, http.Header{"Content-Type": {"application/json"}})
	}
	if a := post(pushOf(pushKey, `{"event":"meeting.verify","timestamp":1}`)); a.status != 200 || a.body != `{"event":"meeting.verify","nonce":"nonce"}` {
		t.Errorf("meeting.verify is answered with %d %s", a.status, a.body)
	}
	large := `,"attendeeInfo":{"displayName":"` + strings.Repeat("安", 600_000) + `"}`
	for _, info := range []string{meetingEvent("meeting.modify", ""), meetingEvent("meeting.unheard_of", ""), meetingEvent("meeting.join", large)} {
		if a := post(pushOf(pushKey, info)); a.status != 200 || a.body != "" {
			t.Errorf("%.60s is answered with %d %s", info, a.status, a.body)
		}
	}
	var kinds []string
	for _, e := range k.events {
		kinds = append(kinds, string(e.Kind)+" "+e.MeetingID)
	}
	if diff := cmp.Diff([]string{"meeting.modify 914083136", "meeting.unheard_of 914083136", "meeting.join 914083136"}, kinds); diff != "" {
		t.Errorf("taken (-want +got):\n%s", diff)
	}
}

// What is not signed is refused, said once in the log, and holds nothing of it.
func TestForgedMeetingEvents(t *testing.T) {
	t.Parallel()
	s, k := pushed(t)
	for name, tt := range map[string]struct {
		body string
		want int
	}{
		"another key": {pushOf("guessed", meetingEvent("meeting.end", `,"attendeeInfo":{"displayName":"Ana Morel"}`)), 401},
		"no JSON":     {"<html>", 400},
		"nothing":     {"", 400},
		"too large":   {strings.Repeat("x", 2<<20+1), 413},
	} {
		if a := s.post(t, "/meeting/events", tt.body, http.Header{}); a.status != tt.want {
			t.Errorf("%s: %d, want %d", name, a.status, tt.want)
		}
	}
	if len(k.events) != 0 {
		t.Errorf("taken: %+v", k.events)
	}
	log := s.logs.String()
	if n := strings.Count(log, "request refused"); n != 1 || strings.Contains(log, "Ana") || strings.Contains(log, pushKey) {
		t.Errorf("%d refusals are logged, want one:\n%s", n, log)
	}
}

// Without a key the endpoint does not exist.
func TestNoMeetingEventsWithoutAKey(t *testing.T) {
	t.Parallel()
	s := setup(t, &fakeBot{})
	if a := s.post(t, "/meeting/events", pushOf(pushKey, meetingEvent("meeting.end", "")), http.Header{}); a.status != 404 {
		t.Errorf("the answer is %d", a.status)
	}
}
