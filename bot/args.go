package bot

import (
	"cmp"
	"context"
	"strings"
	"unicode/utf8"

	"meetingbot/bot/text"
	"meetingbot/bot/view"
)

// routeFor finds the route of a question and reads what it asks for.
func (b *Bot) routeFor(r *Request) *route {
	found, ok := b.named(r)
	if !ok || !r.openMetadata() {
		return replies(stale)
	}
	if found.parse != nil {
		if instead := found.parse(r); instead != nil {
			return instead
		}
	}
	return found
}

// named returns the route that a question names.
func (b *Bot) named(r *Request) (found *route, ok bool) {
	switch {
	case r.Kind == KindSpoken:
		r.asCommand()
		return b.commandRoute(r), true
	case r.Kind == KindCommand:
		return b.commandRoute(r), true
	case r.Kind == KindShortcut, r.Kind == KindMessage:
		found, ok = b.routes.shortcuts[r.Action.ID]
	case r.Kind == KindSuggestion:
		found, ok = b.routes.suggestions[r.Action.ID]
	case r.Kind == KindSubmission:
		found, ok = b.routes.modals[r.View.CallbackID]
	case r.Action.ID == view.ActionMenu:
		choice, value, _ := view.ParseChoice(r.Action.Value)
		r.Action.Value = value
		found, ok = b.routes.choices[choice]
	default:
		found, ok = b.routes.actions[r.Action.ID]
	}
	return found, ok
}

// commandRoute reads a command. One that asks for nothing asks for the person's day.
func (b *Bot) commandRoute(r *Request) *route {
	word, args, problem := b.parse(r.Text)
	if problem != nil {
		r.unclear = true
		return b.newDeadEnd(r.Text, *problem).instead(r)
	}
	r.Args = args
	if word == wordNone && args.Page.ID == "" {
		if r.spoken && r.Surface != SurfaceDirect {
			return hint()
		}
		return b.routes.words[wordDay]
	}
	return b.routes.words[word]
}

// replies is a route that says one thing to everybody.
func replies(say func(r *Request) view.Message) *route {
	return &route{access: everybody, handle: func(ctx context.Context, r *Request) error { return r.Reply(ctx, say(r)) }}
}

// repliesNotice is a route that says one sentence to everybody.
func repliesNotice(sentence text.Key) *route {
	return replies(func(r *Request) view.Message { return view.Sentence(r.Localizer, sentence) })
}

// stale says that a button or a form is from an older version.
func stale(r *Request) view.Message {
	if r.Kind == KindSubmission || r.Surface == SurfaceModal {
		return view.Sentence(r.Localizer, text.StaleModal)
	}
	return view.Sentence(r.Localizer, text.StaleButton)
}

// staleUnless is nil for a value that could be parsed, else the route that says
// that the button is stale.
func staleUnless(read bool) *route {
	if read {
		return nil
	}
	return replies(stale)
}

// namesMeeting checks a command that needs a meeting.
func namesMeeting(r *Request) *route {
	if r.Args.Page.ID == "" {
		return repliesNotice(text.UsageWhich)
	}
	return nil
}

// checkSearch checks a command that searches.
func checkSearch(r *Request) *route {
	r.Args.Text = cmp.Or(r.Args.Text, r.Args.Page.ID)
	switch n := utf8.RuneCountInString(r.Args.Text); {
	case view.IsEmpty(r.Args.Text):
		return repliesNotice(text.UsageFind)
	case n > maxSearch:
		return replies(func(r *Request) view.Message {
			return view.Usage(r.Localizer, r.command(), view.Problem{TooLong: true})
		})
	}
	return nil
}

// checkLeads checks a command to be reminded.
func checkLeads(r *Request) *route {
	var problem text.Key
	if len(r.Args.Leads) > 0 {
		r.Args.Leads, problem = tidyLeads(r.Args.Leads)
	}
	if r.Args.Page.ID == "" {
		problem = text.RemindWhich
	}
	if problem == "" {
		return nil
	}
	return replies(func(r *Request) view.Message { return view.RemindUsage(r.Localizer, r.command(), problem) })
}

// parsePage reads what a button on a card carries.
func parsePage(r *Request) (instead *route) {
	var ok bool
	r.Args.Page, ok = view.ParsePageRef(r.Action.Value)
	return staleUnless(ok)
}

// parseShared reads what the button carries that refreshes a snapshot.
func parseShared(r *Request) (instead *route) {
	ref, ok := view.ParseSharedRef(r.Action.Value)
	r.Args.Page, r.Args.SharedBy = ref.Page, ref.By
	return staleUnless(ok)
}

