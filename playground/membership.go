package playground

import "slices"

// Invite adds somebody to a channel, the app by [BotUserID], as a person's /invite
// does. It returns [ErrUnknownPerson] or [ErrUnknownChannel].
func (s *Server) Invite(channelID, userID string) error {
	if s.workspace.person(userID) == nil {
		return ErrUnknownPerson
	}
	return s.changeChannel(channelID, func(c *channel) {
		if !c.has(userID) {
			c.members = append(slices.Clone(c.members), userID)
		}
	})
}

// Remove takes somebody out of a channel, the app by [BotUserID]. It returns
// [ErrUnknownChannel].
func (s *Server) Remove(channelID, userID string) error {
	return s.changeChannel(channelID, func(c *channel) {
		c.members = slices.DeleteFunc(slices.Clone(c.members), func(id string) bool { return id == userID })
	})
}

// Archive archives a channel, or brings it back. It returns [ErrUnknownChannel].
func (s *Server) Archive(channelID string, archived bool) error {
	return s.changeChannel(channelID, func(c *channel) { c.archived = archived })
}

func (s *Server) changeChannel(channelID string, f func(*channel)) error {
	if !s.workspace.changeChannel(channelID, f) {
		return ErrUnknownChannel
	}
	return nil
}

// changeChannel replaces a channel, but no direct message, by one that f has changed;
// it reports whether there is one.
func (w *workspace) changeChannel(channelID string, f func(*channel)) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	i := slices.IndexFunc(w.channels, func(c *channel) bool { return c.id == channelID && c.kind != Direct })
	if i < 0 {
		return false
	}
	after := *w.channels[i]
	f(&after)
	w.channels[i] = &after
	w.notifyWatchers()
	return true
}
