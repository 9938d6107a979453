package playground

import (
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"mime"
	"net/http"
	"net/url"
	"strings"

	"meetingbot/playground/blockkit"
)

// args are a method's arguments: texts as they are, anything else as JSON.
type args map[string]string

// flag tells whether an argument is switched on.
func (a args) flag(key string) bool { return a[key] == "true" || a[key] == "1" }

// no is a refusal that needs no more words.
func no(code string) error { return &refusal{code: code} }

// serveMethod answers a call. Slack answers with status 200 whatever it says.
func (s *Server) serveMethod(w http.ResponseWriter, r *http.Request) {
	answer, err := s.call(w, r)
	if err != nil {
		said := &refusal{code: "internal_error"}
		_ = errors.As(err, &said)
		answer = failure(said)
		s.options.Logger.LogAttrs(r.Context(), slog.LevelDebug, "web api call refused",
			slog.String("route", "/api/{method}"), slog.Any("error", err))
	} else {
		answer["ok"] = true
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("X-Oauth-Scopes", strings.Join(s.options.Scopes, ","))
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	_ = e.Encode(answer)
}

func (s *Server) call(w http.ResponseWriter, r *http.Request) (object, error) {
	m, ok := s.methods[r.PathValue("method")]
	if !ok {
		return nil, no("unknown_method")
	}
	a, err := readArgs(w, r)
	if err != nil {
		return nil, err
	}
	switch token(r, a) {
	case "":
		return nil, no("not_authed")
	case s.options.BotToken:
	default:
		return nil, no("invalid_auth")
	}
	if err := s.need(m.scopes...); err != nil {
		return nil, err
	}
	return m.run(a)
}

// token finds the token in the header, or in the form where slack-go puts it.
// JSON bodies carry none.
func token(r *http.Request, a args) string {
	if t, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok {
		return strings.TrimSpace(t)
	}
	if isJSON(r) {
		return ""
	}
	return a["token"]
}

func isJSON(r *http.Request) bool {
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	return kind == "application/json"
}

func readArgs(w http.ResponseWriter, r *http.Request) (args, error) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		return nil, no("request_too_large")
	}
	all := args{}
	for key, values := range r.URL.Query() {
		all[key] = values[0]
	}
	if isJSON(r) {
		return all, all.addJSON(body)
	}
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return nil, no("invalid_form_data")
	}
	for key, values := range form {
		all[key] = values[0]
	}
	return all, nil
}

func (a args) addJSON(body []byte) error {
	var o map[string]json.RawMessage
	if err := json.Unmarshal(body, &o); err != nil || o == nil {
		return no("invalid_json")
	}
	for key, raw := range o {
		var s string
		if err := json.Unmarshal(raw, &s); err != nil {
			s = string(raw)
		}
		a[key] = s
	}
	return nil
}

// reply reads the message among the arguments and checks it.
func (a args) reply() (reply, error) {
	r := reply{Text: cut(a["text"]), ThreadTS: a["thread_ts"]}
	body := object{"text": r.Text}
	for key, into := range map[string]*json.RawMessage{"blocks": &r.Blocks, "attachments": &r.Attachments} {
		if a[key] == "" || a[key] == "null" {
			continue
		}
		if !json.Valid([]byte(a[key])) {
			return reply{}, no("invalid_" + key + "_format")
		}
		*into = json.RawMessage(a[key])
		body[key] = *into
	}
	return r, check(body)
}

// check runs the checker over a message in parts.
func check(body object) error {
	raw, err := json.Marshal(body)
	if err != nil {
		return no("invalid_payload")
	}
	return refuse(blockkit.CheckMessage(raw))
}
