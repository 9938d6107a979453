package person

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"reflect"
	"strconv"

	"github.com/slack-go/slack"
)

// tokenError is a failure to find out where the app is installed. It says
// nothing about any person, whatever Slack's code is.
type tokenError struct{ error }

// Unwrap returns the cause.
func (e *tokenError) Unwrap() error { return e.error }

// refused reports whether an error is Slack's definite answer that it shows this
// app no such user, or an answer with a user that cannot be read: it will be the
// same the next time. Everything else may pass: no answer, an answer of
// something between here and Slack, Slack's own trouble, and trouble with the
// token or its scopes, which says nothing about the person.
func refused(err error) bool {
	if _, ok := errors.AsType[*tokenError](err); ok {
		return false
	}
	if answer, ok := errors.AsType[slack.SlackErrorResponse](err); ok {
		return refusalCode(answer.Err)
	}
	return unreadable(err)
}

// refusalCode reports whether one of Slack's error codes is about the user.
func refusalCode(code string) bool {
	switch code {
	case "user_not_found", "users_not_found", "user_not_visible", "team_access_not_granted", "access_denied", "invalid_arguments":
		return true
	}
	return false
}

// unreadable reports whether the answer was Slack's and has no user in it, or
// a field of another type than documented.
func unreadable(err error) bool {
	if errors.Is(err, errNoUser) {
		return true
	}
	if _, ok := errors.AsType[*strconv.NumError](err); ok {
		return true // a time that is none
	}
	t, ok := errors.AsType[*json.UnmarshalTypeError](err)
	return ok && (t.Field != "" || t.Type.Kind() != reflect.Struct) // else it is no object at all
}

// notFound is HTTP's status for an address that is not served.
const notFound = 404

// unserved reports whether what answers is no auth.test, as behind a gateway that
// serves the methods alone that it knows.
func unserved(err error) bool {
	if status, ok := errors.AsType[slack.StatusCodeError](err); ok {
		return status.Code == notFound
	}
	if answer, ok := errors.AsType[slack.SlackErrorResponse](err); ok {
		return answer.Err == "unknown_method"
	}
	return errors.Is(err, errNoHome) || unreadable(err)
}

// reason is why Slack did not say who somebody is, for the log: never what it
// has answered, which may hold an address.
func reason(err error) string {
	if answer, ok := errors.AsType[slack.SlackErrorResponse](err); ok {
		return printable(answer.Err)
	}
	if status, ok := errors.AsType[slack.StatusCodeError](err); ok {
		return fmt.Sprintf("status %d", status.Code)
	}
	if field, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return "the answer has another type in " + field.Field
	}
	timeout, isNet := errors.AsType[net.Error](err)
	switch {
	case retryAfter(err) > 0:
		return "ratelimited"
	case errors.Is(err, context.DeadlineExceeded), isNet && timeout.Timeout():
		return "timeout"
	case errors.Is(err, context.Canceled):
		return "cancelled"
	case errors.Is(err, errNoUser), errors.Is(err, errNoHome):
		return err.Error()
	case isNet:
		return "the connection failed"
	default:
		return "the answer cannot be read"
	}
}

// printable is one of Slack's codes, unless it is something else.
func printable(code string) string {
	if len(code) > 40 {
		return "a code that is not known"
	}
	for _, c := range []byte(code) {
		if (c < 'a' || c > 'z') && c != '_' {
			return "a code that is not known"
		}
	}
	return code
}
