package playground

// chatPostEphemeral is chat.postEphemeral: the app posts a message that one person
// sees. See https://docs.slack.dev/reference/methods/chat.postEphemeral.
func (s *Server) chatPostEphemeral(a args) (object, error) {
	c, err := s.resolveRecipient(a["channel"])
	if err != nil {
		return nil, err
	}
	if err := s.checkCanPost(c); err != nil {
		return nil, err
	}
	p := s.workspace.activeUser(a["user"])
	if p == nil || !c.has(p.id) {
		return nil, apiErr("user_not_in_channel")
	}
	in, err := s.message(a)
	if err != nil {
		return nil, err
	}
	m := s.workspace.addMessage(Message{
		ChannelID: c.id, UserID: BotUserID, BotID: BotID, ThreadTS: in.ThreadTS, EphemeralTo: p.id,
		Text: in.Text, Blocks: in.Blocks, Attachments: in.Attachments,
	})
	return object{"message_ts": m.TS}, nil
}
