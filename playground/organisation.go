package playground

import (
	"slices"
	"strconv"
)

// Organisation is an Enterprise organisation that workspaces belong to.
type Organisation struct {
	// ID is E…, Name what people read.
	ID, Name string
}

// organisation is the workspace's organisation as Slack's API and payloads show it, nil
// where it belongs to none.
func (s *Server) organisation() *Organisation {
	if s.options.Organisation.ID == "" {
		return nil
	}
	return &s.options.Organisation
}

// organisationObject is the same for an answer or an event.
func (s *Server) organisationObject() any {
	if o := s.organisation(); o != nil {
		return object{"id": o.ID, "name": o.Name}
	}
	return nil
}

// organisationID is the id of the organisation, nil for none.
func (s *Server) organisationID() any {
	if o := s.organisation(); o != nil {
		return o.ID
	}
	return nil
}

// installedForAll reports whether the app is installed in the whole organisation.
func (s *Server) installedForAll() bool {
	s.workspace.mu.Lock()
	defer s.workspace.mu.Unlock()
	return s.workspace.app.forAll
}

// addOrganisation adds to a command's form where it comes from.
func (s *Server) addOrganisation(form map[string][]string) {
	form["is_enterprise_install"] = []string{strconv.FormatBool(s.installedForAll())}
	if o := s.organisation(); o != nil {
		form["enterprise_id"], form["enterprise_name"] = []string{o.ID}, []string{o.Name}
	}
}

// members returns the workspaces of an organisation.
func (f *Front) members(id string) []*Server {
	return slices.DeleteFunc(slices.Clone(f.workspaces), func(s *Server) bool { return id == "" || s.options.Organisation.ID != id })
}

// installForAll installs the app in a whole organisation: one token serves all of its
// workspaces. Slack adds it to none of them until an admin does; here that is done at
// once.
func (f *Front) installForAll(organisation string, scopes []string) object {
	members := f.members(organisation)
	first := members[0]
	g := first.workspace.install(scopes, f.app.RotateTokens)
	for _, s := range members {
		s.workspace.shareGrant(g)
	}
	answer := first.grantObject(g)
	answer["team"], answer["is_enterprise_install"] = nil, true
	return answer
}

// shareGrant makes the token of an organisation work in one of its workspaces.
func (w *workspace) shareGrant(g grant) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.app.forAll = true
	w.addToken(g, g.scopes)
	w.notifyWatchers()
}

// concerns reports whether a call is about something of the workspace: of the
// workspaces that share a token one has to be chosen.
func (s *Server) concerns(a args) bool {
	if a["team_id"] != "" {
		return a["team_id"] == s.options.TeamID
	}
	for _, key := range []string{"channel", "user", "user_id"} {
		if id := a[key]; id != "" && (s.workspace.channel(id) != nil || s.workspace.person(id) != nil) {
			return true
		}
	}
	s.workspace.mu.Lock()
	defer s.workspace.mu.Unlock()
	return s.workspace.triggers[a["trigger_id"]] != nil || s.workspace.findView(a["view_id"], a["external_id"]) != nil
}
