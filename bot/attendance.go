package bot

import (
	"context"
	"fmt"
	"log/slog"

	"meetingbot/bot/access"
	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/meeting"
)

// attendance answers with who came to a meeting that has ended.
func (b *Bot) attendance(ctx context.Context, a asker, r request) error {
	if r.id == "" {
		return a.tell(ctx, view.Sentence(a.in, text.UsageWhich))
	}
	if refused, err := b.refused(ctx, a); refused {
		return err
	}
	return b.tellAttendance(ctx, a, view.PageRef{ID: r.id, Page: 1}, view.Attendance, beside)
}

// openAttendance lists who came to the meeting of a card.
func (b *Bot) openAttendance(ctx context.Context, c Click, say Say) error {
	return b.pressAttendance(ctx, c, say, view.Attendance, beside)
}

// turnAttendance shows another page of who came.
func (b *Bot) turnAttendance(ctx context.Context, c Click, say Say) error {
	return b.pressAttendance(ctx, c, say, view.Attendance, instead(c))
}

// exportAttendance shows who came in a form to be copied.
func (b *Bot) exportAttendance(ctx context.Context, c Click, say Say) error {
	return b.pressAttendance(ctx, c, say, view.AttendanceCSV, beside)
}

// drawing makes a message of who came.
type drawing func(say text.Localizer, f view.AttendanceFacts) view.Message

func (b *Bot) pressAttendance(ctx context.Context, c Click, say Say, draw drawing, p placing) error {
	a, t, ok, err := b.pressed(ctx, c, say)
	if !ok {
		return err
	}
	return b.tellAttendance(ctx, a, t, draw, p)
}

// tellAttendance tells a host who came, and writes into the log who was told.
func (b *Bot) tellAttendance(ctx context.Context, a asker, t view.PageRef, draw drawing, p placing) error {
	held, err := persist(ctx, b, a, func(ctx context.Context) (*meeting.Snapshot, error) { return b.o.Meetings.History(ctx, t.ID) })
	switch {
	case meeting.KindOf(err) == meeting.NotFound && ctx.Err() == nil:
		return a.tell(ctx, view.MeetingSentence(a.in, text.AttendanceNone, t.ID))
	case err != nil:
		return b.refuseAttendance(ctx, a, t.ID, err)
	case !access.ProvenHost(held, a.who):
		return a.tell(ctx, view.MeetingSentence(a.in, text.RefusalAttendance, t.ID))
	}
	uuid := held.Conference.UUID.String()
	came, err := persist(ctx, b, a, func(ctx context.Context) (*meeting.Attendance, error) { return b.o.Meetings.Attendance(ctx, uuid) })
	if err != nil {
		return b.refuseAttendance(ctx, a, t.ID, err)
	}
	b.o.Logger.LogAttrs(ctx, slog.LevelInfo, "attendance shown",
		slog.String("team_id", a.TeamID), slog.String("user_id", a.UserID),
		slog.String("meeting_id", t.ID), slog.String("request_id", a.RequestID))
	return a.put(ctx, draw(a.in, view.AttendanceFacts{PageRef: t, Meeting: held, Attendance: came, Now: b.o.Now(), Zone: a.who.Zone}), p)
}

// refuseAttendance tells why nothing is known of who came.
func (b *Bot) refuseAttendance(ctx context.Context, a asker, id string, err error) error {
	if meeting.KindOf(err) == meeting.Forbidden && ctx.Err() == nil {
		return a.tell(ctx, view.MeetingSentence(a.in, text.AttendanceForbidden, id))
	}
	return b.refuse(ctx, a, id, fmt.Errorf("who came to %s: %w", id, err))
}
