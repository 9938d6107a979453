package playground

import (
	"slices"
	"strings"
)

// reach finds a conversation that the app can know of. A private one without the
// app is not found, as if there were none.
func (s *Server) reach(id string) (*channel, error) {
	c := s.space.channel(id)
	if c == nil || c.id != id || (c.kind != Public && !c.has(BotUserID)) {
		return nil, no("channel_not_found")
	}
	return c, nil
}

// addressee finds where a message goes: an id, a public channel's name with a
// number sign, or a person's id for the direct message with them.
func (s *Server) addressee(id string) (*channel, error) {
	switch {
	case s.space.actor(id) != nil:
		id = directID(id)
	case strings.HasPrefix(id, "#"):
		if c := s.space.channel(id); c != nil {
			id = c.id
		}
	}
	return s.reach(id)
}

// mayPost says why the app cannot speak in a conversation that it knows of.
func (s *Server) mayPost(c *channel) error {
	switch {
	case c.archived:
		return no("is_archived")
	case c.has(BotUserID):
		return nil
	case c.kind == Public && slices.Contains(s.options.Scopes, "chat:write.public"):
		return nil
	default:
		return no("not_in_channel")
	}
}
