package handlers

import (
	"meetingbot/bot"
	"meetingbot/bot/workspace"
)

// command serves POST /slack/commands: a form with what a person typed. Every
// command goes to the bot, which explains itself to those it does not know.
func (h *Handlers) command(r request, body []byte) error {
	key := commandKey(body)
	if reply, ok := h.recent.get(key, r.started); ok {
		return h.answerNow(r, bot.KindCommand, "", reply)
	}
	in, err := parseCommand(body, r.id)
	if err != nil {
		return err
	}
	in.recentKey = key
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
	c := slashCommand{
		Command: f.get("command"), Text: f.get("text"),
		EnterpriseID: f.get("enterprise_id"), TeamID: f.get("team_id"), ChannelID: f.get("channel_id"), UserID: f.get("user_id"),
		TriggerID: f.get("trigger_id"), ResponseURL: f.get("response_url"),
	}
	return c.incoming(requestID), nil
}

// slashCommand is a command, as the socket brings it.
type slashCommand struct {
	Command      string `json:"command"`
	Text         string `json:"text"`
	EnterpriseID string `json:"enterprise_id"` // missing outside an organisation
	TeamID       string `json:"team_id"`
	ChannelID    string `json:"channel_id"`
	UserID       string `json:"user_id"`
	TriggerID    string `json:"trigger_id"`
	ResponseURL  string `json:"response_url"`
}

// commandPayload puts a command to the bot that came as JSON.
func (h *Handlers) commandPayload(r request, payload []byte) error {
	var c slashCommand
	if err := decode(payload, &c); err != nil {
		return err
	}
	if c.Command == "" {
		return errMalformed
	}
	return h.ask(r, c.incoming(r.id))
}

// incoming is the command as a question.
func (c *slashCommand) incoming(requestID string) incoming {
	return incoming{
		responseURL: c.ResponseURL,
		Question: bot.Question{
			Origin: bot.Origin{
				Key:       workspace.Key{EnterpriseID: c.EnterpriseID, TeamID: c.TeamID},
				ChannelID: c.ChannelID,
				UserID:    c.UserID,
				TriggerID: c.TriggerID,
				RequestID: requestID,
			},
			Kind:    bot.KindCommand,
			Surface: bot.SurfaceChannel,
			Command: c.Command,
			Text:    c.Text,
		},
	}
}
