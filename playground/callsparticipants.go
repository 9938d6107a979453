package playground

import "slices"

// callsParticipantsAdd is calls.participants.add. Those who are in the call already make
// the answer say bad_users, which is ok all the same: the others are added. See
// https://docs.slack.dev/reference/methods/calls.participants.add.
func (s *Server) callsParticipantsAdd(a args) (object, error) {
	return s.changeCallPeople(a, func(c *LiveCall, p CallPerson) bool {
		if p.SlackID == "" && p.DisplayName == "" {
			p.DisplayName = p.ExternalID
		}
		if slices.ContainsFunc(c.Users, p.is) {
			return false
		}
		c.Users = append(c.Users, p)
		if !slices.ContainsFunc(c.All, p.is) {
			c.All = append(c.All, p)
		}
		return true
	})
}

// callsParticipantsRemove is calls.participants.remove, for which the same holds of those
// who are not in the call. See
// https://docs.slack.dev/reference/methods/calls.participants.remove.
func (s *Server) callsParticipantsRemove(a args) (object, error) {
	return s.changeCallPeople(a, func(c *LiveCall, p CallPerson) bool {
		before := len(c.Users)
		c.Users = slices.DeleteFunc(c.Users, p.is)
		return len(c.Users) < before
	})
}

// changeCallPeople changes a call for each of the users in the arguments; change reports
// whether that was possible.
func (s *Server) changeCallPeople(a args, change func(*LiveCall, CallPerson) bool) (object, error) {
	users, err := s.callPeople(a["users"])
	switch {
	case err != nil:
		return nil, err
	case len(users) == 0:
		return nil, apiErr("missing_argument")
	}
	answer := object{}
	_, err = s.workspace.changeCall(a["id"], func(c *LiveCall) error {
		for _, p := range users {
			if !change(c, p) {
				answer["error"] = "bad_users"
			}
		}
		return nil
	})
	return answer, err
}
