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

// How long and how often a response_url can be used.
const (
	answerLife = 30 * time.Minute
	answerUses = 5
)

// answerURL is a response_url that was handed out.
type answerURL struct {
	kind              string // commands or actions
	path              string
	userID, channelID string
	messageTS         string // the message that was clicked; none for a command
	uses              int
	expires           time.Time
}

// grant hands out a response_url and forgets those that expired an hour ago or
// more, so that late comers still hear why they are refused.
func (w *workspace) grant(u answerURL) answerURL {
	w.mu.Lock()
	defer w.mu.Unlock()
	now := w.now()
	for path, old := range w.answers {
		if now.Sub(old.expires) > time.Hour {
			delete(w.answers, path)
		}
	}
	w.ids++
	u.path = fmt.Sprintf("/%s/%s/%d/%s", u.kind, TeamID, 1e12+w.ids, rand.Text())
	u.expires = now.Add(answerLife)
	w.answers[u.path] = &u
	return u
}

// Errors of a response_url, by Slack's names.
var (
	errUsed    = errors.New("used_url")
	errExpired = errors.New("expired_url")
	errNoSuch  = errors.New("invalid_url")
)

// spend takes one use of a response_url.
func (w *workspace) spend(path string) (answerURL, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	u, ok := w.answers[path]
	switch {
	case !ok:
		return answerURL{}, errNoSuch
	case !w.now().Before(u.expires):
		return answerURL{}, errExpired
	case u.uses >= answerUses:
		return answerURL{}, errUsed
	}
	u.uses++
	return *u, nil
}

// unspend gives a use back, after a body that was refused.
func (w *workspace) unspend(path string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if u, ok := w.answers[path]; ok {
		u.uses--
	}
}

// flag is a boolean that Slack also takes as a text.
type flag bool

// UnmarshalJSON reads true and "true".
func (f *flag) UnmarshalJSON(raw []byte) error {
	*f = flag(bytes.Equal(raw, []byte("true")) || bytes.Equal(raw, []byte(`"true"`)))
	return nil
}

// reply is a message on its way in: an inline answer, the body of a
// response_url, or the arguments of chat.postMessage.
type reply struct {
	ResponseType    string          `json:"response_type"`
	ReplaceOriginal flag            `json:"replace_original"`
	DeleteOriginal  flag            `json:"delete_original"`
	ThreadTS        string          `json:"thread_ts"`
	Text            string          `json:"text"`
	Blocks          json.RawMessage `json:"blocks"`
	Attachments     json.RawMessage `json:"attachments"`
}

// refusal is why Slack does not take a message.
type refusal struct {
	code     string
	messages []string
	more     object // what else the answer says

	retryAfter int // seconds, where the app was too fast
}

// Error names the refusal and its reasons.
func (r *refusal) Error() string {
	if len(r.messages) == 0 {
		return r.code
	}
	return r.code + ": " + strings.Join(r.messages, "; ")
}

// parseReply reads and checks a body. It returns a [*refusal].
func parseReply(body []byte) (reply, error) {
	var r reply
	if err := json.Unmarshal(body, &r); err != nil {
		return reply{}, &refusal{code: "invalid_payload"}
	}
	r.Text = cut(r.Text)
	if r.DeleteOriginal {
		return r, nil
	}
	return r, refuse(blockkit.CheckMessage(body))
}

// cut shortens a text the way Slack does.
func cut(s string) string {
	if r := []rune(s); len(r) > maxText {
		return string(r[:maxText])
	}
	return s
}

// maxText is where Slack cuts texts, in code points.
const maxText = 40000

// refuse turns what the checker found into Slack's answer. That a text is too long
// is no reason: it is cut.
func refuse(problems []blockkit.Problem) error {
	r := &refusal{}
	for _, p := range problems {
		switch {
		case p.Pointer == "/text" && p.Rule == blockkit.RuleLength:
		case p.Pointer == "/blocks" && p.Rule == blockkit.RuleTotal:
			return &refusal{code: "msg_blocks_too_long"}
		case p.Pointer == "" && p.Rule == blockkit.RuleMissing:
			return &refusal{code: "no_text"}
		case p.Rule == blockkit.RuleJSON:
			return &refusal{code: "invalid_payload"}
		case strings.HasPrefix(p.Pointer, "/attachments"):
			r.code = "invalid_attachments"
			r.messages = append(r.messages, p.String())
		default:
			r.code = "invalid_blocks"
			r.messages = append(r.messages, p.String())
		}
	}
	if r.code == "" {
		return nil
	}
	return r
}

// inline posts the app's immediate answer to a command: JSON as a message,
// anything else as a text that only the person sees, nothing as nothing. It
// returns the message's timestamp if there is one.
func (s *Server) inline(a answer, u answerURL) (ts string, err error) {
	if len(bytes.TrimSpace(a.body)) == 0 {
		return "", nil
	}
	r := reply{Text: cut(string(a.body))}
	if a.isJSON() {
		if r, err = parseReply(a.body); err != nil {
			return "", fmt.Errorf("the answer was refused: %w", err)
		}
	}
	return s.say(r, u), nil
}

// say posts a reply as a new message of the app and returns its timestamp.
func (s *Server) say(r reply, u answerURL) (ts string) {
	m := Message{
		ChannelID: u.channelID, UserID: BotUserID, BotID: BotID,
		Text: r.Text, Blocks: r.Blocks, Attachments: r.Attachments, ThreadTS: r.ThreadTS,
	}
	if r.ResponseType != "in_channel" {
		m.EphemeralTo = u.userID
		m.ThreadTS = ""
	}
	return s.space.post(m).TS
}

// serveResponseURL takes what the app says later.
func (s *Server) serveResponseURL(w http.ResponseWriter, r *http.Request) {
	s.attend(w, r, CallResponseURL, func(body []byte, err error) outcome {
		if err != nil {
			return refused(http.StatusRequestEntityTooLarge, no("payload_too_large"))
		}
		return s.useResponseURL(r.URL.Path, body)
	})
}

func (s *Server) useResponseURL(path string, body []byte) outcome {
	u, err := s.space.spend(path)
	if err != nil {
		return refused(http.StatusNotFound, no(err.Error()))
	}
	said, err := parseReply(body)
	ts := u.messageTS
	if err == nil {
		ts, err = s.respond(said, u)
	}
	o := outcome{status: http.StatusOK, kind: "text/plain; charset=utf-8", body: []byte("ok")}
	if err != nil {
		s.space.unspend(u.path)
		o = refused(http.StatusBadRequest, err)
	}
	o.channelID, o.messageTS = u.channelID, ts
	return o
}

// respond does what the app asks for at a response_url. A message that replaces
// another keeps its visibility, whatever its response_type says: what was said to
// one person never becomes public. What a command's line started cannot be
// replaced, so a replacement is posted beside it. It returns the timestamp of the
// message that was made, changed or deleted.
func (s *Server) respond(r reply, u answerURL) (ts string, err error) {
	switch {
	case bool(r.DeleteOriginal) && (u.messageTS == "" || !s.space.remove(u.channelID, u.messageTS)):
		return "", &refusal{code: "message_not_found"}
	case bool(r.DeleteOriginal):
	case bool(r.ReplaceOriginal) && u.messageTS != "":
		replaced := s.space.change(u.channelID, u.messageTS, func(m *Message) bool {
			m.Text, m.Blocks, m.Attachments, m.Trouble = r.Text, r.Blocks, r.Attachments, ""
			return true
		})
		if !replaced {
			return "", &refusal{code: "message_not_found"}
		}
	default:
		return s.say(r, u), nil
	}
	return u.messageTS, nil
}
