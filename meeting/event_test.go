package meeting_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"meetingbot/internal/secret"
	"meetingbot/meeting"
)

// eventKey is the key of the vendor's samples.
const eventKey = "123456"

// push is the body of a push with a signature.
func push(appID, timestamp, nonce, info, signature string) []byte {
	return []byte(`{"appID":"` + appID + `","timestamp":` + timestamp + `,"nonce":"` + nonce + `","signature":"` + signature + `","eventInfo":` + info + `}`)
}

// signEvent returns the signature of a push with the nonce "n" of the subscriber "id".
func signEvent(timestamp, info string) string {
	h := hmac.New(sha256.New, []byte(eventKey))
	h.Write([]byte("id" + timestamp + "n" + info))
	return hex.EncodeToString(h.Sum(nil))
}

// The signatures of the vendor's own samples hold, which
// https://support.huaweicloud.com/api-meeting has with the key 123456.
func TestEventsOfTheDocuments(t *testing.T) {
	t.Parallel()
	now := time.UnixMilli(1629813991351)
	s := meeting.Subscriber{Key: eventKey}
	got, err := s.Event(push("1988692299", "1629183619116", "85262798", `{"event":"meeting.verify","timestamp":1629183619116}`,
		"262ccb5f8854f824c41ea5854ba1798bfa850706fbc85b2be9fd7535ed6b8ff3"), time.UnixMilli(1629183619116))
	want := meeting.Event{Kind: meeting.EventVerify, At: time.UnixMilli(1629183619116).UTC(), Nonce: "85262798"}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("Event() = %v (-want +got):\n%s", err, diff)
	}
	const started = `{ "event": "meeting.started", "timestamp": 1629813991351,
		"payload": {"meetingInfo": {"meetingID": "987446316"}} }`
	const signature = "e3945cab9c583f394ae5e4957b83905e779cacaa2377d9542e19e011cc60a139"
	got, err = s.Event(push("123456789", "1629813991351", "60426560", started, signature), now)
	want = meeting.Event{Kind: meeting.EventStarted, At: now.UTC(), Nonce: "60426560", MeetingID: "987446316"}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("Event() = %v (-want +got):\n%s", err, diff)
	}
	for name, body := range map[string][]byte{
		"another event with its signature":   push("123456789", "1629813991351", "60426560", strings.Replace(started, "started", "end", 1), signature),
		"another meeting with its signature": push("123456789", "1629813991351", "60426560", strings.Replace(started, "987446316", "987446317", 1), signature),
		"another nonce with its signature":   push("123456789", "1629813991351", "60426561", started, signature),
	} {
		if _, err := s.Event(body, now); !errors.Is(err, meeting.ErrEventUnsigned) {
			t.Errorf("%s: Event() = %v", name, err)
		}
	}
}

func TestEventsThatAreRefused(t *testing.T) {
	t.Parallel()
	now := time.UnixMilli(1700000000000)
	const info = `{"event":"meeting.join","timestamp":1700000000000,"payload":{"meetingInfo":{"meetingID":"914083136","meetingUUID":"u1","meetingCycleSubID":"c1"},` +
		`"attendeeInfo":{"participantID":"p1","displayName":"\u5b89\u5a1c <Ana>","callNumber":"+991116"}}}`
	signed := func(timestamp, info string) []byte {
		return push("id", timestamp, "n", info, signEvent(timestamp, info))
	}
	for name, tt := range map[string]struct {
		body       []byte
		subscriber meeting.Subscriber
		want       error
	}{
		"signed":                {signed("1700000000000", info), meeting.Subscriber{ID: "id", Key: eventKey}, nil},
		"signed as it came":     {push("id", "1700000000000", "n", info+" ", signEvent("1700000000000", info)), meeting.Subscriber{Key: eventKey}, nil},
		"a day old":             {signed("1699913600000", info), meeting.Subscriber{Key: eventKey}, nil},
		"older":                 {signed("1699909000000", info), meeting.Subscriber{Key: eventKey}, meeting.ErrEventStale},
		"of tomorrow":           {signed("1700091000000", info), meeting.Subscriber{Key: eventKey}, meeting.ErrEventStale},
		"another key":           {signed("1700000000000", info), meeting.Subscriber{Key: "1234567"}, meeting.ErrEventUnsigned},
		"another subscriber":    {signed("1700000000000", info), meeting.Subscriber{ID: "other", Key: eventKey}, meeting.ErrEventUnsigned},
		"no signature":          {push("id", "1700000000000", "n", info, ""), meeting.Subscriber{Key: eventKey}, meeting.ErrEventUnsigned},
		"half a signature":      {push("id", "1700000000000", "n", info, signEvent("1700000000000", info)[:32]), meeting.Subscriber{Key: eventKey}, meeting.ErrEventUnsigned},
		"no event":              {[]byte(`{"appID":"id"}`), meeting.Subscriber{Key: eventKey}, meeting.ErrEventGarbled},
		"no JSON":               {[]byte(`<html>`), meeting.Subscriber{Key: eventKey}, meeting.ErrEventGarbled},
		"an event without kind": {signed("1700000000000", `{}`), meeting.Subscriber{Key: eventKey}, meeting.ErrEventGarbled},
		"no time":               {signed(`""`, info), meeting.Subscriber{Key: eventKey}, meeting.ErrEventUnsigned},
	} {
		got, err := tt.subscriber.Event(tt.body, now)
		if !errors.Is(err, tt.want) || tt.want == nil && err != nil {
			t.Errorf("%s: Event() = %v, want %v", name, err, tt.want)
		}
		want := meeting.Event{Kind: meeting.EventJoined, At: now.UTC(), Nonce: "n", MeetingID: "914083136", MeetingUUID: "u1", OccurrenceID: "c1", ParticipantID: "p1"}
		if diff := cmp.Diff(want, got); tt.want == nil && diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// Nothing that strangers send makes the reading panic, or is taken without the key.
func FuzzEvent(f *testing.F) {
	f.Add([]byte(`{"appID":1,"timestamp":1,"nonce":[],"signature":"00","eventInfo":{}}`))
	f.Add(push("id", "1700000000000", "n", `{"event":"x"}`, signEvent("1700000000000", `{"event":"x"}`)))
	f.Fuzz(func(t *testing.T, body []byte) {
		s := meeting.Subscriber{Key: secret.Secret("a key that no input is signed with")}
		if e, err := s.Event(body, time.UnixMilli(1700000000000)); err == nil {
			t.Errorf("Event() = %+v for %q", e, body)
		}
	})
}
