package bot

import (
	"context"
	"encoding/json"

	"github.com/slack-go/slack"
)

// Suggestion is what somebody has typed so far into a menu that asks for its
// options.
type Suggestion struct {
	Origin
	ActionID string
	BlockID  string
	Value    string // at least as long as the menu's min_query_length
	View     View   // the modal that the menu is in, zero for a message
}

// Choices are the options of a menu, at most 100. The zero value offers none.
type Choices struct {
	options []*slack.OptionBlockObject
}

// Choose offers options.
func Choose(options ...*slack.OptionBlockObject) Choices { return Choices{options: options} }

// JSON returns the body of the answer exactly as Slack takes it.
func (c Choices) JSON() []byte {
	if len(c.options) == 0 {
		return []byte(`{"options":[]}`)
	}
	body, err := json.Marshal(slack.OptionsResponse{Options: c.options})
	if err != nil {
		panic(err) // options are made of structs that marshal
	}
	return body
}

// Suggest offers options for what somebody types. It must have an answer before
// ctx ends. The error is for the operator's log.
func (b *Bot) Suggest(ctx context.Context, s Suggestion) (Choices, error) {
	do, ok := b.routes.suggestions[s.ActionID]
	if !ok {
		return Choices{}, nil
	}
	return do(b, ctx, b.meet(ctx, s.Origin, nil), s)
}
