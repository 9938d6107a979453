package playground

import (
	"context"
	"fmt"
)

// Element names an interactive element.
type Element struct {
	// UserID is who uses it.
	UserID string
	// MessageTS is the message that it is in; empty for the view that the person
	// has open on top.
	MessageTS string
	// BlockID is the block that it is in. Empty for the first block that has an
	// element with the action id and, for buttons, the given value.
	BlockID string
	// ActionID is the element's own id.
	ActionID string
}

// Use lets a person use an element: press a button, choose from a menu, fill in
// an input. The values are what [Server.Input] takes; a button's value may be
// given to tell it from others with its action id. The app hears of it unless the
// element is an input that does not dispatch actions. Use returns when the app has
// acknowledged; what the app changes may arrive later.
func (s *Server) Use(ctx context.Context, e Element, values ...string) error {
	p := s.space.actor(e.UserID)
	if p == nil {
		return ErrUnknownPerson
	}
	at, err := s.place(e)
	if err != nil {
		return err
	}
	block, element, err := at.find(e, values)
	if err != nil {
		return err
	}
	done, err := s.effect(p, at, block, element, values)
	if err != nil {
		return err
	}
	if block["type"] == "input" && block["dispatch_action"] != true {
		return nil
	}
	_, err = s.interact(ctx, s.blockActions(p, at, done))
	s.note(at, err)
	s.report(ctx, "click", p.id, at.channelID(), err)
	return err
}

// Click lets a person use the first element of a message that has the action id;
// see [Server.Use].
func (s *Server) Click(ctx context.Context, userID, messageTS, actionID string, option ...string) error {
	if messageTS == "" {
		return ErrUnknownMessage
	}
	return s.Use(ctx, Element{UserID: userID, MessageTS: messageTS, ActionID: actionID}, option...)
}

// ClickView does the same in the view that the person has open on top.
func (s *Server) ClickView(ctx context.Context, userID, actionID string, option ...string) error {
	return s.Use(ctx, Element{UserID: userID, ActionID: actionID}, option...)
}

// Input fills in an input of the view that the person has open on top, or of a
// message if a timestamp is given. Options are given by their values, people and
// channels by their ids, dates as YYYY-MM-DD, times of day as HH:MM and points in
// time as seconds since 1970; no value empties the input.
func (s *Server) Input(ctx context.Context, userID, messageTS, actionID string, values ...string) error {
	return s.Use(ctx, Element{UserID: userID, MessageTS: messageTS, ActionID: actionID}, values...)
}

// place is a message or a view as it was when somebody used it.
type place struct {
	userID  string
	message *Message // nil in a view
	viewID  string
	blocks  []object
}

func (at place) channelID() string {
	if at.message == nil {
		return ""
	}
	return at.message.ChannelID
}

// id tells places apart.
func (at place) id() string {
	if at.message == nil {
		return at.viewID
	}
	return at.message.TS
}

// place finds what the person is looking at.
func (s *Server) place(e Element) (place, error) {
	if e.MessageTS != "" {
		m, ok := s.space.message(e.UserID, e.MessageTS)
		if c := s.space.channel(m.ChannelID); !ok || c == nil || !c.has(e.UserID) {
			return place{}, ErrUnknownMessage
		}
		return place{userID: e.UserID, message: &m, blocks: parseBlocks(m.Blocks)}, nil
	}
	s.space.mu.Lock()
	defer s.space.mu.Unlock()
	m := s.space.top(e.UserID)
	if m == nil {
		return place{}, ErrNoView
	}
	return place{userID: e.UserID, viewID: m.id, blocks: m.blocks()}, nil
}

// find returns the element and the block that it stands in.
func (at place) find(e Element, values []string) (block, element object, err error) {
	for _, b := range at.blocks {
		for _, found := range elements(b) {
			if e.names(b, found) && (found["type"] != "button" || first(values) == "" || first(values) == found["value"]) {
				return b, found, nil
			}
		}
	}
	return nil, nil, fmt.Errorf("%w: %s", ErrUnknownAction, e.ActionID)
}

// names tells whether an element in a block is meant.
func (e Element) names(block, found object) bool {
	return found["action_id"] == e.ActionID && (e.BlockID == "" || block["block_id"] == e.BlockID)
}

// effect does to an element what using it does, and describes it by the element's
// own words.
func (s *Server) effect(p *person, at place, block, element object, put []string) (object, error) {
	action := object{
		"type": element["type"], "action_id": element["action_id"], "block_id": block["block_id"],
		"action_ts": timestamp(s.options.Now().UnixMicro()),
	}
	k, keeps := keeperOf(element)
	switch {
	case keeps:
		value, err := s.taken(p, k, element, s.space.offeredAt(at, element), put)
		if err != nil {
			return nil, err
		}
		held := k.holding(element, value)
		s.space.keep(at, name(block, "block_id"), name(element, "action_id"), held)
		action[k.key] = held[k.key]
	case element["type"] == "overflow":
		chosen, ok := choose(options(element), first(put))
		if !ok {
			return nil, fmt.Errorf("%w: %v has no option %q", ErrUnknownAction, element["action_id"], put)
		}
		action["selected_option"] = chosen
	case element["type"] == "button":
		for _, key := range []string{"text", "value", "style"} {
			if v, ok := element[key]; ok {
				action[key] = v
			}
		}
	default:
		return nil, fmt.Errorf("%w: %v cannot be used here", ErrUnknownAction, element["type"])
	}
	return action, nil
}

func first(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}
