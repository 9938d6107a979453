package playground

import "strings"

// usersLookupByEmail is users.lookupByEmail: a user by e-mail address. Deactivated
// users and people of other organisations are not found.
// See https://docs.slack.dev/reference/methods/users.lookupByEmail.
func (s *Server) usersLookupByEmail(a args) (object, error) {
	for _, p := range s.workspace.allPeople() {
		if p.email != "" && strings.EqualFold(p.email, a["email"]) && !p.deactivated && p.teamID == s.options.TeamID {
			return object{"user": s.userObject(p, a)}, nil
		}
	}
	return nil, apiErr("users_not_found")
}
