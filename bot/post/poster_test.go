package post_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"meetingbot/bot/post"
)

// answer is how a Slack answers a call.
type answer func(w http.ResponseWriter, r *http.Request)

// code answers with one of Slack's error codes.
func code(c string) answer {
	return body(http.StatusOK, `{"ok":false,"error":"`+c+`"}`)
}

// body answers with a status and a body.
func body(status int, text string) answer {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		_, _ = w.Write([]byte(text))
	}
}

// hangUp closes the connection without an answer.
func hangUp(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }

// reset breaks the connection off as a machine does that lost it.
func reset(w http.ResponseWriter, _ *http.Request) {
	conn, _, err := w.(http.Hijacker).Hijack()
	if err != nil {
		panic(err)
	}
	_ = conn.(*net.TCPConn).SetLinger(0)
	_ = conn.Close()
}

// never answers only when the client is gone.
func never(_ http.ResponseWriter, r *http.Request) {
	_, _ = io.Copy(io.Discard, r.Body) // only then is it noticed that the client has gone
	<-r.Context().Done()
}

// cut answers with half of what it promised.
func cut(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Length", "1000")
	_, _ = w.Write([]byte(`{"ok":true,"chan`))
}

// slow asks to wait.
func slow(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Retry-After", "7")
	w.WriteHeader(http.StatusTooManyRequests)
}

// client returns a client of a Slack that answers every call so.
func client(t *testing.T, a answer) *slack.Client {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(a))
	t.Cleanup(server.Close)
	return slack.New("xoxb-1", slack.OptionAPIURL(server.URL+"/"), slack.OptionHTTPClient(server.Client()))
}

// Whether Slack may have taken a message decides whether it is repeated.
func TestOutcomes(t *testing.T) {
	t.Parallel()
	html := "<html><body>blocked</body></html>"
	tests := map[string]struct {
		answer answer
		want   post.Error
	}{
		"an answer that never comes":   {never, post.Error{Unconfirmed: true}},
		"a connection that is closed":  {hangUp, post.Error{Unconfirmed: true}},
		"a connection that breaks":     {reset, post.Error{Unconfirmed: true}},
		"half an answer":               {cut, post.Error{Unconfirmed: true}},
		"no JSON":                      {body(http.StatusOK, html), post.Error{Unconfirmed: true}},
		"an empty answer":              {body(http.StatusOK, ""), post.Error{Unconfirmed: true}},
		"500":                          {body(http.StatusInternalServerError, ""), post.Error{Unconfirmed: true}},
		"502":                          {body(http.StatusBadGateway, html), post.Error{Unconfirmed: true}},
		"503":                          {body(http.StatusServiceUnavailable, html), post.Error{Unconfirmed: true}},
		"504":                          {body(http.StatusGatewayTimeout, html), post.Error{Unconfirmed: true}},
		"408":                          {body(http.StatusRequestTimeout, ""), post.Error{Unconfirmed: true}},
		"fatal_error":                  {code("fatal_error"), post.Error{Unconfirmed: true}},
		"internal_error":               {code("internal_error"), post.Error{Unconfirmed: true}},
		"a firewall's 403":             {body(http.StatusForbidden, html), post.Error{}},
		"404":                          {body(http.StatusNotFound, html), post.Error{}},
		"429 without a time":           {body(http.StatusTooManyRequests, ""), post.Error{}},
		"429":                          {slow, post.Error{RetryAfter: 7 * time.Second, Workspace: true}},
		"service_unavailable":          {code("service_unavailable"), post.Error{}},
		"request_timeout":              {code("request_timeout"), post.Error{}},
		"a code that nobody knows":     {code("brand_new"), post.Error{}},
		"channel_not_found":            {code("channel_not_found"), post.Error{Reason: post.Gone}},
		"is_archived":                  {code("is_archived"), post.Error{Reason: post.Archived}},
		"restricted_action_read_only":  {code("restricted_action_read_only_channel"), post.Error{Reason: post.Restricted}},
		"missing_scope":                {code("missing_scope"), post.Error{Reason: post.Restricted}},
		"invalid_auth":                 {code("invalid_auth"), post.Error{Reason: post.Revoked}},
		"token_revoked":                {code("token_revoked"), post.Error{Reason: post.Revoked}},
		"account_inactive":             {code("account_inactive"), post.Error{Reason: post.Revoked}},
		"team_access_not_granted":      {code("team_access_not_granted"), post.Error{Reason: post.Revoked}},
		"a message that was deleted":   {code("message_not_found"), post.Error{Reason: post.MessageGone}},
		"a message of somebody else's": {code("cant_update_message"), post.Error{Reason: post.MessageGone}},
		"a link that is not there":     {code("cannot_unfurl_url"), post.Error{Reason: post.NoLink}},
		"a link of another message":    {code("cannot_unfurl_message"), post.Error{Reason: post.NoLink}},
		"a person who wants nothing":   {code("cannot_prompt"), post.Error{Reason: post.Declined}},
		"a message without the link":   {code("cannot_find_message"), post.Error{Reason: post.MessageGone}},
		"a channel without the link":   {code("cannot_find_channel"), post.Error{Reason: post.Gone}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := client(t, tt.answer)
			ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
			defer cancel()
			if name == "an answer that never comes" {
				ctx, cancel = context.WithTimeout(t.Context(), 50*time.Millisecond)
				defer cancel()
			}
			_, posted := post.Post(ctx, c, "C1", post.Message{Text: "Hi"})
			updated := post.Update(ctx, c, post.Posted{ChannelID: "C1", TS: "1.1"}, post.Message{Text: "Hi"})
			if name == "an answer that never comes" {
				updated = posted // there is no time left to send another
			}
			card := map[string]post.Message{"https://example.com": {Text: "Hi"}}
			unfurled := post.Unfurl(ctx, c, post.Posted{ChannelID: "C1", TS: "1.1"}, card)
			drafted := post.UnfurlDraft(ctx, c, "U-1", card)
			if name == "an answer that never comes" {
				unfurled, drafted = posted, posted
			}
			for what, err := range map[string]error{"Post": posted, "Update": updated, "Unfurl": unfurled, "UnfurlDraft": drafted} {
				e, ok := errors.AsType[*post.Error](err)
				if !ok {
					t.Errorf("%s = %v, want a *post.Error", what, err)
					continue
				}
				got := *e
				got.Err = nil
				if got != tt.want {
					t.Errorf("%s = %+v (%v), want %+v", what, got, err, tt.want)
				}
			}
		})
	}
}

