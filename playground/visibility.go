package playground

import (
	"slices"
	"strings"
)

// visibleChannel returns a conversation that the app can see. A private one without
// the app is not found.
func (s *Server) visibleChannel(id string) (*channel, error) {
	c := s.workspace.channel(id)
	if c == nil || c.id != id || (c.kind != Public && !c.has(BotUserID)) {
		return nil, apiErr("channel_not_found")
	}
	return c, nil
}

// resolveRecipient returns the conversation for a message: by id, by a public
// channel's name with a number sign, or by a person's id for their direct message.
func (s *Server) resolveRecipient(id string) (*channel, error) {
	switch {
	case s.workspace.activeUser(id) != nil:
		id = directID(id)
	case strings.HasPrefix(id, "#"):
		if c := s.workspace.channel(id); c != nil {
			id = c.id
		}
	}
	return s.visibleChannel(id)
}

// checkCanPost returns an error unless the app may post in a conversation.
func (s *Server) checkCanPost(c *channel) error {
	switch {
	case c.archived:
		return apiErr("is_archived")
	case c.has(BotUserID):
		return nil
	case c.kind == Public && slices.Contains(s.Scopes(), "chat:write.public"):
		return nil
	default:
		return apiErr("not_in_channel")
	}
}
