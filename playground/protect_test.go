package playground_test

import (
	"bufio"
	"html"
	"net/http"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"meetingbot/playground"
)

func TestMain(m *testing.M) {
	// slack-go keeps connections of the default transport.
	goleak.VerifyTestMain(m,
		goleak.IgnoreAnyFunction("net/http.(*persistConn).writeLoop"),
		goleak.IgnoreAnyFunction("net/http.(*persistConn).readLoop"))
}

func TestNew_Refused(t *testing.T) {
	t.Parallel()
	good := playground.Options{BotURL: "http://127.0.0.1:1", SigningSecret: "s", BotToken: "t", PublicURL: "http://127.0.0.1:2"}
	tests := []struct {
		name string
		edit func(*playground.Options)
		want string
	}{
		{"blank secret", func(o *playground.Options) { o.SigningSecret = " " }, "SigningSecret"},
		{"no token", func(o *playground.Options) { o.BotToken = "" }, "BotToken"},
		{"relative app", func(o *playground.Options) { o.BotURL = "/bot" }, "BotURL"},
		{"no scheme", func(o *playground.Options) { o.PublicURL = "127.0.0.1:2" }, "PublicURL"},
		{"no slash", func(o *playground.Options) { o.Command = "meeting" }, "Command"},
		{"zone", func(o *playground.Options) { o.Zone = "Mars/Olympus" }, "Mars/Olympus"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			o := good
			tt.edit(&o)
			if s, err := playground.New(o); err == nil || s != nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("New = %v, %v, want an error about %s", s, err, tt.want)
			}
		})
	}
	if _, err := playground.New(good); err != nil {
		t.Errorf("New = %v, want nil", err)
	}
}

// TestProtect refuses requests that another site in the same browser can send.
func TestProtect(t *testing.T) {
	t.Parallel()
	b := setup(t)
	port := b.url[strings.LastIndex(b.url, ":"):]
	tests := []struct {
		name, method, path, host string
		header                   http.Header
		want                     int
	}{
		{"page", http.MethodGet, "/", "", nil, http.StatusOK},
		{"page by another name of loopback", http.MethodGet, "/", "localhost" + port, nil, http.StatusOK},
		{"page by IPv6", http.MethodGet, "/", "[::1]" + port, nil, http.StatusOK},
		{"rebound name", http.MethodGet, "/", "evil.example" + port, nil, http.StatusMisdirectedRequest},
		{"another port", http.MethodGet, "/", "127.0.0.1:1", nil, http.StatusMisdirectedRequest},
		{"foreign origin", http.MethodPost, "/say", "", http.Header{"Origin": {"https://evil.example"}}, http.StatusForbidden},
		{"foreign site", http.MethodPost, "/click", "", http.Header{"Sec-Fetch-Site": {"cross-site"}}, http.StatusForbidden},
		{"foreign search", http.MethodPost, "/suggest", "", http.Header{"Sec-Fetch-Site": {"cross-site"}}, http.StatusForbidden},
		{"foreign submission", http.MethodPost, "/submit", "", http.Header{"Origin": {"https://evil.example"}}, http.StatusForbidden},
		{"foreign control", http.MethodPost, "/control", "", http.Header{"Origin": {"null"}}, http.StatusForbidden},
		{"foreign to the API", http.MethodPost, "/api/auth.test", "", http.Header{"Sec-Fetch-Site": {"same-site"}}, http.StatusForbidden},
		{"own page", http.MethodPost, "/say", "", http.Header{"Sec-Fetch-Site": {"same-origin"}}, http.StatusUnprocessableEntity},
		{"no page at all", http.MethodPost, "/say", "", nil, http.StatusUnprocessableEntity},
		{"unknown message", http.MethodPost, "/click", "", nil, http.StatusUnprocessableEntity},
		{"unknown path", http.MethodGet, "/nothing", "", nil, http.StatusNotFound},
		{"list of files", http.MethodGet, "/assets/", "", nil, http.StatusNotFound},
		{"unknown response_url", http.MethodPost, "/commands/T1/1/x", "", nil, http.StatusNotFound},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			res := b.send(t, testRequest{method: tt.method, path: tt.path, host: tt.host, header: tt.header})
			if res.status != tt.want {
				t.Errorf("%s %s = %d, want %d", tt.method, tt.path, res.status, tt.want)
			}
		})
	}
}

