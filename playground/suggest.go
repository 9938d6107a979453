package playground

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"meetingbot/playground/blockkit"
)

// Option is what an external select offers.
type Option struct {
	// Value is what the app gets when it is chosen.
	Value string
	// Text is what people read; Description the line under it.
	Text, Description string
	// Group is the heading that it stands under, empty if there are no groups.
	Group string
}

// Suggest lets a person type into an external select of the view that they have
// open on top, and returns what the app offers. What was offered last can be
// chosen with [Server.ClickView] or [Server.Input].
func (s *Server) Suggest(ctx context.Context, userID, actionID, text string) ([]Option, error) {
	return s.SuggestAt(ctx, Element{UserID: userID, ActionID: actionID}, text)
}

// SuggestAt does the same for an external select anywhere.
func (s *Server) SuggestAt(ctx context.Context, e Element, text string) ([]Option, error) {
	p := s.space.actor(e.UserID)
	if p == nil {
		return nil, ErrUnknownPerson
	}
	at, err := s.place(e)
	if err != nil {
		return nil, err
	}
	block, element, err := at.find(e, nil)
	if err != nil {
		return nil, err
	}
	if kind := element["type"]; kind != "external_select" && kind != "multi_external_select" {
		return nil, fmt.Errorf("%w: %v has options of its own", ErrUnknownAction, kind)
	}
	all := s.payload("block_suggestion", p)
	s.situate(all, at)
	all.asked = &asked{BlockID: name(block, "block_id"), ActionID: e.ActionID, Value: text}
	a, err := s.interact(ctx, all)
	if err == nil {
		var offered []Option
		if offered, err = s.offer(at, element, a); err == nil {
			return offered, nil
		}
	}
	s.note(at, err)
	s.report(ctx, "options", p.id, at.channelID(), err)
	return nil, err
}

// offer reads and remembers the options in the app's answer.
func (s *Server) offer(at place, element object, a answer) ([]Option, error) {
	if problems := blockkit.CheckOptions(a.body); len(problems) > 0 {
		return nil, fmt.Errorf("%w: the options were refused: %s", ErrFailed, problems[0])
	}
	var said object
	if err := json.Unmarshal(a.body, &said); err != nil {
		return nil, fmt.Errorf("%w: the options are no JSON", ErrFailed)
	}
	s.space.remember(offerKey(at, element), options(said))
	all := readOptions(said["options"], "")
	for _, g := range objects(said["option_groups"]) {
		label, _ := g["label"].(object)
		all = append(all, readOptions(g["options"], name(label, "text"))...)
	}
	return all, nil
}

func readOptions(list any, group string) []Option {
	var all []Option
	for _, o := range objects(list) {
		text, _ := o["text"].(object)
		description, _ := o["description"].(object)
		all = append(all, Option{
			Value: name(o, "value"), Text: name(text, "text"), Description: name(description, "text"), Group: group,
		})
	}
	return all
}

// offerKey names an element as one person sees it.
func offerKey(at place, element object) [3]string {
	return [3]string{at.userID, at.id(), name(element, "action_id")}
}

// remember keeps what was offered, and forgets what was offered in views that are
// closed and messages that are gone.
func (w *workspace) remember(key [3]string, offered []object) {
	w.mu.Lock()
	defer w.mu.Unlock()
	maps.DeleteFunc(w.offered, func(old [3]string, _ []object) bool {
		said := slices.ContainsFunc(w.timeline, func(e *entry) bool { return e.ts == old[1] })
		return !said && w.modal(old[1], "") == nil
	})
	w.offered[key] = offered
}

// offeredAt returns what the app offered last for an external select.
func (w *workspace) offeredAt(at place, element object) []object {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.offered[offerKey(at, element)]
}
