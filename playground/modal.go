package playground

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
)

// maxViews is how many views a person can have open.
const maxViews = 3

// modal is one open view, or the Home tab of a person. Its fields are read and written under the lock.
type modal struct {
	id, teamID, userID, hash string
	rootID, previousID       string
	raw                      object // the app's JSON, with an id in every block and element
	values                   values
	errors                   map[string]string
	problem                  string
}

// View is a modal that a person has open.
type View struct {
	// ID identifies the view; Hash changes whenever the view does.
	ID, Hash string
	// CallbackID is the app's name for the kind of view.
	CallbackID string
	// Depth is 1 for the view that was opened first, and at most 3.
	Depth int
	// JSON is the view as Slack's API shows it, with its state.
	JSON json.RawMessage
	// Values are the values of its inputs, by block_id and action_id. Each has a
	// type and Slack's property for the value, such as selected_option.
	Values map[string]map[string]map[string]any
	// Errors are the error messages of its inputs, by block_id.
	Errors map[string]string
	// Problem says why the last request to the app failed, for the person who made
	// it; empty if it did not.
	Problem string
}

// blocks returns the view's blocks. The caller holds the lock.
func (m *modal) blocks() []object { return toObjects(m.raw["blocks"]) }

// wire is the view as Slack's API and payloads show it. The caller holds the lock.
func (m *modal) wire() object {
	o := object{
		"private_metadata": "", "callback_id": "", "external_id": "", "submit": nil, "close": nil,
		"clear_on_close": false, "notify_on_close": false, "submit_disabled": false,
	}
	maps.Copy(o, m.raw)
	maps.Copy(o, object{
		"id": m.id, "team_id": m.teamID, "hash": m.hash, "root_view_id": m.rootID, "previous_view_id": nil,
		"app_id": AppID, "bot_id": BotID, "app_installed_team_id": m.teamID,
		"state": object{"values": stateValues(m.blocks(), m.values).clone()},
	})
	if m.previousID != "" {
		o["previous_view_id"] = m.previousID
	}
	return o
}

// clearError removes the error of an input that a person changes. The caller holds
// the lock.
func (m *modal) clearError(blockID string) {
	delete(m.errors, blockID)
	if len(m.errors) == 0 {
		m.errors = nil
	}
}

// asView returns the exported form of the view. The caller holds the lock.
func (m *modal) asView(depth int) View {
	var values map[string]map[string]map[string]any
	if raw, err := json.Marshal(stateValues(m.blocks(), m.values)); err == nil {
		_ = json.Unmarshal(raw, &values)
	}
	return View{
		ID: m.id, Hash: m.hash, CallbackID: stringProp(m.raw, "callback_id"), Depth: depth, JSON: compactJSON(m.wire()),
		Values: values, Errors: maps.Clone(m.errors), Problem: m.problem,
	}
}

// compactJSON formats a value as JSON without HTML escapes.
func compactJSON(v any) json.RawMessage {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil
	}
	return bytes.TrimSpace(b.Bytes())
}

// View returns the topmost view that a person has open, if there is one.
func (s *Server) View(userID string) (View, bool) {
	all := s.Views(userID)
	if len(all) == 0 {
		return View{}, false
	}
	return all[len(all)-1], true
}

// Views returns the views that a person has open, the topmost last.
func (s *Server) Views(userID string) []View {
	s.workspace.mu.Lock()
	defer s.workspace.mu.Unlock()
	var all []View
	for i, m := range s.workspace.stacks[userID] {
		all = append(all, m.asView(i+1))
	}
	return all
}

// topView returns the topmost view, or nil. The caller holds the lock.
func (w *workspace) topView(userID string) *modal {
	stack := w.stacks[userID]
	if len(stack) == 0 {
		return nil
	}
	return stack[len(stack)-1]
}

// findView returns an open view or a Home tab by its id or its external_id, or nil.
// The caller holds the lock.
func (w *workspace) findView(viewID, externalID string) *modal {
	for _, stack := range w.stacks {
		for _, m := range stack {
			if m.has(viewID, externalID) {
				return m
			}
		}
	}
	for _, m := range w.homes {
		if m.has(viewID, externalID) {
			return m
		}
	}
	return nil
}

// has reports whether a view has the id or the external_id. The caller holds the lock.
func (m *modal) has(viewID, externalID string) bool {
	return (viewID != "" && m.id == viewID) || (externalID != "" && stringProp(m.raw, "external_id") == externalID)
}

// setContent replaces the content of a view. The caller holds the lock.
func (w *workspace) setContent(m *modal, raw object) error {
	if id := stringProp(raw, "external_id"); id != "" {
		if other := w.findView("", id); other != nil && other != m {
			return apiErr("duplicate_external_id")
		}
	}
	w.addIDs(toObjects(raw["blocks"]))
	m.raw, m.errors, m.problem = raw, nil, ""
	w.lastID++
	m.hash = fmt.Sprintf("%d.%08x", w.now().Unix(), w.lastID)
	w.notifyWatchers()
	return nil
}

// pushView opens a view on top of those that a person has open. The caller holds the
// lock.
func (w *workspace) pushView(userID string, raw object) (*modal, error) {
	open := w.stacks[userID]
	if len(open) >= maxViews {
		return nil, apiErr("push_limit_reached")
	}
	w.lastID++
	m := &modal{id: fmt.Sprintf("V0PLAY%05d", w.lastID), teamID: w.teamID, userID: userID, values: values{}}
	m.rootID = m.id
	if len(open) > 0 {
		m.rootID, m.previousID = open[0].id, open[len(open)-1].id
	}
	if err := w.setContent(m, raw); err != nil {
		return nil, err
	}
	w.stacks[userID] = append(slices.Clip(open), m)
	return m, nil
}

// closeViews closes a view and those above it, or all of them. The caller holds the
// lock.
func (w *workspace) closeViews(m *modal, all bool) {
	i := slices.Index(w.stacks[m.userID], m)
	if all {
		i = 0
	}
	if i < 0 {
		return
	}
	w.stacks[m.userID] = w.stacks[m.userID][:i:i]
	w.notifyWatchers()
}
