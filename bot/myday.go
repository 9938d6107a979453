package bot

import (
	"context"
	"fmt"
	"slices"

	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/meeting"
)

// myDay answers with the meetings of the person who asks, of today and tomorrow.
// Those of others are not among them, whatever lists may have.
func (b *Bot) myDay(ctx context.Context, r *Request) error {
	if r.Person.Email == "" {
		return r.Reply(ctx, view.Sentence(r.Localizer, text.ListUnverified))
	}
	f, err := retry(ctx, r, r.readDay)
	if err != nil {
		return b.refuse(ctx, r, "", fmt.Errorf("read a day: %w", err))
	}
	return r.Reply(ctx, view.MyDay(r.Localizer, r.command(), f))
}

// readDay asks the meeting account once for the meetings of the person who asks, and
// for their next one where there is none today or tomorrow.
func (r *Request) readDay(ctx context.Context) (view.DayFacts, error) {
	r.Args.Search = view.Search{Range: view.RangeDay, Page: 1}
	f := view.DayFacts{ListFacts: *r.listFacts(true), Books: r.Workspace.Policy.Book(r.Person, r.meetingUser()) == ""}
	found, err := r.findListed(ctx, &f.ListFacts)
	if err != nil {
		return f, err
	}
	r.fill(&f.ListFacts, found)
	if len(f.Meetings) == 0 {
		f.Next, err = r.nextMine(ctx, &f.ListFacts)
	}
	return f, err
}

// nextMine returns the next meeting of the person who asks after those that a list
// covers, nil for none. It reads some at a time, and stops when it has found one.
func (r *Request) nextMine(ctx context.Context, covered *view.ListFacts) (*meeting.Conference, error) {
	l, err := r.Workspace.Meetings.Find(ctx, "")
	if err != nil {
		return nil, err
	}
	now := r.bot.o.Now()
	ahead := slices.DeleteFunc(slices.Clone(l.Conferences), func(c *meeting.Conference) bool {
		return covered.Covers(c, now) || !c.Current(now).Start.After(now)
	})
	slices.SortStableFunc(ahead, func(a, b *meeting.Conference) int { return a.Current(now).Start.Compare(b.Current(now).Start) })
	for some := range slices.Chunk(ahead[:min(len(ahead), maxChecked)], maxAtOnce) {
		invitations, err := r.invitations(ctx, some)
		if err != nil {
			return nil, err
		}
		for i, c := range some {
			if invitations[i].Sure() {
				return c, nil
			}
		}
	}
	return nil, nil //nolint:nilnil // nobody is invited to anything: no meeting and no error
}
