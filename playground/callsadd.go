package playground

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strconv"
)

// callsAdd is calls.add: the app makes a call. The documents say that its
// external_unique_id must be unique among all of the app, and name no error for one that
// is not: the answer is the call that has it, as it is by now. See
// https://docs.slack.dev/reference/methods/calls.add.
func (s *Server) callsAdd(a args) (object, error) {
	users, err := s.callPeople(a["users"])
	switch {
	case err != nil:
		return nil, err
	case a["external_unique_id"] == "", a["join_url"] == "":
		return nil, apiErr("missing_argument")
	case !isWebURL(a["join_url"]):
		return nil, apiErr("invalid_arguments")
	case s.workspace.person(a["created_by"]) == nil: // the token is a bot's
		return nil, apiErr("invalid_created_by")
	}
	start := s.options.Now().Unix()
	if text := a["date_start"]; text != "" {
		if start, err = strconv.ParseInt(text, 10, 64); err != nil || start <= 0 {
			return nil, apiErr("invalid_start_time")
		}
	}
	c := s.workspace.addCall(LiveCall{
		ExternalUniqueID: a["external_unique_id"], ExternalDisplayID: a["external_display_id"], CreatedBy: a["created_by"],
		Title: a["title"], JoinURL: a["join_url"], DesktopAppJoinURL: a["desktop_app_join_url"], DateStart: start, Users: users, All: users,
	})
	return object{"call": c.object()}, nil
}

// addCall stores a call under a new id, or returns the one that has its unique id.
func (w *workspace) addCall(c LiveCall) LiveCall {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, known := range w.liveCalls {
		if known.ExternalUniqueID == c.ExternalUniqueID {
			return known.clone()
		}
	}
	w.lastID++
	c.ID = fmt.Sprintf("R0PLAY%05d", w.lastID)
	stored := c.clone()
	w.liveCalls = append(w.liveCalls, &stored)
	return c
}

// callPeople reads the users of a call: those of Slack by their id, and others by an id
// of the app's. It returns an [*apiError].
func (s *Server) callPeople(text string) ([]CallPerson, error) {
	if text == "" {
		return nil, nil
	}
	var all []CallPerson
	if err := json.Unmarshal([]byte(text), &all); err != nil {
		return nil, apiErr("invalid_arguments")
	}
	for _, p := range all {
		switch {
		case p.SlackID == "" && p.ExternalID == "":
			return nil, apiErr("invalid_arguments")
		case p.SlackID != "" && s.workspace.person(p.SlackID) == nil:
			return nil, apiErr("user_not_found")
		}
	}
	return all, nil
}

// isWebURL tells whether a text is the address of a page.
func isWebURL(text string) bool {
	u, err := url.Parse(text)
	return err == nil && u.Host != "" && (u.Scheme == "https" || u.Scheme == "http")
}
