package bot

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/slack-go/slack"

	"meetingbot/bot/reminder"
)

// refusal says what an error of Slack means for a promise: whether waiting
// helps, or why it cannot be kept. The error of a context that ended stays what
// it is.
func refusal(ctx context.Context, err error) error {
	if err == nil {
		return nil
	}
	if ended := ctx.Err(); ended != nil {
		return fmt.Errorf("%w: %w", ended, err)
	}
	if limited, ok := errors.AsType[*slack.RateLimitedError](err); ok {
		return &reminder.Refusal{RetryAfter: limited.RetryAfter, Everywhere: true, Err: err}
	}
	return &reminder.Refusal{Reason: reasonOf(slackError(err)), Err: err}
}

// reasonOf says why what Slack refuses so will not be said at all, "" where
// waiting may help: so it may with what nobody here has heard of.
func reasonOf(slackError string) reminder.Reason {
	switch slackError {
	case "not_in_channel":
		return reminder.NotInvited
	case "is_archived":
		return reminder.Archived
	case "channel_not_found", "user_not_found", "users_not_found":
		return reminder.Gone
	case "account_inactive", "token_revoked", "token_expired", "invalid_auth", "not_authed",
		"team_access_not_granted", "access_denied":
		return reminder.Revoked
	case "missing_scope", "no_permission", "not_allowed_token_type", "ekm_access_denied",
		"messages_tab_disabled", "cannot_dm_bot", "user_disabled", "user_not_visible", "is_inactive":
		return reminder.Restricted
	}
	if strings.HasPrefix(slackError, "restricted_action") {
		return reminder.Restricted
	}
	return ""
}

// messageGone reports that a message cannot be changed and never will be.
func messageGone(err error) bool {
	switch slackError(err) {
	case "message_not_found", "cant_update_message", "edit_window_closed", "channel_not_found", "is_archived":
		return true
	}
	return false
}