// parseSearch reads what a button on a list of meetings carries.
func parseSearch(r *Request) (instead *route) {
	var ok bool
	r.Args.Search, ok = view.ParseSearch(r.Action.Value)
	return staleUnless(ok)
}

// parseSubscription reads what a button on a confirmation carries.
func parseSubscription(r *Request) *route {
	r.Args.SubscriptionID = r.Action.Value
	return nil
}

// parseListed reads what a button on a line of a list of reminders carries.
func parseListed(r *Request) (instead *route) {
	listed, ok := view.ParseListedReminder(r.Action.Value)
	r.Args.SubscriptionID, r.Args.Page.Page = listed.ID, listed.Page
	return staleUnless(ok)
}

// parseReminders reads what a button to a page of reminders carries.
func parseReminders(r *Request) (instead *route) {
	var ok bool
	r.Args.Page.Page, ok = view.ParsePage(r.Action.Value)
	return staleUnless(ok)
}

// parseStop reads what a reminder's button carries that stops further ones.
func parseStop(r *Request) *route {
	stop := view.ParseStopRef(r.Action.Value)
	r.Args.SubscriptionID, r.Args.Page.ID = stop.SubscriptionID, stop.MeetingID
	return nil
}

// parseNotice reads what a reminder's button carries that repeats it.
func parseNotice(r *Request) *route {
	r.Args.NoticeID = r.Action.Value
	return nil
}

// parsePeopleQuery reads the form that searches a meeting's invited people.
func parsePeopleQuery(r *Request) *route {
	s, ok := view.ParsePeopleSearch(r.View.Metadata)
	if !ok {
		return replies(stale)
	}
	r.Args.Page, r.Args.Page.Page = s.PageRef, 1
	r.Args.Text = strings.TrimSpace(r.View.State.Get(view.BlockPeopleQuery, view.ActionPeopleQuery))
	if view.IsEmpty(r.Args.Text) {
		return repliesFieldErrors(map[string]text.Key{view.BlockPeopleQuery: text.PeopleEmpty})
	}
	return nil
}

// parseFoundPage reads what a button to a page of the people found carries, and
// the form that it is in.
func parseFoundPage(r *Request) *route {
	s, ok := view.ParsePeopleSearch(r.View.Metadata)
	page, known := view.ParsePageRef(r.Action.Value)
	if !ok || !known {
		return replies(stale)
	}
	r.Args.Page, r.Args.Page.Page, r.Args.Text = s.PageRef, page.Page, s.Query
	return nil
}

// parseReminderForm reads the form for reminders: which meeting, who is told, and
// when. What is wrong stands beside its field.
func parseReminderForm(r *Request) *route {
	form, ok := view.ParseFormState(r.View.Metadata)
	if !ok {
		return replies(stale)
	}
	r.Args.Page = view.PageRef{ID: form.MeetingID, Page: 1}
	r.Args.SubscriptionID, r.Args.OpenedIn = form.SubscriptionID, form.OpenedIn
	problems := make(map[string]text.Key)
	state := r.View.State
	r.Args.ChannelID = r.private().ChannelID
	if state.Get(view.InputAudience, view.InputAudience) != view.AudienceMe {
		channel := state.Get(view.InputChannel, view.InputChannel)
		if channel == "" {
			problems[view.InputChannel] = text.FormChannelMiss
		}
		r.Args.ChannelID = channel
	}
	leads, problem := typedLeads(state.Get(view.InputLeads, view.InputLeads))
	if problem != "" {
		problems[view.InputLeads] = problem
	}
	r.Args.Leads, r.Args.Whole = leads, true
	r.Args.Late, r.Args.Overrun = view.AlsoTold(state[view.InputAlso][view.InputAlso])
	if len(problems) > 0 {
		return repliesFieldErrors(problems)
	}
	return nil
}

// repliesFieldErrors is a route that leaves a form open, with a sentence beside
// each of the blocks named.
func repliesFieldErrors(problems map[string]text.Key) *route {
	return &route{access: everybody, handle: func(ctx context.Context, r *Request) error { return r.fieldErrors(ctx, problems) }}
}

// fieldErrors leaves a form open, with a sentence beside each of the blocks named.
func (r *Request) fieldErrors(ctx context.Context, problems map[string]text.Key) error {
	sentences := make(map[string]string, len(problems))
	for block, key := range problems {
		sentences[block] = r.Localizer.Say(key)
	}
	return r.FieldErrors(ctx, sentences)
}
