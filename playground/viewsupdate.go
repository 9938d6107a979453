package playground

// viewsUpdate is views.update: the app replaces what an open modal shows. What the
// person has put in stays where block_id and action_id do. A hash that is not the
// view's own any more tells that somebody was faster.
// See https://docs.slack.dev/reference/methods/views.update.
func (s *Server) viewsUpdate(a args) (object, error) {
	raw, err := a.view()
	if err != nil {
		return nil, err
	}
	if (a["view_id"] == "") == (a["external_id"] == "") {
		return nil, &refusal{code: "invalid_arguments", messages: []string{"[ERROR] must provide one of: view_id, external_id"}}
	}
	s.space.mu.Lock()
	defer s.space.mu.Unlock()
	m := s.space.modal(a["view_id"], a["external_id"])
	switch {
	case m == nil:
		return nil, no("not_found")
	case a["hash"] != "" && a["hash"] != m.hash:
		return nil, no("hash_conflict")
	}
	if err := s.space.renew(m, raw); err != nil {
		return nil, err
	}
	return object{"view": m.wire()}, nil
}
