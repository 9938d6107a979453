package playground

// viewsPush is views.push: the app opens a modal on top of the one in which a person
// just did something. See https://docs.slack.dev/reference/methods/views.push.
func (s *Server) viewsPush(a args) (object, error) {
	raw, err := a.view()
	if err != nil {
		return nil, err
	}
	userID, err := s.workspace.exchangeTrigger(a["trigger_id"])
	if err != nil {
		return nil, err
	}
	s.workspace.mu.Lock()
	defer s.workspace.mu.Unlock()
	if s.workspace.topView(userID) == nil {
		return nil, apiErr("not_found")
	}
	m, err := s.workspace.pushView(userID, raw)
	if err != nil {
		return nil, err
	}
	return object{"view": m.wire()}, nil
}
