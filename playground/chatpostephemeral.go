package playground

// chatPostEphemeral is chat.postEphemeral: the app speaks to one person in a
// channel. See https://docs.slack.dev/reference/methods/chat.postEphemeral.
func (s *Server) chatPostEphemeral(a args) (object, error) {
	c, err := s.addressee(a["channel"])
	if err != nil {
		return nil, err
	}
	if err := s.mayPost(c); err != nil {
		return nil, err
	}
	p := s.space.actor(a["user"])
	if p == nil || !c.has(p.id) {
		return nil, no("user_not_in_channel")
	}
	r, err := a.reply()
	if err != nil {
		return nil, err
	}
	m := s.space.post(Message{
		ChannelID: c.id, UserID: BotUserID, BotID: BotID, ThreadTS: r.ThreadTS, EphemeralTo: p.id,
		Text: r.Text, Blocks: r.Blocks, Attachments: r.Attachments,
	})
	return object{"message_ts": m.TS}, nil
}
