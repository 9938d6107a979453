package bot

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"time"

	"meetingbot/bot/access"
	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/meeting"
)

// recording shows whoever asks where the recording of a meeting is watched, to them
// alone, if they are proven to be one of those who may know. It is read now, and who
// was shown it is written into the log, without the link.
func (b *Bot) recording(ctx context.Context, r *Request) error {
	held, err := retry(ctx, r, r.readHeld)
	switch kind := meeting.KindOf(err); {
	case kind == meeting.NotFound && ctx.Err() == nil:
		return r.sayOfRecording(ctx, text.RecordingNone)
	case err != nil:
		return b.refuseRecording(ctx, r, err)
	}
	r.Meeting = held
	may := r.mayWatch(ctx)
	if why := may(meeting.AudienceEnterprise); why != "" { // nobody more is let in by any page
		return r.refuseToWatch(ctx, why)
	}
	all, err := retry(ctx, r, func(ctx context.Context) ([]meeting.Recording, error) {
		return r.Workspace.Meetings.Recordings(ctx, held.Conference.UUID.String())
	})
	switch {
	case meeting.KindOf(err) == meeting.NotFound && ctx.Err() == nil, err == nil && len(all) == 0:
		return r.sayOfRecording(ctx, text.RecordingNone)
	case err != nil:
		return b.refuseRecording(ctx, r, err)
	}
	return b.showRecording(ctx, r, all, may)
}

// readHeld reads the meeting of the question as it was held at the time that is asked
// for, or last.
func (r *Request) readHeld(ctx context.Context) (*meeting.Snapshot, error) {
	page := r.Args.Page
	if page.Start == 0 {
		return r.Workspace.Meetings.History(ctx, page.ID)
	}
	began := time.Unix(page.Start, 0)
	return r.Workspace.Meetings.LongestHeld(ctx, page.ID, began, began)
}

// mayWatch tells why whoever asks may not be shown a recording, by whom its page lets
// in. Slack is asked now who they are.
func (r *Request) mayWatch(ctx context.Context) func(meeting.RecordingAudience) access.Denial {
	who, user := r.freshPerson(ctx), r.meetingUser()
	return func(a meeting.RecordingAudience) access.Denial {
		return r.Workspace.Policy.Watch(r.Meeting, who, user, a)
	}
}

// showRecording shows the parts of a recording that somebody may watch.
func (b *Bot) showRecording(ctx context.Context, r *Request, all []meeting.Recording, may func(meeting.RecordingAudience) access.Denial) error {
	f := view.RecordingFacts{Facts: r.facts()}
	var denied access.Denial
	for _, part := range all {
		why := may(part.Audience)
		denied = cmp.Or(denied, why)
		if why == "" && part.Playable {
			f.Parts = append(f.Parts, part)
		}
	}
	switch {
	case len(f.Parts) == 0 && denied != "":
		return r.refuseToWatch(ctx, denied)
	case len(f.Parts) == 0:
		return r.sayOfRecording(ctx, text.RecordingNotYet)
	}
	m, ok := view.Recording(r.Localizer, f)
	if !ok {
		return r.sayOfRecording(ctx, text.RecordingNone)
	}
	b.o.Logger.LogAttrs(ctx, slog.LevelInfo, "recording shown", r.watchAttrs()...)
	return r.Reply(ctx, m)
}

// refuseToWatch tells somebody that they are not shown a recording.
func (r *Request) refuseToWatch(ctx context.Context, why access.Denial) error {
	r.bot.o.Logger.LogAttrs(ctx, slog.LevelInfo, "recording refused", append(r.watchAttrs(), slog.String("reason", string(why)))...)
	sentence := text.RefusalRecording
	switch why {
	case access.Unknown:
		return r.Reply(ctx, r.unknown(text.LaterIdentity))
	case access.Bot, access.Deactivated, access.Unseen, access.Guest, access.External:
		sentence = text.RefusalRecordingOutside
	case access.NoEmail:
		sentence = text.RefusalRecordingUnverified
	case access.Unclear, access.ListUnread:
		sentence = text.RefusalRecordingUnclear
	default:
	}
	return r.sayOfRecording(ctx, sentence)
}

// refuseRecording tells why the API does not tell of a recording. It returns what an
// operator should know.
func (b *Bot) refuseRecording(ctx context.Context, r *Request, err error) error {
	if meeting.KindOf(err) == meeting.Forbidden && ctx.Err() == nil {
		return r.sayOfRecording(ctx, text.RecordingForbidden)
	}
	return b.refuse(ctx, r, r.Args.Page.ID, fmt.Errorf("recording of %s: %w", r.Args.Page.ID, err))
}

// sayOfRecording answers with a sentence about the meeting.
func (r *Request) sayOfRecording(ctx context.Context, sentence text.Key) error {
	return r.Reply(ctx, view.MeetingSentence(r.Localizer, sentence, r.Args.Page.ID))
}

// watchAttrs are those of a line of the log about who was shown a recording.
func (r *Request) watchAttrs() []slog.Attr {
	return []slog.Attr{
		slog.String("enterprise_id", r.EnterpriseID), slog.String("team_id", r.TeamID), slog.String("user_id", r.UserID),
		slog.String("meeting_id", r.Args.Page.ID), slog.String("request_id", r.RequestID),
	}
}
