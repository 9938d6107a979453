package bot

import (
	"cmp"
	"context"

	"golang.org/x/text/language"

	"meetingbot/bot/post"
	"meetingbot/bot/share"
	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/bot/workspace"
	"meetingbot/meeting"
)

// SharedRenderer draws shared cards that follow their meeting, in the language of the
// workspace.
type SharedRenderer struct{ localizers *localizers }

var _ share.Renderer = (*SharedRenderer)(nil)

// NewSharedRenderer makes a renderer.
func NewSharedRenderer() (*SharedRenderer, error) {
	catalog, err := text.Load()
	if err != nil {
		return nil, err
	}
	return &SharedRenderer{localizers: newLocalizers(catalog)}, nil
}

// Render draws what everybody in a channel sees.
func (s *SharedRenderer) Render(ctx context.Context, ws workspace.Workspace, c share.Content) post.Message {
	f := view.SharedFacts{
		Live: liveFacts(c.State, c.Now), MeetingID: c.MeetingID, Subject: c.Facts.Subject, Number: c.Facts.Number,
		Meeting: c.Meeting, Occurrence: c.Occurrence, By: c.UserID, ByName: meeting.Name(ws.Reader(ctx, c.UserID).Name),
	}
	_, ahead := c.Facts.Occurrences.Next(c.Now)
	f.Remindable = ahead || c.Meeting != nil && !c.Meeting.NextStart(c.Now).IsZero()
	if c.Facts.Series && f.Live.Phase != view.PhaseOver {
		f.Start = c.Occurrence.Start.Unix()
	}
	return post.Message(view.Shared(s.localizers.of(cmp.Or(ws.Language, language.English)), f))
}
