package playground

import (
	"cmp"
	"encoding/json"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"time"

	"meetingbot/playground/blockkit"
)

// args are a method's arguments. Texts are kept as they are, other values as JSON.
type args map[string]string

// isTrue tells whether a boolean argument is true.
func (a args) isTrue(key string) bool { return a[key] == "true" || a[key] == "1" }

// apiErr is an error of the Web API with a code only.
func apiErr(code string) error { return &apiError{code: code} }

// serveMethod answers a call of the Web API. Like Slack, it answers with status 200
// even for errors, except for rate limits.
func (s *Server) serveMethod(w http.ResponseWriter, r *http.Request) {
	if s.Installed() {
		w.Header().Set("X-Oauth-Scopes", strings.Join(s.Scopes(), ","))
	}
	method := r.PathValue("method")
	s.serveCall(w, r, method, func(body []byte, err error) response {
		if err != nil {
			return errorResponse(http.StatusOK, apiErr("request_too_large"))
		}
		a, err := readArgs(r, body)
		if err != nil {
			return errorResponse(http.StatusOK, err)
		}
		answer, err := s.call(method, tokenOf(r, a), a)
		if err != nil {
			res := errorResponse(http.StatusOK, err)
			res.channelID = a["channel"]
			return res
		}
		answer["ok"] = true
		res := jsonResponse(http.StatusOK, answer)
		res.channelID, res.messageTS = cmp.Or(stringProp(answer, "channel"), a["channel"]), cmp.Or(stringProp(answer, "ts"), stringProp(answer, "message_ts"))
		return res
	})
}

func (s *Server) call(method, token string, a args) (object, error) {
	if method == "apps.connections.open" {
		return s.connectionsOpen(token, a)
	}
	m, ok := s.methods[method]
	switch {
	case token != "" && token == s.options.AppToken:
		return nil, apiErr("not_allowed_token_type")
	case !ok:
		return nil, apiErr("unknown_method")
	case token == "":
		return nil, apiErr("not_authed")
	}
	if err := s.checkToken(token); err != nil {
		return nil, err
	}
	if err := s.workspace.limitRate(method, m.perMinute, time.Minute); err != nil {
		return nil, err
	}
	if err := s.requireScopes(m.scopes...); err != nil {
		return nil, err
	}
	return m.run(a)
}

// tokenOf returns the token from the header, or from the form, where slack-go puts it.
// A token in a JSON body is ignored.
func tokenOf(r *http.Request, a args) string {
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

func readArgs(r *http.Request, body []byte) (args, error) {
	all := args{}
	for key, values := range r.URL.Query() {
		all[key] = values[0]
	}
	if isJSON(r) && len(body) == 0 {
		return all, nil // nothing is no wrong JSON
	}
	if isJSON(r) {
		return all, all.addJSON(body)
	}
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return nil, apiErr("invalid_form_data")
	}
	for key, values := range form {
		all[key] = values[0]
	}
	return all, nil
}

func (a args) addJSON(body []byte) error {
	var o map[string]json.RawMessage
	if err := json.Unmarshal(body, &o); err != nil || o == nil {
		return apiErr("invalid_json")
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

// message returns the message among the arguments. It returns an [*apiError] for an
// invalid one.
func (a args) message() (incomingMessage, error) {
	in := incomingMessage{Text: truncateText(a["text"]), ThreadTS: a["thread_ts"]}
	body := object{"text": in.Text}
	for key, into := range map[string]*json.RawMessage{"blocks": &in.Blocks, "attachments": &in.Attachments} {
		if a[key] == "" || a[key] == "null" {
			continue
		}
		if !json.Valid([]byte(a[key])) {
			return incomingMessage{}, apiErr("invalid_" + key + "_format")
		}
		*into = json.RawMessage(a[key])
		body[key] = *into
	}
	return in, checkMessage(body)
}

// message returns the message among the arguments of a method, whose calls are known.
func (s *Server) message(a args) (incomingMessage, error) {
	in, err := a.message()
	if err != nil {
		return in, err
	}
	return in, s.workspace.checkCalls(in.Blocks, "/blocks")
}

// checkMessage checks a message for Slack's limits.
func checkMessage(body object) error {
	raw, err := json.Marshal(body)
	if err != nil {
		return apiErr("invalid_payload")
	}
	return problemsError(blockkit.CheckMessage(raw))
}
