package main

import (
	"meetingbot/bot"
	"meetingbot/bot/once"
	"meetingbot/handlers"
)

// offersOwnJoin reports whether people may join with their own account: it needs an
// address where they reach this server.
func offersOwnJoin(c *config) bool { return c.Slack.PublicURL != "" && c.Meeting.Join == joinPerson }

// joinOptions set up joining as oneself, to nobody where it is not offered.
func joinOptions(c *config, requests *once.Requests) bot.JoinOptions {
	if !offersOwnJoin(c) {
		return bot.JoinOptions{}
	}
	return bot.JoinOptions{URL: c.Slack.PublicURL, Tickets: requests}
}

// joiner redeems tickets, nil where there are none.
func joiner(c *config, b *bot.Bot) handlers.Joiner {
	if !offersOwnJoin(c) {
		return nil
	}
	return b
}
