package main

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"syscall"

	"github.com/slack-go/slack"

	"meetingbot/meeting"
)

// meetingAdvice says what to do about an error of the Meeting API. It is never "".
func meetingAdvice(err error) string {
	e, ok := errors.AsType[*meeting.Error](err)
	if !ok {
		return networkAdvice(err, "MEETING_API_URL")
	}
	switch e.Kind {
	case meeting.NotFound:
		return "No running or upcoming meeting has this number, or the account may not see it. A meeting that has ended is no longer listed."
	case meeting.Forbidden:
		return "The account may not see this meeting: MEETING_USER_ID must be its booker, an invitee or an administrator."
	case meeting.SignInRefused, meeting.TokenRefused:
		return signInAdvice(e.Code)
	case meeting.Throttled:
		return "The API asks to slow down: wait a little."
	case meeting.Unavailable:
		if e.Status != 0 {
			return "The API, or a proxy before it, answers that it cannot serve now: there is nothing to change here; try again in a few minutes."
		}
		return networkAdvice(e.Err, "MEETING_API_URL")
	case meeting.Garbled:
		return "What answers is not the Meeting API: check MEETING_API_URL, and what proxy or firewall is between."
	case meeting.Invalid:
		return "The API does not accept the question: check the number, --offset, --limit and --search."
	default:
		return "This has no known remedy: look its code up in the vendor's list of error codes."
	}
}

// signInAdvice says what to do about the code with which a sign-in was refused. The
// meanings are those of the vendor's error-code pages.
func signInAdvice(code string) string {
	switch code {
	case "USG.206010057":
		return "The signature has expired: set this machine's clock, for example by NTP."
	case "USG.206010025":
		return "Check MEETING_APP_ID and MEETING_APP_KEY: they must belong together, and to the site of MEETING_API_URL; " +
			"MEETING_CORP_ID must be empty unless the App ID serves several enterprises."
	case "USG.206010064":
		return "The account belongs to another site: check MEETING_API_URL."
	case "":
		return "The answer has no code of the Meeting API: check MEETING_API_URL, and what proxy or firewall is between."
	}
	if isUserCode(code) {
		return "Check MEETING_USER_ID: the enterprise must know this user and let it sign in; empty means the default administrator."
	}
	return "Check MEETING_APP_ID, MEETING_APP_KEY, MEETING_USER_ID, MEETING_CORP_ID, that MEETING_API_URL is the account's own site, and this machine's clock."
}

// isUserCode reports whether a code refuses the user who signs in.
func isUserCode(code string) bool {
	switch code {
	case "USG.201040000", "USG.206030000", "USG.206010007", "USG.206010030", "USG.206010031", "USG.206010036", "USG.206010058", "USG.206010070":
		return true
	default:
		return false
	}
}

// slackRefusal returns the code with which Slack refused a call, "" for none: then
// nothing is known of the token.
func slackRefusal(err error) string {
	if e, ok := errors.AsType[slack.SlackErrorResponse](err); ok && tokenAdvice(e.Err) != "" {
		return e.Err
	}
	return ""
}

// tokenAdvice says what to do about a token that Slack refuses with a code, "" for a
// code that does not speak of the token.
// See https://docs.slack.dev/reference/methods/auth.test.
func tokenAdvice(code string) string {
	switch code {
	case "invalid_auth", "not_authed":
		return "Copy the Bot User OAuth Token from the app's page OAuth & Permissions into SLACK_BOT_TOKEN again; " +
			"SLACK_API_URL must be of the same Slack (slack.com or slack-gov.com)."
	case "token_revoked", "account_inactive":
		return "The app was removed from the workspace, or its token revoked: install it again and set SLACK_BOT_TOKEN to the new token."
	case "token_expired":
		return "The token has expired: use a bot token of an app without token rotation."
	case "not_allowed_token_type":
		return "SLACK_BOT_TOKEN must be the Bot User OAuth Token of the app's page OAuth & Permissions."
	default:
		return ""
	}
}

// slackAdvice says what to do about a call of Slack that failed. It is never "".
func slackAdvice(err error) string {
	if e, ok := errors.AsType[slack.SlackErrorResponse](err); ok {
		if advice := tokenAdvice(e.Err); advice != "" {
			return advice
		}
		return "Slack's page about auth.test says what this code means; the token itself may be right."
	}
	if _, ok := errors.AsType[*slack.RateLimitedError](err); ok {
		return "Slack asks to slow down: wait a minute."
	}
	status, ok := errors.AsType[slack.StatusCodeError](err)
	switch {
	case !ok && networkCause(err) == nil:
		return "What answers is not Slack's Web API: check SLACK_API_URL, and what proxy or firewall is between."
	case !ok:
		return networkAdvice(err, "SLACK_API_URL")
	case status.Code >= http.StatusInternalServerError:
		return "Slack, or a proxy before it, answers that it cannot serve now: there is nothing to change here; try again in a few minutes."
	default:
		return "What answers is not Slack's Web API: check SLACK_API_URL, and what proxy or firewall is between."
	}
}

// databaseAdvice says what to do about a database that cannot be opened.
func databaseAdvice(c databaseConfig, err error) string {
	switch {
	case strings.HasPrefix(c.URL.Reveal(), "sqlite:"):
		return "The folder of the file in DATABASE_URL must exist, the user who runs meetingbot must be able to write in it, and the file must be a SQLite database"
	case networkCause(err) != nil:
		return networkAdvice(err, "DATABASE_URL")
	default:
		return "Check user, password and database in DATABASE_URL; what PostgreSQL itself says is in this line"
	}
}

// networkAdvice says what to do about an address that gives no answer. The variable
// holds the address.
func networkAdvice(err error, variable string) string {
	switch cause := networkCause(err); {
	case errors.Is(cause, errUnknownHost):
		return "Check the host name in " + variable + ", and this machine's DNS."
	case errors.Is(cause, errProxyDown):
		return "The proxy of HTTPS_PROXY or HTTP_PROXY cannot be reached: check these variables."
	case errors.Is(cause, errUntrusted):
		return "Check the host in " + variable + ", this machine's clock, and its certificates: a proxy that opens TLS must be trusted here (SSL_CERT_FILE)."
	case errors.Is(cause, errRefused):
		return "Nothing takes connections there: check host and port in " + variable + ", and what firewall or proxy is between."
	default:
		return "Check that " + variable + " can be reached from this machine; if it can, try again in a few minutes."
	}
}

// Why an address gives no answer.
var (
	errUnknownHost = errors.New("the host name was not found")
	errProxyDown   = errors.New("the proxy cannot be reached")
	errUntrusted   = errors.New("the certificate is not trusted")
	errRefused     = errors.New("the connection was refused")
	errTooSlow     = errors.New("there is no answer in time")
	errCutOff      = errors.New("the connection failed")
)

// networkCause says why there is no answer, nil if there is one.
func networkCause(err error) error {
	op, _ := errors.AsType[*net.OpError](err)
	var timeout interface{ Timeout() bool }
	switch {
	case op != nil && op.Op == "proxyconnect":
		return errProxyDown
	case is[*net.DNSError](err):
		return errUnknownHost
	case is[*tls.CertificateVerificationError](err), is[x509.UnknownAuthorityError](err), is[x509.HostnameError](err):
		return errUntrusted
	case errors.Is(err, syscall.ECONNREFUSED):
		return errRefused
	case errors.Is(err, os.ErrDeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
		return errTooSlow
	case op != nil, errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, syscall.ECONNRESET):
		return errCutOff
	default:
		return nil
	}
}

func is[E error](err error) bool {
	_, ok := errors.AsType[E](err)
	return ok
}
