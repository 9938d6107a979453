package bot

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"

	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/bot/watch"
	"meetingbot/meeting"
)

// changeEnd is what becomes of a form that changes a meeting: sentences beside its
// fields, the form once more, or a message in its place.
type changeEnd struct {
	wrong   bookProblems
	form    *view.BookForm
	message view.Message
}

// parseChangeForm reads a form that changes a meeting or one date of it.
func parseChangeForm(r *Request) *route {
	f, ok := r.readBookForm()
	ref, known := view.ParseChangeRef(f.Changes)
	r.Args.Book, r.Args.Page = &f, ref.PageRef
	return staleUnless(ok && known)
}

// submitChange changes what a form asks for.
func (b *Bot) submitChange(ctx context.Context, r *Request) error {
	if f := *r.Args.Book; f.Shown != f.Repeat && !f.Once { // the fields for it have not been shown
		return r.ReplaceModal(ctx, f.WithRepeat().Modal(r.Localizer, view.ModalChange))
	}
	return b.changeInTime(ctx, r)
}

// change changes a meeting as a form asks for. An error is for the operator: the person is told
// by what it returns beside.
func (b *Bot) change(ctx context.Context, r *Request) (changeEnd, error) {
	id := r.Args.Page.ID
	m, err := r.Workspace.Meetings.Refresh(ctx, id)
	if err == nil && m.Stale {
		return r.busy(), nil
	}
	switch kind := meeting.KindOf(err); {
	case kind == meeting.NotFound, kind == meeting.Forbidden:
		return changeEnd{message: view.MeetingSentence(r.Localizer, reasonFor(kind, false, true), id)}, nil
	case err != nil:
		return r.busy(), err
	}
	r.Meeting = m
	if end, denied := b.deniedChange(ctx, r); denied {
		return end, nil
	}
	if r.View.CallbackID == view.ModalChangeDate {
		return b.changeDate(ctx, r)
	}
	return b.changeAll(ctx, r)
}

// busy leaves the form open, since the API does not answer.
func (r *Request) busy() changeEnd {
	return changeEnd{wrong: bookProblems{view.InputBookDate: r.Localizer.Say(text.ActBusy)}}
}

// said is the sentence about the meeting in place of the form.
func (r *Request) said(sentence text.Key) changeEnd {
	return changeEnd{message: r.actSentence(sentence)}
}

// deniedChange says why somebody who sent off a form may not change the meeting, as
// Slack and the Meeting API say at this moment.
func (b *Bot) deniedChange(ctx context.Context, r *Request) (changeEnd, bool) {
	if why := r.Workspace.Policy.Change(r.Meeting, r.freshPerson(ctx), r.meetingUser()); why != "" {
		return changeEnd{message: r.denial(ctx, why)}, true
	}
	start := r.Args.Page.Start
	r.Args.Page.Start = 0 // a date that was moved is found by its id
	sentence := r.unchangeable()
	r.Args.Page.Start = start
	if sentence == "" {
		return changeEnd{}, false
	}
	return r.said(sentence), true
}

// changeAll changes a meeting, or a series as a whole. What the form was filled in from
// must still be so.
func (b *Bot) changeAll(ctx context.Context, r *Request) (changeEnd, error) {
	f := *r.Args.Book
	base, err := meeting.BookingOf(r.Meeting)
	if err != nil {
		return r.said(text.ChangeUnreadable), nil //nolint:nilerr // the person is told, and an operator can do nothing
	}
	if ref, _ := view.ParseChangeRef(f.Changes); ref.Seen != base.Expected && r.differs(&base, f) {
		return r.conflict(&base, f), nil
	}
	want, wrong := r.booking(f, base)
	added, more := r.added(ctx, f, base.Invitees)
	if maps.Copy(wrong, more); len(wrong) > 0 {
		return changeEnd{wrong: wrong}, nil
	}
	want.Expected, want.Invitees = base.Expected, slices.Concat(base.Invitees, added)
	done := view.ChangedFacts{Facts: r.actFacts(), Was: r.formOf(&base), Is: f, Added: len(added)}
	if len(added) == 0 && !r.differs(&base, f) {
		return changeEnd{message: view.Changed(r.reader(), done)}, nil
	}
	err = r.act(func(a *meeting.Actor) error {
		_, err := a.Change(ctx, done.ID, want)
		return err
	})
	r.audit(ctx, "meeting changed", err)
	if conflict, ok := errors.AsType[*meeting.Conflict](err); ok {
		return r.conflict(&conflict.Now, f), nil
	}
	return b.afterChange(ctx, r, done, err, func(m *meeting.Snapshot) (view.BookForm, bool) {
		now, err := meeting.BookingOf(m)
		return r.formOf(&now), err == nil
	})
}

