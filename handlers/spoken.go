package handlers

import (
	"cmp"
	"encoding/json"
	"strings"

	"meetingbot/bot"
	"meetingbot/internal/lazyregexp"
)

// spokenMessage is a message in an event.
type spokenMessage struct {
	Subtype     string          `json:"subtype"`
	ChannelType string          `json:"channel_type"`
	Channel     string          `json:"channel"`
	User        string          `json:"user"`
	BotID       string          `json:"bot_id"`
	BotProfile  json.RawMessage `json:"bot_profile"`
	Edited      json.RawMessage `json:"edited"`
	Hidden      bool            `json:"hidden"`
	Team        string          `json:"team"`
	UserTeam    string          `json:"user_team"`
	SourceTeam  string          `json:"source_team"`
	Text        string          `json:"text"`
	TS          string          `json:"ts"`
	ThreadTS    string          `json:"thread_ts"`
}

// subscription is the name that an app subscribes to an event with: messages have one
// for each type of conversation.
func subscription(kind string, event []byte) string {
	if kind != "message" {
		return kind
	}
	var m spokenMessage
	_ = decode(event, &m) // a type is missing then
	return kind + "." + m.ChannelType
}

// parseMention reads a message in which somebody mentions the bot.
func parseMention(e *slackEvent, requestID string) (bot.Question, bool, error) {
	return parseSpoken(e, requestID, bot.SurfaceChannel)
}

// parseDirectMessage reads a message in the conversation of one person with the bot.
func parseDirectMessage(e *slackEvent, requestID string) (bot.Question, bool, error) {
	return parseSpoken(e, requestID, bot.SurfaceDirect)
}

// parseSpoken reads a message that is meant for the bot. Messages of bots, the bot's
// own among them, are none: they could answer each other for ever.
func parseSpoken(e *slackEvent, requestID string, on bot.Surface) (bot.Question, bool, error) {
	var m spokenMessage
	if err := decode(e.Event, &m); err != nil {
		return bot.Question{}, false, err
	}
	if m.Channel == "" || m.TS == "" || m.User == "" && m.BotID == "" && m.Subtype == "" {
		return bot.Question{}, false, unusable(e.Event)
	}
	own := e.botUser()
	if m.isBots() || m.User == "" || m.User == own || m.User == "USLACKBOT" || !m.isNew() {
		return bot.Question{}, false, nil
	}
	if strings.HasPrefix(m.Channel, "D") { // a mention there is the same message as any other
		on = bot.SurfaceDirect
	}
	team := cmp.Or(m.UserTeam, m.SourceTeam, m.Team)
	q := bot.Question{
		Origin: bot.Origin{Key: e.workspace(m.Team), ChannelID: m.Channel, UserID: m.User, UserTeam: team, RequestID: requestID},
		Kind:   bot.KindSpoken, Surface: on, Text: said(m.Text, own), Thread: m.ThreadTS,
	}
	q.ID = "said " + q.TeamID + " " + m.Channel + " " + m.TS
	return q, true, nil
}

// isBots reports whether a bot or a workflow has written a message.
func (m *spokenMessage) isBots() bool { return m.BotID != "" || first(m.BotProfile) == '{' }

// isNew reports whether a message is what somebody has just written: not that it was
// edited or deleted, or that somebody has joined.
func (m *spokenMessage) isNew() bool {
	switch m.Subtype {
	case "", "file_share", "thread_broadcast":
		return first(m.Edited) != '{' && !m.Hidden
	default:
		return false
	}
}

// botUser is the user of the bot itself, "" where the envelope does not say.
func (e *slackEvent) botUser() string {
	if len(e.Authorizations) == 0 {
		return ""
	}
	return e.Authorizations[0].UserID
}

// mentioned is a mention of a user.
var mentioned = lazyregexp.New(`<@([UW][A-Z0-9]+)(?:\|[^>]*)?>`)

// slashed is the name of a command that somebody writes out of habit.
var slashed = lazyregexp.New(`^\s*/[\p{L}\p{N}_-]+(?:\s|$)`)

// said is what a message says to the bot: without its mention, which is the first one
// where it is not known who the bot is, and without a command's name.
func said(text, own string) string {
	text = mentioned().ReplaceAllStringFunc(text, func(mention string) string {
		id := mentioned().FindStringSubmatch(mention)[1]
		if own == "" {
			own = id
		}
		if id == own {
			return " "
		}
		return mention
	})
	return strings.TrimSpace(slashed().ReplaceAllString(text, ""))
}
