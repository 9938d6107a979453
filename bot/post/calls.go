package post

import (
	"context"
	"errors"
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

// AddCall makes a call and returns it. Its external_unique_id says which one it is:
// when an answer was lost, the same parameters are sent again, and Slack may answer
// with the call that it made before, which may have ended since. Errors are *Error.
func AddCall(ctx context.Context, c Caller, p slack.AddCallParameters) (slack.Call, error) {
	calling, sent := httpsent.Trace(ctx)
	made, err := c.AddCallContext(calling, p)
	switch {
	case err != nil:
		return slack.Call{}, newCallError(ctx, err, sent())
	case made.ID == "":
		return slack.Call{}, &Error{Unconfirmed: true, Err: errNoCall}
	}
	return made, nil
}

// UpdateCall changes what a call shows. Errors are *Error.
func UpdateCall(ctx context.Context, c Caller, callID string, p slack.UpdateCallParameters) error {
	calling, sent := httpsent.Trace(ctx)
	_, err := c.UpdateCallContext(calling, callID, p)
	return callError(ctx, err, sent)
}

// AddCallPeople adds people to a call, at most MaxCallPeople. That some are in it
// already is no error. Errors are *Error.
func AddCallPeople(ctx context.Context, c Caller, callID string, people []slack.CallParticipant) error {
	calling, sent := httpsent.Trace(ctx)
	return callError(ctx, c.CallAddParticipantsContext(calling, callID, people), sent)
}

// RemoveCallPeople removes people from a call, at most MaxCallPeople. That some are
// not in it is no error. Errors are *Error.
func RemoveCallPeople(ctx context.Context, c Caller, callID string, people []slack.CallParticipant) error {
	calling, sent := httpsent.Trace(ctx)
	return callError(ctx, c.CallRemoveParticipantsContext(calling, callID, people), sent)
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

// BotUser returns the bot as a user of the workspace, who makes its calls. Errors are
// *Error.
func BotUser(ctx context.Context, c interface {
	AuthTestContext(ctx context.Context) (*slack.AuthTestResponse, error)
},
) (string, error) {
	calling, sent := httpsent.Trace(ctx)
	who, err := c.AuthTestContext(calling)
	if err != nil {
		return "", newError(ctx, err, sent())
	}
	return who.UserID, nil
}
