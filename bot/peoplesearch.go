package bot

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/slack-go/slack"

	"meetingbot/bot/text"
	"meetingbot/bot/view"
)

// searchPeople opens the form that searches a meeting's invited people. It
// opens empty: Slack waits only three seconds for it.
func (b *Bot) searchPeople(ctx context.Context, c Click, say Say) error {
	a, t, ok, err := b.pressed(ctx, c, say)
	if !ok {
		return err
	}
	if err := b.open(ctx, a, view.PeopleForm(a.in, view.PeopleSearch{PageRef: view.PageRef{ID: t.ID, Page: 1}})); err != nil {
		return errors.Join(err, a.say(ctx, b.sorry(a)))
	}
	return nil
}

// foundPeople shows who was found, in the form that was sent off.
func (b *Bot) foundPeople(ctx context.Context, a asker, v View) (Verdict, error) {
	s, ok := view.ParsePeopleSearch(v.Metadata)
	if !ok {
		return Swap(view.InfoModal(a.in, view.Sentence(a.in, text.StaleModal))), nil
	}
	s.Page, s.Query = 1, strings.TrimSpace(v.State.Get(view.BlockPeopleQuery, view.ActionPeopleQuery))
	if s.Query == "" {
		return Mend(map[string]string{view.BlockPeopleQuery: a.in.Say(text.PeopleEmpty)}), nil
	}
	form, err := b.peopleForm(ctx, a, s)
	return Swap(form), err
}

// turnFoundPeople shows another page of those who were found.
func (b *Bot) turnFoundPeople(ctx context.Context, c Click, say Say) error {
	a := b.meet(ctx, c.Origin, say)
	s, ok := view.ParsePeopleSearch(c.View.Metadata)
	t, known := view.ParsePageRef(c.Value)
	if !ok || !known {
		return b.stale(ctx, a)
	}
	s.Page = t.Page
	form, err := b.peopleForm(ctx, a, s)
	if _, failed := b.o.Slack.UpdateViewContext(ctx, form, "", c.View.Hash, c.View.ID); failed != nil {
		err = errors.Join(err, fmt.Errorf("turn the page of a search: %w", failed))
	}
	return err
}

// peopleForm is the form with those who were found, or one that says why there
// is none. The error is for the operator.
func (b *Bot) peopleForm(ctx context.Context, a asker, s view.PeopleSearch) (slack.ModalViewRequest, error) {
	refusal, err := b.readPeople(ctx, a, &s)
	if s.Meeting == nil {
		return view.InfoModal(a.in, refusal), err
	}
	return view.PeopleForm(a.in, s), err
}

// readPeople reads the meeting that is searched. Without it, it returns what to
// say instead.
func (b *Bot) readPeople(ctx context.Context, a asker, s *view.PeopleSearch) (view.Message, error) {
	if why := b.o.Policy.Person(a.who); why != "" {
		return view.Sentence(a.in, denialKey(why)), nil
	}
	m := b.peek(s.ID)
	if m == nil {
		var err error
		if m, err = b.o.Meetings.Resolve(ctx, s.ID); err != nil {
			return b.excuse(a, s.ID, fmt.Errorf("search the people of %s: %w", s.ID, err), false)
		}
	}
	if why := b.o.Policy.Meeting(m, a.who); why != "" {
		return view.MeetingSentence(a.in, denialKey(why), s.ID), nil
	}
	s.Meeting = m
	return view.Message{}, nil
}
