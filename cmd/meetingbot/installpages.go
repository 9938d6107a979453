package main

import (
	"meetingbot/bot"
	"meetingbot/bot/once"
	"meetingbot/handlers"
)

// installPages sets up the pages that install the app by OAuth, nil where it is not
// installed so.
func (a *app) installPages(c slackConfig, b *bot.Bot, requests *once.Requests) *handlers.InstallOptions {
	if a.installs == nil {
		return nil
	}
	return &handlers.InstallOptions{
		ClientID: c.ClientID, ClientSecret: c.ClientSecret, AuthorizeURL: c.AuthorizeURL, APIURL: c.APIURL, PublicURL: c.PublicURL,
		Installer: a.installs, Pages: b, Once: requests, Client: newSlackHTTP(), Now: a.now,
	}
}
