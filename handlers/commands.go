package handlers

import (
	"context"

	"meetingbot/bot"
	"meetingbot/bot/workspace"
)

// command serves POST /slack/commands: a form with what a person typed. Every
// command goes to the bot, which explains itself to those it does not know.
func (h *Handlers) command(v visit, body []byte) error {
	c, responseURL, err := parseCommand(v, body)
	if err != nil {
		return err
	}
	x := h.newExchange(v, c.Origin, responseURL)
	if r, ok := h.bot.AtHand(c); ok {
		h.metrics.questions[v.route].done.observe(x.since())
		return x.reply(v, r, true)
	}
	x.waitForReply()
	return h.converse(v, x, func(ctx context.Context, say bot.Say) error {
		return h.bot.Command(ctx, c, say)
	})
}

// parseCommand reads a slash command's form and returns it with the address
// for later replies.
func parseCommand(v visit, body []byte) (c bot.Command, responseURL string, err error) {
	if !isForm(v.Request().Header) {
		return c, "", errMalformed
	}
	f, err := parseForm(string(body), "command", "text", "team_id", "enterprise_id",
		"channel_id", "user_id", "trigger_id", "response_url")
	if err != nil {
		return c, "", err
	}
	if f.get("command") == "" {
		return c, "", errMalformed
	}
	return bot.Command{
		Origin: bot.Origin{
			Key:       workspace.Key{EnterpriseID: f.get("enterprise_id"), TeamID: f.get("team_id")},
			ChannelID: f.get("channel_id"),
			UserID:    f.get("user_id"),
			TriggerID: f.get("trigger_id"),
			RequestID: v.id,
		},
		Name: f.get("command"),
		Text: f.get("text"),
	}, f.get("response_url"), nil
}
