package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/slack-go/slack"

	"meetingbot/bot/post"
	"meetingbot/bot/text"
	"meetingbot/bot/view"
)

// Reply shows a message to the person who asked, and to nobody else: as a message
// of its own, or in a modal where there are no messages.
func (r *Request) Reply(ctx context.Context, m view.Message) error {
	return r.reply(ctx, m, ownMessage)
}

// Replace is Reply in place of the message whose button was pressed, where only
// its reader sees that.
func (r *Request) Replace(ctx context.Context, m view.Message) error {
	return r.reply(ctx, m, r.inPlace())
}

// inPlace is where the answer to a click goes: a message that only its reader
// sees is replaced, one that others see is left as it is.
func (r *Request) inPlace() placement {
	if r.Surface == SurfaceEphemeral || r.Surface == SurfaceDirect {
		return inPlace
	}
	return ownMessage
}

func (r *Request) reply(ctx context.Context, m view.Message, p placement) error {
	switch {
	case r.Kind == KindSuggestion: // nobody reads anything but options
		return r.transmit(ctx, optionsReply(nil))
	case r.Kind == KindSubmission:
		return r.ReplaceModal(ctx, view.ResultModal(r.Localizer, r.View.CallbackID, view.Message{Text: m.Text}))
	case r.Surface == SurfaceModal:
		return r.UpdateModal(ctx, r.modalWith(m))
	case r.onlyOpens():
		return r.OpenModal(ctx, view.MessageModal(r.Localizer, m))
	}
	reply, err := newReply(m, p)
	if err != nil {
		return err
	}
	return r.deliver(ctx, reply)
}

// deliver sends a message. Where no message can be shown, it does nothing.
func (r *Request) deliver(ctx context.Context, reply Reply) error {
	if !r.hasMessages() {
		return nil
	}
	return r.transmit(ctx, reply)
}

// modalWith is the modal that a button was pressed in, with a message in it.
func (r *Request) modalWith(m view.Message) slack.ModalViewRequest {
	if r.View.CallbackID == view.ModalFind {
		return view.FindModal(r.Localizer, m)
	}
	return view.MessageModal(r.Localizer, m)
}

// transmit sends a reply, or keeps it where the answer is taken from memory.
func (r *Request) transmit(ctx context.Context, reply Reply) error {
	if r.Surface == SurfaceDirect {
		reply = reply.direct()
	}
	if r.send == nil {
		r.cached = reply
		return nil
	}
	if err := r.send(ctx, reply); err != nil {
		return fmt.Errorf("reply: %w", err)
	}
	return nil
}

// formTimeout is how long all may take that comes before a form is opened: who asks,
// and what the form shows at first. Its trigger lives three seconds, and Slack needs
// some of them.
const formTimeout = 2 * time.Second

var errFormSlow = errors.New("what a form needs took too long")

// beforeForm bounds what comes before a form is opened.
func (r *Request) beforeForm(ctx context.Context) (context.Context, context.CancelFunc) {
	left := formTimeout - r.bot.o.Now().Sub(r.begun)
	return context.WithTimeoutCause(ctx, left, errFormSlow)
}

// OpenModal shows a modal to the person who asked. The trigger lives three
// seconds and works once. Whoever may see no modal is told so where a message can be
// shown, with a button to try again. From within a modal, that one becomes the other.
func (r *Request) OpenModal(ctx context.Context, m slack.ModalViewRequest) error {
	if r.Surface == SurfaceModal && r.Kind == KindClick {
		return r.UpdateModal(ctx, m)
	}
	err := post.OpenModal(ctx, r.Workspace.Slack, r.TriggerID, r.sealModal(m))
	switch {
	case errors.Is(err, post.ErrTriggerUsed): // the modal is open
		r.logModal(ctx, err)
		return nil
	case errors.Is(err, post.ErrTriggerExpired):
		r.logModal(ctx, err)
		return r.tellUnopened(ctx, text.FormLate)
	case errors.Is(err, post.ErrModalUnsure) && r.hasMessages() && ctx.Err() == nil:
		return errors.Join(fmt.Errorf("open modal %s: %w", m.CallbackID, err), r.tellUnopened(ctx, text.FormUnsure))
	case err != nil && r.onlyOpens(): // where nothing but a modal could tell
		return fmt.Errorf("open modal %s: %w", m.CallbackID, err)
	case err != nil:
		return r.fail(ctx, fmt.Errorf("open modal %s: %w", m.CallbackID, err))
	}
	return nil
}

// tellUnopened tells a person that they may see no modal, with a button that opens
// it anew.
func (r *Request) tellUnopened(ctx context.Context, sentence text.Key) error {
	if !r.hasMessages() {
		return nil
	}
	return r.Reply(ctx, r.notice(sentence).WithAgain(r.Localizer, r.again()))
}

// UpdateModal changes the modal in which a button was pressed. One that is
// closed or has changed since is left as it is.
func (r *Request) UpdateModal(ctx context.Context, m slack.ModalViewRequest) error {
	err := post.UpdateModal(ctx, r.Workspace.Slack, r.View.ID, r.View.Hash, r.sealModal(m))
	switch {
	case errors.Is(err, post.ErrModalChanged):
		r.logModal(ctx, err)
		return nil
	case err != nil:
		return fmt.Errorf("update modal %s: %w", r.View.CallbackID, err)
	}
	return nil
}

// logModal logs that a modal was not shown: a person closed or changed it, or
// the trigger expired. That is no error.
func (r *Request) logModal(ctx context.Context, err error) {
	r.bot.o.Logger.LogAttrs(ctx, slog.LevelInfo, "modal not shown",
		slog.String("team_id", r.TeamID), slog.String("request_id", r.RequestID), slog.Any("error", err))
}

// FieldErrors answers a submission: the modal stays open, with a sentence beside
// each of the blocks named.
func (r *Request) FieldErrors(ctx context.Context, sentences map[string]string) error {
	return r.transmit(ctx, fieldErrorsReply(sentences))
}

func fieldErrorsReply(sentences map[string]string) Reply {
	return modalResult(slack.NewErrorsViewSubmissionResponse(sentences))
}

// ReplaceModal answers a submission: another modal is shown in place of the one
// that was sent off.
func (r *Request) ReplaceModal(ctx context.Context, m slack.ModalViewRequest) error {
	return r.transmit(ctx, replaceModal(r.sealModal(m)))
}

func replaceModal(m slack.ModalViewRequest) Reply {
	return modalResult(slack.NewUpdateViewSubmissionResponse(&m))
}

// modalResult is a reply that says what becomes of a modal that was sent off.
func modalResult(answer *slack.ViewSubmissionResponse) Reply {
	body, err := json.Marshal(answer)
	if err != nil {
		panic(err) // views are made of structs that marshal
	}
	return Reply{body: body}
}
