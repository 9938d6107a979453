package install

import "meetingbot/bot/post"

// dead reports whether Slack says that a token will never work again. Other refusals
// may pass, or speak of something else.
func dead(err error) bool {
	switch post.SlackError(err) {
	case "invalid_auth", "account_inactive", "token_revoked", "token_expired", "not_authed":
		return true
	default:
		return false
	}
}

// spent reports whether Slack says that a refresh token will never be taken again.
func spent(err error) bool {
	return dead(err) || post.SlackError(err) == "invalid_refresh_token"
}
