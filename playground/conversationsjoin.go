package playground

// conversationsJoin is conversations.join: the app joins a public channel.
// See https://docs.slack.dev/reference/methods/conversations.join.
func (s *Server) conversationsJoin(a args) (object, error) {
	c, err := s.visibleChannel(a["channel"])
	switch {
	case err != nil:
		return nil, err
	case c.kind != Public:
		return nil, apiErr("method_not_supported_for_channel_type")
	case c.archived:
		return nil, apiErr("is_archived")
	case c.has(BotUserID):
		return object{
			"channel": s.channelObject(c), "warning": "already_in_channel",
			"response_metadata": object{"warnings": []string{"already_in_channel"}},
		}, nil
	}
	if err := s.Invite(c.id, BotUserID); err != nil {
		return nil, apiErr("channel_not_found")
	}
	return object{"channel": s.channelObject(s.workspace.channel(c.id))}, nil
}