// differs reports whether a form asks for something else than what is booked.
func (r *Request) differs(b *meeting.Booking, f view.BookForm) bool {
	return len(view.Differences(r.reader(), r.formOf(b), f)) > 0
}

// added are those of the people in a form who are not invited yet.
func (r *Request) added(ctx context.Context, f view.BookForm, invited []meeting.Invitee) ([]meeting.Invitee, bookProblems) {
	all, wrong := r.invitees(ctx, f)
	var added []meeting.Invitee
	for _, p := range all {
		if !isInvited(p, invited) {
			added = append(added, p)
		}
	}
	return added, wrong
}

func isInvited(p meeting.Invitee, invited []meeting.Invitee) bool {
	for i := range invited {
		if strings.EqualFold(invited[i].Email, p.Email) {
			return true
		}
	}
	return false
}

// conflict is the form once more, since somebody else has changed the meeting. Sending it
// off again overwrites that.
func (r *Request) conflict(now *meeting.Booking, f view.BookForm) changeEnd {
	f.Remarks = []string{view.ConflictRemark(r.reader(), r.formOf(now), f)}
	f.Invited = len(now.Invitees)
	f.Changes = view.ChangeRef{PageRef: r.actFacts().PageRef, Seen: now.Fingerprint()}.String()
	return changeEnd{form: &f}
}

// afterChange says what has become of a change, by its error. read makes of a reading
// what the form would show.
func (b *Bot) afterChange(
	ctx context.Context, r *Request, done view.ChangedFacts, err error, read func(*meeting.Snapshot) (view.BookForm, bool),
) (changeEnd, error) {
	switch wrong := (bookProblems{}); {
	case meeting.IsUncertain(err):
		return b.afterLostChange(ctx, r, done, err, read)
	case err == nil:
	case r.addFieldProblems(wrong, *r.Args.Book, err):
		return changeEnd{wrong: wrong}, nil
	case mayPass(meeting.KindOf(err)):
		return r.busy(), err
	default:
		sentence, failure := actRefusal(err)
		return r.said(sentence), failure
	}
	after := r.readAfter(ctx)
	if after != nil {
		if is, ok := read(after); ok {
			done.Is = is
		}
	}
	return b.changed(ctx, r, done, after), nil
}

// changed tells everybody what was changed.
func (b *Bot) changed(ctx context.Context, r *Request, done view.ChangedFacts, after *meeting.Snapshot) changeEnd {
	done.Told = r.followers(ctx) != 0
	renamed := watch.Rename{From: done.Was.Subject, To: done.Is.Subject}
	r.tellFollowers(ctx, func(w Watched, k watch.MeetingKey) error { return w.Changed(ctx, k, after, renamed) })
	if after != nil {
		done.Meeting = after
	}
	return changeEnd{message: view.Changed(r.reader(), done)}
}

// afterLostChange tells what is known where the answer to a change was lost.
func (b *Bot) afterLostChange(
	ctx context.Context, r *Request, done view.ChangedFacts, lost error, read func(*meeting.Snapshot) (view.BookForm, bool),
) (changeEnd, error) {
	unsure := func(sentence text.Key) (changeEnd, error) {
		return changeEnd{message: view.ActSentence(r.Localizer, sentence, done.Facts).WithLook(r.Localizer, done.Facts)}, lost
	}
	after := r.readAfter(ctx)
	if after == nil {
		return unsure(text.ChangeUnsure)
	}
	is, ok := read(after)
	switch {
	case !ok:
		return unsure(text.ChangeUnsure)
	case len(view.Differences(r.reader(), done.Is, is)) == 0 && (done.Added == 0 || after.Count > r.Meeting.Count):
		done.Looked = true
		return b.changed(ctx, r, done, after), lost
	case len(view.Differences(r.reader(), done.Was, is)) == 0:
		return unsure(text.ChangeNotDone)
	default:
		return unsure(text.ChangeUnsure)
	}
}
