package bot

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/slack-go/slack"

	"meetingbot/bot/post"
	"meetingbot/bot/view"
)

// changeInTime changes a meeting, and answers the form when that is done. Where it takes
// longer than the form can wait, a window takes its place that shows it later.
func (b *Bot) changeInTime(ctx context.Context, r *Request) error {
	after, end := afterAnswer(ctx)
	defer end()
	changing, cancel := context.WithTimeoutCause(after, bookFor, errBookSlow)
	defer cancel()
	done := make(chan outcome[changeEnd], 1)
	go func() {
		var o outcome[changeEnd]
		defer func() {
			o.panicked = recover()
			done <- o
		}()
		o.value, o.err = b.change(changing, r)
	}()
	timer := time.NewTimer(bookAnswer - b.o.Now().Sub(r.begun))
	defer timer.Stop()
	select {
	case o := <-done:
		return b.answerChange(ctx, r, o)
	case <-timer.C:
	}
	waiting := r.ReplaceModal(ctx, view.SavingModal(r.Localizer, r.View.CallbackID))
	sleep(changing, bookShown)
	return errors.Join(waiting, b.showChange(changing, r, <-done))
}

// answerChange answers the form with what has become of the change.
func (b *Bot) answerChange(ctx context.Context, r *Request, o outcome[changeEnd]) error {
	if o.panicked != nil {
		panic(o.panicked) // the caller's to catch
	}
	if len(o.value.wrong) > 0 {
		return errors.Join(o.err, r.FieldErrors(ctx, o.value.wrong))
	}
	return errors.Join(o.err, r.ReplaceModal(ctx, r.changeModal(o.value)))
}

// showChange shows what has become of the change in the window that asks to wait. Where
// that was closed, the person gets a message.
func (b *Bot) showChange(ctx context.Context, r *Request, o outcome[changeEnd]) error {
	if o.panicked != nil {
		panic(o.panicked) // the caller's to catch
	}
	end := o.value
	if len(end.wrong) > 0 { // the form is gone, and comes back
		form := *r.Args.Book
		form.Remarks = nil
		for _, sentence := range slices.Sorted(maps.Values(end.wrong)) {
			form.Remarks = append(form.Remarks, "⚠️ "+view.Escape(sentence))
		}
		end.form = &form
	}
	err := post.UpdateModal(ctx, r.Workspace.Slack, r.View.ID, "", r.sealModal(r.changeModal(end)))
	if !errors.Is(err, post.ErrModalChanged) {
		if err != nil {
			err = fmt.Errorf("show what was changed: %w", err)
		}
		return errors.Join(o.err, err)
	}
	r.logModal(ctx, err)
	_, err = post.Post(ctx, r.Workspace.Slack, r.UserID, post.Message(end.closed()))
	return errors.Join(o.err, err)
}

// closed is what somebody reads who has closed the window.
func (e changeEnd) closed() view.Message {
	if e.form == nil {
		return e.message
	}
	return view.Message{Text: view.RemarksText(e.form.Remarks)}
}

// changeModal is the modal in place of a form: that form once more, or a message.
func (r *Request) changeModal(e changeEnd) slack.ModalViewRequest {
	switch {
	case e.form == nil:
		return view.ResultModal(r.Localizer, r.View.CallbackID, e.message)
	case r.View.CallbackID == view.ModalChangeDate:
		return e.form.DateModal(r.Localizer, r.dateAbout())
	default:
		return e.form.Modal(r.Localizer, view.ModalChange)
	}
}

// dateAbout says which date of a series a form is about, as far as the series was
// read.
func (r *Request) dateAbout() string {
	if _, known := r.date(); !known {
		return ""
	}
	return view.DateAbout(r.Localizer, r.actFacts())
}
