package meetingtest_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"meetingbot/meeting/meetingtest"
)

const hookKey = "hook-key"

// subscriber is a server that gets events.
type subscriber struct {
	t      *testing.T
	mu     sync.Mutex
	events []string // kind, meeting and who
	mute   bool     // meeting.verify is not answered
	came   chan struct{}
}

func newSubscriber(t *testing.T) (*subscriber, meetingtest.Webhook) {
	t.Helper()
	s := &subscriber{t: t, came: make(chan struct{}, 1000)}
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	return s, meetingtest.Webhook{URL: server.URL, SubscriberID: "sub", Key: hookKey}
}

func (s *subscriber) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	var p struct {
		AppID, Nonce, Signature string
		Timestamp               int64
		EventInfo               json.RawMessage
	}
	if err := json.Unmarshal(body, &p); err != nil {
		s.t.Error(err)
	}
	h := hmac.New(sha256.New, []byte(hookKey))
	h.Write([]byte(p.AppID + strconv.FormatInt(p.Timestamp, 10) + p.Nonce + string(p.EventInfo)))
	if got := hex.EncodeToString(h.Sum(nil)); got != p.Signature || p.AppID != "sub" {
		s.t.Errorf("the signature of %s is wrong", body)
	}
	var e struct {
		Event   string
		Payload struct {
			MeetingInfo  struct{ MeetingID string }
			AttendeeInfo struct{ DisplayName string }
		}
	}
	if err := json.Unmarshal(p.EventInfo, &e); err != nil {
		s.t.Error(err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case e.Event == "meeting.verify" && !s.mute:
		_ = json.NewEncoder(w).Encode(map[string]string{"event": e.Event, "nonce": p.Nonce})
	default:
		s.events = append(s.events, strings.TrimSpace(e.Event+" "+e.Payload.MeetingInfo.MeetingID+" "+e.Payload.AttendeeInfo.DisplayName))
		s.came <- struct{}{}
	}
}

