package bot

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"meetingbot/bot/post"
	"meetingbot/bot/reminder"
	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/meeting"
)

// formWithin is how long a form may wait for what it shows at first: its
// trigger lives three seconds.
const formWithin = time.Second

var errFormSlow = errors.New("the form's facts took too long")

// remindCard opens the form for the meeting of the card whose menu was used.
func (b *Bot) remindCard(ctx context.Context, c Click, say Say) error {
	a := b.meet(ctx, c.Origin, say)
	t, ok := view.ParsePageRef(c.Value)
	if !ok {
		return b.stale(ctx, a)
	}
	if refused, err := b.refused(ctx, a); refused {
		return err
	}
	where := a.conversation()
	f := view.FormFacts{FormState: view.FormState{MeetingID: t.ID}, Number: t.ID, Leads: leadWords(b.o.Leads)}
	f.Channel, f.Private = where.ChannelID, where.Private()
	if m := b.peek(t.ID); m != nil && b.o.Policy.Meeting(m, a.who) == "" {
		f.MeetingID = cmp.Or(m.Conference.ID.String(), t.ID)
		f.Known, f.Subject = true, m.Conference.Subject.String()
		f.Number = cmp.Or(m.Conference.Number(), t.ID)
		f.Start = m.Conference.NextStart(b.o.Now())
	}
	within, cancel := context.WithTimeoutCause(ctx, formWithin, errFormSlow)
	defer cancel()
	if s, err := b.o.Reminders.Find(within, where, f.MeetingID); err == nil {
		f.Leads = leadWords(s.Subscription.Leads) // the promise itself stands, whoever else is told
	}
	return b.openForm(ctx, a, f)
}

// changeReminder opens the form for a promise that stands.
func (b *Bot) changeReminder(ctx context.Context, c Click, say Say) error {
	a := b.meet(ctx, c.Origin, say)
	if refused, err := b.refused(ctx, a); refused {
		return err
	}
	within, cancel := context.WithTimeoutCause(ctx, formWithin, errFormSlow)
	defer cancel()
	s, err := b.o.Reminders.Get(within, c.Value)
	switch {
	case errors.Is(err, reminder.ErrNotFound):
		return a.tell(ctx, view.Sentence(a.in, text.ReminderGone))
	case err != nil:
		return b.failed(ctx, a, fmt.Errorf("read reminders: %w", err))
	}
	p := promise(s)
	return b.openForm(ctx, a, view.FormFacts{
		FormState: view.FormState{MeetingID: s.Subscription.MeetingID, SubscriptionID: p.ID},
		Known:     true, Subject: p.Subject, Number: p.Number, Start: p.Start,
		Channel: p.Channel, Private: p.Channel == "", Leads: leadWords(p.Leads),
	})
}

func (b *Bot) openForm(ctx context.Context, a asker, f view.FormFacts) error {
	if f.Private {
		f.Channel = ""
	}
	if err := b.open(ctx, a, view.ReminderForm(b.reader(a), f)); err != nil {
		return b.failed(ctx, a, err)
	}
	return nil
}

// submitReminder makes the promise that a form asks for, in place of the one
// that it changes.
func (b *Bot) submitReminder(ctx context.Context, a asker, v View) (Verdict, error) {
	f, ok := view.ParseFormState(v.Metadata)
	if !ok {
		return Swap(view.InfoModal(a.in, view.Sentence(a.in, text.StaleModal))), nil
	}
	w, complaints := b.entered(a, v.State)
	if len(complaints) > 0 {
		return Mend(complaints), nil
	}
	if why := b.o.Policy.Person(a.who); why != "" {
		return Swap(view.InfoModal(a.in, view.Sentence(a.in, denialKey(why)))), nil
	}
	m, err := b.atHandOr(ctx, f.MeetingID)
	if err != nil {
		return b.refuseForm(a, f.MeetingID, err)
	}
	if why := b.o.Policy.Meeting(m, a.who); why != "" {
		return Swap(view.InfoModal(a.in, view.MeetingSentence(a.in, denialKey(why), f.MeetingID))), nil
	}
	w.id = f.MeetingID
	said, made, err := b.promise(ctx, a, w, m)
	if err != nil {
		return Verdict{}, err
	}
	if made {
		if err := b.replace(ctx, a, f.SubscriptionID, w.c); err != nil {
			return Verdict{}, err
		}
	}
	said.Blocks = nil
	return Swap(view.InfoModal(a.in, said)), nil
}

// entered reads a form: who is told, and when. What is wrong stands beside its
// field.
func (b *Bot) entered(a asker, s State) (wish, map[string]string) {
	complaints := make(map[string]string)
	w := wish{c: a.alone()}
	if s.Get(view.InputAudience, view.InputAudience) != view.AudienceMe {
		channel := s.Get(view.InputChannel, view.InputChannel)
		if channel == "" {
			complaints[view.InputChannel] = a.in.Say(text.FormChannelMiss)
		}
		w.c = a.conversationIn(channel)
	}
	leads, trouble := typedLeads(s.Get(view.InputLeads, view.InputLeads))
	if trouble != "" {
		complaints[view.InputLeads] = a.in.Say(trouble)
	}
	w.leads = leads
	return w, complaints
}

// typedLeads reads leads as they are typed after a command.
func typedLeads(typed string) ([]time.Duration, text.Key) {
	var p parser
	for _, piece := range pieces(typed) {
		p.take(piece)
	}
	p.endNumber()
	var leads []time.Duration
	for _, x := range p.extras {
		switch x.kind {
		case extraLead:
			leads = append(leads, x.lead)
		case extraStrange:
			return nil, text.LeadsNotUnderstood
		case extraFiller:
		}
	}
	if len(p.ids) > 0 {
		return nil, text.LeadsNotUnderstood
	}
	return tidyLeads(leads)
}

// atHandOr returns the reading at hand, or reads the meeting once.
func (b *Bot) atHandOr(ctx context.Context, id string) (*meeting.Snapshot, error) {
	if m := b.peek(id); m != nil {
		return m, nil
	}
	return b.o.Meetings.Resolve(ctx, id)
}

// refuseForm says why the meeting of a form cannot be reminded of. What may
// pass leaves the form as it is, to be sent off again.
func (b *Bot) refuseForm(a asker, id string, err error) (Verdict, error) {
	m, failure := b.excuse(a, id, fmt.Errorf("look up meeting %s: %w", id, err), false)
	switch kindOf(err) {
	case meeting.Throttled, meeting.Unavailable, meeting.Garbled, "":
		return Mend(map[string]string{view.InputLeads: m.Text}), failure
	default:
		return Swap(view.InfoModal(a.in, m)), failure
	}
}

// replace takes the promise back that was changed into one for another
// conversation, and tells the channel where somebody else had made it.
func (b *Bot) replace(ctx context.Context, a asker, id string, by post.Conversation) error {
	if id == "" {
		return nil
	}
	s, err := b.o.Reminders.Get(ctx, id)
	if err == nil && s.Subscription.Conversation != by {
		if s, err = b.o.Reminders.Forget(ctx, id); err == nil {
			b.tellOthers(ctx, a, s)
		}
	}
	if err != nil && !errors.Is(err, reminder.ErrNotFound) {
		return fmt.Errorf("move reminders: %w", err)
	}
	return nil
}
