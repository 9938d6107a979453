package playground

import (
	"context"
	"fmt"
	"log/slog"
	"net/url"
	"strings"
)

// Say lets a person send text in a channel. Text that starts with a slash is a
// command: it is sent to the app as a signed request, and the app's immediate
// response is posted. /invite @name is a command of Slack itself. Say returns when
// the app has answered. The error says why the command failed; the page shows it as
// well.
func (s *Server) Say(ctx context.Context, userID, channelID, text string) error {
	p, c := s.workspace.activeUser(userID), s.workspace.channel(channelID)
	switch {
	case p == nil:
		return ErrUnknownPerson
	case c == nil || !c.has(userID):
		return ErrUnknownChannel
	case c.archived:
		return ErrArchived
	case strings.TrimSpace(text) == "":
		return ErrEmptyText
	case !strings.HasPrefix(strings.TrimSpace(text), "/"):
		s.write(p, c, "", text)
		return nil
	}
	if name, arg := splitCommand(text); name == "/invite" {
		return s.invite(c, arg)
	}
	typed := s.workspace.addCommand(c.id, userID, strings.TrimSpace(text))
	a, err := s.command(ctx, p, c, text)
	s.workspace.finishCommand(typed, a.took, problemText(err))
	s.logFailure(ctx, "command", userID, c.id, err)
	return err
}

// invite runs /invite: it adds a person to the channel by name.
func (s *Server) invite(c *channel, mention string) error {
	for _, p := range s.workspace.allPeople() {
		if "@"+p.name == mention && !p.deactivated && (p.id != BotUserID || s.Installed()) {
			return s.Invite(c.id, p.id)
		}
	}
	return ErrUnknownPerson
}

// command sends a slash command and posts the app's immediate response.
func (s *Server) command(ctx context.Context, p *person, c *channel, line string) (appResponse, error) {
	name, text := splitCommand(line)
	switch {
	case name != s.options.Command, !s.Installed():
		return appResponse{}, fmt.Errorf("%w: %s", ErrUnknownCommand, name)
	case p.teamID != s.options.TeamID:
		return appResponse{}, ErrNotMember
	}
	if s.options.ShouldEscape {
		text = s.escapeCommand(text)
	}
	u := s.workspace.newResponseURL(responseURL{kind: "commands", userID: p.id, channelID: c.id})
	form := url.Values{
		"token":        {verificationToken},
		"team_id":      {s.options.TeamID},
		"team_domain":  {s.options.Domain},
		"channel_id":   {c.id},
		"channel_name": {c.wireName()},
		"user_id":      {p.id},
		"user_name":    {p.name},
		"command":      {name},
		"text":         {text},
		"api_app_id":   {AppID},
		"response_url": {s.options.PublicURL + u.path},
		"trigger_id":   {s.workspace.newTrigger(p.id)},
	}
	s.addOrganisation(form)
	req := formRequest("/slack/commands", form)
	a, err := s.sendAndCheck(ctx, req)
	call := Call{Method: CallCommand, Type: name, ChannelID: c.id}
	if err == nil {
		call.MessageTS, err = s.postInlineResponse(a, u)
	}
	s.recordSent(call, req, a, err)
	return a, err
}

func (s *Server) logFailure(ctx context.Context, route, userID, channelID string, err error) {
	if err == nil {
		return
	}
	s.options.Logger.LogAttrs(ctx, slog.LevelWarn, "request to the app failed",
		slog.String("route", route), slog.String("user_id", userID), slog.String("channel_id", channelID), slog.Any("error", err))
}

// problemText is the text of an error for people, "" for nil.
func problemText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}
