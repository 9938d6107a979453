package handlers

import (
	"cmp"
	"context"
	"encoding/json"

	"meetingbot/bot"
)

// interactionTypes says who serves which type of interaction. What is not
// here is acknowledged: Slack shows the person a warning otherwise.
func interactionTypes() map[string]func(h *Handlers, v visit, payload []byte) error {
	return map[string]func(h *Handlers, v visit, payload []byte) error{
		"block_actions":    (*Handlers).click,
		"block_suggestion": (*Handlers).suggest,
		"view_submission":  (*Handlers).submit,
	}
}

// interaction serves POST /slack/interactions: a form whose field payload is
// JSON. Only its type is decoded at first: a message in it may be a foreign
// one, with elements that nobody here has heard of.
func (h *Handlers) interaction(v visit, body []byte) error {
	if !isForm(v.Request().Header) {
		return errMalformed
	}
	f, err := parseForm(string(body), "payload")
	if err != nil {
		return err
	}
	payload := []byte(f.get("payload"))
	kind, err := typeOf(payload)
	if err != nil {
		return err
	}
	if serve, ok := h.interactions[kind]; ok {
		return serve(h, v, payload)
	}
	return v.empty()
}

// typeOf returns the type of a JSON object from Slack. It returns errMalformed
// for what is no object, null, or without a type.
func typeOf(object []byte) (string, error) {
	var o *struct {
		Type string `json:"type"`
	}
	if err := json.Unmarshal(object, &o); err != nil || o == nil || o.Type == "" {
		return "", errMalformed
	}
	return o.Type, nil
}

// blockActions is a press on a button, or a choice.
type blockActions struct {
	from
	ResponseURL string         `json:"response_url"` // "" in a view
	Actions     []actionPicked `json:"actions"`
}

// actionPicked is what was pressed or picked. A button has a value, a menu a
// selected option, and a button that opens a page a url.
type actionPicked struct {
	ActionID       string       `json:"action_id"`
	BlockID        string       `json:"block_id"` // missing in old-style messages
	Value          string       `json:"value"`
	URL            string       `json:"url"`
	SelectedOption optionPicked `json:"selected_option"`
}

// click acknowledges a press at once and answers it at the response_url: Slack
// shows nothing of what is in the answer to the request.
func (h *Handlers) click(v visit, payload []byte) error {
	var p blockActions
	if err := json.Unmarshal(payload, &p); err != nil {
		return errMalformed
	}
	a, ok := p.pressed()
	if !ok {
		return v.empty()
	}
	c := bot.Click{
		Origin:    p.origin(v.id),
		ActionID:  a.ActionID,
		BlockID:   a.BlockID,
		Value:     cmp.Or(a.Value, a.SelectedOption.Value),
		Ephemeral: p.Container.IsEphemeral,
		View:      p.View.view(),
	}
	x := h.newExchange(v, c.Origin, p.ResponseURL)
	return h.converse(v, x, func(ctx context.Context, say bot.Say) error {
		return h.bot.Click(ctx, c, say)
	})
}

// pressed returns the first action that asks for something. One that opens a
// page has done its work in the person's browser.
func (p *blockActions) pressed() (actionPicked, bool) {
	for _, a := range p.Actions {
		if a.URL == "" && a.SelectedOption.URL == "" {
			return a, true
		}
	}
	return actionPicked{}, false
}
