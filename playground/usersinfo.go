package playground

import (
	"slices"
	"time"
)

// usersInfo is users.info: a user's profile and time zone and, if requested,
// language. See https://docs.slack.dev/reference/methods/users.info.
func (s *Server) usersInfo(a args) (object, error) {
	p := s.workspace.person(a["user"])
	if p == nil {
		return nil, apiErr("user_not_found")
	}
	return object{"user": s.userObject(p, a)}, nil
}

// userObject is a user as Slack's API returns them. The e-mail address needs a
// scope; deactivated users have neither time zone nor language.
func (s *Server) userObject(p *person, a args) object {
	profile := object{
		"real_name": p.realName, "real_name_normalized": p.realName, "display_name": p.name,
		"display_name_normalized": p.name, "team": p.teamID, "avatar_hash": "", "status_text": "", "status_emoji": "",
	}
	if p.email != "" && slices.Contains(s.Scopes(), "users:read.email") {
		profile["email"] = p.email
	}
	user := object{
		"id": p.id, "team_id": p.teamID, "name": p.name, "real_name": p.realName, "deleted": p.deactivated,
		"is_bot": p.bot, "is_app_user": false, "profile": profile,
		"updated": time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).Unix(),
	}
	if p.id == BotUserID {
		profile["bot_id"], profile["api_app_id"] = BotID, AppID
	}
	if o := s.organisation(); o != nil && !p.external {
		user["enterprise_user"] = object{
			"id": p.id, "enterprise_id": o.ID, "enterprise_name": o.Name, "is_admin": false, "is_owner": false, "teams": []string{p.teamID},
		}
	}
	if p.deactivated {
		return user
	}
	user["tz"] = p.zone.String()
	user["tz_label"], user["tz_offset"] = s.options.Now().In(p.zone).Zone()
	user["is_admin"], user["is_owner"], user["is_primary_owner"], user["is_ultra_restricted"] = p.admin, p.owner, false, false
	user["color"], user["is_email_confirmed"], user["who_can_share_contact_card"] = "4bbe2e", !p.unconfirmed, "EVERYONE"
	if p.invited {
		user["is_invited_user"] = true
	}
	user["is_restricted"], user["is_stranger"] = p.guest, p.external
	if a.isTrue("include_locale") {
		user["locale"] = p.locale
	}
	return user
}
