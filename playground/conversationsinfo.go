package playground

import "time"

// conversationsInfo is conversations.info: what a channel is.
// See https://docs.slack.dev/reference/methods/conversations.info.
func (s *Server) conversationsInfo(a args) (object, error) {
	c := s.space.channel(a["channel"])
	if c == nil {
		return nil, no("channel_not_found")
	}
	about := object{
		"id": c.id, "name": c.name, "name_normalized": c.name, "creator": UserID,
		"created":    time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).Unix(),
		"is_channel": true, "is_group": false, "is_im": false, "is_mpim": false, "is_private": false,
		"is_archived": false, "is_general": true, "is_shared": false, "is_ext_shared": false, "is_org_shared": false,
		"is_member": c.has(BotUserID), "context_team_id": TeamID, "shared_team_ids": []string{TeamID},
		"topic":   object{"value": c.topic, "creator": UserID, "last_set": 0},
		"purpose": object{"value": "", "creator": "", "last_set": 0},
	}
	if a.flag("include_locale") {
		about["locale"] = s.space.person(UserID).locale
	}
	if a.flag("include_num_members") {
		about["num_members"] = len(c.members)
	}
	return object{"channel": about}, nil
}
