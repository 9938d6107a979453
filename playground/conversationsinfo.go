package playground

import (
	"slices"
	"time"
)

// conversationsInfo is conversations.info: the properties of a conversation.
// See https://docs.slack.dev/reference/methods/conversations.info.
func (s *Server) conversationsInfo(a args) (object, error) {
	c, err := s.visibleChannel(a["channel"])
	if err != nil {
		return nil, err
	}
	if err := s.checkReadScope(c.kind); err != nil {
		return nil, err
	}
	channel := s.channelObject(c)
	if a.isTrue("include_locale") {
		channel["locale"] = s.options.Locale
	}
	if a.isTrue("include_num_members") {
		channel["num_members"] = len(c.members)
	}
	return object{"channel": channel}, nil
}

// channelObject is a conversation as Slack's API returns it.
func (s *Server) channelObject(c *channel) object {
	created := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).Unix()
	if c.kind == Direct {
		return object{
			"id": c.id, "created": created, "is_im": true, "is_org_shared": false, "is_archived": false,
			"user": c.members[0], "is_user_deleted": false, "context_team_id": s.options.TeamID,
		}
	}
	teams := s.teams(c)
	shared := len(teams) > 1
	return object{
		"id": c.id, "name": c.name, "name_normalized": c.name, "creator": first(c.members), "created": created,
		"is_channel": true, "is_group": false, "is_im": false, "is_mpim": c.kind == Group, "is_private": c.kind != Public,
		"is_archived": c.archived, "is_general": false, "is_shared": shared, "is_ext_shared": shared,
		"is_org_shared": false, "is_member": c.has(BotUserID), "context_team_id": s.options.TeamID,
		"shared_team_ids": teams,
		"topic":           object{"value": c.topic, "creator": first(c.members), "last_set": 0},
		"purpose":         object{"value": "", "creator": "", "last_set": 0},
	}
}

// teams returns the workspaces of a channel's members, the app's own first.
func (s *Server) teams(c *channel) []string {
	all := []string{s.options.TeamID}
	for _, p := range s.workspace.allPeople() {
		if c.has(p.id) && !slices.Contains(all, p.teamID) {
			all = append(all, p.teamID)
		}
	}
	return all
}
