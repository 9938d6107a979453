package playground

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"meetingbot/playground/blockkit"
)

// Slack's limits for a response_url.
const (
	responseURLLifetime = 30 * time.Minute
	responseURLUses     = 5
)

// responseURL is a response_url that the app received.
type responseURL struct {
	kind              string // first part of the path: commands, actions or app
	path              string
	userID, channelID string
	messageTS         string // the message that was clicked; empty for a command
	uses              int
	expires           time.Time
}

// newResponseURL creates a response_url. It forgets those that expired an hour ago;
// until then, their use is answered with the reason.
func (w *workspace) newResponseURL(u responseURL) responseURL {
	w.mu.Lock()
	defer w.mu.Unlock()
	now := w.now()
	for path, old := range w.responseURLs {
		if now.Sub(old.expires) > time.Hour {
			delete(w.responseURLs, path)
		}
	}
	w.lastID++
	u.path = fmt.Sprintf("/%s/%s/%d/%s", u.kind, w.teamID, 1e12+w.lastID, rand.Text())
	u.expires = now.Add(responseURLLifetime)
	w.responseURLs[u.path] = &u
	return u
}

// Errors of a response_url, by Slack's names.
var (
	errUsedURL    = errors.New("used_url")
	errExpiredURL = errors.New("expired_url")
	errInvalidURL = errors.New("invalid_url")
)

// useResponseURL counts one use of a response_url.
func (w *workspace) useResponseURL(path string) (responseURL, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	u, ok := w.responseURLs[path]
	switch {
	case !ok:
		return responseURL{}, errInvalidURL
	case !w.now().Before(u.expires):
		return responseURL{}, errExpiredURL
	case u.uses >= responseURLUses:
		return responseURL{}, errUsedURL
	}
	u.uses++
	return *u, nil
}

// refundResponseURL undoes the count for a body that was refused.
func (w *workspace) refundResponseURL(path string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if u, ok := w.responseURLs[path]; ok {
		u.uses--
	}
}

// looseBool is a boolean that may also be a text, as Slack allows.
type looseBool bool

// UnmarshalJSON reads true and "true".
func (b *looseBool) UnmarshalJSON(raw []byte) error {
	*b = looseBool(bytes.Equal(raw, []byte("true")) || bytes.Equal(raw, []byte(`"true"`)))
	return nil
}

// incomingMessage is a message from the app: an immediate response, the body of a
// response_url, or the arguments of a chat method.
type incomingMessage struct {
	ResponseType    string          `json:"response_type"`
	ReplaceOriginal looseBool       `json:"replace_original"`
	DeleteOriginal  looseBool       `json:"delete_original"`
	ThreadTS        string          `json:"thread_ts"`
	Text            string          `json:"text"`
	Blocks          json.RawMessage `json:"blocks"`
	Attachments     json.RawMessage `json:"attachments"`
}

// apiError is an error that Slack's API returns.
type apiError struct {
	code     string
	messages []string
	more     object // further properties of the response

	retryAfter int // seconds, 0 except for rate limits
}

// Error returns the code and the messages.
func (e *apiError) Error() string {
	if len(e.messages) == 0 {
		return e.code
	}
	return e.code + ": " + strings.Join(e.messages, "; ")
}

// parseIncomingMessage reads and checks a body. It returns an [*apiError].
func (s *Server) parseIncomingMessage(body []byte) (incomingMessage, error) {
	var in incomingMessage
	if err := json.Unmarshal(body, &in); err != nil {
		return incomingMessage{}, &apiError{code: "invalid_payload"}
	}
	in.Text = truncateText(in.Text)
	if in.DeleteOriginal {
		return in, nil
	}
	if err := problemsError(blockkit.CheckMessage(body)); err != nil {
		return in, err
	}
	return in, s.workspace.checkCalls(in.Blocks, "/blocks")
}

// truncateText shortens a text the way Slack does.
func truncateText(s string) string {
	if r := []rune(s); len(r) > maxText {
		return string(r[:maxText])
	}
	return s
}

// maxText is the length at which Slack truncates texts, in code points.
const maxText = 40000

