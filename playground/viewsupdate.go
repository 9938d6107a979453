package playground

// viewsUpdate is views.update: the app replaces the content of an open modal.
// Entered values are kept where block_id and action_id stay the same. A hash that
// differs from the view's says that the view was changed meanwhile.
// See https://docs.slack.dev/reference/methods/views.update.
func (s *Server) viewsUpdate(a args) (object, error) {
	raw, err := a.view()
	if err != nil {
		return nil, err
	}
	if (a["view_id"] == "") == (a["external_id"] == "") {
		return nil, &apiError{code: "invalid_arguments", messages: []string{"[ERROR] must provide one of: view_id, external_id"}}
	}
	s.workspace.mu.Lock()
	defer s.workspace.mu.Unlock()
	m := s.workspace.findView(a["view_id"], a["external_id"])
	switch {
	case m == nil || m.raw["type"] != "modal": // a Home tab is published
		return nil, apiErr("not_found")
	case a["hash"] != "" && a["hash"] != m.hash:
		return nil, apiErr("hash_conflict")
	}
	if err := s.workspace.setContent(m, raw); err != nil {
		return nil, err
	}
	return object{"view": m.wire()}, nil
}
