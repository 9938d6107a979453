package bot

import "context"

// Kind is what a question came as.
type Kind byte

// The kinds of questions. Each says which fields of a Question it fills beside
// Origin.
const (
	KindCommand     Kind = iota // Command, Text
	KindClick                   // Action, Surface, and View in a modal or on the Home tab
	KindSubmission              // View
	KindUserChanged             // none: something about Origin.UserID has changed
)

// Surface is where a question was asked, which is where its answer can be
// shown.
type Surface byte

// The surfaces.
const (
	SurfaceChannel   Surface = iota // a command: a message of its own answers
	SurfaceMessage                  // a message that others see, too: a message of its own answers
	SurfaceEphemeral                // a message that only its reader sees: it can be replaced
	SurfaceModal                    // a modal: nothing but a modal can be shown
	SurfaceHome                     // the Home tab: nothing but a modal can be shown
)

// Question is what somebody asks, whichever way it came in.
type Question struct {
	Origin
	Kind    Kind
	Surface Surface
	Command string // the command itself, such as "/meeting"
	Text    string // everything after it, as Slack sent it
	Action  Action
	View    View
}

// Action is a press on one of the bot's own buttons, or a choice from a menu.
type Action struct {
	ID    string // see Bot.Actions
	Value string // what the view wrote into the button or the option
}

// Send brings one reply to whoever asked. It may be called more than once for
// one question, never by two goroutines at a time; whether a reply goes into
// the answer of the request or elsewhere is for handlers to decide. An error
// means that the person did not get the reply. The one reply to a submission
// says what becomes of the modal; without one it closes.
type Send func(ctx context.Context, r Reply) error

// Work answers a question that Begin could not answer at once. It tells the
// person everything that they should read, refusals included, and may take a
// minute while the Meeting API does not answer; of a submission it must be done
// before ctx ends. The error is for the operator's log: nil unless something is
// wrong that the person cannot mend, or when ctx ended, in which case nothing is
// said: that is left to whoever ended it.
type Work func(ctx context.Context, send Send) error

// Begin reads a question. Where the whole answer is in memory, it is returned
// and no work is left; otherwise the work is returned that answers. It never
// waits.
func (b *Bot) Begin(q Question) (Reply, Work) {
	switch q.Kind {
	case KindCommand:
		c := Command{Origin: q.Origin, Name: q.Command, Text: q.Text}
		if r, ok := b.AtHand(c); ok {
			return r, nil
		}
		return Reply{}, func(ctx context.Context, send Send) error { return b.Command(ctx, c, Say(send)) }
	case KindClick:
		c := Click{Origin: q.Origin, ActionID: q.Action.ID, Value: q.Action.Value, Ephemeral: q.Surface == SurfaceEphemeral, View: q.View}
		return Reply{}, func(ctx context.Context, send Send) error { return b.Click(ctx, c, Say(send)) }
	case KindSubmission:
		return Reply{}, func(ctx context.Context, send Send) error {
			v, err := b.Submit(ctx, Submission{Origin: q.Origin, View: q.View})
			if len(v.JSON()) > 0 {
				return send(ctx, Reply{body: v.JSON()})
			}
			return err
		}
	default:
		b.UserChanged(q.TeamID, q.UserID)
		return Reply{}, nil
	}
}
