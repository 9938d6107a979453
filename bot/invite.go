package bot

import (
	"context"
	"slices"
	"sync"

	"meetingbot/bot/person"
	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/meeting"
)

// openInvite opens the form that calls people into a meeting. Who plainly may not, and
// where the meeting is plainly not in progress, is told so.
func (b *Bot) openInvite(ctx context.Context, r *Request) error {
	within, cancel := r.beforeForm(ctx)
	defer cancel()
	id := r.Args.Page.ID
	if r.Meeting = r.readForForm(within, id); r.Meeting != nil && r.deniedMeeting() == "" {
		if why := r.Workspace.Policy.Change(r.Meeting, r.Person, r.meetingUser()); why != "" {
			return r.refuseToRun(ctx, why)
		}
		if r.Meeting.Over() || r.Meeting.Conference.State != meeting.StateRunning {
			return r.Reply(ctx, view.ActSentence(r.Localizer, text.RunNotRunning, r.actFacts()))
		}
	}
	return r.OpenModal(ctx, view.InviteForm(r.Localizer, id))
}

// parseInvite reads the form, and says beside its fields what cannot be called.
func parseInvite(r *Request) *route {
	var ok bool
	if r.Args.Page, ok = view.ParsePageRef(r.View.Metadata); !ok {
		return replies(stale)
	}
	phones, ok := r.invitedPhones()
	switch {
	case !ok:
		return repliesFieldErrors(map[string]text.Key{view.InputInvitePhones: text.InviteBadPhone})
	case len(phones) > view.MaxInvitePhones:
		return &route{access: everybody, handle: func(ctx context.Context, r *Request) error {
			words := r.Localizer.Count(text.InviteManyPhones, view.MaxInvitePhones)
			return r.FieldErrors(ctx, map[string]string{view.InputInvitePhones: words})
		}}
	case len(phones) == 0 && len(r.invitedPeople()) == 0:
		return repliesFieldErrors(map[string]text.Key{view.InputInvitePeople: text.InviteNobody})
	}
	return nil
}

// invitedPeople are the people whom the form names, by their ids in Slack.
func (r *Request) invitedPeople() []string {
	people := r.View.State[view.InputInvitePeople][view.InputInvitePeople]
	people = slices.Compact(slices.Sorted(slices.Values(people)))
	return people[:min(len(people), view.MaxInvitePeople)]
}

// invitedPhones are the phone numbers in the form, each once. It reports false where
// something is no number.
func (r *Request) invitedPhones() (phones []string, ok bool) {
	for _, typed := range view.SplitPhones(r.View.State.Get(view.InputInvitePhones, view.InputInvitePhones)) {
		number, ok := meeting.CleanNumber(typed)
		if !ok {
			return nil, false
		}
		if !slices.Contains(phones, number) {
			phones = append(phones, number)
		}
	}
	return phones, true
}

// callee is one of the people whom the form names.
type callee struct {
	who    person.Person
	called meeting.Called
	err    error // why they cannot be called
}

// invite calls those whom the form names into the meeting. Of whom no number is found,
// others are called all the same; with nobody to call, the form stays open.
func (b *Bot) invite(ctx context.Context, r *Request) error {
	if ok, err := b.mayRun(ctx, r); !ok {
		return err
	}
	people := r.callees(ctx)
	phones, _ := r.invitedPhones()
	var list []meeting.Called
	var called, missing []string
	for _, p := range people {
		if p.err != nil {
			missing = append(missing, p.who.UserID)
			continue
		}
		called, list = append(called, p.who.UserID), append(list, p.called)
	}
	for _, number := range phones {
		name := r.channelLocalizer().Say(text.InvitePhoneName)
		list = append(list, meeting.Called{Name: name, Number: number, Type: meeting.AttendeeMobile})
	}
	if len(list) == 0 {
		return r.FieldErrors(ctx, map[string]string{view.InputInvitePeople: uncallable(r, people)})
	}
	err := r.control(ctx, func(c *meeting.Control) error { return c.Invite(ctx, list) })
	r.audit(ctx, "people called into a meeting", err)
	if err != nil {
		return b.refuseRun(ctx, r, err)
	}
	return r.Reply(ctx, view.InviteResult(r.Localizer, r.actFacts(), called, len(phones), missing))
}

// uncallable says why nobody can be called: that the account may not look people up,
// that the API does not answer, or that they have no number there.
func uncallable(r *Request, people []callee) string {
	var names []string
	for _, p := range people {
		switch meeting.KindOf(p.err) {
		case meeting.Forbidden:
			return r.Localizer.Say(text.InviteForbidden)
		case meeting.Throttled, meeting.Unavailable, meeting.Garbled, meeting.SignInRefused, meeting.TokenRefused:
			return r.Localizer.Say(text.ActBusy)
		default:
			names = append(names, p.who.Name)
		}
	}
	return view.InviteNotFound(r.Localizer, names)
}

// callees finds the numbers of the people whom the form names, all at the same time:
// Slack waits for the answer.
func (r *Request) callees(ctx context.Context) []callee {
	ids := r.invitedPeople()
	all := make([]callee, len(ids))
	var wg sync.WaitGroup
	for i, id := range ids {
		wg.Go(func() { all[i] = r.callee(ctx, id) })
	}
	wg.Wait()
	return all
}

// callee finds the number of somebody by their address in Slack. Only members and
// guests of the workspace are looked for.
func (r *Request) callee(ctx context.Context, userID string) callee {
	c := callee{who: r.Workspace.Person(ctx, userID)}
	c.who.UserID = userID
	known := c.who.AccountType == person.Member || c.who.AccountType == person.Guest
	if !known || c.who.Email == "" || !c.who.Confirmed {
		c.err = &meeting.Error{Op: "find number", Kind: meeting.NoMember}
		return c
	}
	c.called, c.err = r.Workspace.Meetings.As("").Callable(ctx, c.who.Name, c.who.Email)
	return c
}
