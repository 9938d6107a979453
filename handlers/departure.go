package handlers

import (
	"cmp"
	"context"
	"errors"
	"strings"
	"time"

	"meetingbot/bot"
	"meetingbot/bot/install"
	"meetingbot/bot/workspace"
)

// departTimeout is how long it may take to note a departure: Slack waits for it.
const departTimeout = 2500 * time.Millisecond

// errDepartSlow is why a departure was not noted.
var errDepartSlow = errors.New("the departure was not noted in time")

// depart notes that the app was removed from a workspace before the event is
// acknowledged: Slack delivers it again otherwise, and never once it was.
func (h *Handlers) depart(r request, e *slackEvent, q bot.Question) error {
	ctx, cancel := context.WithTimeoutCause(h.tasks.root, departTimeout, errDepartSlow)
	defer cancel()
	_, work := h.begin(q)
	err := catchPanic(func() error {
		return work(ctx, func(context.Context, bot.Reply) error { return errEventReply })
	})
	if err != nil {
		h.logEventFailed(r, err)
		h.seen.forget(e.EventID)
		return errBusy
	}
	return r.ackEmpty()
}

// parseUninstalled reads that the app was removed from a workspace.
func parseUninstalled(e *slackEvent, requestID string) (bot.Question, bool, error) {
	return e.departure(requestID, install.Departure{Uninstalled: true})
}

// parseTokensRevoked reads whose tokens were revoked. Those of people are none of the
// bot's.
func parseTokensRevoked(e *slackEvent, requestID string) (bot.Question, bool, error) {
	var event struct {
		Tokens struct {
			Bot []string `json:"bot"`
		} `json:"tokens"`
	}
	if err := decode(e.Event, &event); err != nil || len(event.Tokens.Bot) == 0 {
		return bot.Question{}, false, err
	}
	return e.departure(requestID, install.Departure{Bots: event.Tokens.Bot})
}

// departure is what an event tells of a removal. Such events name the workspace in
// their envelope alone; that of an organisation may stand in the team's place.
func (e *slackEvent) departure(requestID string, d install.Departure) (bot.Question, bool, error) {
	k := workspace.Key{EnterpriseID: e.EnterpriseID, TeamID: e.TeamID}
	if len(e.Authorizations) > 0 {
		k.EnterpriseID = cmp.Or(k.EnterpriseID, e.Authorizations[0].EnterpriseID)
		k.TeamID = cmp.Or(k.TeamID, e.Authorizations[0].TeamID)
	}
	if strings.HasPrefix(k.TeamID, "E") {
		k = workspace.Key{EnterpriseID: k.TeamID}
	}
	if k == (workspace.Key{}) || e.EventTime <= 0 {
		return bot.Question{}, false, unusable(e.Event)
	}
	d.Key, d.At = k, time.Unix(e.EventTime, 0).UTC()
	return bot.Question{Origin: bot.Origin{Key: k, RequestID: requestID}, Kind: bot.KindDeparted, Departure: &d}, true, nil
}
