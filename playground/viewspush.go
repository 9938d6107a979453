package playground

// viewsPush is views.push: the app puts a modal on top of the one in which
// somebody just did something. See https://docs.slack.dev/reference/methods/views.push.
func (s *Server) viewsPush(a args) (object, error) {
	raw, err := a.view()
	if err != nil {
		return nil, err
	}
	userID, err := s.space.pull(a["trigger_id"])
	if err != nil {
		return nil, err
	}
	s.space.mu.Lock()
	defer s.space.mu.Unlock()
	if s.space.top(userID) == nil {
		return nil, no("not_found")
	}
	m, err := s.space.stack(userID, raw)
	if err != nil {
		return nil, err
	}
	return object{"view": m.wire()}, nil
}
