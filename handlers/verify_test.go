package handlers_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/iotest"
	"testing/synctest"
	"time"

	"meetingbot/handlers"
)

const eventBody = `{"type":"event_callback","event_id":"Ev1","team_id":"T1","event":{"type":"user_change","user":{"id":"U1","team_id":"T1"}}}`

var clickBody = "payload=" + escape(`{"type":"block_actions","user":{"id":"U1"},"actions":[{"action_id":"next","block_id":"b","value":"2"}]}`)

// endpoints are the three addresses that Slack knows, each with a request that the
// bot would act upon.
var endpoints = []struct{ path, body, contentType string }{
	{"/slack/commands", commandForm, formType},
	{"/slack/interactions", clickBody, formType},
	{"/slack/events", eventBody, "application/json"},
}

func TestUnsignedIsRefused(t *testing.T) {
	t.Parallel()
	now := time.Now()
	const minute = time.Minute
	tests := []struct {
		name   string
		change func(h http.Header) // of a valid header
		at     time.Time
		body   func(body string) string // of what was signed
	}{
		{name: "nothing signed", change: func(h http.Header) { h.Del("X-Slack-Signature"); h.Del("X-Slack-Request-Timestamp") }},
		{name: "signature missing", change: func(h http.Header) { h.Del("X-Slack-Signature") }},
		{name: "timestamp missing", change: func(h http.Header) { h.Del("X-Slack-Request-Timestamp") }},
		{name: "stale", at: now.Add(-6 * minute)},
		{name: "from the future", at: now.Add(6 * minute)},
		{name: "from the far future", change: func(h http.Header) { h.Set("X-Slack-Request-Timestamp", "9223372036854775807") }},
		{name: "timestamp is no number", change: func(h http.Header) { h.Set("X-Slack-Request-Timestamp", "yesterday") }},
		{name: "another version", change: func(h http.Header) {
			h.Set("X-Slack-Signature", strings.Replace(h.Get("X-Slack-Signature"), "v0=", "v1=", 1))
		}},
		{name: "garbage", change: func(h http.Header) { h.Set("X-Slack-Signature", "v0=zzzz") }},
		{name: "no version", change: func(h http.Header) {
			h.Set("X-Slack-Signature", strings.TrimPrefix(h.Get("X-Slack-Signature"), "v0="))
		}},
		{name: "empty signature", change: func(h http.Header) { h.Set("X-Slack-Signature", "v0=") }},
		{name: "half a signature", change: func(h http.Header) { h.Set("X-Slack-Signature", h.Get("X-Slack-Signature")[:35]) }},
		{name: "signed with another secret", change: func(h http.Header) { h.Set("X-Slack-Signature", "v0="+strings.Repeat("ab", 32)) }},
		{name: "wrong, and a form everywhere", change: func(h http.Header) {
			h.Set("X-Slack-Signature", "v0="+strings.Repeat("ab", 32))
			h.Set("Content-Type", formType)
		}},
		{name: "body changed", body: func(b string) string { return b + "&" }},
		{name: "body cut", body: func(b string) string { return b[1:] }},
		{name: "body gone", body: func(string) string { return "" }},
		{name: "empty and unsigned", body: func(string) string { return "" }, change: func(h http.Header) {
			h.Del("X-Slack-Signature")
			h.Del("X-Slack-Request-Timestamp")
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := &fakeBot{}
			s := setup(t, b)
			for _, e := range endpoints {
				at := tt.at
				if at.IsZero() {
					at = now
				}
				header, body := sign(e.body, at), e.body
				header.Set("Content-Type", e.contentType)
				if tt.change != nil {
					tt.change(header)
				}
				if tt.body != nil {
					body = tt.body(body)
				}
				if got := s.post(t, e.path, body, header); got.status != http.StatusUnauthorized || got.body != "" {
					t.Errorf("POST %s = %d %q, want 401 and nothing", e.path, got.status, got.body)
				}
			}
			if n := len(b.asked()); n != 0 {
				t.Errorf("the bot was asked %d times, want never", n)
			}
		})
	}
}

func TestSignedIsServed(t *testing.T) {
	t.Parallel()
	for _, e := range endpoints {
		t.Run(e.path, func(t *testing.T) {
			t.Parallel()
			b := &fakeBot{}
			s := setup(t, b)
			header := sign(e.body, time.Now())
			header.Set("Content-Type", e.contentType)
			got := s.post(t, e.path, e.body, header)
			if got.status != http.StatusOK {
				t.Errorf("POST %s = %d, want 200", e.path, got.status)
			}
			if got.header.Get("X-Request-Id") == "" {
				t.Errorf("POST %s has no X-Request-Id", e.path)
			}
			if err := s.Drain(t.Context()); err != nil {
				t.Fatal(err)
			}
			if n := len(b.asked()); n != 1 {
				t.Errorf("the bot was asked %d times, want once", n)
			}
		})
	}
}

