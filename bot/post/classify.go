package post

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/slack-go/slack"

	"meetingbot/internal/remote"
)

// Statuses that say that a request was received and not that it was refused.
const (
	statusRequestTimeout = 408
	statusServerError    = 500 // and above
)

// SlackError returns Slack's own code for an error, such as
// "channel_not_found", and "" for an error that is not Slack's.
func SlackError(err error) string {
	if e, ok := errors.AsType[slack.SlackErrorResponse](err); ok {
		return e.Err
	}
	return ""
}

// newError says what an error of a call to Slack means. ctx is the call's; sent
// says whether the request may have reached Slack.
func newError(ctx context.Context, err error, sent bool) *Error {
	if limited, ok := errors.AsType[*slack.RateLimitedError](err); ok {
		return &Error{RetryAfter: limited.RetryAfter, Workspace: true, Err: err}
	}
	unconfirmed := sent && isUnconfirmed(err)
	err = remote.Reduce(err)
	if ended := ctx.Err(); ended != nil {
		err = fmt.Errorf("%w: %w", ended, err)
	}
	if unconfirmed {
		return &Error{Unconfirmed: true, Err: err}
	}
	return &Error{Reason: reasonOf(SlackError(err)), Err: err}
}

// isUnconfirmed reports whether a call that reached Slack may have been executed.
// It was not if Slack says so with a code of its own, or something in between
// refused it.
func isUnconfirmed(err error) bool {
	switch code := SlackError(err); code {
	case "":
	case "fatal_error", "internal_error": // "some aspect of the operation may have succeeded", say the documents
		return true
	default:
		return false
	}
	if e, ok := errors.AsType[slack.StatusCodeError](err); ok {
		return e.Code >= statusServerError || e.Code == statusRequestTimeout
	}
	return true // no answer, or one that is not Slack's format
}

// reasonOf is why Slack refuses with this code, "" where nothing but waiting is
// needed: so it may with codes that are not known here.
func reasonOf(code string) Reason {
	switch code {
	case "not_in_channel":
		return NotInChannel
	case "is_archived", "is_inactive":
		return Archived
	case "channel_not_found", "user_not_found", "users_not_found", "cannot_find_channel":
		return Gone
	case "account_inactive", "token_revoked", "token_expired", "invalid_auth", "not_authed",
		"team_access_not_granted", "access_denied", "org_login_required", "enterprise_is_restricted":
		return Revoked
	case "missing_scope", "no_permission", "not_allowed_token_type", "ekm_access_denied",
		"messages_tab_disabled", "cannot_dm_bot", "user_disabled", "user_not_visible", "user_not_in_channel":
		return Restricted
	case "message_not_found", "cant_update_message", "edit_window_closed", "cannot_find_message":
		return MessageGone
	case "cannot_unfurl_url", "cannot_unfurl_message":
		return NoLink
	case "cannot_prompt":
		return Declined
	}
	if strings.HasPrefix(code, "restricted_action") {
		return Restricted
	}
	return ""
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
