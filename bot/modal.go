package bot

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/slack-go/slack"

	"meetingbot/bot/text"
	"meetingbot/bot/view"
)

// View is a modal as it stood when somebody acted in it.
type View struct {
	ID         string // V…, by which Slack finds it
	Hash       string // of this very state; Slack refuses to change a later one by it
	CallbackID string // which modal it is, see Bot.Modals
	Metadata   string // what the bot wrote into it for itself
	State      State
}

// State is what is entered in a modal: the values of each element, by the id of
// its block and of its action. An element that is left empty may be missing.
type State map[string]map[string][]string

// Get returns the first value of an element, "" for none.
func (s State) Get(block, action string) string {
	if values := s[block][action]; len(values) > 0 {
		return values[0]
	}
	return ""
}

// Submission is a modal that somebody sent off.
type Submission struct {
	Origin
	View View
}

// Verdict is what becomes of a modal that was sent off. The zero value closes
// it.
type Verdict struct {
	body []byte
}

// JSON returns the body of the answer exactly as Slack takes it, nothing for
// the zero value.
func (v Verdict) JSON() []byte { return v.body }

// Mend leaves the modal open, with a complaint beside each of the blocks named.
func Mend(complaints map[string]string) Verdict {
	return verdict(slack.NewErrorsViewSubmissionResponse(complaints))
}

// Swap shows another modal in place of the one that was sent off.
func Swap(m slack.ModalViewRequest) Verdict {
	return verdict(slack.NewUpdateViewSubmissionResponse(&m))
}

// Stack shows another modal on top of the one that was sent off.
func Stack(m slack.ModalViewRequest) Verdict {
	return verdict(slack.NewPushViewSubmissionResponse(&m))
}

// Clear closes the modal and all those below it.
func Clear() Verdict { return verdict(slack.NewClearViewSubmissionResponse()) }

func verdict(answer *slack.ViewSubmissionResponse) Verdict {
	body, err := json.Marshal(answer)
	if err != nil {
		panic(err) // views are made of structs that marshal
	}
	return Verdict{body: body}
}

// Submit decides on a modal that was sent off. It must have an answer before
// ctx ends, since Slack waits three seconds; what takes longer is refused in
// words, and what was entered stays. The error is for the operator's log.
func (b *Bot) Submit(ctx context.Context, s Submission) (Verdict, error) {
	a := b.meet(ctx, s.Origin, nil)
	do, ok := b.routes.modals[s.View.CallbackID]
	if !ok {
		return Swap(view.InfoModal(a.in, view.Sentence(a.in, text.StaleModal))), nil
	}
	return do(b, ctx, a, s.View)
}

// SorryModal is what a person reads when their modal could not be dealt with.
func (b *Bot) SorryModal(ctx context.Context, o Origin) Verdict {
	a := b.meet(ctx, o, nil)
	return Swap(view.InfoModal(a.in, view.Sentence(a.in, text.Sorry).WithRef(a.in, o.RequestID)))
}

// open shows a modal to whoever asked. The trigger lives three seconds and
// works once.
func (b *Bot) open(ctx context.Context, a asker, m slack.ModalViewRequest) error {
	if _, err := b.o.Slack.OpenViewContext(ctx, a.TriggerID, m); err != nil {
		return fmt.Errorf("open modal %s: %w", m.CallbackID, err)
	}
	return nil
}
