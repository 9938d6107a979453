package playground

import (
	"cmp"
	"strconv"
)

// callsUpdate is calls.update: what is given changes. See
// https://docs.slack.dev/reference/methods/calls.update.
func (s *Server) callsUpdate(a args) (object, error) {
	if a["join_url"] != "" && !isWebURL(a["join_url"]) {
		return nil, apiErr("invalid_arguments")
	}
	c, err := s.workspace.changeCall(a["id"], func(c *LiveCall) error {
		c.Title, c.JoinURL = cmp.Or(a["title"], c.Title), cmp.Or(a["join_url"], c.JoinURL)
		c.DesktopAppJoinURL = cmp.Or(a["desktop_app_join_url"], c.DesktopAppJoinURL)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return object{"call": c.object()}, nil
}

// callsEnd is calls.end: nobody is in the call any more, and it cannot go on. See
// https://docs.slack.dev/reference/methods/calls.end.
func (s *Server) callsEnd(a args) (object, error) {
	var duration int64
	if text := a["duration"]; text != "" {
		seconds, err := strconv.ParseInt(text, 10, 64)
		if err != nil || seconds < 0 {
			return nil, apiErr("invalid_arguments")
		}
		duration = seconds
	}
	_, err := s.workspace.changeCall(a["id"], func(c *LiveCall) error {
		c.DateEnd, c.Users = s.options.Now().Unix(), nil
		if duration > 0 {
			c.DateEnd = c.DateStart + duration
		}
		return nil
	})
	return object{}, err
}

// callsInfo is calls.info. See https://docs.slack.dev/reference/methods/calls.info.
func (s *Server) callsInfo(a args) (object, error) {
	c, ok := s.workspace.liveCall(a["id"])
	if !ok {
		return nil, apiErr("invalid_call_id")
	}
	return object{"call": c.object()}, nil
}
