package playground

import (
	"encoding/json"

	"meetingbot/playground/blockkit"
)

// viewsOpen is views.open: the app opens a modal for a person who just did
// something. See https://docs.slack.dev/reference/methods/views.open.
func (s *Server) viewsOpen(a args) (object, error) {
	raw, err := a.view()
	if err != nil {
		return nil, err
	}
	userID, err := s.workspace.exchangeTrigger(a["trigger_id"])
	if err != nil {
		return nil, err
	}
	s.workspace.mu.Lock()
	defer s.workspace.mu.Unlock()
	before := s.workspace.stacks[userID]
	s.workspace.stacks[userID] = nil
	m, err := s.workspace.pushView(userID, raw)
	if err != nil {
		s.workspace.stacks[userID] = before
		return nil, err
	}
	return object{"view": m.wire()}, nil
}

// maxView is the maximum size of a view, in bytes.
const maxView = 250 << 10

// view returns the modal among the arguments. It returns an [*apiError] for an
// invalid one.
func (a args) view() (object, error) { return a.viewOf("modal") }

// viewOf is view for a type of view.
func (a args) viewOf(kind string) (object, error) {
	if a["view"] == "" {
		return nil, &apiError{code: "invalid_arguments", messages: []string{"[ERROR] missing required field: view"}}
	}
	return parseViewOf(kind, []byte(a["view"]))
}

// parseView reads and checks a modal. It returns an [*apiError].
func parseView(raw []byte) (object, error) { return parseViewOf("modal", raw) }

// parseViewOf reads and checks a view of a type. It returns an [*apiError].
func parseViewOf(kind string, raw []byte) (object, error) {
	if len(raw) > maxView {
		return nil, apiErr("view_too_large")
	}
	if problems := blockkit.CheckView(raw); len(problems) > 0 {
		e := &apiError{code: "invalid_arguments"}
		for _, p := range problems {
			e.messages = append(e.messages, p.String())
		}
		return nil, e
	}
	var o object
	if err := json.Unmarshal(raw, &o); err != nil {
		return nil, apiErr("invalid_arguments")
	}
	if o["type"] != kind {
		return nil, &apiError{code: "invalid_arguments", messages: []string{"[ERROR] must be one of: " + kind + " [json-pointer:/view/type]"}}
	}
	return o, nil
}
