package playground

// chatDelete is chat.delete: the app deletes one of its messages. Ephemeral messages
// cannot be deleted with it. See
// https://docs.slack.dev/reference/methods/chat.delete.
func (s *Server) chatDelete(a args) (object, error) {
	c, err := s.visibleChannel(a["channel"])
	if err != nil {
		return nil, err
	}
	m, ok := s.workspace.visibleMessage(BotUserID, a["ts"])
	switch {
	case !ok || m.ChannelID != c.id:
		return nil, apiErr("message_not_found")
	case m.BotID != BotID:
		return nil, apiErr("cant_delete_message")
	}
	s.workspace.deleteMessage(c.id, m.TS)
	return object{"channel": c.id, "ts": m.TS}, nil
}
