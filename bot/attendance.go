package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"meetingbot/bot/access"
	"meetingbot/bot/person"
	"meetingbot/bot/post"
	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/meeting"
)

// attendance lists who came to a meeting that has ended.
func (b *Bot) attendance(ctx context.Context, r *Request) error {
	f, err := b.readAttendance(ctx, r)
	if f == nil {
		return err
	}
	return r.Reply(ctx, view.Attendance(r.Localizer, *f))
}

// showAttendancePage shows another page of who came.
func (b *Bot) showAttendancePage(ctx context.Context, r *Request) error {
	f, err := b.readAttendance(ctx, r)
	if f == nil {
		return err
	}
	return r.Replace(ctx, view.Attendance(r.Localizer, *f))
}

// exportAttendance sends who came as a file, or shows it in a form to be copied where no
// file can be sent.
func (b *Bot) exportAttendance(ctx context.Context, r *Request) error {
	f, err := b.readAttendance(ctx, r)
	if f == nil {
		return err
	}
	file := view.AttendanceFile(r.Localizer, *f)
	err = post.Upload(ctx, r.Workspace.Slack, r.UserID, post.File(file))
	if err == nil {
		b.auditExport(ctx, r, "file")
		return r.Reply(ctx, view.Sentence(r.Localizer, text.CSVSent))
	}
	why := text.CSVNotSent
	if post.SlackError(err) == "missing_scope" { // the workspace has decided so
		why, err = text.CSVNoScope, nil
	}
	b.auditExport(ctx, r, "text")
	table := view.AttendanceCSV(r.Localizer, *f).Under(r.Localizer.Say(why))
	return errors.Join(r.Reply(ctx, table), err)
}

// auditExport logs who was given the attendance list to keep.
func (b *Bot) auditExport(ctx context.Context, r *Request, as string) {
	b.o.Logger.LogAttrs(ctx, slog.LevelInfo, "attendance exported",
		slog.String("team_id", r.TeamID), slog.String("user_id", r.UserID),
		slog.String("meeting_id", r.Args.Page.ID), slog.String("as", as), slog.String("request_id", r.RequestID))
}

// readAttendance reads who came, for a host of the meeting, whom Slack is asked
// about now, and writes into the
// log who is told. Without facts, the person has been told why, and the error is
// for the operator.
func (b *Bot) readAttendance(ctx context.Context, r *Request) (*view.AttendanceFacts, error) {
	id := r.Args.Page.ID
	held, err := retry(ctx, r, r.readHeld)
	switch {
	case meeting.KindOf(err) == meeting.NotFound && ctx.Err() == nil:
		return nil, r.Reply(ctx, view.MeetingSentence(r.Localizer, text.AttendanceNone, id))
	case err != nil:
		return nil, b.refuseAttendance(ctx, r, err)
	}
	switch who := r.freshPerson(ctx); {
	case who.AccountType == person.Unknown:
		return nil, r.Reply(ctx, r.unknown(text.LaterIdentity))
	case !access.ProvenHost(held, who, r.meetingUser()):
		return nil, r.Reply(ctx, view.MeetingSentence(r.Localizer, notHost(held, text.RefusalAttendance, text.AttendanceUnclear), id))
	}
	came, err := retry(ctx, r, func(ctx context.Context) (*meeting.Attendance, error) {
		return r.Workspace.Meetings.Attendance(ctx, held.Conference.UUID.String())
	})
	if err != nil {
		return nil, b.refuseAttendance(ctx, r, err)
	}
	b.o.Logger.LogAttrs(ctx, slog.LevelInfo, "attendance shown",
		slog.String("team_id", r.TeamID), slog.String("user_id", r.UserID),
		slog.String("meeting_id", id), slog.String("request_id", r.RequestID))
	return &view.AttendanceFacts{PageRef: r.Args.Page, Meeting: held, Attendance: came, Now: b.o.Now(), Zone: r.Person.Zone}, nil
}

// refuseAttendance tells why nothing is known of who came.
func (b *Bot) refuseAttendance(ctx context.Context, r *Request, err error) error {
	id := r.Args.Page.ID
	if meeting.KindOf(err) == meeting.Forbidden && ctx.Err() == nil {
		return r.Reply(ctx, view.MeetingSentence(r.Localizer, text.AttendanceForbidden, id))
	}
	return b.refuse(ctx, r, id, fmt.Errorf("who came to %s: %w", id, err))
}
