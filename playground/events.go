package playground

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// retryPauses are how long Slack waits before it tries an event again; see
// https://docs.slack.dev/apis/events-api.
func retryPauses() []time.Duration { return []time.Duration{0, time.Minute, 5 * time.Minute} }

// DeliverEvent sends an event to the app, the way the Events API does: signed, in
// an event_callback, and again up to three times when the app does not acknowledge
// it with a 2xx in time. The event is an object or nil; its type and event_ts are
// added.
// DeliverEvent returns when the app has acknowledged, or the last error.
func (s *Server) DeliverEvent(ctx context.Context, kind string, event any) error {
	raw, err := json.Marshal(event)
	if err != nil {
		return fmt.Errorf("marshal event %s: %w", kind, err)
	}
	var inner object
	if err := json.Unmarshal(raw, &inner); err != nil {
		return fmt.Errorf("read event %s: %w", kind, err)
	}
	if inner == nil {
		inner = object{}
	}
	now := s.options.Now()
	inner["type"], inner["event_ts"] = kind, timestamp(now.UnixMicro())
	return s.persist(ctx, kind, compact(object{
		"token": verificationToken, "team_id": TeamID, "context_team_id": TeamID, "context_enterprise_id": nil,
		"api_app_id": AppID, "event": inner, "type": "event_callback", "event_id": s.space.eventID(), "event_time": now.Unix(),
		"authorizations": []object{{
			"enterprise_id": nil, "team_id": TeamID, "user_id": BotUserID, "is_bot": true, "is_enterprise_install": false,
		}},
		"is_ext_shared_channel": false,
	}))
}

// eventID makes an id that an event keeps however often it is sent.
func (w *workspace) eventID() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.ids++
	return fmt.Sprintf("Ev0PLAY%05d", w.ids)
}

// persist sends an event until it is acknowledged, not wanted, or tried often
// enough.
func (s *Server) persist(ctx context.Context, kind string, body []byte) error {
	header := http.Header{}
	pauses := retryPauses()
	for try := 0; ; try++ {
		a, err := s.sendEvent(ctx, kind, body, header.Clone())
		if err == nil || try == len(pauses) || a.header.Get("X-Slack-No-Retry") == "1" {
			s.report(ctx, "event", "", "", err)
			return err
		}
		if err := s.options.Wait(ctx, pauses[try]); err != nil {
			return err
		}
		header.Set("X-Slack-Retry-Num", strconv.Itoa(try+1))
		header.Set("X-Slack-Retry-Reason", reason(a, err))
	}
}

// sendEvent sends an event once.
func (s *Server) sendEvent(ctx context.Context, kind string, body []byte, header http.Header) (answer, error) {
	sent := parcel{path: "/slack/events", contentType: "application/json", body: string(body), header: header}
	a, err := s.send(ctx, sent)
	if err == nil && (a.status < 200 || a.status > 299) {
		err = fmt.Errorf("%w: the app answered with status %d", ErrFailed, a.status)
	}
	s.sent(Call{Method: CallEvent, Type: kind}, sent, a, err)
	return a, err
}

// reason says why an event is sent again.
func reason(a answer, err error) string {
	switch {
	case errors.Is(err, ErrTimeout):
		return "http_timeout"
	case a.status == 0:
		return "connection_failed"
	default:
		return "http_error"
	}
}

var errWrongChallenge = errors.New("the app did not return the challenge")

// VerifyURL does what Slack does when somebody enters the app's event address: it
// sends a challenge, which the app has to return as text, as a form or as JSON.
func (s *Server) VerifyURL(ctx context.Context) error {
	challenge := s.space.eventID() + "challenge"
	a, err := s.sendEvent(ctx, "url_verification", compact(object{
		"token": verificationToken, "challenge": challenge, "type": "url_verification",
	}), nil)
	if err != nil {
		return err
	}
	if !a.returns(challenge) {
		return errWrongChallenge
	}
	return nil
}

// returns tells whether the answer is a challenge, in any of the three ways.
func (a answer) returns(challenge string) bool {
	text := strings.TrimSpace(string(a.body))
	form, _ := url.ParseQuery(text)
	said, _ := loose(a.body).(object)
	return text == challenge || form.Get("challenge") == challenge || name(said, "challenge") == challenge
}

// wait waits for a while, or until nobody wants it any more.
func wait(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("wait to send again: %w", context.Cause(ctx))
	}
}
