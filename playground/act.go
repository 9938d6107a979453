package playground

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"strings"
)

// Errors of [Server.Say] and [Server.Click], beside [ErrTimeout] and
// [ErrFailed].
var (
	// ErrUnknownPerson says that there is nobody with the user id.
	ErrUnknownPerson = errors.New("no such person")
	// ErrUnknownChannel says that there is no channel with the id, or that the
	// person is not in it.
	ErrUnknownChannel = errors.New("no such channel")
	// ErrUnknownCommand says that the app has no such command.
	ErrUnknownCommand = errors.New("not a valid command")
	// ErrUnknownMessage says that the person sees no message with the timestamp.
	ErrUnknownMessage = errors.New("no such message")
	// ErrUnknownAction says that the message has no element with the action id,
	// or the element no option with the value.
	ErrUnknownAction = errors.New("no such action")
	// ErrNothingToSay says that the line is empty.
	ErrNothingToSay = errors.New("nothing to say")
)

// Say lets a person type a line into a channel. A line that starts with a slash
// is a command: it goes to the app as a signed request, and the app's inline
// answer is posted. Say returns when the app has answered; the error says why
// the command failed, which the page shows as well.
func (s *Server) Say(ctx context.Context, userID, channelID, text string) error {
	p, c := s.space.person(userID), s.space.channel(channelID)
	switch {
	case p == nil:
		return ErrUnknownPerson
	case c == nil || !c.has(userID):
		return ErrUnknownChannel
	case strings.TrimSpace(text) == "":
		return ErrNothingToSay
	case !strings.HasPrefix(strings.TrimSpace(text), "/"):
		s.space.post(Message{ChannelID: c.id, UserID: userID, Text: escape(text)})
		return nil
	}
	typed := s.space.begin(c.id, userID, strings.TrimSpace(text))
	a, err := s.command(ctx, p, c, text)
	s.space.end(typed, a.took, trouble(err))
	s.report(ctx, "command", userID, c.id, err)
	return err
}

// command sends a slash command and posts what the app answers.
func (s *Server) command(ctx context.Context, p *person, c *channel, line string) (answer, error) {
	name, text := cutCommand(line)
	if name != s.options.Command {
		return answer{}, fmt.Errorf("%w: %s", ErrUnknownCommand, name)
	}
	u := s.space.grant(answerURL{kind: "commands", userID: p.id, channelID: c.id})
	a, err := s.deliver(ctx, "/slack/commands", url.Values{
		"token":                 {"playground-verification-token"},
		"team_id":               {TeamID},
		"team_domain":           {"playground"},
		"channel_id":            {c.id},
		"channel_name":          {c.name},
		"user_id":               {p.id},
		"user_name":             {p.name},
		"command":               {name},
		"text":                  {text},
		"api_app_id":            {AppID},
		"is_enterprise_install": {"false"},
		"response_url":          {s.options.PublicURL + u.path},
		"trigger_id":            {trigger(s.options.Now())},
	})
	if err != nil {
		return a, err
	}
	return a, s.inline(a, u)
}

// Click lets a person press a button of a message, or choose an option of a menu
// by its value. It returns when the app has acknowledged the click; what the
// click changes may arrive later.
func (s *Server) Click(ctx context.Context, userID, messageTS, actionID string, option ...string) error {
	p := s.space.person(userID)
	if p == nil {
		return ErrUnknownPerson
	}
	m, ok := s.space.message(userID, messageTS)
	if !ok {
		return ErrUnknownMessage
	}
	payload, err := s.blockActions(p, m, actionID, option)
	if err != nil {
		return err
	}
	body, err := json.Marshal(payload)
	if err != nil {
		return fmt.Errorf("marshal payload: %w", err)
	}
	_, err = s.deliver(ctx, "/slack/interactions", url.Values{"payload": {string(body)}})
	s.space.change(m.ChannelID, m.TS, func(m *Message) bool {
		changed := m.Trouble != trouble(err)
		m.Trouble = trouble(err)
		return changed
	})
	s.report(ctx, "click", userID, m.ChannelID, err)
	return err
}

func (s *Server) report(ctx context.Context, route, userID, channelID string, err error) {
	if err == nil {
		return
	}
	s.options.Logger.LogAttrs(ctx, slog.LevelWarn, "the app did not take a request",
		slog.String("route", route), slog.String("user_id", userID), slog.String("channel_id", channelID), slog.Any("error", err))
}

// trouble says in words what a person should read about an error.
func trouble(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// escape makes what a person typed safe as mrkdwn, as Slack stores it.
func escape(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(s)
}
