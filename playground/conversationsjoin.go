package playground

// conversationsJoin is conversations.join: the app enters a public channel.
// See https://docs.slack.dev/reference/methods/conversations.join.
func (s *Server) conversationsJoin(a args) (object, error) {
	c, err := s.reach(a["channel"])
	switch {
	case err != nil:
		return nil, err
	case c.kind != Public:
		return nil, no("method_not_supported_for_channel_type")
	case c.archived:
		return nil, no("is_archived")
	case c.has(BotUserID):
		return object{
			"channel": s.about(c), "warning": "already_in_channel",
			"response_metadata": object{"warnings": []string{"already_in_channel"}},
		}, nil
	}
	if err := s.Invite(c.id, BotUserID); err != nil {
		return nil, no("channel_not_found")
	}
	return object{"channel": s.about(s.space.channel(c.id))}, nil
}
