package handlers

import (
	"cmp"
	"context"
	"encoding/json"

	"meetingbot/bot"
)

// parser reads a payload. It reports false for one that asks for nothing.
type parser func(payload []byte, requestID string) (in incoming, asks bool, err error)

// interactionTypes says how each type of interaction is read. The types that
// are missing here are acknowledged: Slack shows the person a warning
// otherwise.
func interactionTypes() map[string]parser {
	return map[string]parser{
		"block_actions":    parseClick,
		"block_suggestion": parseSuggestion,
		"message_action":   parseMessageShortcut,
		"shortcut":         parseShortcut,
		"view_submission":  parseSubmission,
	}
}

// interaction serves POST /slack/interactions: a form whose field payload is
// JSON. Only its type is decoded at first: a message in it may be a foreign
// one, with elements that are unknown here.
func (h *Handlers) interaction(r request, body []byte) error {
	f, err := parseForm(string(body), "payload")
	if err != nil {
		return err
	}
	return h.interact(r, []byte(f.get("payload")))
}

// interact puts an interaction to the bot.
func (h *Handlers) interact(r request, payload []byte) error {
	kind, err := typeOf(payload)
	if err != nil {
		return err
	}
	parse, ok := h.interactions[kind]
	if !ok {
		return r.ackEmpty()
	}
	in, asks, err := parse(payload, r.id)
	if err != nil {
		return h.apologise(r, in, err)
	}
	if !asks {
		return r.ackEmpty()
	}
	return h.ask(r, in)
}

// apologise answers a payload that cannot be used as a question that fails: where
// the person acted, they read that it came to nothing. Where nothing can be shown
// there, the request fails, and Slack shows its own sign.
func (h *Handlers) apologise(r request, in incoming, err error) error {
	if !answersRequest(in.Kind) && in.responseURL == "" {
		return err
	}
	return h.startSession(r, in, func(context.Context, bot.Send) error { return err })
}

// typeOf returns the type of a JSON object from Slack. It returns errMalformed
// for what is no object, null, or without a type.
func typeOf(object []byte) (string, error) {
	var o struct {
		Type string `json:"type"`
	}
	if err := decode(object, &o); err != nil || o.Type == "" {
		return "", errMalformed
	}
	return o.Type, nil
}

// blockActions is a press on a button, or a choice from a menu.
type blockActions struct {
	source
	ResponseURL string  `json:"response_url"` // "" in a view
	Actions     actions `json:"actions"`
}

// actions are what was done at once. What has no name cannot be used and is left out.
type actions struct {
	list []blockAction
	odd  bool // there was something, and nothing that can be used
}

// UnmarshalJSON never returns an error.
func (a *actions) UnmarshalJSON(raw []byte) error {
	var items []json.RawMessage
	a.odd = json.Unmarshal(raw, &items) != nil
	for _, item := range items {
		var action blockAction
		if decode(item, &action) == nil && action.ActionID != "" {
			a.list = append(a.list, action)
		}
	}
	a.odd = a.odd || len(items) > 0 && len(a.list) == 0
	return nil
}

// blockAction is what was pressed or chosen. A button has a value, a menu a
// selected option, and a button that opens a page a url.
type blockAction struct {
	ActionID       string         `json:"action_id"`
	BlockID        string         `json:"block_id"`
	Value          string         `json:"value"`
	URL            string         `json:"url"`
	SelectedOption selectedOption `json:"selected_option"`
}

// parseClick reads the payload of a click.
func parseClick(payload []byte, requestID string) (incoming, bool, error) {
	var p blockActions
	if err := decode(payload, &p); err != nil {
		return incoming{}, false, err
	}
	in := incoming{
		responseURL: p.ResponseURL,
		Question:    bot.Question{Origin: p.origin(requestID), Kind: bot.KindClick, Surface: p.surface(), View: p.View.view()},
	}
	a, ok := p.firstAction()
	if p.Actions.odd {
		return in, false, unusable(payload)
	}
	if in.Surface == bot.SurfaceMessage && bot.IsDirect(a.BlockID) {
		in.Surface = bot.SurfaceDirect
	}
	in.Action = bot.Action{ID: a.ActionID, Value: cmp.Or(a.Value, a.SelectedOption.Value)}
	return in, ok, nil
}

// firstAction returns the first action that asks for something. One that opens
// a page has done its work in the person's browser.
func (p *blockActions) firstAction() (blockAction, bool) {
	for _, a := range p.Actions.list {
		if a.URL == "" && a.SelectedOption.URL == "" {
			return a, true
		}
	}
	return blockAction{}, false
}

// parseSubmission reads the payload of a modal that was sent off.
func parseSubmission(payload []byte, requestID string) (incoming, bool, error) {
	var p source
	if err := decode(payload, &p); err != nil {
		return incoming{}, false, err
	}
	in := incoming{Question: bot.Question{
		Origin:  p.origin(requestID),
		Kind:    bot.KindSubmission,
		Surface: bot.SurfaceModal,
		View:    p.View.view(),
	}}
	if p.View.CallbackID == "" { // which says what was submitted
		return in, false, unusable(payload)
	}
	return in, true, nil
}
