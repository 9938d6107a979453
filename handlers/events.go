package handlers

import (
	"cmp"
	"encoding/json"
	"log/slog"
	"maps"
	"slices"
)

// slackEvent is what the Events API delivers: an envelope around one event,
// whose shape depends on its type.
type slackEvent struct {
	Type           string          `json:"type"`
	Challenge      string          `json:"challenge"`
	EventID        string          `json:"event_id"`
	TeamID         string          `json:"team_id"`
	Event          json.RawMessage `json:"event"`
	Authorizations []struct {
		TeamID string `json:"team_id"` // null in an organisation-wide installation
	} `json:"authorizations"`
}

// eventTypes says who serves which event. The rest is acknowledged: Slack
// would deliver it three more times otherwise.
func eventTypes() map[string]func(h *Handlers, e slackEvent) error {
	return map[string]func(h *Handlers, e slackEvent) error{
		"user_change": (*Handlers).userChanged,
	}
}

// Events returns the types of events that are handled, in order.
func Events() []string { return slices.Sorted(maps.Keys(eventTypes())) }

// event serves POST /slack/events. An event is acknowledged at once and worked
// on afterwards.
func (h *Handlers) event(v visit, body []byte) error {
	if !isJSON(v.Request().Header) {
		return errMalformed
	}
	kind, err := typeOf(body)
	if err != nil {
		return err
	}
	switch kind {
	case "url_verification":
		return h.challenge(v, body)
	case "event_callback":
		return h.callback(v, body)
	default:
		return v.empty()
	}
}

// challenge proves to Slack that this address is ours.
func (h *Handlers) challenge(v visit, body []byte) error {
	var e slackEvent
	if err := json.Unmarshal(body, &e); err != nil || e.Challenge == "" {
		return errMalformed
	}
	answer, err := json.Marshal(map[string]string{"challenge": e.Challenge})
	if err != nil {
		return err
	}
	return v.json(answer)
}

// callback takes one event to whoever serves its type, once, however often
// Slack delivers it.
func (h *Handlers) callback(v visit, body []byte) error {
	var e slackEvent
	if err := json.Unmarshal(body, &e); err != nil {
		return errMalformed
	}
	kind, err := typeOf(e.Event)
	if err != nil {
		return v.empty() // an event without a type is one we do not know
	}
	serve, ok := h.events[kind]
	if !ok || !h.seen.add(e.EventID) {
		return v.empty()
	}
	started := h.tasks.start(func() {
		if err := guard(func() error { return serve(h, e) }); err != nil {
			h.log.LogAttrs(h.tasks.root, slog.LevelError, "event failed", v.attrs(err)...)
		}
	})
	if !started {
		h.seen.forget(e.EventID)
		return errBusy // Slack delivers it again in a minute
	}
	return v.empty()
}

// userChanged has a person's language and zone forgotten.
func (h *Handlers) userChanged(e slackEvent) error {
	var event struct {
		User struct {
			ID     string `json:"id"`
			TeamID string `json:"team_id"`
		} `json:"user"`
	}
	if err := json.Unmarshal(e.Event, &event); err != nil {
		return errMalformed
	}
	if event.User.ID != "" {
		h.bot.UserChanged(e.workspace(event.User.TeamID), event.User.ID)
	}
	return nil
}

// workspace is where the app that gets the event is installed, which in a
// shared channel need not be the workspace where it happened.
func (e slackEvent) workspace(otherwise string) string {
	if len(e.Authorizations) > 0 && e.Authorizations[0].TeamID != "" {
		return e.Authorizations[0].TeamID
	}
	return cmp.Or(e.TeamID, otherwise)
}
