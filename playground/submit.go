package playground

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
)

// Submit lets a person press the submit button of the view that they have open on
// top. Slack's own checks come first: what they find is in [View.Errors], and the
// app hears nothing ([ErrInvalidInput]). Otherwise the app gets a view_submission
// and its answer decides: nothing closes the view, response_action shows errors,
// updates, pushes, or clears.
func (s *Server) Submit(ctx context.Context, userID string) error {
	p := s.space.actor(userID)
	if p == nil {
		return ErrUnknownPerson
	}
	at, err := s.place(Element{UserID: userID})
	if err != nil {
		return err
	}
	if wrong := s.wrongFields(at); len(wrong) > 0 {
		return ErrInvalidInput
	}
	all := s.payload("view_submission", p)
	all.TriggerID = s.space.grantTrigger(p.id, s.options.TriggerLife)
	s.situate(all, at)
	all.Container = nil
	all.ResponseURLs = s.responseURLs(p, at)
	a, err := s.interact(ctx, all)
	if err == nil {
		err = s.submitted(at, a)
	}
	s.note(at, err)
	s.report(ctx, "submission", p.id, "", err)
	return err
}

// wrongFields checks what a person put in, and shows what is wrong.
func (s *Server) wrongFields(at place) map[string]string {
	s.space.mu.Lock()
	defer s.space.mu.Unlock()
	m := s.space.modal(at.viewID, "")
	if m == nil {
		return nil
	}
	m.errors = checkFields(m.blocks(), state(m.blocks(), m.touched))
	s.space.touch()
	return maps.Clone(m.errors)
}

// responseURLs are for the channels that a person chose in menus which ask for
// one.
func (s *Server) responseURLs(p *person, at place) []object {
	held := s.space.held(at)
	var all []object
	for _, b := range at.blocks {
		for _, e := range elements(b) {
			k, _ := keeperOf(e)
			blockID, actionID := name(b, "block_id"), name(e, "action_id")
			channelID := name(held[blockID][actionID], k.key)
			if e["response_url_enabled"] != true || channelID == "" {
				continue
			}
			u := s.space.grant(answerURL{kind: "app", userID: p.id, channelID: channelID})
			all = append(all, object{
				"block_id": blockID, "action_id": actionID, "channel_id": channelID, "response_url": s.options.PublicURL + u.path,
			})
		}
	}
	return all
}

// submitted does what the app answers to a view_submission.
func (s *Server) submitted(at place, a answer) error {
	var said struct {
		Action string            `json:"response_action"`
		View   json.RawMessage   `json:"view"`
		Errors map[string]string `json:"errors"`
	}
	if body := bytes.TrimSpace(a.body); len(body) > 0 {
		if err := json.Unmarshal(body, &said); err != nil {
			return fmt.Errorf("%w: the answer to the submission is no JSON", ErrFailed)
		}
	}
	var raw object
	if said.Action == "update" || said.Action == "push" {
		var err error
		if raw, err = parseView(said.View); err != nil {
			return fmt.Errorf("%w: the view was refused: %w", ErrFailed, err)
		}
	}
	s.space.mu.Lock()
	defer s.space.mu.Unlock()
	m := s.space.modal(at.viewID, "")
	if m == nil {
		return nil
	}
	switch said.Action {
	case "":
		s.space.unstack(m, false)
		return nil
	case "clear":
		s.space.unstack(m, true)
		return nil
	case "update":
		return s.space.renew(m, raw)
	case "push":
		_, err := s.space.stack(m.userID, raw)
		return err
	case "errors":
		return s.space.fault(m, said.Errors)
	default:
		return fmt.Errorf("%w: unknown response_action %q", ErrFailed, said.Action)
	}
}

// fault shows the app's errors beside the inputs. Slack takes those of input
// blocks only. The caller holds the lock.
func (w *workspace) fault(m *modal, errors map[string]string) error {
	inputs := map[string]bool{}
	for _, b := range m.blocks() {
		inputs[name(b, "block_id")] = b["type"] == "input"
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
	w.touch()
	return nil
}

// CloseView lets a person close the view that they have open on top, or all of
// them where that view clears the stack. The app hears of it (view_closed) if the
// view asks for that. The view is closed whatever the app answers.
func (s *Server) CloseView(ctx context.Context, userID string) error {
	p := s.space.actor(userID)
	if p == nil {
		return ErrUnknownPerson
	}
	at, err := s.place(Element{UserID: userID})
	if err != nil {
		return err
	}
	all := s.payload("view_closed", p)
	s.situate(all, at)
	all.Container = nil
	clears := all.View["clear_on_close"] == true
	all.IsCleared = &clears
	s.space.closeView(at.viewID, clears)
	if all.View["notify_on_close"] != true {
		return nil
	}
	_, err = s.interact(ctx, all)
	s.report(ctx, "view closed", p.id, "", err)
	return err
}

func (w *workspace) closeView(viewID string, all bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if m := w.modal(viewID, ""); m != nil {
		w.unstack(m, all)
	}
}