// TestProtect_AnyHost accepts any Host, and still refuses cross-origin posts.
func TestProtect_AnyHost(t *testing.T) {
	t.Parallel()
	b := setup(t, func(o *playground.Options) { o.AnyHost = true })
	if res := b.send(t, testRequest{method: http.MethodGet, path: "/", host: "workshop.example:8080"}); res.status != http.StatusOK {
		t.Errorf("the page by another name = %d, want 200", res.status)
	}
	foreign := testRequest{method: http.MethodPost, path: "/say", host: "workshop.example:8080", header: http.Header{"Origin": {"http://evil.example:8080"}}}
	if res := b.send(t, foreign); res.status != http.StatusForbidden {
		t.Errorf("a foreign page = %d, want 403", res.status)
	}
	foreign.header = http.Header{"Origin": {"http://workshop.example:8080"}}
	if res := b.send(t, foreign); res.status != http.StatusUnprocessableEntity {
		t.Errorf("the own page = %d, want its empty line refused with 422", res.status)
	}
}

func TestPage_Headers(t *testing.T) {
	t.Parallel()
	b := setup(t)
	res := b.send(t, testRequest{method: http.MethodGet, path: "/"})
	policy := res.header.Get("Content-Security-Policy")
	if !strings.Contains(policy, "default-src 'none'") || strings.Contains(policy, "unsafe") {
		t.Errorf("policy = %q, want a strict one", policy)
	}
	for _, bad := range []string{" style=", " onclick=", "<style", "<script>", " defer"} {
		if strings.Contains(res.body, bad) {
			t.Errorf("the page has %q in it", bad)
		}
	}
	_, rest, _ := strings.Cut(res.body, `src="assets/htmx.min.js?v=`)
	version, _, _ := strings.Cut(rest, `"`)
	asset := b.send(t, testRequest{method: http.MethodGet, path: "/assets/htmx.min.js?v=" + version})
	if asset.status != http.StatusOK || !strings.Contains(asset.header.Get("Cache-Control"), "immutable") {
		t.Errorf("asset = %d %v, want 200 and kept for good", asset.status, asset.header)
	}
}

// TestPage_Posts answers the page's forms, with and without scripts.
func TestPage_Posts(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.app.reply = replyJSON(card(1))
	say := testRequest{method: http.MethodPost, path: "/say", body: "text=%2Fmeeting+1", header: http.Header{"Hx-Request": {"true"}}}
	if res := b.send(t, say); res.status != http.StatusNoContent {
		t.Errorf("say = %d, want 204", res.status)
	}
	b.app.reply = nil
	click := testRequest{method: http.MethodPost, path: "/click", body: "action=more&option=refresh&ts=" + b.last(t).TS}
	if res := b.send(t, click); res.status != http.StatusSeeOther {
		t.Errorf("click without scripts = %d, want 303", res.status)
	}
	if got := b.app.lastCallback().ActionCallback.BlockActions[0].SelectedOption.Value; got != "refresh" {
		t.Errorf("option = %q, want refresh", got)
	}
}

// TestStream sends an event for every change, and none for the state that the page
// shows.
func TestStream(t *testing.T) {
	t.Parallel()
	b := setup(t)
	_, rest, _ := strings.Cut(b.send(t, testRequest{method: http.MethodGet, path: "/"}).body, `hx-sse:connect="`)
	path, _, _ := strings.Cut(rest, `"`)
	res := b.open(t, testRequest{method: http.MethodGet, path: "/" + html.UnescapeString(path)})
	defer res.Body.Close()
	if kind := res.Header.Get("Content-Type"); kind != "text/event-stream" {
		t.Fatalf("Content-Type = %s, want a stream", kind)
	}
	b.say(t, "one\r\rtwo")
	lines := bufio.NewScanner(res.Body)
	var event []string
	for lines.Scan() && lines.Text() != "" {
		event = append(event, lines.Text())
	}
	sent := strings.Join(event, "")
	if !strings.HasPrefix(sent, "id: ") || !strings.Contains(sent, `<hx-partial hx-target="#messages" hx-swap="innerMorph">`) || !strings.Contains(sent, "one") {
		t.Fatalf("event = %q, want the lines", event)
	}
	for _, line := range event[1:] {
		if !strings.HasPrefix(line, "data: ") || strings.Contains(line, "\r") {
			t.Errorf("line %q would break the stream", line)
		}
	}
	// A page that reconnects after this event gets only newer ones.
	seen := http.Header{"Last-Event-Id": {strings.TrimPrefix(event[0], "id: ")}}
	back := b.open(t, testRequest{method: http.MethodGet, path: "/stream", header: seen})
	defer back.Body.Close()
	b.say(t, "three")
	first := bufio.NewScanner(back.Body)
	if !first.Scan() || first.Text() == event[0] {
		t.Errorf("came back to %q, want news", first.Text())
	}
	b.Close()
	for lines.Scan() {
	}
	if err := lines.Err(); err != nil {
		t.Errorf("the stream ended with %v, want an end", err)
	}
}
