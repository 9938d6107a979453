package playground

import (
	"crypto/rand"
	"fmt"
	"strings"
	"time"
)

// triggerLifetime is how long a trigger_id can be exchanged.
const triggerLifetime = 3 * time.Second

// trigger is a trigger_id: it allows the app to open one view for a person.
type trigger struct {
	userID  string
	expires time.Time
	used    bool
}

// newTrigger creates a trigger_id in Slack's format. It forgets those that expired
// an hour ago; until then, their use is answered with the reason.
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

// exchangeTrigger uses a trigger_id and returns the person that it was created for.
// The error codes are those of https://docs.slack.dev/reference/methods/views.open.
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