// What was never sent was certainly not taken: a name that is not known, a machine
// where nobody listens or that never takes the connection, a process that stops.
func TestNotSentIsNotUnconfirmed(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(nil)
	closed := server.URL
	server.Close()
	plain := httptest.NewServer(http.HandlerFunc(hangUp)) // takes no TLS
	t.Cleanup(plain.Close)
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	for name, tt := range map[string]struct {
		ctx context.Context //nolint:containedctx // of one case
		url string
	}{
		"nobody listens":      {t.Context(), closed},
		"no such name":        {t.Context(), "http://slack.invalid"},
		"no handshake":        {t.Context(), strings.Replace(plain.URL, "http:", "https:", 1)},
		"the process stopped": {ended, plain.URL},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := slack.New("xoxb-1", slack.OptionAPIURL(tt.url+"/"))
			_, err := post.Post(tt.ctx, c, "C1", post.Message{Text: "Hi"})
			if e, ok := errors.AsType[*post.Error](err); !ok || e.Unconfirmed || e.Reason != "" {
				t.Errorf("Post = %v, want an error that says that it was not posted", err)
			}
		})
	}
}

// A channel that the bot cannot enter is no channel that it may have posted to.
func TestJoinThatFails(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		join answer
		want post.Reason
	}{
		"refused":      {code("method_not_supported_for_channel_type"), post.NotInChannel},
		"by no scope":  {code("missing_scope"), post.NotInChannel},
		"archived":     {code("is_archived"), post.Archived},
		"by the token": {code("invalid_auth"), post.Revoked},
		"for now":      {body(http.StatusBadGateway, ""), ""},
		"halfway":      {code("fatal_error"), ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := client(t, func(w http.ResponseWriter, r *http.Request) {
				if strings.HasSuffix(r.URL.Path, "conversations.join") {
					tt.join(w, r)
					return
				}
				code("not_in_channel")(w, r)
			})
			_, err := post.Post(t.Context(), c, "C1", post.Message{Text: "Hi"})
			if e, ok := errors.AsType[*post.Error](err); !ok || e.Unconfirmed || e.Reason != tt.want {
				t.Errorf("Post = %v, want the reason %q", err, tt.want)
			}
		})
	}
}
