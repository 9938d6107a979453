package playground

import (
	"crypto/rand"
	"fmt"
	"strings"
	"time"
)

// triggerLifetime is how long a trigger_id can be exchanged.
const triggerLifetime = 3 * time.Second

// trigger is a trigger_id that was handed out: the right to open one view for the
// person who did something, within three seconds.
type trigger struct {
	userID  string
	expires time.Time
	used    bool
}

// newTrigger hands out a trigger_id of Slack's shape and forgets those that
// expired an hour ago or more, so that late comers still hear why they are refused.
func (w *workspace) newTrigger(userID string) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	now := w.now()
	for id, old := range w.triggers {
		if now.Sub(old.expires) > time.Hour {
			delete(w.triggers, id)
		}
	}
	id := fmt.Sprintf("%d.%d.%s", now.UnixMicro(), now.UnixNano()%1e9, strings.ToLower(rand.Text()))
	w.triggers[id] = &trigger{userID: userID, expires: now.Add(triggerLifetime)}
	return id
}

// exchangeTrigger exchanges a trigger_id for the person it was handed out for. The names of
// the refusals are those of https://docs.slack.dev/reference/methods/views.open.
func (w *workspace) exchangeTrigger(id string) (userID string, err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	t, ok := w.triggers[id]
	switch {
	case !ok:
		return "", apiErr("invalid_trigger_id")
	case t.used:
		return "", apiErr("exchanged_trigger_id")
	case w.now().After(t.expires):
		return "", apiErr("expired_trigger_id")
	}
	t.used = true
	return t.userID, nil
}
