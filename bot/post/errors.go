package post

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"meetingbot/internal/remote"
)

// Error is why a message was not posted or updated.
type Error struct {
	Reason     Reason        // why it never will be; "" when waiting helps
	RetryAfter time.Duration // how long Slack asks to wait; 0 when it does not say
	Workspace  bool          // the wait is for the whole workspace
	Err        error
}

// Error says what was refused.
func (e *Error) Error() string {
	if e.Reason == "" {
		return fmt.Sprintf("not posted for now: %v", e.Err)
	}
	return fmt.Sprintf("not posted (%s): %v", e.Reason, e.Err)
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Reason is why Slack does not take a message for good. It is a metric's label
// and a row's value, so the list is closed.
type Reason string

// The reasons.
const (
	NotInChannel Reason = "not_in_channel" // the bot may not post and cannot join by itself
	Archived     Reason = "is_archived"
	Gone         Reason = "channel_not_found"
	Revoked      Reason = "revoked"    // the app may no longer post in this workspace
	Restricted   Reason = "restricted" // Slack refuses for another lasting reason
)

// SlackError returns Slack's own code for an error, such as
// "channel_not_found", and "" for an error that is not Slack's.
func SlackError(err error) string {
	if e, ok := errors.AsType[slack.SlackErrorResponse](err); ok {
		return e.Err
	}
	return ""
}

// wrap makes an *Error of an error of a call to Slack. The error of a context
// that ended stays what it is.
func wrap(ctx context.Context, err error) error {
	if err == nil {
		return nil
	}
	e, ok := newError(ctx, err)
	if !ok {
		return e.Err
	}
	return e
}

// newError says what an error of Slack means: whether waiting helps, or why it
// does not. It reports false when ctx has ended, which is then the error.
func newError(ctx context.Context, err error) (*Error, bool) {
	err = remote.Reduce(err)
	if ended := ctx.Err(); ended != nil {
		return &Error{Err: fmt.Errorf("%w: %w", ended, err)}, false
	}
	if limited, ok := errors.AsType[*slack.RateLimitedError](err); ok {
		return &Error{RetryAfter: limited.RetryAfter, Workspace: true, Err: err}, true
	}
	return &Error{Reason: reasonOf(SlackError(err)), Err: err}, true
}

// reasonOf is why Slack will never take what it refuses with this code, "" where
// waiting may help: so it may with codes that are not known here.
func reasonOf(code string) Reason {
	switch code {
	case "not_in_channel":
		return NotInChannel
	case "is_archived":
		return Archived
	case "channel_not_found", "user_not_found", "users_not_found":
		return Gone
	case "account_inactive", "token_revoked", "token_expired", "invalid_auth", "not_authed",
		"team_access_not_granted", "access_denied":
		return Revoked
	case "missing_scope", "no_permission", "not_allowed_token_type", "ekm_access_denied",
		"messages_tab_disabled", "cannot_dm_bot", "user_disabled", "user_not_visible", "is_inactive":
		return Restricted
	}
	if strings.HasPrefix(code, "restricted_action") {
		return Restricted
	}
	return ""
}

// messageGone reports that a message cannot be changed and never will be.
func messageGone(err error) bool {
	switch SlackError(err) {
	case "message_not_found", "cant_update_message", "edit_window_closed", "channel_not_found", "is_archived":
		return true
	}
	return false
}

// tooLong reports a message that Slack finds too long, which the views' own
// bounds should have prevented.
func tooLong(err error) bool {
	switch SlackError(err) {
	case "msg_too_long", "msg_blocks_too_long", "invalid_blocks", "invalid_blocks_format":
		return true
	}
	return false
}
