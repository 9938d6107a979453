package playground

// chatPostMessage is chat.postMessage: the app speaks to a channel.
// See https://docs.slack.dev/reference/methods/chat.postMessage.
func (s *Server) chatPostMessage(a args) (object, error) {
	c := s.space.channel(a["channel"])
	switch {
	case c == nil:
		return nil, no("channel_not_found")
	case !c.has(BotUserID):
		return nil, no("not_in_channel")
	}
	r, err := a.reply()
	if err != nil {
		return nil, err
	}
	m := s.space.post(Message{
		ChannelID: c.id, UserID: BotUserID, BotID: BotID, ThreadTS: r.ThreadTS,
		Text: r.Text, Blocks: r.Blocks, Attachments: r.Attachments,
	})
	return object{"channel": c.id, "ts": m.TS, "message": m.wire()}, nil
}
