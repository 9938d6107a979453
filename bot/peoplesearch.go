package bot

import (
	"context"

	"github.com/slack-go/slack"

	"meetingbot/bot/view"
)

// openPeopleForm opens the form that searches a meeting's invited people. It
// opens empty: Slack waits only three seconds for it.
func (b *Bot) openPeopleForm(ctx context.Context, r *Request) error {
	page := view.PageRef{ID: r.Args.Page.ID, Page: 1}
	return r.OpenModal(ctx, view.PeopleForm(r.Localizer, view.PeopleSearch{PageRef: page}))
}

// foundPeople shows who was found, in the form that was sent off.
func (b *Bot) foundPeople(ctx context.Context, r *Request) error {
	return r.ReplaceModal(ctx, r.peopleForm())
}

// showFoundPage shows another page of those who were found.
func (b *Bot) showFoundPage(ctx context.Context, r *Request) error {
	return r.UpdateModal(ctx, r.peopleForm())
}

// peopleForm is the form with those who were found.
func (r *Request) peopleForm() slack.ModalViewRequest {
	return view.PeopleForm(r.Localizer, view.PeopleSearch{PageRef: r.Args.Page, Query: r.Args.Text, Meeting: r.Meeting})
}
