package meetingtest

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

// How often an event is sent that is not answered with 200.
const (
	firstTries    = 3
	firstPause    = 30 * time.Second
	laterPause    = 30 * time.Minute
	giveUpAfter   = 24 * time.Hour
	momentEvery   = 200 * time.Millisecond
	sendTimeout   = 10 * time.Second
	maxUnsent     = 10_000
	maxVerifyBody = 4 << 10
)

// Webhook is where the events of all meetings are sent.
type Webhook struct {
	URL          string
	SubscriberID string // appID of each event
	Key          string // signs them
	// Client sends them. Defaults to one of the subscription's own.
	Client *http.Client
}

// Disorder is what may happen to events on their way.
type Disorder string

// The kinds of disorder.
const (
	EventsTwice    Disorder = "twice"    // each event comes twice
	EventsReversed Disorder = "reversed" // of those that happen together, the last comes first
	EventsUnknown  Disorder = "unknown"  // an event of an unknown kind comes before each
	EventsLost     Disorder = "lost"     // none comes, and none is repeated
)

// webhook sends events until its context ends.
type webhook struct {
	Webhook
	server   *Server
	disorder atomic.Value // Disorder
	sending  sync.WaitGroup
	unsent   chan struct{} // holds a place for each event that waits to be sent
}

// errNotVerified says that the subscriber does not answer as it has to.
var errNotVerified = errors.New("meetingtest: the subscriber does not answer meeting.verify with its nonce")

// Subscription is a subscription to events.
type Subscription struct {
	hook *webhook
	end  context.CancelFunc
	done chan struct{}
}

// Subscribe asks the subscriber whether it is there, and sends it all that happens to
// meetings from then on, until Close. An event that it does not answer with 200 is sent
// again: twice 30 s later, then every 30 min for a day.
func (s *Server) Subscribe(ctx context.Context, w Webhook) (*Subscription, error) {
	h := &webhook{Webhook: w, server: s, unsent: make(chan struct{}, maxUnsent)}
	if h.Client == nil {
		h.Client = &http.Client{Timeout: sendTimeout, Transport: &http.Transport{}}
	}
	h.disorder.Store(Disorder(""))
	if err := h.verify(ctx); err != nil {
		return nil, err
	}
	running, cancel := context.WithCancel(context.WithoutCancel(ctx))
	sub := &Subscription{hook: h, end: cancel, done: make(chan struct{})}
	before := s.moment()
	go func() {
		defer close(sub.done)
		h.run(running, before)
	}()
	return sub, nil
}

// Disturb has events come otherwise than they happen; "" ends that.
func (s *Subscription) Disturb(d Disorder) { s.hook.disorder.Store(d) }

// Close ends the subscription. Events that wait to be sent again are lost.
func (s *Subscription) Close() {
	s.end()
	<-s.done
	s.hook.sending.Wait()
	s.hook.Client.CloseIdleConnections()
}

// verify sends meeting.verify, which has to be answered with its nonce.
func (h *webhook) verify(ctx context.Context) error {
	body, nonce := h.sign(eventInfo{Event: "meeting.verify", Timestamp: h.server.opts.Now().UnixMilli()})
	status, answer, err := h.post(ctx, body)
	if err != nil {
		return fmt.Errorf("%w: %w", errNotVerified, err)
	}
	var got struct{ Event, Nonce string }
	if json.Unmarshal(answer, &got) != nil || status != http.StatusOK || got.Event != "meeting.verify" || got.Nonce != nonce {
		return fmt.Errorf("%w: status %d", errNotVerified, status)
	}
	return nil
}

// run looks again and again what has happened.
func (h *webhook) run(ctx context.Context, before moment) {
	ticker := time.NewTicker(momentEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		now := h.server.moment()
		for _, e := range h.disturbed(now.since(before)) {
			h.send(ctx, e)
		}
		before = now
	}
}

// disturbed returns the events as they come.
func (h *webhook) disturbed(all []eventInfo) []eventInfo {
	switch h.disorder.Load() {
	case EventsTwice:
		return slices.Concat(all, all)
	case EventsReversed:
		slices.Reverse(all)
	case EventsUnknown:
		var more []eventInfo
		for _, e := range all {
			more = append(more, eventInfo{Event: "meeting.unheard_of", Timestamp: e.Timestamp, Payload: e.Payload}, e)
		}
		return more
	case EventsLost:
		return nil
	}
	return all
}

// send sends an event, in the order of the others at first, and again on its own.
func (h *webhook) send(ctx context.Context, e eventInfo) {
	body, _ := h.sign(e)
	if status, _, err := h.post(ctx, body); err == nil && status == http.StatusOK {
		return
	}
	select {
	case h.unsent <- struct{}{}:
	default:
		return // there are too many
	}
	h.sending.Go(func() {
		defer func() { <-h.unsent }()
		h.sendAgain(ctx, body)
	})
}

// sendAgain sends an event that was not taken.
func (h *webhook) sendAgain(ctx context.Context, body []byte) {
	begun := time.Now()
	for try := 2; time.Since(begun) < giveUpAfter; try++ {
		pause := laterPause
		if try <= firstTries {
			pause = firstPause
		}
		timer := time.NewTimer(pause)
		select {
		case <-ctx.Done():
			timer.Stop()
			return
		case <-timer.C:
		}
		if status, _, err := h.post(ctx, body); err == nil && status == http.StatusOK {
			return
		}
	}
}

// post sends a body and returns the answer.
func (h *webhook) post(ctx context.Context, body []byte) (status int, answer []byte, err error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, h.URL, bytes.NewReader(body))
	if err != nil {
		return 0, nil, fmt.Errorf("send an event: %w", err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("X-Request-ID", rand.Text())
	w, err := h.Client.Do(r)
	if err != nil {
		return 0, nil, fmt.Errorf("send an event: %w", err)
	}
	defer func() { _ = w.Body.Close() }()
	answer, err = io.ReadAll(io.LimitReader(w.Body, maxVerifyBody))
	return w.StatusCode, answer, err
}

// sign writes an event as it is sent, and returns its nonce.
func (h *webhook) sign(e eventInfo) (body []byte, nonce string) {
	info, _ := json.Marshal(e) // it consists of texts and numbers
	at, nonce := h.server.opts.Now().UnixMilli(), rand.Text()
	sum := hmac.New(sha256.New, []byte(h.Key))
	_, _ = sum.Write([]byte(h.SubscriberID + strconv.FormatInt(at, 10) + nonce + string(info)))
	body, _ = json.Marshal(map[string]any{
		"appID": h.SubscriberID, "timestamp": at, "nonce": nonce, "signature": hex.EncodeToString(sum.Sum(nil)), "eventInfo": json.RawMessage(info),
	})
	return body, nonce
}
