package unfurl

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"time"

	"meetingbot/bot/queue"
	"meetingbot/bot/watch"
	"meetingbot/bot/workspace"
	"meetingbot/internal/sealed"
)

const (
	// triedFor is how long it is tried to show a link: later, few still look at the
	// message.
	triedFor = 5 * time.Minute
	// minWait is the pause before a link is tried again where Slack does not ask for
	// one. It grows with the time that has passed.
	minWait = 2 * time.Second
	// storeTimeout bounds what is stored of a message when the process stops.
	storeTimeout = 10 * time.Second
)

// deferral is the payload of a job: a Message and the number of the next try, sealed.
type deferral struct {
	Sealed string `json:"sealed"`
}

// sealedMessage is what a deferral holds.
type sealedMessage struct {
	Message Message
	Number  int
}

// putOff queues what may be shown later.
func (t *try) putOff(ctx context.Context) error {
	if len(t.later) == 0 {
		return nil
	}
	m := t.m
	m.URLs = t.later
	now := t.now()
	if now.Sub(m.Begun) >= triedFor || t.wait > triedFor {
		t.metrics.count(expired, len(m.URLs))
		t.log.LogAttrs(ctx, slog.LevelDebug, "links not unfurled in time",
			slog.String("team_id", m.TeamID), slog.String("channel_id", m.ChannelID), slog.Int("count", len(m.URLs)))
		return nil
	}
	id := t.seal.ID("try", m.EnterpriseID, m.TeamID, m.ChannelID, m.TS, m.UnfurlID, m.Begun.String(), strconv.Itoa(t.number))
	closed, err := t.seal.Close(id, sealedMessage{Message: m, Number: t.number + 1})
	if err != nil {
		return err
	}
	payload, err := json.Marshal(deferral{Sealed: closed})
	if err != nil {
		return fmt.Errorf("put off links: %w", err)
	}
	wait := cmp.Or(t.wait, max(minWait, now.Sub(m.Begun)))
	at := now.Add(pause(id, wait))
	return t.inTx(ctx, func(tx watch.Tx) error {
		return tx.Enqueue(ctx, queue.Job{Kind: Retry, Key: id, Payload: payload, At: at, Priority: priorityRetry})
	})
}

// pause makes a wait up to half as long again, by an id: what was refused at the same
// time is not tried again at the same time.
func pause(id string, wait time.Duration) time.Duration {
	share, _ := strconv.ParseUint(id[:2], 16, 8)
	return wait + wait*time.Duration(share)/512
}

// inTx runs do in one transaction, also when the process stops.
func (e *Engine) inTx(ctx context.Context, do func(watch.Tx) error) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), storeTimeout)
	defer cancel()
	return e.store.InTx(ctx, do)
}

// retry shows links that could not be shown before.
func (e *Engine) retry(ctx context.Context, j queue.Job) error {
	var d deferral
	var s sealedMessage
	if err := json.Unmarshal(j.Payload, &d); err != nil {
		return &queue.Discard{Err: sealed.ErrBox}
	}
	if err := e.seal.Open(j.Key, d.Sealed, &s); err != nil {
		return &queue.Discard{Err: err}
	}
	ws, err := e.workspaces.Get(ctx, s.Message.Key)
	switch {
	case errors.Is(err, workspace.ErrUnknown):
		return queue.ErrDone
	case err != nil:
		return fmt.Errorf("find workspace %s: %w", s.Message.TeamID, err)
	}
	return e.attempt(ctx, ws, s.Message, s.Number)
}
