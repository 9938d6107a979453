package playground

import (
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Values of [Call.Method] for calls other than Web API methods.
const (
	// CallCommand is a slash command sent to the app.
	CallCommand = "command"
	// CallInteraction is an interaction payload sent to the app, such as a click.
	CallInteraction = "interaction"
	// CallEvent is an event sent to the app.
	CallEvent = "event"
	// CallUpload is the content of a file that the app sends.
	CallUpload = "upload"
	// CallResponseURL is the app's use of a response_url.
	CallResponseURL = "response_url"
)

// Call is one request between the simulated Slack and the app, in either direction.
// Tokens, trigger_ids and the secrets in response_urls are redacted.
type Call struct {
	// Method is a method of the Web API, such as chat.postMessage, or one of the
	// Call constants.
	Method string
	// Type is the type of an interaction or event, such as block_actions.
	Type string
	// At is when it was sent, Took the time until the response.
	At   time.Time
	Took time.Duration
	// Request and Answer are the bodies, as JSON where possible.
	Request, Answer string
	// Status is the answer's HTTP status, 0 if there was none.
	Status int
	// Error is why it failed, empty if it did not.
	Error string
	// ChannelID and MessageTS identify the message that it created, changed or is
	// about; empty if there is none.
	ChannelID, MessageTS string
}

// maxCalls limits how many calls are recorded, maxCallBody how many code points of a
// body.
const (
	maxCalls    = 1000
	maxCallBody = 20_000
)

// record stores a call and drops the oldest ones.
func (s *Server) record(c Call) {
	s.workspace.mu.Lock()
	defer s.workspace.mu.Unlock()
	c.Request, c.Answer = truncateBody(c.Request), truncateBody(c.Answer)
	s.workspace.calls = append(s.workspace.calls, c)
	if extra := len(s.workspace.calls) - maxCalls; extra > 0 {
		s.workspace.calls = slices.Clone(s.workspace.calls[extra:])
	}
	if c.MessageTS != "" {
		s.workspace.notifyWatchers()
	}
}

func truncateBody(text string) string {
	if utf8.RuneCountInString(text) <= maxCallBody {
		return text
	}
	return string([]rune(text)[:maxCallBody]) + "…"
}

// Calls returns the calls of a Web API method or of one of the Call constants,
// oldest first. The empty method returns all. Only the newest thousand are kept.
func (s *Server) Calls(method string) []Call {
	return s.filterCalls(func(c Call) bool { return method == "" || c.Method == method })
}

// CallsOf returns the calls that created, changed or are about a message, oldest
// first.
func (s *Server) CallsOf(channelID, messageTS string) []Call {
	return s.filterCalls(func(c Call) bool { return c.ChannelID == channelID && c.MessageTS == messageTS })
}

func (s *Server) filterCalls(keep func(Call) bool) []Call {
	s.workspace.mu.Lock()
	defer s.workspace.mu.Unlock()
	var all []Call
	for _, c := range s.workspace.calls {
		if keep(c) {
			all = append(all, c)
		}
	}
	return all
}

// recordSent records a request to the app and its response.
func (s *Server) recordSent(c Call, r appRequest, a appResponse, err error) {
	c.Request, c.Answer = s.redactedText(r.decoded()), s.redactedText(jsonOrText(a.body))
	c.At, c.Took, c.Status, c.Error = a.at, a.took, a.status, problemText(err)
	s.record(c)
}

// decoded returns the body as JSON or as an object of form fields, for the record of
// calls.
func (r appRequest) decoded() any {
	form, err := url.ParseQuery(r.body)
	if err != nil || r.contentType == "application/json" {
		return jsonOrText([]byte(r.body))
	}
	if form.Has("payload") {
		return jsonOrText([]byte(form.Get("payload")))
	}
	all := object{}
	for key := range form {
		all[key] = form.Get(key)
		if text := form.Get(key); strings.HasPrefix(text, "{") || strings.HasPrefix(text, "[") {
			all[key] = jsonOrText([]byte(text))
		}
	}
	return all
}

// jsonOrText returns decoded JSON, or the text if it is not JSON.
func jsonOrText(body []byte) any {
	var v any
	if json.Unmarshal(body, &v) != nil {
		return string(body)
	}
	return v
}

// redactedText formats a value for display, without secrets.
func (s *Server) redactedText(v any) string {
	v = s.redact(v)
	if text, ok := v.(string); ok {
		return text
	}
	return string(indentedJSON(v))
}

// redact returns a copy without secrets.
func (s *Server) redact(v any) any {
	switch v := v.(type) {
	case object:
		c := make(object, len(v))
		for key, item := range v {
			c[key] = s.redact(item)
			if _, ok := item.(string); ok && isSecretKey(key) {
				c[key] = redacted
			}
		}
		return c
	case []any:
		c := make([]any, len(v))
		for i, item := range v {
			c[i] = s.redact(item)
		}
		return c
	case string:
		return s.redactString(v)
	}
	return v
}

// isSecretKey tells whether the value of a property is a secret.
func isSecretKey(key string) bool {
	switch key {
	case "token", "trigger_id", "access_token", "refresh_token", "client_secret", "code":
		return true
	}
	return false
}

const redacted = "[redacted]"

// redactString hides the tokens and the secret of a response_url.
func (s *Server) redactString(text string) string {
	text = s.workspace.hideTokens(text)
	if s.options.AppToken != "" {
		text = strings.ReplaceAll(text, s.options.AppToken, redacted)
	}
	if s.socket != nil && strings.Contains(text, "/link/?") {
		return redacted // the address of a connection, with its ticket
	}
	for _, kind := range []string{"commands", "actions", "app"} {
		if strings.HasPrefix(text, s.options.PublicURL+"/"+kind+"/"+s.options.TeamID+"/") {
			return text[:strings.LastIndexByte(text, '/')+1] + redacted
		}
	}
	return text
}
