package handlers

import (
	"meetingbot/bot"
	"meetingbot/bot/workspace"
)

// command serves POST /slack/commands: a form with what a person typed. Every
// command goes to the bot, which explains itself to those it does not know.
func (h *Handlers) command(r request, body []byte) error {
	in, err := parseCommand(body, r.id)
	if err != nil {
		return err
	}
	return h.ask(r, in)
}

// parseCommand reads a slash command's form.
func parseCommand(body []byte, requestID string) (incoming, error) {
	f, err := parseForm(string(body), "command", "text", "team_id", "enterprise_id",
		"channel_id", "user_id", "trigger_id", "response_url")
	if err != nil {
		return incoming{}, err
	}
	if f.get("command") == "" {
		return incoming{}, errMalformed
	}
	return incoming{
		responseURL: f.get("response_url"),
		Question: bot.Question{
			Origin: bot.Origin{
				Key:       workspace.Key{EnterpriseID: f.get("enterprise_id"), TeamID: f.get("team_id")},
				ChannelID: f.get("channel_id"),
				UserID:    f.get("user_id"),
				TriggerID: f.get("trigger_id"),
				RequestID: requestID,
			},
			Kind:    bot.KindCommand,
			Surface: bot.SurfaceChannel,
			Command: f.get("command"),
			Text:    f.get("text"),
		},
	}, nil
}
