package bot

import (
	"context"
	"fmt"
	"slices"

	"golang.org/x/sync/errgroup"

	"meetingbot/bot/access"
	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/meeting"
)

// Bounds of finding meetings.
const (
	maxSearch  = 128 // characters that the API takes
	maxChecked = 200 // meetings whose invitation lists are read for one list
	maxAtOnce  = 8   // of them at a time
)

// listOf makes the answer to a word that lists the meetings of a range.
func (b *Bot) listOf(within view.Range) handler {
	return func(ctx context.Context, r *Request) error {
		r.Args.Search = view.Search{Range: within, Page: 1}
		return b.list(ctx, r, ownMessage)
	}
}

// showListPage shows another page of a list.
func (b *Bot) showListPage(ctx context.Context, r *Request) error { return b.list(ctx, r, r.inPlace()) }

// list answers with a page of the meetings that a search finds.
func (b *Bot) list(ctx context.Context, r *Request, p placement) error {
	f, err := b.search(ctx, r)
	if f == nil {
		return err
	}
	return r.reply(ctx, view.List(r.Localizer, *f), p)
}

// find answers with the card of the meeting that fits the words, or with a list
// to choose from: it never guesses.
func (b *Bot) find(ctx context.Context, r *Request) error {
	words := r.Args.Text
	if word, named, problem := b.parse(words); problem == nil && named.Page.ID != "" && word == wordNone {
		words = named.Page.ID // a number in groups, or a link
	}
	r.Args.Search = view.Search{Range: view.RangeAll, Page: 1, Text: words}
	f, err := b.search(ctx, r)
	switch {
	case f == nil:
		return err
	case f.Cut() || !allSame(f.Meetings):
		return r.Reply(ctx, view.List(r.Localizer, *f))
	}
	r.Args.Page = view.PageRef{ID: f.Meetings[0].ID.String(), Page: 1}
	if ok, err := b.readMeeting(ctx, r, readAny); !ok {
		return err
	}
	return b.show(ctx, r, ownMessage)
}

// allSame reports whether all meetings of a list are one.
func allSame(list []*meeting.Conference) bool {
	return len(list) > 0 && !slices.ContainsFunc(list, func(c *meeting.Conference) bool { return c.ID != list[0].ID })
}

// search finds the meetings that a person may learn of in this way. When it
// finds out nothing, they have been told why, and the error is for the
// operator.
func (b *Bot) search(ctx context.Context, r *Request) (*view.ListFacts, error) {
	f := &view.ListFacts{Search: r.Args.Search, Now: b.o.Now(), Zone: r.Person.Zone, Mine: !r.Workspace.Policy.ListsAll()}
	if f.Mine && r.Person.Email == "" {
		return nil, r.Reply(ctx, view.Sentence(r.Localizer, text.ListUnverified))
	}
	found, err := retry(ctx, r, func(ctx context.Context) (*meeting.Listing, error) {
		l, err := r.Workspace.Meetings.Find(ctx, f.Text)
		if err != nil || !f.Mine {
			return l, err
		}
		return mine(ctx, r, f, l)
	})
	if err != nil {
		return nil, b.refuse(ctx, r, "", fmt.Errorf("find meetings: %w", err))
	}
	f.Meetings, f.Read, f.Total = found.Conferences, len(found.Conferences), found.Count
	return f, nil
}

// mine keeps the meetings of a list that the person who asks is invited to.
// Lists do not have the invitees, so each meeting is read that is in the range of
// the list. Those that the account may not read are left out.
func mine(ctx context.Context, r *Request, f *view.ListFacts, l *meeting.Listing) (*meeting.Listing, error) {
	var asked []*meeting.Conference
	for _, c := range l.Conferences {
		if f.Covers(c, f.Now) {
			asked = append(asked, c)
		}
	}
	cut := max(len(asked)-maxChecked, 0) + l.Count - len(l.Conferences)
	asked = asked[:min(len(asked), maxChecked)]
	invitedTo, err := r.invitations(ctx, asked)
	if err != nil {
		return nil, err
	}
	kept := &meeting.Listing{ReadAt: l.ReadAt}
	for i, c := range asked {
		if invitedTo[i] {
			kept.Conferences = append(kept.Conferences, c)
		}
	}
	kept.Count = len(kept.Conferences) + cut
	return kept, nil
}

// invitations reads to which meetings the person who asks is invited. The first is
// read alone: if that fails, the others are not asked for.
func (r *Request) invitations(ctx context.Context, asked []*meeting.Conference) ([]bool, error) {
	invitedTo := make([]bool, len(asked))
	read := func(ctx context.Context, i int) (err error) {
		invitedTo[i], err = r.invitedTo(ctx, asked[i].ID.String())
		return err
	}
	readers, ctx := errgroup.WithContext(ctx)
	readers.SetLimit(maxAtOnce)
	for i := range asked {
		if i == 0 {
			if err := read(ctx, i); err != nil {
				return nil, err
			}
			continue
		}
		readers.Go(func() error { return read(ctx, i) })
	}
	return invitedTo, readers.Wait()
}

// invitedTo reads whether the person who asks is invited to a meeting. It is
// false for a meeting that may not be read.
func (r *Request) invitedTo(ctx context.Context, id string) (bool, error) {
	m, err := r.Workspace.Meetings.Get(ctx, id)
	if kind := meeting.KindOf(err); kind == meeting.NotFound || kind == meeting.Forbidden || kind == meeting.Invalid {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("who is invited to %s: %w", id, err)
	}
	return access.Invited(m, r.Person.Email), nil
}
