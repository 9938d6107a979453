package handlers

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"maps"
	"slices"

	"meetingbot/bot"
	"meetingbot/bot/workspace"
)

// errEventReply refuses a reply to an event, which nobody waits for.
var errEventReply = errors.New("an event takes no reply")

// slackEvent is what the Events API delivers: an envelope around one event,
// whose shape depends on its type.
type slackEvent struct {
	Type           string          `json:"type"`
	Challenge      string          `json:"challenge"`
	EventID        string          `json:"event_id"`
	EventTime      int64           `json:"event_time"` // seconds since 1970
	EnterpriseID   string          `json:"enterprise_id"`
	TeamID         string          `json:"team_id"`
	ExtShared      bool            `json:"is_ext_shared_channel"` // with another organisation
	Event          json.RawMessage `json:"event"`
	Authorizations []struct {
		EnterpriseID string `json:"enterprise_id"` // null outside an organisation
		TeamID       string `json:"team_id"`       // null in an organisation-wide installation
		UserID       string `json:"user_id"`       // the bot's own
	} `json:"authorizations"` // one at most
}

// eventParser reads an event. It reports false for one that asks for nothing.
type eventParser func(e *slackEvent, requestID string) (q bot.Question, asks bool, err error)

// eventTypes says how each type of event is read, by the name that an app subscribes
// to it with. The rest is acknowledged: Slack would deliver it three more times
// otherwise.
func eventTypes() map[string]eventParser {
	return map[string]eventParser{
		"app_home_opened": parseHomeOpened,
		"app_mention":     parseMention,
		"app_uninstalled": parseUninstalled,
		"call_rejected":   parseCallRejected,
		"link_shared":     parseLinkShared,
		"message.im":      parseDirectMessage,
		"tokens_revoked":  parseTokensRevoked,
		"user_change":     parseUserChange,
	}
}

// Events returns the types of events that are handled, in order.
func Events() []string { return slices.Sorted(maps.Keys(eventTypes())) }

// event serves POST /slack/events. An event is acknowledged at once and worked
// on afterwards.
func (h *Handlers) event(r request, body []byte) error {
	kind, err := typeOf(body)
	if err != nil {
		return err
	}
	switch kind {
	case "url_verification":
		return h.challenge(r, body)
	case "event_callback":
		return h.callback(r, body)
	default:
		return r.ackEmpty()
	}
}

// challenge proves to Slack that this address is ours.
func (h *Handlers) challenge(r request, body []byte) error {
	var e slackEvent
	if err := decode(body, &e); err != nil || e.Challenge == "" {
		return errMalformed
	}
	answer, err := json.Marshal(map[string]string{"challenge": e.Challenge})
	if err != nil {
		return err
	}
	return r.json(answer)
}

// callback puts one event to the bot, once, however often Slack delivers it.
func (h *Handlers) callback(r request, body []byte) error {
	var e slackEvent
	if err := decode(body, &e); err != nil {
		return err
	}
	kind, err := typeOf(e.Event)
	if err != nil {
		return r.ackEmpty() // an event without a type is an unknown one
	}
	parse, ok := h.events[subscription(kind, e.Event)]
	if !ok || !h.seen.add(e.EventID) {
		return r.ackEmpty()
	}
	q, asks, err := parse(&e, r.id)
	if err != nil {
		h.logEventFailed(r, err) // and Slack need not deliver it again
	}
	if err != nil || !asks {
		return r.ackEmpty()
	}
	if q.Kind == bot.KindDeparted {
		return h.depart(r, &e, q)
	}
	acked := make(chan struct{})
	defer close(acked)
	if !h.tasks.start(func() {
		<-acked // Slack refuses to unfurl links before that
		h.handleEvent(r, q)
	}) {
		h.seen.forget(e.EventID)
		return errBusy // Slack delivers it again in a minute
	}
	return r.ackEmpty()
}

// handleEvent puts an event to the bot.
func (h *Handlers) handleEvent(r request, q bot.Question) {
	ctx, cancel := context.WithTimeoutCause(h.tasks.root, h.limit, errTookTooLong)
	defer cancel()
	_, work := h.begin(q)
	if work == nil {
		return
	}
	err := catchPanic(func() error {
		return work(ctx, func(context.Context, bot.Reply) error { return errEventReply })
	})
	if err != nil {
		h.logEventFailed(r, err)
	}
}

func (h *Handlers) logEventFailed(r request, err error) {
	h.log.LogAttrs(h.tasks.root, slog.LevelError, "event failed", r.attrs(err)...)
}

// parseUserChange reads that a person's profile, language or time zone has
// changed.
func parseUserChange(e *slackEvent, requestID string) (bot.Question, bool, error) {
	var event struct {
		User payloadUser `json:"user"`
	}
	if err := decode(e.Event, &event); err != nil {
		return bot.Question{}, false, err
	}
	if event.User.ID == "" {
		return bot.Question{}, false, unusable(e.Event)
	}
	return bot.Question{
		Origin: bot.Origin{Key: e.workspace(event.User.TeamID), UserID: event.User.ID, RequestID: requestID},
		Kind:   bot.KindUserChanged,
	}, true, nil
}

// parseCallRejected reads that a person declines one of Slack's own calls. Whether they
// come is theirs to say in the meeting: it asks for nothing.
func parseCallRejected(e *slackEvent, _ string) (bot.Question, bool, error) {
	var event struct {
		CallID string `json:"call_id"`
	}
	if err := decode(e.Event, &event); err != nil {
		return bot.Question{}, false, err
	}
	if event.CallID == "" {
		return bot.Question{}, false, unusable(e.Event)
	}
	return bot.Question{}, false, nil
}

// parseHomeOpened reads that a person looks at the Home tab of the app. Its messages
// tab asks for nothing.
func parseHomeOpened(e *slackEvent, requestID string) (bot.Question, bool, error) {
	var event struct {
		User string      `json:"user"`
		Tab  string      `json:"tab"`
		View payloadView `json:"view"` // what is shown, zero for nothing
	}
	if err := decode(e.Event, &event); err != nil {
		return bot.Question{}, false, err
	}
	if event.Tab != "home" {
		return bot.Question{}, false, nil
	}
	if event.User == "" {
		return bot.Question{}, false, unusable(e.Event)
	}
	return bot.Question{
		Origin: bot.Origin{Key: e.workspace(event.View.AppInstalledTeamID), UserID: event.User, RequestID: requestID},
		Kind:   bot.KindHomeOpened,
		View:   bot.View{ID: event.View.ID, Hash: event.View.Hash},
	}, true, nil
}

// workspace is where the app that gets the event is installed, which in a
// shared channel need not be the workspace where it happened. The team is
// otherwise where the envelope does not say.
func (e *slackEvent) workspace(otherwise string) workspace.Key {
	var k workspace.Key
	if len(e.Authorizations) > 0 {
		k.EnterpriseID, k.TeamID = e.Authorizations[0].EnterpriseID, e.Authorizations[0].TeamID
	}
	k.TeamID = cmp.Or(k.TeamID, e.TeamID, otherwise)
	return k
}
