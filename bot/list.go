package bot

import (
	"context"
	"fmt"
	"slices"
	"unicode/utf8"

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
	checking   = 8   // of them at a time
)

// listOf makes the answer to a word that lists the meetings of a range.
func listOf(r view.Range) commandFunc {
	return func(b *Bot, ctx context.Context, a asker, _ request) error {
		if refused, err := b.refused(ctx, a); refused {
			return err
		}
		return b.list(ctx, a, view.Search{Range: r, Page: 1}, beside)
	}
}

// turnList shows another page of a list.
func (b *Bot) turnList(ctx context.Context, c Click, say Say) error {
	a := b.meet(ctx, c.Origin, say)
	s, ok := view.ParseSearch(c.Value)
	if !ok {
		return b.stale(ctx, a)
	}
	if refused, err := b.refused(ctx, a); refused {
		return err
	}
	return b.list(ctx, a, s, instead(c))
}

// list answers with a page of the meetings that a search finds.
func (b *Bot) list(ctx context.Context, a asker, s view.Search, p placing) error {
	f, err := b.search(ctx, a, s)
	if f == nil {
		return err
	}
	return a.put(ctx, view.List(a.in, *f), p)
}

// find answers with the card of the meeting that fits the words, or with a list
// to choose from: it never guesses.
func (b *Bot) find(ctx context.Context, a asker, r request) error {
	switch n := utf8.RuneCountInString(r.text); {
	case n == 0:
		return a.tell(ctx, view.Sentence(a.in, text.UsageFind))
	case n > maxSearch:
		return b.usage(ctx, a, view.Problem{TooLong: true})
	}
	if refused, err := b.refused(ctx, a); refused {
		return err
	}
	words := r.text
	if named := b.parse(words); named.id != "" && named.word == wordNone {
		words = named.id // a number in groups, or a link
	}
	f, err := b.search(ctx, a, view.Search{Range: view.RangeAll, Page: 1, Text: words})
	switch {
	case f == nil:
		return err
	case !f.Cut && same(f.Meetings):
		id := f.Meetings[0].ID.String()
		return b.show(ctx, a, view.PageRef{ID: id, Page: 1}, beside, b.o.Meetings.Resolve, b.peek(id))
	default:
		return a.tell(ctx, view.List(a.in, *f))
	}
}

// same reports whether all meetings of a list are one.
func same(list []*meeting.Conference) bool {
	return len(list) > 0 && !slices.ContainsFunc(list, func(c *meeting.Conference) bool { return c.ID != list[0].ID })
}

// pick shows a meeting of a list beside the list.
func (b *Bot) pick(ctx context.Context, c Click, say Say) error {
	c.Ephemeral = false
	return b.turn(ctx, c, say)
}

// search finds the meetings that a person may learn of in this way. When it
// finds out nothing, they have been told why, and the error is for the
// operator.
func (b *Bot) search(ctx context.Context, a asker, s view.Search) (*view.ListFacts, error) {
	f := &view.ListFacts{Search: s, Now: b.o.Now(), Zone: a.who.Zone, Mine: !b.o.Policy.ListsAll()}
	if f.Mine && a.who.Email == "" {
		return nil, a.tell(ctx, view.Sentence(a.in, text.ListUnverified))
	}
	found, err := persist(ctx, b, a, func(ctx context.Context) (*meeting.Listing, error) {
		l, err := b.o.Meetings.Find(ctx, s.Text)
		if err != nil || !f.Mine {
			return l, err
		}
		return b.mine(ctx, f, l, a.who.Email)
	})
	if err != nil {
		return nil, b.refuse(ctx, a, "", fmt.Errorf("find meetings: %w", err))
	}
	f.Meetings, f.Cut = found.Conferences, found.Count > len(found.Conferences)
	return f, nil
}

// mine keeps the meetings of a list that somebody is invited to. Lists do not
// tell who is, so each meeting is read, unless the list that is being made
// would not have it anyway. Those that the account may not read are left out.
func (b *Bot) mine(ctx context.Context, f *view.ListFacts, l *meeting.Listing, email string) (*meeting.Listing, error) {
	var asked []*meeting.Conference
	for _, c := range l.Conferences {
		if f.Covers(c, f.Now) {
			asked = append(asked, c)
		}
	}
	cut := max(len(asked)-maxChecked, 0) + l.Count - len(l.Conferences)
	asked = asked[:min(len(asked), maxChecked)]
	invitedTo := make([]bool, len(asked))
	readers, ctx := errgroup.WithContext(ctx)
	readers.SetLimit(checking)
	for i, c := range asked {
		readers.Go(func() (err error) {
			invitedTo[i], err = b.invitedTo(ctx, c.ID.String(), email)
			return err
		})
	}
	if err := readers.Wait(); err != nil {
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

// invitedTo reads whether somebody is invited to a meeting. A meeting that may
// not be read invites nobody.
func (b *Bot) invitedTo(ctx context.Context, id, email string) (bool, error) {
	m, err := b.o.Meetings.Get(ctx, id)
	if kind := meeting.KindOf(err); kind == meeting.NotFound || kind == meeting.Forbidden || kind == meeting.Invalid {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("who is invited to %s: %w", id, err)
	}
	return access.Invited(m, email), nil
}
