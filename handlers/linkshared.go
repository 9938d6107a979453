package handlers

import (
	"encoding/json"
	"strings"

	"meetingbot/bot"
)

// maxSharedLinks bounds how many links of one message are read. Slack sends no more
// than some ten.
const maxSharedLinks = 20

// linkShared is the event that a message has links to our domains. The library's
// own type lacks half of it.
type linkShared struct {
	Channel   string      `json:"channel"` // COMPOSER while the message is written
	User      string      `json:"user"`
	MessageTS string      `json:"message_ts"` // the unfurl_id while the message is written
	UnfurlID  string      `json:"unfurl_id"`  // missing in an Enterprise organisation and in GovSlack
	Source    string      `json:"source"`     // conversations_history or composer, missing with unfurl_id
	Links     sharedLinks `json:"links"`
	BotIn     bool        `json:"is_bot_user_member"` // of the conversation
}

// sharedLinks are the addresses of links. What has no address is left out.
type sharedLinks []string

// UnmarshalJSON never returns an error.
func (l *sharedLinks) UnmarshalJSON(raw []byte) error {
	var items []json.RawMessage
	_ = json.Unmarshal(raw, &items)
	for _, item := range items {
		var link struct {
			URL string `json:"url"`
		}
		if decode(item, &link) == nil && link.URL != "" && len(*l) < maxSharedLinks {
			*l = append(*l, link.URL)
		}
	}
	return nil
}

// inComposer reports whether the message is still written.
func (e *linkShared) inComposer() bool { return e.Source == "composer" || e.Channel == "COMPOSER" }

// toBot reports whether the message is written to the bot alone, which answers it.
func (e *linkShared) toBot() bool { return e.BotIn && strings.HasPrefix(e.Channel, "D") }

// parseLinkShared reads which links somebody has posted or is about to post.
func parseLinkShared(e *slackEvent, requestID string) (bot.Question, bool, error) {
	var event linkShared
	if err := decode(e.Event, &event); err != nil {
		return bot.Question{}, false, err
	}
	if event.User == "" || event.Channel == "" || event.MessageTS == "" {
		return bot.Question{}, false, unusable(e.Event)
	}
	links := &bot.SharedLinks{
		URLs: event.Links, MessageTS: event.MessageTS, OtherOrganisations: e.ExtShared,
	}
	if event.inComposer() {
		links.UnfurlID = event.UnfurlID
		if links.UnfurlID == "" {
			links.UnfurlID = event.MessageTS
		}
	}
	return bot.Question{
		Origin: bot.Origin{Key: e.workspace(""), ChannelID: event.Channel, UserID: event.User, RequestID: requestID},
		ID:     e.EventID,
		Kind:   bot.KindLinkShared,
		Links:  links,
	}, len(event.Links) > 0 && !event.toBot(), nil
}
