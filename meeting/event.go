package meeting

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"meetingbot/internal/secret"
)

// Event is something that has happened to a meeting, as the API pushes it to those who
// have subscribed. It holds neither names nor numbers of people. The order in which
// events come is that of nothing, and each may come again.
type Event struct {
	Kind          EventKind
	At            time.Time // when it happened, by the API's clock
	Nonce         string    // of the push; what answers an EventVerify
	MeetingID     string    // "" where the event is about no meeting
	MeetingUUID   string    // of this time that the meeting is held, "" before
	OccurrenceID  string    // of a series, "" otherwise
	ParticipantID string    // who joined or left, an id within the meeting
}

// EventKind says what has happened. Others than these may come.
type EventKind string

// The kinds of events that the documents have.
const (
	EventVerify     EventKind = "meeting.verify" // the API asks whether the subscriber answers
	EventCreated    EventKind = "meeting.create"
	EventModified   EventKind = "meeting.modify"
	EventCancelled  EventKind = "meeting.cancel"
	EventStarted    EventKind = "meeting.started"
	EventEnded      EventKind = "meeting.end"      // it may be joined again until its booked end
	EventConcluded  EventKind = "meeting.conclude" // it has ended for good
	EventJoined     EventKind = "meeting.join"
	EventLeft       EventKind = "meeting.left"
	EventRecordDone EventKind = "record.finish"
)

// maxEventAge is how far the time of a push may be from now. The API tries for 24 hours
// to deliver one, and may sign it once.
const maxEventAge = 25 * time.Hour

// Why a push is not taken.
var (
	ErrEventUnsigned = errors.New("the event is not signed with the subscriber's key")
	ErrEventStale    = errors.New("the event is not of the last 25 hours")
	ErrEventGarbled  = errors.New("the event is not of the documented form")
)

// Subscriber is who gets the API's events: what the enterprise's administrator has
// entered in the vendor's console.
type Subscriber struct {
	ID  string        // "" takes any
	Key secret.Secret // both sides know it
}

// push is an event on the wire.
type push struct {
	AppID     Text            `json:"appID"`
	Timestamp Text            `json:"timestamp"` // ms since 1970
	Nonce     Text            `json:"nonce"`
	Signature string          `json:"signature"`
	Info      json.RawMessage `json:"eventInfo"`
}

// Event reads a push, whose signature has to be the subscriber's. Errors are
// ErrEventUnsigned, ErrEventStale and ErrEventGarbled.
func (s Subscriber) Event(body []byte, now time.Time) (Event, error) {
	var p push
	if json.Unmarshal(body, &p) != nil || len(p.Info) == 0 {
		return Event{}, ErrEventGarbled // the cause quotes what came
	}
	if !s.signed(&p) {
		return Event{}, ErrEventUnsigned
	}
	at, err := milliseconds(p.Timestamp)
	if err != nil {
		return Event{}, ErrEventGarbled
	}
	if now.Sub(at).Abs() > maxEventAge {
		return Event{}, ErrEventStale
	}
	return readEvent(&p)
}

// signed reports whether the signature is that of the subscriber: over the compact
// form of the event, as the documents have it, or over the form that came, in case the
// API signs what it sends.
func (s Subscriber) signed(p *push) bool {
	sum, err := hex.DecodeString(p.Signature)
	if err != nil || s.ID != "" && s.ID != p.AppID.String() {
		return false
	}
	var compact bytes.Buffer
	if json.Compact(&compact, p.Info) != nil {
		return false
	}
	return hmac.Equal(sum, s.sum(p, compact.Bytes())) || hmac.Equal(sum, s.sum(p, p.Info))
}

func (s Subscriber) sum(p *push, info []byte) []byte {
	h := hmac.New(sha256.New, []byte(s.Key.Reveal()))
	for _, part := range []Text{p.AppID, p.Timestamp, p.Nonce} {
		_, _ = io.WriteString(h, part.String()) // a hash takes everything
	}
	_, _ = h.Write(info)
	return h.Sum(nil)
}

// readEvent reads what is signed.
func readEvent(p *push) (Event, error) {
	var info struct {
		Event     EventKind `json:"event"`
		Timestamp Text      `json:"timestamp"`
		Payload   struct {
			Meeting struct {
				ID         Text `json:"meetingID"`
				UUID       Text `json:"meetingUUID"`
				Occurrence Text `json:"meetingCycleSubID"`
			} `json:"meetingInfo"`
			Attendee struct {
				ID Text `json:"participantID"`
			} `json:"attendeeInfo"`
		} `json:"payload"`
	}
	if json.Unmarshal(p.Info, &info) != nil || info.Event == "" {
		return Event{}, ErrEventGarbled
	}
	e := Event{
		Kind: info.Event, Nonce: p.Nonce.String(), MeetingID: info.Payload.Meeting.ID.String(), MeetingUUID: info.Payload.Meeting.UUID.String(),
		OccurrenceID: info.Payload.Meeting.Occurrence.String(), ParticipantID: info.Payload.Attendee.ID.String(),
	}
	e.At, _ = milliseconds(info.Timestamp) // zero where it is not said
	return e, nil
}

// milliseconds reads a time in ms since 1970.
func milliseconds(t Text) (time.Time, error) {
	var ms int64
	if _, err := fmt.Sscan(t.String(), &ms); err != nil {
		return time.Time{}, fmt.Errorf("read a time: %w", err)
	}
	return time.UnixMilli(ms).UTC(), nil
}
