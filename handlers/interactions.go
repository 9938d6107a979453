package handlers

import (
	"cmp"
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
		"block_actions":   parseClick,
		"view_submission": parseSubmission,
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
	payload := []byte(f.get("payload"))
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
		return err
	}
	if !asks {
		return r.ackEmpty()
	}
	return h.ask(r, in)
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

// blockActions is a press on a button, or a choice from a menu.
type blockActions struct {
	source
	ResponseURL string        `json:"response_url"` // "" in a view
	Actions     []blockAction `json:"actions"`
}

// blockAction is what was pressed or chosen. A button has a value, a menu a
// selected option, and a button that opens a page a url.
type blockAction struct {
	ActionID       string         `json:"action_id"`
	Value          string         `json:"value"`
	URL            string         `json:"url"`
	SelectedOption selectedOption `json:"selected_option"`
}

// parseClick reads the payload of a click.
func parseClick(payload []byte, requestID string) (incoming, bool, error) {
	var p blockActions
	if err := json.Unmarshal(payload, &p); err != nil {
		return incoming{}, false, errMalformed
	}
	a, ok := p.firstAction()
	if !ok {
		return incoming{}, false, nil
	}
	return incoming{
		responseURL: p.ResponseURL,
		Question: bot.Question{
			Origin:  p.origin(requestID),
			Kind:    bot.KindClick,
			Surface: p.surface(),
			Action:  bot.Action{ID: a.ActionID, Value: cmp.Or(a.Value, a.SelectedOption.Value)},
			View:    p.View.view(),
		},
	}, true, nil
}

// firstAction returns the first action that asks for something. One that opens
// a page has done its work in the person's browser.
func (p *blockActions) firstAction() (blockAction, bool) {
	for _, a := range p.Actions {
		if a.URL == "" && a.SelectedOption.URL == "" {
			return a, true
		}
	}
	return blockAction{}, false
}

// parseSubmission reads the payload of a modal that was sent off.
func parseSubmission(payload []byte, requestID string) (incoming, bool, error) {
	var p source
	if err := json.Unmarshal(payload, &p); err != nil {
		return incoming{}, false, errMalformed
	}
	return incoming{Question: bot.Question{
		Origin:  p.origin(requestID),
		Kind:    bot.KindSubmission,
		Surface: bot.SurfaceModal,
		View:    p.View.view(),
	}}, true, nil
}
