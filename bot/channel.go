package bot

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"meetingbot/bot/person"
	"meetingbot/internal/remote"
)

const (
	// memberTimeout is how long Slack may take to say whether somebody is in a
	// channel: a form must be answered within three seconds.
	memberTimeout = 900 * time.Millisecond
	// memberPage is how many members are asked for at a time, the most that Slack
	// tells.
	memberPage = 1000
)

var errMemberSlow = errors.New("slack did not say in time whether somebody is in the channel")

// members tells who is in a conversation. Scopes: channels:read, groups:read.
type members interface {
	channels
	GetUsersInConversationContext(ctx context.Context, p *slack.GetUsersInConversationParameters) (users []string, next string, err error)
}

// mayActIn reports whether the person who asks may have something posted in a
// channel that they name from elsewhere: they are in it, or it is open to them.
// What Slack does not tell is a no. Whoever asks in the channel itself needs no
// such proof.
func (r *Request) mayActIn(ctx context.Context, channelID string) bool {
	if !strings.HasPrefix(channelID, "C") && !strings.HasPrefix(channelID, "G") {
		return false
	}
	ctx, cancel := context.WithTimeoutCause(ctx, memberTimeout, errMemberSlow)
	defer cancel()
	c, err := r.Workspace.Slack.GetConversationInfoContext(ctx, &slack.GetConversationInfoInput{ChannelID: channelID})
	err = remote.Reduce(err)
	if err == nil && r.isOpenToMe(c) {
		return true
	}
	var in bool
	if err == nil {
		in, err = isMember(ctx, r.Workspace.Slack, channelID, r.UserID)
	}
	if err != nil {
		r.bot.o.Logger.LogAttrs(ctx, slog.LevelInfo, "whether somebody is in a channel is not known",
			slog.String("team_id", r.TeamID), slog.String("channel_id", channelID),
			slog.String("request_id", r.RequestID), slog.Any("error", err))
	}
	return in
}

// isOpenToMe reports whether the person who asks can join a channel without being
// asked in: a public one of their workspace, if they are a full member of that.
func (r *Request) isOpenToMe(c *slack.Channel) bool {
	public := !c.IsPrivate && !c.IsMpIM && !c.IsIM && !c.IsGroup
	here := c.ContextTeamID == "" || c.ContextTeamID == r.TeamID || slices.Contains(c.SharedTeamIDs, r.TeamID)
	return public && here && r.Person.AccountType == person.Member
}

// isMember reports whether somebody is in a conversation.
func isMember(ctx context.Context, client members, channelID, userID string) (bool, error) {
	p := slack.GetUsersInConversationParameters{ChannelID: channelID, Limit: memberPage}
	for {
		users, next, err := client.GetUsersInConversationContext(ctx, &p)
		if err != nil || slices.Contains(users, userID) {
			return err == nil, remote.Reduce(err)
		}
		if next == "" {
			return false, nil
		}
		p.Cursor = next
	}
}
