package playground

import (
	"context"
	"fmt"
)

// Element identifies an interactive element.
type Element struct {
	// UserID is who uses it.
	UserID string
	// MessageTS is the message that contains it; empty for a view.
	MessageTS string
	// Home says that it is on the person's Home tab, and not in their topmost modal.
	Home bool
	// BlockID is the block that contains it. Empty means the first block with an
	// element with the action id and, for a button, the given value.
	BlockID string
	// ActionID is the element's action id.
	ActionID string
}

// Use lets a person use an element: press a button, choose from a menu, fill in an
// input. The values are those of [Server.Input]; a button's value selects among
// buttons with the same action id. The app gets block_actions, unless the element is
// an input without dispatch_action. Use returns when the app has acknowledged; what
// the app changes may arrive later.
func (s *Server) Use(ctx context.Context, e Element, values ...string) error {
	p := s.workspace.activeUser(e.UserID)
	if p == nil {
		return ErrUnknownPerson
	}
	on, err := s.findSurface(e)
	if err != nil {
		return err
	}
	on = on.orUnfurl(e, values)
	block, element, err := on.find(e, values)
	if err != nil {
		return err
	}
	action, err := s.applyAction(p, on, block, element, values)
	if err != nil {
		return err
	}
	if block["type"] == "input" && block["dispatch_action"] != true {
		return nil
	}
	_, err = s.sendPayload(ctx, s.newBlockActions(p, on, action))
	s.setProblem(on, err)
	s.logFailure(ctx, "click", p.id, on.channelID(), err)
	return err
}

// Click lets a person use the first element of a message with the action id; see
// [Server.Use].
func (s *Server) Click(ctx context.Context, userID, messageTS, actionID string, option ...string) error {
	if messageTS == "" {
		return ErrUnknownMessage
	}
	return s.Use(ctx, Element{UserID: userID, MessageTS: messageTS, ActionID: actionID}, option...)
}

// ClickHome does the same on the person's Home tab.
func (s *Server) ClickHome(ctx context.Context, userID, actionID string, option ...string) error {
	return s.Use(ctx, Element{UserID: userID, Home: true, ActionID: actionID}, option...)
}

// ClickView does the same in the person's topmost view.
func (s *Server) ClickView(ctx context.Context, userID, actionID string, option ...string) error {
	return s.Use(ctx, Element{UserID: userID, ActionID: actionID}, option...)
}

// Input sets the value of an input in the person's topmost view, or in a message if
// a timestamp is given. Values are those of options, ids of people and channels,
// dates as YYYY-MM-DD, times of day as HH:MM, and dates with time as seconds since
// 1970. No value clears the input.
func (s *Server) Input(ctx context.Context, userID, messageTS, actionID string, values ...string) error {
	return s.Use(ctx, Element{UserID: userID, MessageTS: messageTS, ActionID: actionID}, values...)
}

// surface is a message or a view at the time when a person used it.
type surface struct {
	userID  string
	message *Message // nil in a view
	viewID  string
	unfurl  *unfurl // nil outside of what is shown under a link of the message
	blocks  []object
}

func (on surface) channelID() string {
	if on.message == nil {
		return ""
	}
	return on.message.ChannelID
}

// id is the message's timestamp or the view's id.
func (on surface) id() string {
	if on.message == nil {
		return on.viewID
	}
	return on.message.TS
}

// findSurface returns the message or view that contains an element.
func (s *Server) findSurface(e Element) (surface, error) {
	if e.MessageTS != "" {
		m, ok := s.workspace.visibleMessage(e.UserID, e.MessageTS)
		if c := s.workspace.channel(m.ChannelID); !ok || c == nil || !c.has(e.UserID) {
			return surface{}, ErrUnknownMessage
		}
		return surface{userID: e.UserID, message: &m, blocks: parseBlocks(m.Blocks)}, nil
	}
	s.workspace.mu.Lock()
	defer s.workspace.mu.Unlock()
	m := s.workspace.topView(e.UserID)
	if e.Home {
		m = s.workspace.homes[e.UserID]
	}
	if m == nil {
		return surface{}, ErrNoView
	}
	return surface{userID: e.UserID, viewID: m.id, blocks: m.blocks()}, nil
}

// find returns the element and its block.
func (on surface) find(e Element, values []string) (block, element object, err error) {
	for _, b := range on.blocks {
		for _, found := range elements(b) {
			if e.matches(b, found) && (found["type"] != "button" || first(values) == "" || first(values) == found["value"]) {
				return b, found, nil
			}
		}
	}
	return nil, nil, fmt.Errorf("%w: %s", ErrUnknownAction, e.ActionID)
}

// matches tells whether the element has the ids.
func (e Element) matches(block, found object) bool {
	return found["action_id"] == e.ActionID && (e.BlockID == "" || block["block_id"] == e.BlockID)
}

// applyAction stores an element's new value, and returns the action for the payload.
func (s *Server) applyAction(p *person, on surface, block, element object, input []string) (object, error) {
	action := object{
		"type": element["type"], "action_id": element["action_id"], "block_id": block["block_id"],
		"action_ts": timestamp(s.options.Now().UnixMicro()),
	}
	spec, hasValue := valueSpecOf(element)
	switch {
	case hasValue:
		value, err := s.parseValues(p, spec, element, s.workspace.offeredOptions(on, element), input)
		if err != nil {
			return nil, err
		}
		state := spec.stateObject(element, value)
		s.workspace.setValue(on, stringProp(block, "block_id"), stringProp(element, "action_id"), state)
		action[spec.key] = state[spec.key]
	case element["type"] == "overflow":
		chosen, ok := selectOption(elementOptions(element), first(input))
		if !ok {
			return nil, fmt.Errorf("%w: %v has no option %q", ErrUnknownAction, element["action_id"], input)
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
