package playground

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
)

// Submit lets a person submit their topmost view. Slack's own checks come first:
// their errors are in [View.Errors], and the app is not called ([ErrInvalidInput]).
// Otherwise the app gets a view_submission. An empty response closes the view; a
// response_action shows errors, updates, pushes, or clears.
func (s *Server) Submit(ctx context.Context, userID string) error {
	p := s.workspace.activeUser(userID)
	if p == nil {
		return ErrUnknownPerson
	}
	on, err := s.findSurface(Element{UserID: userID})
	if err != nil {
		return err
	}
	if wrong := s.checkView(on); len(wrong) > 0 {
		return ErrInvalidInput
	}
	payload := s.newPayload("view_submission", p)
	payload.TriggerID = s.workspace.newTrigger(p.id)
	s.setSource(payload, on)
	payload.Container = nil
	payload.ResponseURLs = s.submissionURLs(p, on)
	a, err := s.sendPayload(ctx, payload)
	if err == nil {
		err = s.applySubmission(on, a)
	}
	s.setProblem(on, err)
	s.logFailure(ctx, "submission", p.id, "", err)
	return err
}

// checkView checks the inputs of a view, and stores and returns the errors.
func (s *Server) checkView(on surface) map[string]string {
	s.workspace.mu.Lock()
	defer s.workspace.mu.Unlock()
	m := s.workspace.findView(on.viewID, "")
	if m == nil {
		return nil
	}
	m.errors = checkInputs(m.blocks(), stateValues(m.blocks(), m.values))
	s.workspace.notifyWatchers()
	return maps.Clone(m.errors)
}

// submissionURLs returns response_urls for the channels selected in menus with
// response_url_enabled.
func (s *Server) submissionURLs(p *person, on surface) []object {
	state := s.workspace.stateOf(on)
	var all []object
	for _, b := range on.blocks {
		for _, e := range elements(b) {
			spec, _ := valueSpecOf(e)
			blockID, actionID := stringProp(b, "block_id"), stringProp(e, "action_id")
			channelID := stringProp(state[blockID][actionID], spec.key)
			if e["response_url_enabled"] != true || channelID == "" {
				continue
			}
			u := s.workspace.newResponseURL(responseURL{kind: "app", userID: p.id, channelID: channelID})
			all = append(all, object{
				"block_id": blockID, "action_id": actionID, "channel_id": channelID, "response_url": s.options.PublicURL + u.path,
			})
		}
	}
	return all
}

// submissionResponse is the app's response to a view_submission.
type submissionResponse struct {
	Action string            `json:"response_action"`
	View   json.RawMessage   `json:"view"`
	Errors map[string]string `json:"errors"`

	raw object // the checked view
}

// parseSubmissionResponse reads and checks a response, which may be empty.
func parseSubmissionResponse(body []byte) (submissionResponse, error) {
	var r submissionResponse
	if len(bytes.TrimSpace(body)) == 0 {
		return r, nil
	}
	if err := json.Unmarshal(body, &r); err != nil {
		return r, fmt.Errorf("%w: the answer to the submission is no JSON", ErrFailed)
	}
	if r.Action == "update" || r.Action == "push" {
		var err error
		if r.raw, err = parseView(r.View); err != nil {
			return r, fmt.Errorf("%w: the view was refused: %w", ErrFailed, err)
		}
	}
	return r, nil
}

// applySubmission does what the app's response to a view_submission says.
func (s *Server) applySubmission(on surface, a appResponse) error {
	response, err := parseSubmissionResponse(a.body)
	if err != nil {
		return err
	}
	s.workspace.mu.Lock()
	defer s.workspace.mu.Unlock()
	m := s.workspace.findView(on.viewID, "")
	if m == nil {
		return nil
	}
	switch response.Action {
	case "":
		s.workspace.closeViews(m, false)
	case "clear":
		s.workspace.closeViews(m, true)
	case "update":
		err = s.workspace.setContent(m, response.raw)
	case "push":
		_, err = s.workspace.pushView(m.userID, response.raw)
	case "errors":
		err = s.workspace.setErrors(m, response.Errors)
	default:
		err = fmt.Errorf("%w: unknown response_action %q", ErrFailed, response.Action)
	}
	return err
}

// setErrors shows the app's errors next to the inputs. Slack accepts errors of input
// blocks only. The caller holds the lock.
func (w *workspace) setErrors(m *modal, errors map[string]string) error {
	inputs := map[string]bool{}
	for _, b := range m.blocks() {
		inputs[stringProp(b, "block_id")] = b["type"] == "input"
	}
	for blockID := range errors {
		if !inputs[blockID] {
			return fmt.Errorf("%w: there is no input block %q to show an error beside", ErrFailed, blockID)
		}
	}
	if len(errors) == 0 {
		return fmt.Errorf("%w: response_action errors without errors", ErrFailed)
	}
	m.errors = errors
	w.notifyWatchers()
	return nil
}

// CloseView lets a person close their topmost view, or all of them if it has
// clear_on_close. The app gets view_closed if the view has notify_on_close. The view
// is closed whatever the app answers.
func (s *Server) CloseView(ctx context.Context, userID string) error {
	p := s.workspace.activeUser(userID)
	if p == nil {
		return ErrUnknownPerson
	}
	on, err := s.findSurface(Element{UserID: userID})
	if err != nil {
		return err
	}
	payload := s.newPayload("view_closed", p)
	s.setSource(payload, on)
	payload.Container = nil
	clears := payload.View["clear_on_close"] == true
	payload.IsCleared = &clears
	s.workspace.closeView(on.viewID, clears)
	if payload.View["notify_on_close"] != true {
		return nil
	}
	_, err = s.sendPayload(ctx, payload)
	s.logFailure(ctx, "view closed", p.id, "", err)
	return err
}

func (w *workspace) closeView(viewID string, all bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if m := w.findView(viewID, ""); m != nil {
		w.closeViews(m, all)
	}
}
