package playground

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"meetingbot/playground/blockkit"
)

// Option is an option of an external select.
type Option struct {
	// Value is what the app gets when the option is selected.
	Value string
	// Text is what people read; Description is the line below it.
	Text, Description string
	// Group is the heading of the option's group, empty without groups.
	Group string
}

// Suggest lets a person search in an external select of their topmost view, and
// returns the app's options. The options returned last can be selected with
// [Server.ClickView] or [Server.Input].
func (s *Server) Suggest(ctx context.Context, userID, actionID, text string) ([]Option, error) {
	return s.SuggestAt(ctx, Element{UserID: userID, ActionID: actionID}, text)
}

// SuggestAt does the same for an external select in a message or view.
func (s *Server) SuggestAt(ctx context.Context, e Element, text string) ([]Option, error) {
	p := s.workspace.activeUser(e.UserID)
	if p == nil {
		return nil, ErrUnknownPerson
	}
	on, err := s.findSurface(e)
	if err != nil {
		return nil, err
	}
	block, element, err := on.find(e, nil)
	if err != nil {
		return nil, err
	}
	if kind := element["type"]; kind != "external_select" && kind != "multi_external_select" {
		return nil, fmt.Errorf("%w: %v has options of its own", ErrUnknownAction, kind)
	}
	payload := s.newPayload("block_suggestion", p)
	s.setSource(payload, on)
	payload.blockSuggestion = &blockSuggestion{BlockID: stringProp(block, "block_id"), ActionID: e.ActionID, Value: text}
	a, err := s.sendPayload(ctx, payload)
	if err == nil {
		var offered []Option
		if offered, err = s.storeOffered(on, element, a); err == nil {
			return offered, nil
		}
	}
	if ctx.Err() != nil {
		return nil, err // the person has typed on: the next search tells
	}
	s.setProblem(on, err)
	s.logFailure(ctx, "options", p.id, on.channelID(), err)
	return nil, err
}

// storeOffered reads, stores and returns the options in the app's response.
func (s *Server) storeOffered(on surface, element object, a appResponse) ([]Option, error) {
	if problems := blockkit.CheckOptions(a.body); len(problems) > 0 {
		return nil, fmt.Errorf("%w: the options were refused: %s", ErrFailed, problems[0])
	}
	var answer object
	if err := json.Unmarshal(a.body, &answer); err != nil {
		return nil, fmt.Errorf("%w: the options are no JSON", ErrFailed)
	}
	s.workspace.setOffered(offeredKey(on, element), elementOptions(answer))
	all := parseOptions(answer["options"], "")
	for _, g := range toObjects(answer["option_groups"]) {
		label, _ := g["label"].(object)
		all = append(all, parseOptions(g["options"], stringProp(label, "text"))...)
	}
	return all, nil
}

func parseOptions(list any, group string) []Option {
	var all []Option
	for _, o := range toObjects(list) {
		text, _ := o["text"].(object)
		description, _ := o["description"].(object)
		all = append(all, Option{
			Value: stringProp(o, "value"), Text: stringProp(text, "text"), Description: stringProp(description, "text"), Group: group,
		})
	}
	return all
}

// offeredKey identifies an element as one person sees it.
func offeredKey(on surface, element object) [3]string {
	return [3]string{on.userID, on.id(), stringProp(element, "action_id")}
}

// setOffered stores the options of an element, and forgets those of closed views and
// deleted messages.
func (w *workspace) setOffered(key [3]string, offered []object) {
	w.mu.Lock()
	defer w.mu.Unlock()
	maps.DeleteFunc(w.offered, func(old [3]string, _ []object) bool {
		exists := slices.ContainsFunc(w.timeline, func(e *entry) bool { return e.ts == old[1] })
		return !exists && w.findView(old[1], "") == nil
	})
	w.offered[key] = offered
}

// offeredOptions returns the options that the app returned last for an external
// select.
func (w *workspace) offeredOptions(on surface, element object) []object {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.offered[offeredKey(on, element)]
}
