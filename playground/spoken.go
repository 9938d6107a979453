package playground

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"meetingbot/playground/page"
)

// slackbotID is the user id of Slack's own bot.
const slackbotID = "USLACKBOT"

// write posts what a person has written, in the thread of a message or "" for none,
// and sends the app the events that Slack makes of it.
func (s *Server) write(p *person, c *channel, thread, text string) {
	marked, mentions := s.markMessage(text)
	m := s.workspace.addMessage(Message{ChannelID: c.id, UserID: p.id, ThreadTS: thread, Text: marked})
	if thread == "" {
		s.workspace.setDraft(p.id+c.id, nil)
	}
	s.shareLinks(m)
	switch {
	case c.kind == Direct:
		s.tellOfMessage(c, m)
	case mentions && c.has(BotUserID):
		s.tell("app_mention", "app_mentions:read", messageEvent("app_mention", p.teamID, m))
	case mentions:
		s.slackbot(c.id, p.id, thread, "You mentioned <@"+BotUserID+">, but they're not in this channel. Use `/invite @"+
			s.workspace.person(BotUserID).name+"` to add them.")
	}
}

// slackbot shows one person a message of Slack's own.
func (s *Server) slackbot(channelID, userID, thread, text string) {
	s.workspace.addMessage(Message{ChannelID: channelID, UserID: slackbotID, ThreadTS: thread, EphemeralTo: userID, Text: text})
}

// tellOfMessage sends the app the event for a message in the direct message with it,
// which Slack sends for messages of the app as well.
func (s *Server) tellOfMessage(c *channel, m Message) {
	if c.kind != Direct || m.EphemeralTo != "" {
		return
	}
	team := s.options.TeamID
	if p := s.workspace.person(m.UserID); p != nil {
		team = p.teamID
	}
	event := messageEvent("message", team, m)
	event["channel_type"] = "im"
	if m.BotID != "" {
		event["bot_id"], event["app_id"] = m.BotID, AppID
		event["bot_profile"] = object{"id": m.BotID, "app_id": AppID, "name": appName}
	}
	s.tell("message.im", "im:history", event)
}

// messageEvent is the event for a message.
func messageEvent(kind, team string, m Message) object {
	event := object{"type": kind, "channel": m.ChannelID, "user": m.UserID, "text": m.Text, "ts": m.TS, "team": team}
	if m.ThreadTS != "" {
		event["thread_ts"] = m.ThreadTS
	}
	if len(m.Blocks) > 0 {
		event["blocks"] = m.Blocks
	}
	return event
}

// tell sends an event that the app subscribes to and has the scope for. It does not
// wait for the app: nor does Slack.
func (s *Server) tell(subscription, scope string, event object) {
	if !slices.Contains(s.options.Events, subscription) || s.requireScopes(scope) != nil {
		return
	}
	s.background(func(ctx context.Context) {
		_ = s.DeliverEvent(ctx, stringProp(event, "type"), event) // it is in the log
	})
}

// markMessage writes text as Slack stores it, and tells whether it mentions the app:
// URLs become <URL>, and the mention of a person <@U…>.
func (s *Server) markMessage(text string) (marked string, mentions bool) {
	special := regexp.MustCompile(`https?://[^\s<>]+|@[\p{L}\p{N}._-]+`)
	var b strings.Builder
	for {
		at := special.FindStringIndex(text)
		if at == nil {
			return b.String() + escape(text), mentions
		}
		b.WriteString(escape(text[:at[0]]))
		word := text[at[0]:at[1]]
		switch p := s.mentioned(word); {
		case p != nil:
			mentions = mentions || p.id == BotUserID
			b.WriteString("<@" + p.id + ">")
		case word[0] == '@':
			b.WriteString(escape(word))
		default:
			word = strings.TrimRight(word, `.,;:!?)'"`)
			b.WriteString("<" + escape(word) + ">")
		}
		text = text[at[0]+len(word):]
	}
}

// mentioned returns the person whom a word with an @ names, or nil.
func (s *Server) mentioned(word string) *person {
	for _, p := range s.workspace.allPeople() {
		if "@"+p.name == strings.ToLower(strings.TrimRight(word, ".-_")) {
			return p
		}
	}
	return nil
}

// pageShortcuts are the shortcuts that a person sees, beside the message box and in
// the menus of messages.
func (s *Server) pageShortcuts(p *person) (beside, ofMessages []page.Shortcut) {
	if p.teamID != s.options.TeamID {
		return nil, nil
	}
	for _, one := range s.options.Shortcuts {
		shown := page.Shortcut{ID: one.CallbackID, Name: one.Name}
		if one.OfMessages {
			ofMessages = append(ofMessages, shown)
		} else {
			beside = append(beside, shown)
		}
	}
	return beside, ofMessages
}
