package playground

import (
	"context"
	"fmt"
	"slices"
)

// Shortcut is a shortcut of the app, as in its manifest.
type Shortcut struct {
	// CallbackID is what the app gets when the shortcut is chosen; Name is what
	// people read.
	CallbackID, Name string
	// OfMessages says that it is in the menu of each message, and not beside the
	// message box.
	OfMessages bool
}

// Shortcut lets a person choose a shortcut beside the message box. The app gets no
// channel and no response_url. People of other organisations see no shortcuts.
func (s *Server) Shortcut(ctx context.Context, userID, callbackID string) error {
	p, err := s.mayUseShortcut(userID, callbackID, false)
	if err != nil {
		return err
	}
	payload := s.newPayload("shortcut", p)
	payload.CallbackID, payload.ActionTS = callbackID, timestamp(s.options.Now().UnixMicro())
	payload.TriggerID = s.workspace.newTrigger(p.id)
	_, err = s.sendPayload(ctx, payload)
	s.logFailure(ctx, "shortcut", p.id, "", err)
	return err
}

// MessageShortcut lets a person choose a shortcut in the menu of a message. Messages
// that one person sees have no such menu.
func (s *Server) MessageShortcut(ctx context.Context, userID, messageTS, callbackID string) error {
	p, err := s.mayUseShortcut(userID, callbackID, true)
	if err != nil {
		return err
	}
	m, ok := s.workspace.visibleMessage(userID, messageTS)
	c := s.workspace.channel(m.ChannelID)
	if !ok || c == nil || !c.has(userID) || m.EphemeralTo != "" {
		return ErrUnknownMessage
	}
	u := s.workspace.newResponseURL(responseURL{kind: "app", userID: p.id, channelID: c.id})
	wire := m.wire()
	payload := s.newPayload("message_action", p)
	payload.CallbackID, payload.ActionTS = callbackID, timestamp(s.options.Now().UnixMicro())
	payload.TriggerID, payload.ResponseURL = s.workspace.newTrigger(p.id), s.options.PublicURL+u.path
	payload.Channel = &wireChannel{ID: c.id, Name: c.wireName()}
	payload.MessageTS, payload.Message = m.TS, &wire
	_, err = s.sendPayload(ctx, payload)
	s.logFailure(ctx, "message shortcut", p.id, c.id, err)
	return err
}

// mayUseShortcut returns the person, if the app has such a shortcut and they see it.
func (s *Server) mayUseShortcut(userID, callbackID string, ofMessages bool) (*person, error) {
	p := s.workspace.activeUser(userID)
	switch {
	case p == nil:
		return nil, ErrUnknownPerson
	case !slices.ContainsFunc(s.options.Shortcuts, func(o Shortcut) bool { return o.CallbackID == callbackID && o.OfMessages == ofMessages }):
		return nil, fmt.Errorf("%w: no shortcut %s", ErrUnknownAction, callbackID)
	case p.teamID != s.options.TeamID:
		return nil, ErrNotMember
	}
	return p, nil
}

// handleShortcut chooses a shortcut on the page. What fails is said in the channel, as
// by Slack itself.
func (s *Server) handleShortcut(ctx context.Context, p formPost) error {
	callback, ts := p.form.Get("callback"), p.form.Get("ts")
	var err error
	if ts == "" {
		err = s.Shortcut(ctx, p.loc.Person, callback)
	} else {
		err = s.MessageShortcut(ctx, p.loc.Person, ts, callback)
	}
	if err != nil && !isRejected(err) {
		s.slackbot(p.loc.Channel, p.loc.Person, "", "We had some trouble connecting. Try again? ("+err.Error()+")")
	}
	return err
}
