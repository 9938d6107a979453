package playground

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strconv"

	"meetingbot/playground/blockkit"
)

// LiveCall is one of Slack's own calls, as an app made it. See
// https://docs.slack.dev/apis/web-api/using-the-calls-api.
type LiveCall struct {
	ID                string       `json:"id"`
	ExternalUniqueID  string       `json:"external_unique_id"`
	ExternalDisplayID string       `json:"external_display_id,omitempty"`
	CreatedBy         string       `json:"created_by"`
	Title             string       `json:"title,omitempty"`
	JoinURL           string       `json:"join_url"`
	DesktopAppJoinURL string       `json:"desktop_app_join_url,omitempty"`
	DateStart         int64        `json:"date_start"`
	DateEnd           int64        `json:"date_end,omitempty"` // 0 while it goes on
	Users             []CallPerson `json:"users,omitempty"`    // who is in it
	All               []CallPerson `json:"all,omitempty"`      // who has ever been in it
	Rejected          []string     `json:"rejected,omitempty"` // who has declined it, by user id
}

// CallPerson is somebody in a call: a user, or somebody whom only the app knows.
type CallPerson struct {
	SlackID     string `json:"slack_id,omitempty"`
	ExternalID  string `json:"external_id,omitempty"`
	DisplayName string `json:"display_name,omitempty"`
	AvatarURL   string `json:"avatar_url,omitempty"`
}

// is reports whether both are the same one.
func (p CallPerson) is(other CallPerson) bool {
	return p.SlackID == other.SlackID && p.ExternalID == other.ExternalID
}

// clone returns a copy that shares nothing.
func (c *LiveCall) clone() LiveCall {
	copied := *c
	copied.Users, copied.All, copied.Rejected = slices.Clone(c.Users), slices.Clone(c.All), slices.Clone(c.Rejected)
	return copied
}

// LiveCalls returns all calls, oldest first.
func (s *Server) LiveCalls() []LiveCall {
	s.workspace.mu.Lock()
	defer s.workspace.mu.Unlock()
	var all []LiveCall
	for _, c := range s.workspace.liveCalls {
		all = append(all, c.clone())
	}
	return all
}

// liveCall returns a copy of a call, and whether there is one.
func (w *workspace) liveCall(id string) (LiveCall, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if c := w.findCall(id); c != nil {
		return c.clone(), true
	}
	return LiveCall{}, false
}

// findCall returns a call, or nil. The caller holds the lock.
func (w *workspace) findCall(id string) *LiveCall {
	for _, c := range w.liveCalls {
		if c.ID == id {
			return c
		}
	}
	return nil
}

// changeCall lets f change a call that goes on. Every message that shows it shows the
// change. It returns an [*apiError].
func (w *workspace) changeCall(id string, f func(*LiveCall) error) (LiveCall, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	c := w.findCall(id)
	switch {
	case c == nil:
		return LiveCall{}, apiErr("invalid_call_id")
	case c.DateEnd != 0:
		return LiveCall{}, apiErr("inactive_call")
	}
	copied := c.clone()
	if err := f(&copied); err != nil {
		return LiveCall{}, err
	}
	*c = copied
	w.notifyWatchers()
	return copied.clone(), nil
}

// object is the call as the methods answer.
func (c LiveCall) object() object {
	return object{
		"id": c.ID, "date_start": c.DateStart, "date_end": c.DateEnd, "external_unique_id": c.ExternalUniqueID,
		"join_url": c.JoinURL, "desktop_app_join_url": c.DesktopAppJoinURL, "external_display_id": c.ExternalDisplayID,
		"title": c.Title, "users": c.Users,
	}
}

// block is the call as Slack shows it in a block.
func (c LiveCall) block(viewerID string) object {
	return object{"media_backend_type": "platform_call", "v1": object{
		"id": c.ID, "app_id": AppID, "name": c.Title, "display_id": c.ExternalDisplayID, "created_by": c.CreatedBy,
		"join_url": c.JoinURL, "desktop_app_join_url": c.DesktopAppJoinURL, "date_start": c.DateStart, "date_end": c.DateEnd,
		"has_ended": c.DateEnd != 0, "active_participants": c.Users, "all_participants": c.All, "channels": []string{},
		"is_dm_call": false, "was_missed": false, "was_accepted": false, "was_rejected": slices.Contains(c.Rejected, viewerID),
	}}
}

// withCalls adds to each call block what the call is like by now, for a viewer.
func (w *workspace) withCalls(raw json.RawMessage, viewerID string) json.RawMessage {
	blocks, changed := parseBlocks(raw), false
	for _, b := range blocks {
		if b["type"] != "call" {
			continue
		}
		if c, ok := w.liveCall(stringProp(b, "call_id")); ok {
			b["call"], changed = c.block(viewerID), true
		}
	}
	if !changed {
		return raw
	}
	return compactJSON(blocks)
}

// withUnfurledCalls does the same with what is shown under the links of a message.
func (w *workspace) withUnfurledCalls(m *Message, viewerID string) json.RawMessage {
	all := m.unfurls()
	for i := range all {
		all[i].Blocks = w.withCalls(all[i].Blocks, viewerID)
	}
	if len(all) == 0 {
		return m.Attachments
	}
	return compactJSON(all)
}

// checkCalls checks that the calls exist that the blocks of a message show. It returns
// an [*apiError]. The pointer is that of the blocks.
func (w *workspace) checkCalls(raw json.RawMessage, pointer string) error {
	for i, b := range parseBlocks(raw) {
		if b["type"] != "call" {
			continue
		}
		if _, ok := w.liveCall(stringProp(b, "call_id")); !ok {
			return problemsError([]blockkit.Problem{{
				Pointer: pointer + "/" + strconv.Itoa(i) + "/call_id", Rule: blockkit.RuleValue, Message: "invalid call_id",
			}})
		}
	}
	return nil
}

// ErrUnknownCall says that the person sees no call with the id that goes on.
var ErrUnknownCall = errors.New("no such call")

// Decline has a person decline a call that a message shows them. The app gets the event
// call_rejected, if it subscribes to it.
func (s *Server) Decline(_ context.Context, userID, messageTS, callID string) error {
	m, ok := s.workspace.visibleMessage(userID, messageTS)
	if !ok || s.workspace.activeUser(userID) == nil || !m.showsCall(callID) {
		return ErrUnknownCall
	}
	c, err := s.workspace.changeCall(callID, func(c *LiveCall) error {
		if !slices.Contains(c.Rejected, userID) {
			c.Rejected = append(c.Rejected, userID)
		}
		return nil
	})
	if err != nil {
		return ErrUnknownCall
	}
	s.tell("call_rejected", "calls:write", object{
		"type": "call_rejected", "call_id": c.ID, "user_id": userID, "channel_id": m.ChannelID, "external_unique_id": c.ExternalUniqueID,
	})
	return nil
}

// showsCall tells whether a message shows a call, under a link too.
func (m *Message) showsCall(callID string) bool {
	all := []json.RawMessage{m.Blocks}
	for _, u := range m.unfurls() {
		all = append(all, u.Blocks)
	}
	for _, raw := range all {
		for _, b := range parseBlocks(raw) {
			if b["type"] == "call" && stringProp(b, "call_id") == callID {
				return true
			}
		}
	}
	return false
}

// handleDecline declines a call.
func (s *Server) handleDecline(ctx context.Context, p formPost) error {
	return s.Decline(ctx, p.loc.Person, p.form.Get("ts"), p.form.Get("call"))
}
