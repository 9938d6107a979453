package playground

import "time"

// usersInfo is users.info: who somebody is, their zone and, when asked for, their
// language. See https://docs.slack.dev/reference/methods/users.info.
func (s *Server) usersInfo(a args) (object, error) {
	if a["user"] == "" {
		return nil, no("user_not_found")
	}
	p := s.space.person(a["user"])
	if p == nil {
		return nil, no("user_not_found")
	}
	label, offset := s.options.Now().In(p.zone).Zone()
	user := object{
		"id": p.id, "team_id": TeamID, "name": p.name, "real_name": p.realName, "deleted": false,
		"color": "4bbe2e", "tz": p.zone.String(), "tz_label": label, "tz_offset": offset,
		"is_bot": p.bot, "is_app_user": false, "is_admin": false, "is_owner": false, "is_primary_owner": false,
		"is_restricted": false, "is_ultra_restricted": false, "is_email_confirmed": true,
		"updated": time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).Unix(), "who_can_share_contact_card": "EVERYONE",
		"profile": object{
			"real_name": p.realName, "real_name_normalized": p.realName, "display_name": p.name,
			"display_name_normalized": p.name, "email": p.email, "team": TeamID, "avatar_hash": "",
			"status_text": "", "status_emoji": "",
		},
	}
	if p.bot {
		user["profile"].(object)["bot_id"] = BotID
		user["profile"].(object)["api_app_id"] = AppID
	}
	if a.flag("include_locale") {
		user["locale"] = p.locale
	}
	return object{"user": user}, nil
}
