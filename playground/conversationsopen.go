package playground

import "strings"

// conversationsOpen is conversations.open: the app opens its direct message with a
// person, which is always there.
// See https://docs.slack.dev/reference/methods/conversations.open.
func (s *Server) conversationsOpen(a args) (object, error) {
	id := a["channel"]
	if id == "" {
		people := strings.Split(a["users"], ",")
		switch {
		case a["users"] == "":
			return nil, apiErr("users_list_not_supplied")
		case len(people) > 1: // a group message, which the app has no scope for
			return nil, &apiError{code: "missing_scope", more: object{"needed": "mpim:write", "provided": strings.Join(s.Scopes(), ",")}}
		case s.workspace.activeUser(people[0]) == nil:
			return nil, apiErr("user_not_found")
		}
		id = directID(people[0])
	}
	c, err := s.visibleChannel(id)
	switch {
	case err != nil:
		return nil, err
	case c.kind != Direct:
		return nil, apiErr("method_not_supported_for_channel_type")
	case a.isTrue("return_im"):
		return object{"no_op": true, "already_open": true, "channel": s.channelObject(c)}, nil
	default:
		return object{"no_op": true, "already_open": true, "channel": object{"id": c.id}}, nil
	}
}
