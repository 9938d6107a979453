package bot

import (
	"context"

	"meetingbot/bot/personal"
	"meetingbot/bot/post"
	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/bot/workspace"
)

var _ personal.Notifier = (*Notifier)(nil)

// PostEnded tells a person, alone, that what they chose to be told has ended.
func (n *Notifier) PostEnded(ctx context.Context, ws workspace.Workspace, who personal.Owner) error {
	r := n.reader(ctx, ws, post.Conversation{Key: who.Key, ChannelID: who.UserID}, n.now())
	_, err := post.Post(ctx, ws.Jobs, who.UserID, post.Message(view.Sentence(r.Localizer, text.OwnEnded)))
	return err
}

// PostDigest posts the digest of a person's day, to them alone.
func (n *Notifier) PostDigest(ctx context.Context, ws workspace.Workspace, d personal.Digest) (post.Posted, error) {
	r := n.reader(ctx, ws, post.Conversation{Key: d.Key, ChannelID: d.UserID}, d.Now)
	m := view.Digest(r.Localizer, defaultCommand, view.DigestFacts{Meetings: d.Meetings, Now: d.Now, Zone: d.Person.Zone})
	return post.Post(ctx, ws.Jobs, d.UserID, post.Message(m))
}
