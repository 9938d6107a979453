package bot

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"meetingbot/bot/access"
	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/meeting"
)

// extension is by how much a press of the button extends a meeting.
const extension = 15 * time.Minute

// addRunning adds what runs a meeting that is in progress. Who may is found out by the
// handlers, by what Slack and the Meeting API say at that moment.
func (b *Bot) addRunning(t routes) {
	run := func(handle handler, action string) {
		t.action(route{handle: handle, access: needsLookup, parse: parsePage, meeting: readAnew, acts: true}, action)
	}
	run(b.endForAll, view.ActionRunEnd)
	run(b.extend, view.ActionRunExtend)
	run(b.muteAll, view.ActionRunMute)
	run(b.lockMeeting(true), view.ActionRunLock)
	run(b.lockMeeting(false), view.ActionRunUnlock)
	t.action(route{handle: b.openInvite, access: needsLookup, parse: parsePage, form: true}, view.ActionRunInvite)
	t.modal(route{
		handle: b.invite, access: needsLookup, parse: parseInvite, meeting: readAnew, acts: true, errorField: view.InputInvitePhones,
	}, view.ModalInvite)
}

// mayRun reports whether somebody may run the meeting that was read, and whether it
// is in progress. Whoever may not is told why.
func (b *Bot) mayRun(ctx context.Context, r *Request) (bool, error) {
	if r.Meeting.Stale {
		return false, r.Reply(ctx, r.notice(text.ActBusy))
	}
	if why := r.Workspace.Policy.Change(r.Meeting, r.freshPerson(ctx), r.meetingUser()); why != "" {
		return false, r.refuseToRun(ctx, why)
	}
	if r.Meeting.Over() || r.Meeting.Conference.State != meeting.StateRunning {
		return false, r.Reply(ctx, view.ActSentence(r.Localizer, text.RunNotRunning, r.actFacts()))
	}
	return true, nil
}

// refuseToRun tells somebody that they may not run a meeting.
func (r *Request) refuseToRun(ctx context.Context, why access.Denial) error {
	r.bot.o.Logger.LogAttrs(ctx, slog.LevelInfo, "running a meeting refused", append(r.auditAttrs(), slog.String("reason", string(why)))...)
	sentence := text.RunNotHost
	switch why {
	case access.Unknown:
		return r.Reply(ctx, r.unknown(text.LaterIdentity))
	case access.Unclear:
		sentence = text.RunHostUnclear
	default:
	}
	return r.Reply(ctx, view.MeetingSentence(r.Localizer, sentence, r.actFacts().ID))
}

// control does something in the running meeting: as the person themselves where they
// are linked, else as the bot's account. It is done as the account, too, where the API
// does not let the person: then nothing was done.
func (r *Request) control(ctx context.Context, do func(*meeting.Control) error) error {
	as := func(a *meeting.Actor) error {
		c, err := a.Control(ctx, r.Meeting)
		if err != nil {
			return err
		}
		return do(c)
	}
	err := r.act(as)
	if meeting.KindOf(err) == meeting.PersonRefused {
		return as(r.Workspace.Meetings.As(""))
	}
	return err
}

// runs makes a handler of what is done in a running meeting. done answers when it was.
func (b *Bot) runs(what string, do func(context.Context, *meeting.Control) error, done handler) handler {
	return func(ctx context.Context, r *Request) error {
		if ok, err := b.mayRun(ctx, r); !ok {
			return err
		}
		err := r.control(ctx, func(c *meeting.Control) error { return do(ctx, c) })
		r.audit(ctx, what, err)
		if err != nil {
			return b.refuseRun(ctx, r, err)
		}
		return done(ctx, r)
	}
}

// muteAll mutes everybody but the host.
func (b *Bot) muteAll(ctx context.Context, r *Request) error {
	return b.runs("everybody in a meeting muted", func(ctx context.Context, c *meeting.Control) error { return c.MuteAll(ctx) },
		func(ctx context.Context, r *Request) error {
			return r.Reply(ctx, view.ActSentence(r.Localizer, text.RunMuted, r.actFacts()))
		})(ctx, r)
}

// lockMeeting makes the handler that locks a meeting, or unlocks it.
func (b *Bot) lockMeeting(locked bool) handler {
	what := "meeting unlocked"
	if locked {
		what = "meeting locked"
	}
	return b.runs(what, func(ctx context.Context, c *meeting.Control) error { return c.Lock(ctx, locked) },
		func(ctx context.Context, r *Request) error {
			if locked {
				return r.Reply(ctx, view.RunLocked(r.Localizer, r.actFacts()))
			}
			return r.Replace(ctx, view.ActSentence(r.Localizer, text.RunUnlocked, r.actFacts()))
		})
}

// extend has a meeting last longer.
func (b *Bot) extend(ctx context.Context, r *Request) error {
	return b.runs("meeting extended", func(ctx context.Context, c *meeting.Control) error { return c.Extend(ctx, extension) },
		func(ctx context.Context, r *Request) error {
			m := r.readAfter(ctx)
			if m != nil {
				r.Meeting = m
			}
			return r.Reply(ctx, view.RunExtended(r.Localizer, r.actFacts(), m != nil))
		})(ctx, r)
}

// endForAll ends a meeting for everybody. It is asked for once: where the answer is
// lost, the meeting is read again.
func (b *Bot) endForAll(ctx context.Context, r *Request) error {
	if ok, err := b.mayRun(ctx, r); !ok {
		return err
	}
	err := r.control(ctx, func(c *meeting.Control) error { return c.Stop(ctx) })
	r.audit(ctx, "meeting ended for everybody", err)
	switch {
	case err == nil:
		return r.Replace(ctx, view.ActSentence(r.Localizer, text.RunEnded, r.actFacts()))
	case meeting.IsUncertain(err):
		return errors.Join(err, b.afterLostEnd(ctx, r))
	default:
		return b.refuseRun(ctx, r, err)
	}
}

// afterLostEnd tells what is known where the answer to the end of a meeting was lost.
func (b *Bot) afterLostEnd(ctx context.Context, r *Request) error {
	f := r.actFacts()
	m, err := r.Workspace.Meetings.Refresh(ctx, f.ID)
	switch {
	case meeting.KindOf(err) == meeting.NotFound, err == nil && !m.Stale && (m.Over() || m.Conference.State != meeting.StateRunning):
		return r.Replace(ctx, view.ActSentence(r.Localizer, text.RunEndedAnyway, f))
	case err != nil, m.Stale:
		return r.Reply(ctx, view.ActSentence(r.Localizer, text.RunUnsure, f))
	default:
		return r.Reply(ctx, view.ActSentence(r.Localizer, text.RunNotEnded, f))
	}
}

// refuseRun tells a person why the API did not do what they asked for. It returns what
// an operator should know.
func (b *Bot) refuseRun(ctx context.Context, r *Request, err error) error {
	sentence, failure := runRefusal(err)
	return errors.Join(failure, r.Reply(ctx, view.ActSentence(r.Localizer, sentence, r.actFacts())))
}

// runRefusal is the sentence for a refusal in a running meeting, and what an operator
// should know of it.
func runRefusal(err error) (text.Key, error) {
	if meeting.IsUncertain(err) {
		return text.RunUnsure, err
	}
	if meeting.ReasonOf(err) == meeting.Capacity {
		return text.RunFull, nil
	}
	switch meeting.KindOf(err) {
	case meeting.NotRunning:
		return text.RunNotRunning, nil
	case meeting.NoHostPassword:
		return text.RunNoPassword, err
	case meeting.ControlRefused:
		return text.RunRefused, err
	default:
		return actRefusal(err)
	}
}
