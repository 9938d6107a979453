package playground

import "fmt"

// viewsPublish is views.publish: the app shows a person its Home tab. A hash that
// differs from that of what is shown says that it was published meanwhile. See
// https://docs.slack.dev/reference/methods/views.publish.
func (s *Server) viewsPublish(a args) (object, error) {
	if a["user_id"] == "" {
		return nil, &apiError{code: "invalid_arguments", messages: []string{"[ERROR] missing required field: user_id"}}
	}
	raw, err := a.viewOf("home")
	if err != nil {
		return nil, err
	}
	p := s.workspace.activeUser(a["user_id"])
	if p == nil {
		return nil, apiErr("user_not_found")
	}
	s.workspace.mu.Lock()
	defer s.workspace.mu.Unlock()
	m := s.workspace.homes[p.id]
	if a["hash"] != "" && (m == nil || a["hash"] != m.hash) {
		return nil, apiErr("hash_conflict")
	}
	if m == nil {
		s.workspace.lastID++
		m = &modal{id: fmt.Sprintf("V0PLAY%05d", s.workspace.lastID), teamID: s.workspace.teamID, userID: p.id, values: values{}}
		m.rootID = m.id
	}
	if err := s.workspace.setContent(m, raw); err != nil {
		return nil, err
	}
	s.workspace.homes[p.id] = m
	return object{"view": m.wire()}, nil
}