// next waits for so many events and returns them.
func (s *subscriber) next(n int) []string {
	s.t.Helper()
	for range n {
		select {
		case <-s.came:
		case <-time.After(20 * time.Second):
			s.t.Fatalf("only these events came: %q", s.events)
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	events := s.events
	s.events = nil
	return events
}

func (s *subscriber) expect(events ...string) {
	s.t.Helper()
	if got, want := strings.Join(s.next(len(events)), "\n"), strings.Join(events, "\n"); got != want {
		s.t.Errorf("the events are\n%s\nwant\n%s", got, want)
	}
}

// A subscriber is told of all that happens to a meeting, in that order.
func TestEventsOfAMeeting(t *testing.T) {
	t.Parallel()
	api := meetingtest.New(meetingtest.Options{})
	s, hook := newSubscriber(t)
	sub, err := api.Subscribe(t.Context(), hook)
	if err != nil {
		t.Fatal(err)
	}
	defer sub.Close()
	start := time.Now().Add(time.Hour)
	api.Add(meetingtest.Meeting{ID: "7001", Subject: "Budget", Start: start, End: start.Add(time.Hour), Attendees: []meetingtest.Attendee{{Name: "Ana"}}})
	s.expect("meeting.create 7001")
	api.Rename("7001", "Budget 2027")
	s.expect("meeting.modify 7001")
	api.Start("7001")
	s.expect("meeting.started 7001", "meeting.join 7001 Ana")
	api.Join("7001", meetingtest.Attendee{Name: "Bob"})
	s.expect("meeting.join 7001 Bob")
	api.Leave("7001", "Ana")
	s.expect("meeting.left 7001 Ana")
	api.End("7001")
	s.expect("meeting.left 7001 Bob", "meeting.end 7001", "meeting.conclude 7001")
	api.Add(meetingtest.Meeting{ID: "7002", Subject: "Gone", Start: start, End: start.Add(time.Hour)})
	s.expect("meeting.create 7002")
	api.Cancel("7002")
	s.expect("meeting.cancel 7002")
}

// Events may come twice, in another order, or with others that nobody knows.
func TestEventsInDisorder(t *testing.T) {
	t.Parallel()
	api := meetingtest.New(meetingtest.Options{})
	start := time.Now().Add(time.Hour)
	api.Add(meetingtest.Meeting{ID: "7001", Subject: "Budget", Start: start, End: start.Add(time.Hour), Attendees: []meetingtest.Attendee{}})
	s, hook := newSubscriber(t)
	sub, err := api.Subscribe(t.Context(), hook)
	if err != nil {
		t.Fatal(err)
	}
	defer sub.Close()
	sub.Disturb(meetingtest.EventsTwice)
	api.Rename("7001", "1")
	s.expect("meeting.modify 7001", "meeting.modify 7001")
	sub.Disturb(meetingtest.EventsUnknown)
	api.Start("7001")
	s.expect("meeting.unheard_of 7001", "meeting.started 7001")
	sub.Disturb(meetingtest.EventsReversed)
	api.End("7001")
	s.expect("meeting.conclude 7001", "meeting.end 7001")
}

// roundTrips is a transport.
type roundTrips func(*http.Request) int

func (do roundTrips) RoundTrip(r *http.Request) (*http.Response, error) {
	body := r.Body
	if status := do(r); status != 0 {
		return &http.Response{StatusCode: status, Body: http.NoBody, Request: r}, nil
	}
	var p struct{ Nonce string }
	err := json.NewDecoder(body).Decode(&p)
	answer := `{"event":"meeting.verify","nonce":"` + p.Nonce + `"}`
	return &http.Response{StatusCode: http.StatusOK, Body: io.NopCloser(strings.NewReader(answer)), Request: r}, err
}

// An event that is not taken comes again: twice 30 s later, then every 30 min.
func TestEventsComeAgain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		api := meetingtest.New(meetingtest.Options{})
		start := time.Now().Add(100 * time.Hour)
		api.Add(meetingtest.Meeting{ID: "7001", Subject: "Budget", Start: start, End: start.Add(time.Hour)})
		var tries []time.Duration
		var first time.Time
		client := &http.Client{Transport: roundTrips(func(*http.Request) int {
			if first.IsZero() {
				first = time.Now()
				return 0
			}
			tries = append(tries, time.Since(first).Round(time.Second))
			return http.StatusServiceUnavailable
		})}
		sub, err := api.Subscribe(t.Context(), meetingtest.Webhook{URL: "http://bot.example.com", Key: hookKey, Client: client})
		if err != nil {
			t.Fatal(err)
		}
		api.Rename("7001", "1")
		<-time.After(100 * time.Minute)
		sub.Close()
		want := []time.Duration{0, 30 * time.Second, time.Minute, 31 * time.Minute, 61 * time.Minute, 91 * time.Minute}
		if !slices.Equal(tries, want) {
			t.Errorf("tries after %v, want %v", tries, want)
		}
	})
}

// A subscriber that does not answer meeting.verify gets no events.
func TestSubscribeVerifies(t *testing.T) {
	t.Parallel()
	s, hook := newSubscriber(t)
	s.mute = true
	if _, err := meetingtest.New(meetingtest.Options{}).Subscribe(t.Context(), hook); err == nil || !strings.Contains(err.Error(), "meeting.verify") {
		t.Errorf("Subscribe() = %v", err)
	}
	hook.URL = "http://127.0.0.1:1"
	if _, err := meetingtest.New(meetingtest.Options{}).Subscribe(t.Context(), hook); err == nil || errors.Is(err, io.EOF) {
		t.Errorf("Subscribe() to nobody = %v", err)
	}
}

// When its meeting is over, a recording is closed.
func TestEventsOfARecordedMeeting(t *testing.T) {
	t.Parallel()
	api := meetingtest.New(meetingtest.Options{})
	start := time.Now().Add(-time.Minute)
	api.Add(meetingtest.Meeting{
		ID: "7001", Subject: "Budget", Start: start, End: start.Add(time.Hour), Attendees: []meetingtest.Attendee{}, AutoRecord: true, RecordType: 2,
	})
	s, hook := newSubscriber(t)
	sub, err := api.Subscribe(t.Context(), hook)
	if err != nil {
		t.Fatal(err)
	}
	defer sub.Close()
	api.End("7001")
	s.expect("meeting.end 7001", "meeting.conclude 7001", "record.finish 7001")
}
