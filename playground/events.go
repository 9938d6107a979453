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

// retryDelays are the delays before Slack sends an event again; see
// https://docs.slack.dev/apis/events-api.
func retryDelays() []time.Duration { return []time.Duration{0, time.Minute, 5 * time.Minute} }

// DeliverEvent sends an event to the app as the Events API does: signed, in an
// event_callback, and again up to three times unless the app acknowledges it with a
// 2xx status in time. The event is a struct, a map or nil; its type and event_ts are
// added. DeliverEvent returns nil when the app has acknowledged, or the last error.
func (s *Server) DeliverEvent(ctx context.Context, kind string, event any) error {
	return s.deliver(ctx, kind, event, false)
}

// deliver is DeliverEvent for an event in a channel that may be shared with another
// organisation.
func (s *Server) deliver(ctx context.Context, kind string, event any, shared bool) error {
	if !s.Installed() {
		return ErrNotInstalled
	}
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
	return s.sendWithRetries(ctx, kind, compactJSON(object{
		"token": verificationToken, "team_id": s.options.TeamID, "context_team_id": s.options.TeamID, "context_enterprise_id": s.organisationID(),
		"api_app_id": AppID, "event": inner, "type": "event_callback", "event_id": s.workspace.eventID(), "event_time": now.Unix(),
		"authorizations": []object{{
			"enterprise_id": s.organisationID(), "team_id": s.options.TeamID, "user_id": BotUserID, "is_bot": true,
			"is_enterprise_install": s.installedForAll(),
		}},
		"is_ext_shared_channel": shared,
	}))
}

// eventID returns a new event id. All attempts to deliver an event share it.
func (w *workspace) eventID() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.lastID++
	return fmt.Sprintf("Ev0PLAY%05d", w.lastID)
}

// sendWithRetries sends an event until it is acknowledged, until the app asks for no
// more retries, or until all retries are used.
func (s *Server) sendWithRetries(ctx context.Context, kind string, body []byte) error {
	header := http.Header{}
	delays := retryDelays()
	for try := 0; ; try++ {
		a, err := s.sendEvent(ctx, kind, body, header.Clone())
		if err == nil || try == len(delays) || a.header.Get("X-Slack-No-Retry") == "1" {
			s.logFailure(ctx, "event", "", "", err)
			return err
		}
		if err := s.options.Wait(ctx, delays[try]); err != nil {
			return err
		}
		header.Set("X-Slack-Retry-Num", strconv.Itoa(try+1))
		header.Set("X-Slack-Retry-Reason", retryReason(a, err))
	}
}

// sendEvent sends an event once and records the call.
func (s *Server) sendEvent(ctx context.Context, kind string, body []byte, header http.Header) (appResponse, error) {
	req := appRequest{path: "/slack/events", contentType: "application/json", body: string(body), header: header}
	a, err := s.send(ctx, req)
	if err == nil && (a.status < 200 || a.status > 299) {
		err = fmt.Errorf("%w: the app answered with status %d", ErrFailed, a.status)
	}
	s.recordSent(Call{Method: CallEvent, Type: kind}, req, a, err)
	return a, err
}

// retryReason is the value of X-Slack-Retry-Reason.
func retryReason(a appResponse, err error) string {
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

// VerifyURL does what Slack does when the app's events URL is configured: it sends a
// challenge, which the app has to return as text, form or JSON.
func (s *Server) VerifyURL(ctx context.Context) error {
	if s.socket != nil {
		return nil // there is no URL
	}
	challenge := s.workspace.eventID() + "challenge"
	a, err := s.sendEvent(ctx, "url_verification", compactJSON(object{
		"token": verificationToken, "challenge": challenge, "type": "url_verification",
	}), nil)
	if err != nil {
		return err
	}
	if !a.hasChallenge(challenge) {
		return errWrongChallenge
	}
	return nil
}

// hasChallenge tells whether the response contains the challenge in one of the three
// forms.
func (a appResponse) hasChallenge(challenge string) bool {
	text := strings.TrimSpace(string(a.body))
	form, _ := url.ParseQuery(text)
	object, _ := jsonOrText(a.body).(object)
	return text == challenge || form.Get("challenge") == challenge || stringProp(object, "challenge") == challenge
}

// sleep waits for a duration or until the context ends.
func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("wait to send again: %w", context.Cause(ctx))
	}
}