func TestSignatureLastsFiveMinutes(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h, err := handlers.New(handlers.Options{Bot: &fakeBot{}, SigningSecret: signingSecret})
		if err != nil {
			t.Fatal(err)
		}
		e := h.Echo()
		for _, tt := range []struct {
			age  time.Duration
			want int
		}{
			{0, 200},
			{5 * time.Minute, 200},
			{5*time.Minute + time.Second, 401},
			{-5 * time.Minute, 200},
			{-5*time.Minute - time.Second, 401},
		} {
			r := httptest.NewRequest(http.MethodPost, "/slack/commands", strings.NewReader(commandForm))
			r.Header = sign(commandForm, time.Now().Add(-tt.age))
			w := httptest.NewRecorder()
			e.ServeHTTP(w, r)
			if w.Code != tt.want {
				t.Errorf("a command signed %s ago = %d, want %d", tt.age, w.Code, tt.want)
			}
		}
		if err := h.Drain(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

func TestSSLCheck(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name        string
		body        string
		contentType string
		signed      bool
		want        int
	}{
		{name: "as Slack sends it", body: "ssl_check=1&token=abc", contentType: formType, want: 200},
		{name: "with a charset", body: "token=abc&ssl_check=1", contentType: formType + "; charset=utf-8", want: 200},
		{name: "beside a command", body: "ssl_check=1&" + commandForm, contentType: formType, want: 200},
		{name: "beside a signed command", body: "ssl_check=1&" + commandForm, contentType: formType, signed: true, want: 200},
		{name: "beside a signed click", body: "ssl_check=1&" + clickBody, contentType: formType, signed: true, want: 200},
		{name: "zero", body: "ssl_check=0", contentType: formType, want: 401},
		{name: "true", body: "ssl_check=true", contentType: formType, want: 401},
		{name: "empty", body: "ssl_check=", contentType: formType, want: 401},
		{name: "ten", body: "ssl_check=10", contentType: formType, want: 401},
		{name: "twice", body: "ssl_check=1&ssl_check=0", contentType: formType, want: 401},
		{name: "another field", body: "no_ssl_check=1", contentType: formType, want: 401},
		{name: "broken", body: "ssl_check=1&x=%zz", contentType: formType, want: 401},
		{name: "JSON", body: `{"ssl_check":"1"}`, contentType: "application/json", want: 401},
		{name: "form called JSON", body: "ssl_check=1", contentType: "application/json", want: 401},
		{name: "no content type", body: "ssl_check=1", want: 401},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := &fakeBot{}
			s := setup(t, b)
			for _, path := range []string{"/slack/commands", "/slack/interactions", "/slack/events"} {
				header := http.Header{}
				if tt.signed {
					header = sign(tt.body, time.Now())
				}
				if tt.contentType != "" {
					header.Set("Content-Type", tt.contentType)
				}
				if got := s.post(t, path, tt.body, header); got.status != tt.want || got.body != "" {
					t.Errorf("POST %s %s = %d %q, want %d and nothing", path, tt.body, got.status, got.body, tt.want)
				}
			}
			if n := len(b.asked()); n != 0 {
				t.Errorf("the bot was asked %d times, want never", n)
			}
		})
	}
}

func TestSSLCheckInTheQueryIsNone(t *testing.T) {
	t.Parallel()
	s := setup(t, &fakeBot{})
	header := http.Header{"Content-Type": {formType}}
	if got := s.post(t, "/slack/commands?ssl_check=1", "a=b", header); got.status != http.StatusUnauthorized {
		t.Errorf("POST /slack/commands?ssl_check=1 = %d, want 401", got.status)
	}
}

func TestPayloadInTheQueryIsNone(t *testing.T) {
	t.Parallel()
	b := &fakeBot{}
	s := setup(t, b)
	// The signature covers the body alone, so nothing else may be believed.
	if got := s.signed(t, "/slack/interactions?"+clickBody, ""); got.status != http.StatusBadRequest {
		t.Errorf("a payload in the query = %d, want 400", got.status)
	}
	if n := len(b.asked()); n != 0 {
		t.Errorf("the bot was asked %d times, want never", n)
	}
}

