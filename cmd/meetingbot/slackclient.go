package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"meetingbot/internal/remote"
)

const (
	// slackRepeats is how many times a call is repeated that Slack asks to repeat
	// later.
	slackRepeats = 2
	// maxSlackAnswer is how much of an answer is read, in bytes.
	maxSlackAnswer = 4 << 20
)

// newSlack returns a client of Slack's Web API that waits 10 s for an answer
// and repeats what Slack asks to repeat later so many times.
func newSlack(c slackConfig, repeats int, more ...slack.Option) *slack.Client {
	options := append([]slack.Option{
		slack.OptionAPIURL(c.APIURL),
		slack.OptionHTTPClient(newSlackHTTP()),
		slack.OptionRetry(repeats), // it cannot be taken back by a later option
	}, more...)
	return slack.New(c.BotToken.Reveal(), options...)
}

// slackHTTP makes the HTTP calls of the library. It follows no redirect, which
// would carry the token elsewhere. Of a refusal only the status and the code reach
// the library, whose errors quote all that they get.
type slackHTTP struct {
	client *http.Client
}

func newSlackHTTP() slackHTTP {
	return slackHTTP{&http.Client{
		Timeout:       10 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// Do sends a request and reads the whole answer. Errors hold neither the address
// nor anything of the answer.
func (s slackHTTP) Do(r *http.Request) (*http.Response, error) {
	resp, err := s.client.Do(r) //nolint:gosec // the address is the operator's
	if err != nil {
		return nil, s.failure(r, err)
	}
	defer resp.Body.Close()
	resp.Status = strings.TrimSpace(strconv.Itoa(resp.StatusCode) + " " + http.StatusText(resp.StatusCode))
	if resp.StatusCode != http.StatusOK {
		cleanRetryAfter(resp.Header)
		resp.Body = http.NoBody
		return resp, nil
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxSlackAnswer+1))
	if err != nil {
		return nil, s.failure(r, err)
	}
	resp.Body = io.NopCloser(bytes.NewReader(cleanAnswer(body)))
	return resp, nil
}

// failure says why there is no answer. Where the context ended, that is why.
func (s slackHTTP) failure(r *http.Request, err error) error {
	if ended := r.Context().Err(); ended != nil {
		return fmt.Errorf("call Slack: %w", ended)
	}
	return fmt.Errorf("call Slack: %w", remote.Failure(err))
}

// cleanRetryAfter takes away what is no number of seconds, since the library's error
// would quote it.
func cleanRetryAfter(h http.Header) {
	if _, err := strconv.ParseInt(h.Get("Retry-After"), 10, 64); err != nil {
		h.Del("Retry-After")
	}
}

// refusal is an answer of Slack's that is not ok, as the library reads it.
type refusal struct {
	OK       bool   `json:"ok"`
	Error    string `json:"error"`
	Needed   string `json:"needed,omitempty"`
	Provided string `json:"provided,omitempty"`
}

// unreadable stands for an answer that is not in Slack's format: the library reads
// it as such.
const unreadable = "no JSON"

// cleanAnswer returns the body of an answer as the library may see it: of a refusal
// only the code and the scopes.
func cleanAnswer(body []byte) []byte {
	var answer map[string]json.RawMessage
	if len(body) > maxSlackAnswer || json.Unmarshal(body, &answer) != nil {
		return []byte(unreadable)
	}
	var ok bool
	if json.Unmarshal(answer["ok"], &ok) != nil {
		return []byte(unreadable)
	}
	if ok && answer["errors"] == nil {
		return body
	}
	if ok {
		delete(answer, "errors") // the library's own error quotes one that it does not know
		return encoded(answer)
	}
	r := refusal{
		Error:  remote.Code(text(answer["error"])),
		Needed: scopes(text(answer["needed"])), Provided: scopes(text(answer["provided"])),
	}
	if r.Error == "" {
		r.Error = "unknown_error" // the library takes a refusal without a code for success
	}
	return encoded(r)
}

// encoded returns JSON of what has been read from JSON.
func encoded(v any) []byte {
	body, err := json.Marshal(v)
	if err != nil {
		return []byte(unreadable)
	}
	return body
}

// text returns a JSON string, "" for anything else.
func text(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) != nil {
		return ""
	}
	return s
}

// scopes returns s if it is a list of scopes, such as "chat:write,im:write".
func scopes(s string) string {
	if len(s) > 2000 || strings.Trim(s, "abcdefghijklmnopqrstuvwxyz_:.,- ") != "" {
		return ""
	}
	return s
}
