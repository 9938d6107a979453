package post

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/slack-go/slack"

	"meetingbot/internal/httpsent"
)

// MaxCallPeople is how many people are added to a call, or removed from it, at once.
// Slack documents no limit.
const MaxCallPeople = 100

// Caller makes Slack's own calls and changes them. Scopes: calls:write.
type Caller interface {
	AddCallContext(ctx context.Context, p slack.AddCallParameters) (slack.Call, error)
	UpdateCallContext(ctx context.Context, callID string, p slack.UpdateCallParameters) (slack.Call, error)
	CallAddParticipantsContext(ctx context.Context, callID string, people []slack.CallParticipant) error
	CallRemoveParticipantsContext(ctx context.Context, callID string, people []slack.CallParticipant) error
	EndCallContext(ctx context.Context, callID string, p slack.EndCallParameters) error
}

var _ Caller = (*slack.Client)(nil)

// errNoCall says that Slack's answer names no call.
var errNoCall = errors.New("the answer names no call")

// Call is what one of Slack's own calls shows.
type Call struct {
	Title   string
	Number  string // what people type to join, "" for none
	JoinURL string
}

// NewCall is a call that is to be made.
type NewCall struct {
	Call
	UniqueID  string // which call it is, for the app
	CreatedBy string // a user's id
	Began     time.Time
}

// CallPerson is somebody in a call: a user of Slack, or somebody with an id of our own
// and a name.
type CallPerson struct{ UserID, ExternalID, Name string }

// ID is the id of the person among those in a call.
func (p CallPerson) ID() string { return p.UserID + p.ExternalID }

// AddCall makes a call and returns its id, and whether it has ended. Its UniqueID says
// which one it is: when an answer was lost, the same call is sent again, and Slack may
// answer with the one that it made before, which may have ended since. Errors are
// *Error.
func AddCall(ctx context.Context, c Caller, n NewCall) (callID string, ended bool, err error) {
	calling, sent := httpsent.Trace(ctx)
	made, err := c.AddCallContext(calling, slack.AddCallParameters{
		ExternalUniqueID: n.UniqueID, ExternalDisplayID: n.Number, CreatedBy: n.CreatedBy, Title: n.Title, JoinURL: n.JoinURL,
		DateStart: slack.JSONTime(n.Began.Unix()),
	})
	switch {
	case err != nil:
		return "", false, newCallError(ctx, err, sent())
	case made.ID == "":
		return "", false, &Error{Unconfirmed: true, Err: errNoCall}
	}
	return made.ID, made.DateEnd > 0, nil
}

// UpdateCall changes what a call shows, but its number, which stays. Errors are *Error.
func UpdateCall(ctx context.Context, c Caller, callID string, show Call) error {
	calling, sent := httpsent.Trace(ctx)
	_, err := c.UpdateCallContext(calling, callID, slack.UpdateCallParameters{Title: show.Title, JoinURL: show.JoinURL})
	return callError(ctx, err, sent)
}

// AddCallPeople adds people to a call, at most MaxCallPeople. That some are in it
// already is no error. Errors are *Error.
func AddCallPeople(ctx context.Context, c Caller, callID string, people []CallPerson) error {
	calling, sent := httpsent.Trace(ctx)
	return callError(ctx, c.CallAddParticipantsContext(calling, callID, participants(people)), sent)
}

// RemoveCallPeople removes people from a call, at most MaxCallPeople. That some are
// not in it is no error. Errors are *Error.
func RemoveCallPeople(ctx context.Context, c Caller, callID string, people []CallPerson) error {
	calling, sent := httpsent.Trace(ctx)
	return callError(ctx, c.CallRemoveParticipantsContext(calling, callID, participants(people)), sent)
}

func participants(people []CallPerson) []slack.CallParticipant {
	all := make([]slack.CallParticipant, 0, len(people))
	for _, p := range people {
		all = append(all, slack.CallParticipant{SlackID: p.UserID, ExternalID: p.ExternalID, DisplayName: p.Name})
	}
	return all
}

// EndCall ends a call that went on for so long. That it has ended before, or that
// there is no such call, is an *Error with the Reason CallOver, as for all the others.
func EndCall(ctx context.Context, c Caller, callID string, lasted time.Duration) error {
	calling, sent := httpsent.Trace(ctx)
	err := c.EndCallContext(calling, callID, slack.EndCallParameters{Duration: lasted})
	return callError(ctx, err, sent)
}

// callError is newCallError for a call of a method that may have failed. People who
// are in the call already, or not any more, are what was wanted.
func callError(ctx context.Context, err error, sent func() bool) error {
	if err == nil || SlackError(err) == "bad_users" {
		return nil
	}
	return newCallError(ctx, err, sent())
}

// newCallError is newError with the codes of the methods for calls.
func newCallError(ctx context.Context, err error, sent bool) *Error {
	e := newError(ctx, err, sent)
	switch SlackError(err) {
	case "inactive_call", "invalid_call_id":
		e.Reason = CallOver
	case "user_not_found", "invalid_created_by", "not_authorized":
		e.Reason = NoUser
	case "not_implemented", "invalid_arguments", "invalid_start_time", "missing_argument":
		e.Reason = Restricted
	}
	return e
}

// withoutCall returns a message without the block of its call, where Slack refused it
// and that may be why: the card stands alone then.
func (m Message) withoutCall(err error) (Message, bool) {
	switch SlackError(err) {
	case "invalid_blocks", "invalid_blocks_format", "cannot_parse_attachment":
	default:
		return m, false
	}
	blocks := slices.DeleteFunc(slices.Clone(m.Blocks), func(b slack.Block) bool { return b.BlockType() == slack.MBTCall })
	refused := len(blocks) < len(m.Blocks)
	return Message{Text: m.Text, Blocks: blocks}, refused
}

// BotUser returns the bot as a user of the workspace, who makes its calls. Errors are
// *Error.
func BotUser(ctx context.Context, c Tester) (string, error) {
	calling, sent := httpsent.Trace(ctx)
	who, err := c.AuthTestContext(calling)
	if err != nil {
		return "", newError(ctx, err, sent())
	}
	return who.UserID, nil
}
