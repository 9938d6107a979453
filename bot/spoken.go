package bot

import (
	"context"
	"errors"
	"fmt"
	"time"

	"meetingbot/bot/person"
	"meetingbot/bot/post"
	"meetingbot/bot/text"
	"meetingbot/bot/view"
)

// spokenApologyTimeout is how long it may take to tell somebody that what they said
// came to nothing.
const spokenApologyTimeout = 5 * time.Second

var errSpokenLate = errors.New("the apology took too long")

// asCommand reads what was said to the bot as a command: the same words mean the
// same.
func (r *Request) asCommand() {
	r.Kind, r.spoken = KindCommand, true
	r.asked = r.Question.asked()
}

// speak answers what was said to the bot. Slack gives no place for the answer: the
// bot posts it, once in all processes, since Slack may deliver the same message as
// several events.
func (b *Bot) speak(r *Request) Work {
	return func(ctx context.Context, _ Send) (err error) {
		if !r.claim(ctx) {
			return nil
		}
		said, returned := false, false
		r.send = func(ctx context.Context, reply Reply) error {
			err := r.post(ctx, reply)
			said = said || err == nil
			return err
		}
		defer func() { // also where serve panics
			if !said && (err != nil || !returned) {
				err = errors.Join(err, b.apologise(ctx, r))
			}
		}()
		err = b.serve(ctx, r)
		returned = true
		return err
	}
}

// apologise tells a person that what they said came to nothing, whatever has become
// of ctx.
func (b *Bot) apologise(ctx context.Context, r *Request) error {
	ctx, cancel := context.WithTimeoutCause(context.WithoutCancel(ctx), spokenApologyTimeout, errSpokenLate)
	defer cancel()
	if !r.identified {
		r.know(r.Workspace.Reader(ctx, r.UserID))
	}
	return r.Reply(ctx, r.notice(text.Sorry))
}

// post posts a reply to what was said to the bot: in the conversation with it as an
// ordinary message, elsewhere for the person alone. Where that cannot be, as in a
// channel that the bot has left, it goes to the conversation with the bot. To other
// bots it says nothing: two that answer each other never end.
func (r *Request) post(ctx context.Context, reply Reply) error {
	if r.Person.AccountType == person.Bot {
		return nil
	}
	m, public, err := reply.message()
	if err != nil {
		return err
	}
	client := r.Workspace.Slack
	if public || r.Surface == SurfaceDirect {
		_, err = post.InThread(ctx, client, r.ChannelID, r.Thread, m)
		return wrapPost(err)
	}
	err = post.Whisper(ctx, client, r.ChannelID, r.UserID, r.Thread, m)
	if refusal, ok := errors.AsType[*post.Error](err); !ok || refusal.Reason == "" || refusal.Reason == post.Revoked {
		return wrapPost(err)
	}
	if m, _, err = reply.direct().message(); err != nil {
		return err
	}
	_, err = post.Post(ctx, client, r.UserID, m)
	return wrapPost(err)
}

func wrapPost(err error) error {
	if err != nil {
		return fmt.Errorf("answer what was said: %w", err)
	}
	return nil
}

// inThread sends replies to the thread of the message whose shortcut was chosen, and
// as send does where that cannot be: a response_url shows what one person sees in
// the channel only.
func (r *Request) inThread(send Send) Send {
	if r.Thread == "" {
		return send
	}
	return func(ctx context.Context, reply Reply) error {
		m, public, err := reply.message()
		if err == nil && !public && post.Whisper(ctx, r.Workspace.Slack, r.ChannelID, r.UserID, r.Thread, m) == nil {
			return nil
		}
		return send(ctx, reply)
	}
}

// hint is the answer to something said that asks for nothing.
func hint() *route {
	return &route{access: everybody, handle: func(ctx context.Context, r *Request) error { return r.bot.hint(ctx, r) }}
}

// hint says what can be said to the bot: at length where nobody else reads.
func (b *Bot) hint(ctx context.Context, r *Request) error {
	if r.Surface == SurfaceDirect {
		return b.help(ctx, r)
	}
	return r.Reply(ctx, view.Sentence(r.Localizer, text.SpokenHint))
}
