package bot

import (
	"context"
	"fmt"
	"slices"
	"strings"

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
	f, err := b.searchEach(ctx, r, b.queries(r.Args.Text))
	switch {
	case f == nil:
		return err
	case len(f.Meetings) == 0 && !f.Cut() && r.spoken && r.unclear:
		return b.hint(ctx, r)
	case len(f.Meetings) == 0 && !f.Cut():
		return r.Reply(ctx, view.FoundNothing(r.Localizer, r.command(), r.Args.Text, *f, b.insteadOfNothing(r.Args.Text)))
	case f.Cut() || !allSame(f.Meetings):
		return r.Reply(ctx, view.List(r.Localizer, *f))
	}
	r.Args.Page, r.exact = view.PageRef{ID: f.Meetings[0].ID.String(), Page: 1}, true
	if ok, err := b.readMeeting(ctx, r, readAny); !ok {
		return err
	}
	return b.show(ctx, r, ownMessage)
}

// searchEach searches for one text after the other, until one is found. What any of
// them has left out counts.
func (b *Bot) searchEach(ctx context.Context, r *Request, queries []string) (f *view.ListFacts, err error) {
	unclear := 0
	for _, query := range queries {
		r.Args.Search = view.Search{Range: view.RangeAll, Page: 1, Text: query}
		if f, err = b.search(ctx, r); f == nil || len(f.Meetings) > 0 || f.Unclear > 0 || f.Cut() {
			return f, err
		}
		unclear = max(unclear, f.Unclear)
		f.Unclear = unclear
	}
	return f, err
}

// queries are what to search for: the number of a meeting that is in groups or in a
// link, else the text, and without what is no part of a subject, such as "meeting".
func (b *Bot) queries(words string) []string {
	if word, named, problem := b.parse(words); problem == nil && named.Page.ID != "" && word == wordNone {
		return []string{named.Page.ID}
	}
	if fewer := b.subjectIn(words); fewer != "" && fewer != words {
		return []string{words, fewer}
	}
	return []string{words}
}

// insteadOfNothing are commands that somebody may have meant whose search found
// nothing.
func (b *Bot) insteadOfNothing(words string) []view.Suggestion {
	var commands []string
	for word := range strings.FieldsSeq(strings.ToLower(words)) {
		if _, known := b.routes.words[word]; known {
			commands = append(commands, word)
		} else {
			commands = append(commands, b.routes.candidates(word)...)
		}
	}
	commands = slices.DeleteFunc(b.routes.distinct(append([]string{wordList, wordHelp, wordFind}, commands...)), func(word string) bool {
		return slices.Contains([]string{wordList, wordHelp, wordFind}, word)
	})
	all := suggestCommands(commands[:min(maxCandidates, len(commands))])
	return append(all, view.Suggestion{Kind: view.SuggestList}, view.Suggestion{Kind: view.SuggestHelp})
}

// allSame reports whether all meetings of a list are one.
func allSame(list []*meeting.Conference) bool {
	return len(list) > 0 && !slices.ContainsFunc(list, func(c *meeting.Conference) bool { return c.ID != list[0].ID })
}

// search finds the meetings that a person may learn of in this way. When it
// finds out nothing, they have been told why, and the error is for the
// operator.
func (b *Bot) search(ctx context.Context, r *Request) (*view.ListFacts, error) {
	f := r.listFacts(!r.Workspace.Policy.ListsAll())
	if f.Mine && r.Person.Email == "" {
		return nil, r.Reply(ctx, view.Sentence(r.Localizer, text.ListUnverified))
	}
	found, err := retry(ctx, r, func(ctx context.Context) (listing, error) {
		return r.findListed(ctx, f)
	})
	if err != nil {
		return nil, b.refuse(ctx, r, "", fmt.Errorf("find meetings: %w", err))
	}
	r.fill(f, found)
	return f, nil
}

// listFacts are those of a list for the person who asks, as yet without meetings.
func (r *Request) listFacts(mine bool) *view.ListFacts {
	return &view.ListFacts{Search: r.Args.Search, Now: r.bot.o.Now(), Zone: r.Person.Zone, Mine: mine}
}

// findListed asks the meeting account once for the meetings of a list.
func (r *Request) findListed(ctx context.Context, f *view.ListFacts) (listing, error) {
	l, err := r.Workspace.Meetings.Find(ctx, f.Text)
	if err != nil || !f.Mine {
		return listing{Listing: l}, err
	}
	return mine(ctx, r, f, l)
}

// fill puts what was found into a list.
func (r *Request) fill(f *view.ListFacts, found listing) {
	f.Meetings, f.Read, f.Total = found.Conferences, len(found.Conferences), found.Count
	if r.Workspace.Policy.TellsUnclear(f.Text) {
		f.Unclear = found.unclear
	}
}

// listing is what a search found for one person.
type listing struct {
	*meeting.Listing
	unclear int // meetings left out whose lists do not tell whether they are invited
}

// mine keeps the meetings of a list that the person who asks is invited to.
// Lists do not have the invitees, so each meeting is read that is in the range of
// the list. Those that the account may not read are left out.
func mine(ctx context.Context, r *Request, f *view.ListFacts, l *meeting.Listing) (listing, error) {
	var asked []*meeting.Conference
	for _, c := range l.Conferences {
		if f.Covers(c, f.Now) {
			asked = append(asked, c)
		}
	}
	cut := max(len(asked)-maxChecked, 0) + l.Count - len(l.Conferences)
	asked = asked[:min(len(asked), maxChecked)]
	invitations, err := r.invitations(ctx, asked)
	if err != nil {
		return listing{}, err
	}
	kept := listing{Listing: &meeting.Listing{ReadAt: l.ReadAt}}
	for i, c := range asked {
		switch {
		case invitations[i].Sure():
			kept.Conferences = append(kept.Conferences, c)
		case invitations[i].Unclear():
			kept.unclear++
		}
	}
	kept.Count = len(kept.Conferences) + cut
	return kept, nil
}

// invitations reads whether the person who asks is invited to meetings. The first is
// read alone: if that fails, the others are not asked for.
func (r *Request) invitations(ctx context.Context, asked []*meeting.Conference) ([]access.Invitation, error) {
	all := make([]access.Invitation, len(asked))
	read := func(ctx context.Context, i int) (err error) {
		all[i], err = r.invitationTo(ctx, asked[i].ID.String())
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
	return all, readers.Wait()
}

// invitationTo reads whether the person who asks is invited to a meeting. It is ""
// for a meeting that may not be read.
func (r *Request) invitationTo(ctx context.Context, id string) (access.Invitation, error) {
	m, err := r.Workspace.Meetings.Get(ctx, id)
	if kind := meeting.KindOf(err); kind == meeting.NotFound || kind == meeting.Forbidden || kind == meeting.Invalid {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("who is invited to %s: %w", id, err)
	}
	return access.InvitationOf(m, r.Person, r.meetingUser()), nil
}
