package playground

import "slices"

// Invite adds a person to a channel, like /invite; [BotUserID] adds the app. It
// returns [ErrUnknownPerson] or [ErrUnknownChannel].
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

// Remove removes a person from a channel; [BotUserID] removes the app. It returns
// [ErrUnknownChannel].
func (s *Server) Remove(channelID, userID string) error {
	return s.changeChannel(channelID, func(c *channel) {
		c.members = slices.DeleteFunc(slices.Clone(c.members), func(id string) bool { return id == userID })
	})
}

// Archive archives or unarchives a channel. It returns [ErrUnknownChannel].
func (s *Server) Archive(channelID string, archived bool) error {
	return s.changeChannel(channelID, func(c *channel) { c.archived = archived })
}

func (s *Server) changeChannel(channelID string, f func(*channel)) error {
	if !s.workspace.changeChannel(channelID, f) {
		return ErrUnknownChannel
	}
	return nil
}

// changeChannel replaces a channel by a copy that f has changed. It reports whether
// there is such a channel; direct messages cannot be changed.
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
