package playground

// authTest is auth.test: who the token belongs to.
// See https://docs.slack.dev/reference/methods/auth.test.
func (s *Server) authTest(args) (object, error) {
	bot := s.workspace.person(BotUserID)
	answer := object{
		"url": s.options.PublicURL + "/", "team": s.options.Name, "user": bot.name,
		"team_id": s.options.TeamID, "user_id": bot.id, "bot_id": BotID, "app_id": AppID,
		"is_enterprise_install": s.installedForAll(),
	}
	if o := s.organisation(); o != nil {
		answer["enterprise_id"] = o.ID
		if s.installedForAll() { // the organisation stands for its workspaces
			answer["team_id"], answer["team"] = o.ID, o.Name
		}
	}
	return answer, nil
}