// problemsError converts problems of a message to Slack's error. A text that is too
// long is no error: Slack truncates it.
func problemsError(problems []blockkit.Problem) error {
	e := &apiError{}
	for _, p := range problems {
		switch {
		case p.Pointer == "/text" && p.Rule == blockkit.RuleLength:
		case p.Pointer == "/blocks" && p.Rule == blockkit.RuleTotal:
			return &apiError{code: "msg_blocks_too_long"}
		case p.Pointer == "" && p.Rule == blockkit.RuleMissing:
			return &apiError{code: "no_text"}
		case p.Rule == blockkit.RuleJSON:
			return &apiError{code: "invalid_payload"}
		case strings.HasPrefix(p.Pointer, "/attachments"):
			e.code = "invalid_attachments"
			e.messages = append(e.messages, p.String())
		default:
			e.code = "invalid_blocks"
			e.messages = append(e.messages, p.String())
		}
	}
	if e.code == "" {
		return nil
	}
	return e
}

// postInlineResponse posts the app's immediate response to a command: JSON as a
// message, other text as an ephemeral message. It returns the message's timestamp,
// or "" for an empty response.
func (s *Server) postInlineResponse(a appResponse, u responseURL) (ts string, err error) {
	if len(bytes.TrimSpace(a.body)) == 0 {
		return "", nil
	}
	in := incomingMessage{Text: truncateText(string(a.body))}
	if a.isJSON() {
		if in, err = s.parseIncomingMessage(a.body); err != nil {
			return "", fmt.Errorf("the answer was refused: %w", err)
		}
	}
	return s.postMessage(in, u), nil
}

// postMessage posts a new message of the app and returns its timestamp.
func (s *Server) postMessage(in incomingMessage, u responseURL) (ts string) {
	m := Message{
		ChannelID: u.channelID, UserID: BotUserID, BotID: BotID,
		Text: in.Text, Blocks: in.Blocks, Attachments: in.Attachments, ThreadTS: in.ThreadTS,
	}
	if in.ResponseType != "in_channel" {
		m.EphemeralTo = u.userID
		m.ThreadTS = ""
	}
	return s.workspace.addMessage(m).TS
}

// serveResponseURL handles a request to a response_url.
func (s *Server) serveResponseURL(w http.ResponseWriter, r *http.Request) {
	s.serveCall(w, r, CallResponseURL, func(body []byte, err error) response {
		if err != nil {
			return errorResponse(http.StatusRequestEntityTooLarge, apiErr("payload_too_large"))
		}
		return s.handleResponseURL(r.URL.Path, body)
	})
}

func (s *Server) handleResponseURL(path string, body []byte) response {
	u, err := s.workspace.useResponseURL(path)
	if err != nil {
		return errorResponse(http.StatusNotFound, apiErr(err.Error()))
	}
	in, err := s.parseIncomingMessage(body)
	ts := u.messageTS
	if err == nil {
		ts, err = s.applyResponse(in, u)
	}
	res := response{status: http.StatusOK, contentType: "text/plain; charset=utf-8", body: []byte("ok")}
	if err != nil {
		s.workspace.refundResponseURL(u.path)
		res = errorResponse(http.StatusBadRequest, err)
	}
	res.channelID, res.messageTS = u.channelID, ts
	return res
}

// applyResponse posts, replaces or deletes a message for a response_url. A replaced
// message keeps its visibility whatever its response_type says, so an ephemeral
// message never becomes public. A command has no message to replace, so a new one is
// posted. It returns the timestamp of the message that was posted, changed or
// deleted.
func (s *Server) applyResponse(in incomingMessage, u responseURL) (ts string, err error) {
	switch {
	case bool(in.DeleteOriginal) && (u.messageTS == "" || !s.workspace.deleteMessage(u.channelID, u.messageTS)):
		return "", &apiError{code: "message_not_found"}
	case bool(in.DeleteOriginal):
	case bool(in.ReplaceOriginal) && u.messageTS != "":
		replaced := s.workspace.updateMessage(u.channelID, u.messageTS, func(m *Message) bool {
			m.Text, m.Blocks, m.Attachments, m.Problem = in.Text, in.Blocks, in.Attachments, ""
			return true
		})
		if !replaced {
			return "", &apiError{code: "message_not_found"}
		}
	default:
		return s.postMessage(in, u), nil
	}
	return u.messageTS, nil
}
