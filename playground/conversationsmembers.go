package playground

// conversationsMembers is conversations.members: the members of a conversation, in
// pages. See https://docs.slack.dev/reference/methods/conversations.members.
func (s *Server) conversationsMembers(a args) (object, error) {
	c, err := s.visibleChannel(a["channel"])
	if err != nil {
		return nil, err
	}
	if err := s.checkReadScope(c.kind); err != nil {
		return nil, err
	}
	page, next, err := pageOf(a, c.members)
	if err != nil {
		return nil, err
	}
	return object{"members": page, "response_metadata": object{"next_cursor": next}}, nil
}
