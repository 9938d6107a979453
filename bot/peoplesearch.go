package bot

import (
	"context"
	"log/slog"

	"github.com/slack-go/slack"

	"meetingbot/bot/view"
)

// openPeopleForm opens the form that searches a meeting's people. It
// opens empty: Slack waits only three seconds for it.
func (b *Bot) openPeopleForm(ctx context.Context, r *Request) error {
	page := view.PageRef{ID: r.Args.Page.ID, Page: 1}
	return r.OpenModal(ctx, view.PeopleForm(r.Localizer, view.PeopleSearch{PageRef: page}))
}

// foundPeople shows who was found, in the form that was sent off.
func (b *Bot) foundPeople(ctx context.Context, r *Request) error {
	r.Args.Page.Reading = ""
	return r.ReplaceModal(ctx, b.peopleForm(ctx, r))
}

// showFoundPage shows another page of those who were found.
func (b *Bot) showFoundPage(ctx context.Context, r *Request) error {
	return r.UpdateModal(ctx, b.peopleForm(ctx, r))
}

// peopleForm is the form with those who were found. Where the reading does not have
// all who are invited, the API searches those, too.
func (b *Bot) peopleForm(ctx context.Context, r *Request) slack.ModalViewRequest {
	s := view.PeopleSearch{PageRef: r.Args.Page, Query: r.Args.Text, Meeting: r.Meeting, Domain: r.domain()}
	if in, page, err := r.whoIsIn(ctx, s.PageRef); err == nil {
		s.PageRef, s.Attendees, s.Roster = page, in.attendees, r.roster(page.ID, in)
	}
	if r.Meeting.Count > len(r.Meeting.Participants) {
		found, err := r.Workspace.Meetings.SearchInvitees(ctx, r.Meeting, r.Args.Text)
		if err != nil { // those who were read are searched, and the form says that they are not all
			b.o.Logger.LogAttrs(ctx, slog.LevelWarn, "invitees not searched",
				slog.String("meeting_id", r.Args.Page.ID), slog.String("error", err.Error()))
		}
		s.Found = found
	}
	return view.PeopleForm(r.Localizer, s)
}
