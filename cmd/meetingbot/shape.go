package main

import (
	"context"
	"fmt"
	"net"
	"net/url"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"meetingbot/internal/remote"
)

// Everything here says what is wrong with a value as the end of a sentence that
// begins with the variable's name, "" for nothing, and never repeats the value.

// writingFault is what is wrong with how a value is written, whatever it means.
// These come with copying and with files, and no value may have them: what is right
// is better told than guessed. Blanks may surround the value if it is a list.
func writingFault(value string, list bool) string {
	trimmed := strings.TrimRight(value, "\r\n")
	invisible := strings.IndexFunc(value, func(r rune) bool { return unicode.Is(unicode.Cf, r) })
	switch {
	case !utf8.ValidString(value):
		return "is not UTF-8 text"
	case trimmed != value && !hasControl(trimmed):
		return "ends with a line break: remove it (printf %s writes a file without one, echo does not)"
	case hasControl(value):
		return "has a line break or another control character in it: write it on one line"
	case invisible >= 0:
		r, _ := utf8.DecodeRuneInString(value[invisible:])
		return fmt.Sprintf("has the invisible character %U in it: type it instead of copying it", r)
	case quoted(value):
		return "has a quotation mark at its beginning or end: remove the quotes, which are part of the value here"
	case !list && strings.TrimSpace(value) != value:
		return "has spaces around it: remove them"
	default:
		return ""
	}
}

func hasControl(s string) bool { return strings.ContainsFunc(s, unicode.IsControl) }

// quoted reports whether a value begins or ends with a quotation mark.
func quoted(value string) bool {
	const marks = "\"'`“”‘’«»"
	value = strings.TrimSpace(value)
	return value != strings.Trim(value, marks)
}

// wordFault is what is wrong with a value that has only printable ASCII characters
// and no blanks, such as an id, a secret and an address.
func wordFault(value string) string {
	for i, r := range value {
		switch {
		case unicode.IsSpace(r) && strings.HasPrefix(strings.TrimSpace(value[i:]), "#"):
			return "has a comment after it, which is part of the value here: remove it"
		case unicode.IsSpace(r):
			return "has a space in it: remove it"
		case r > unicode.MaxASCII:
			return fmt.Sprintf("has the character %U in it, which cannot belong there", r)
		}
	}
	return ""
}

// signingSecretForm is how Slack writes a signing secret. Those seen have the digits
// 0-9 and a-f, but the sample in Slack's documentation has other letters too. See
// https://docs.slack.dev/authentication/verifying-requests-from-slack.
var signingSecretForm = regexp.MustCompile(`^[0-9a-z]{32}$`)

func signingSecretFault(value string) string {
	switch {
	case signingSecretForm.MatchString(value):
		return ""
	case slackToken(value) != "":
		return "holds " + slackToken(value) + ": the signing secret is on the app's page Basic Information, under Signing Secret"
	default:
		return fmt.Sprintf("must be the 32 small letters and digits that the app's page Basic Information shows under Signing Secret, such as "+
			"0123456789abcdef0123456789abcdef; this has %s", length(value))
	}
}

// botTokenForm is what is known of how Slack writes a bot token: its beginning. The
// rest may change.
var botTokenForm = regexp.MustCompile(`^xoxb-.*[0-9A-Za-z]`)

func botTokenFault(value string) string {
	const where = "the bot token is on the app's page OAuth & Permissions, under Bot User OAuth Token, and begins with xoxb-"
	switch {
	case botTokenForm.MatchString(value):
		return ""
	case slackToken(value) != "":
		return "holds " + slackToken(value) + ": " + where
	default:
		return "is no bot token: " + where
	}
}

// slackToken names the sort of token that a value is, "" for none.
// See https://docs.slack.dev/authentication/tokens.
func slackToken(value string) string {
	for _, kind := range [...]struct{ prefix, name string }{
		{"xoxb-", "a bot token (xoxb-)"},
		{"xoxp-", "a user token (xoxp-)"},
		{"xapp-", "an app-level token (xapp-)"},
		{"xoxe.xoxb-", "a rotating bot token (xoxe.xoxb-), which ends after 12 hours and is not renewed here"},
		{"xoxe.xoxp-", "a configuration token or a rotating user token (xoxe.xoxp-)"},
		{"xoxe-", "a refresh token (xoxe-)"},
		{"xoxc-", "a token of a browser (xoxc-)"},
		{"xoxa-", "a workspace token (xoxa-)"},
		{"xoxr-", "a refresh token (xoxr-)"},
		{"xoxs-", "a token of a client (xoxs-)"},
		{"xwfp-", "a workflow token (xwfp-)"},
	} {
		if strings.HasPrefix(value, kind.prefix) {
			return kind.name
		}
	}
	return ""
}

// baseURLFault is what is wrong with the address of an API, to which paths are
// added.
func baseURLFault(value, example string) string {
	if err := remote.CheckAddress(value); err != nil {
		return err.Error() + ", such as " + example
	}
	return ""
}

// hostsFault is what is wrong with a list of hosts.
func hostsFault(hosts []string, example string) string {
	for _, host := range hosts {
		u, err := url.Parse("https://" + host)
		if err != nil || u.Host != host || u.Hostname() == "" || strings.Contains(host, "*") {
			return "must list hosts such as " + example + ", separated by commas, each without https:// and without a path"
		}
	}
	return ""
}

// addressFault is what is wrong with an address to listen on.
func addressFault(value string) string {
	host, port, err := net.SplitHostPort(value)
	if err == nil && !strings.ContainsAny(host, "/ ") {
		_, err = new(net.Resolver).LookupPort(context.Background(), "tcp", port) // asks nobody
		if err == nil && port != "" {
			return ""
		}
	}
	return "must be a port after a colon, such as :8080, or an address and a port, such as 127.0.0.1:8080"
}

func length(value string) string {
	if n := utf8.RuneCountInString(value); n != 1 {
		return fmt.Sprintf("%d characters", n)
	}
	return "1 character"
}