func TestSignedButMalformed(t *testing.T) {
	t.Parallel()
	form, json := formType, "application/json"
	tests := []struct{ name, path, body, contentType string }{
		{"command without content type", "/slack/commands", commandForm, ""},
		{"command as JSON", "/slack/commands", `{"command":"/meeting"}`, json},
		{"command of another type", "/slack/commands", commandForm, "multipart/form-data"},
		{"command with a broken type", "/slack/commands", commandForm, "application/;;"},
		{"command with a broken escape", "/slack/commands", "command=/meeting&text=%zz", form},
		{"command with a broken name", "/slack/commands", "%zz=1&command=/meeting", form},
		{"no command", "/slack/commands", "text=914083136", form},
		{"empty command", "/slack/commands", "", form},
		{"payload missing", "/slack/interactions", "token=abc", form},
		{"payload empty", "/slack/interactions", "payload=", form},
		{"payload null", "/slack/interactions", "payload=null", form},
		{"payload a list", "/slack/interactions", "payload=[]", form},
		{"payload a word", "/slack/interactions", "payload=%22x%22", form},
		{"payload without type", "/slack/interactions", "payload={}", form},
		{"payload cut off", "/slack/interactions", "payload=" + escape(`{"type":"block_actions"`), form},
		{"payload with more behind", "/slack/interactions", "payload=" + escape(`{"type":"block_actions"} x`), form},
		{"payload with a broken escape", "/slack/interactions", "payload=%zz", form},
		{"actions of another shape", "/slack/interactions", "payload=" + escape(`{"type":"block_actions","actions":"next"}`), form},
		{"interaction as JSON", "/slack/interactions", `{"type":"block_actions"}`, json},
		{"interaction without content type", "/slack/interactions", clickBody, ""},
		{"event cut off", "/slack/events", eventBody[:40], json},
		{"event null", "/slack/events", "null", json},
		{"event a list", "/slack/events", "[]", json},
		{"event empty", "/slack/events", "", json},
		{"event without type", "/slack/events", "{}", json},
		{"event as a form", "/slack/events", "type=event_callback", form},
		{"event without content type", "/slack/events", eventBody, ""},
		{"nothing to echo", "/slack/events", `{"type":"url_verification"}`, json},
		{"no text to echo", "/slack/events", `{"type":"url_verification","challenge":{}}`, json},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := &fakeBot{}
			s := setup(t, b)
			header := sign(tt.body, time.Now())
			header.Del("Content-Type")
			if tt.contentType != "" {
				header.Set("Content-Type", tt.contentType)
			}
			if got := s.post(t, tt.path, tt.body, header); got.status != http.StatusBadRequest {
				t.Errorf("POST %s %s = %d, want 400", tt.path, tt.body, got.status)
			}
			if n := len(b.asked()); n != 0 {
				t.Errorf("the bot was asked %d times, want never", n)
			}
		})
	}
}

func TestBodyLimit(t *testing.T) {
	t.Parallel()
	const limit = 1 << 20
	fill := func(n int) string { return commandForm + "&x=" + strings.Repeat("x", n-len(commandForm)-3) }
	b := &fakeBot{}
	s := setup(t, b)
	if got := s.signed(t, "/slack/commands", fill(limit)); got.status != http.StatusOK {
		t.Errorf("a body of 1 MiB = %d, want 200", got.status)
	}
	if got := s.signed(t, "/slack/commands", fill(limit+1)); got.status != http.StatusRequestEntityTooLarge {
		t.Errorf("a body of 1 MiB and a byte = %d, want 413", got.status)
	}
	if n := len(b.asked()); n != 1 {
		t.Errorf("the bot was asked %d times, want once", n)
	}
}

func TestBodyLimitWithoutContentLength(t *testing.T) {
	t.Parallel()
	s := setup(t, &fakeBot{})
	body := strings.Repeat("x", 1<<20+1)
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.url+"/slack/commands",
		struct{ *strings.Reader }{strings.NewReader(body)})
	if err != nil {
		t.Fatal(err)
	}
	r.ContentLength = -1
	r.Header = sign(body, time.Now())
	if got := s.do(t, r); got.status != http.StatusRequestEntityTooLarge {
		t.Errorf("a body in chunks beyond 1 MiB = %d, want 413", got.status)
	}
}

func TestBodyCutOffOnTheWay(t *testing.T) {
	t.Parallel()
	h, err := handlers.New(handlers.Options{Bot: &fakeBot{}, SigningSecret: signingSecret})
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, "/slack/commands", iotest.ErrReader(io.ErrUnexpectedEOF))
	r.Header = sign(commandForm, time.Now())
	w := httptest.NewRecorder()
	h.Echo().ServeHTTP(w, r)
	if w.Code != http.StatusBadRequest {
		t.Errorf("a body cut off on the way = %d, want 400", w.Code)
	}
}

func TestRefusalsAreLoggedOnceAMinute(t *testing.T) {
	t.Parallel()
	s := setup(t, &fakeBot{})
	for range 5 {
		s.post(t, "/slack/commands", commandForm, http.Header{"Content-Type": {formType}})
	}
	if n := strings.Count(s.logs.String(), "request refused"); n != 1 {
		t.Errorf("refusals logged %d times, want once", n)
	}
	if !strings.Contains(s.logs.String(), `"reason":"missing"`) {
		t.Errorf("the log does not say why: %s", s.logs.String())
	}
}
