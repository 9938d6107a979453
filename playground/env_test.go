package playground_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"meetingbot/playground"
)

const (
	secret = "8f742231b10e8888abcd99yyyzzz85a5"
	token  = "xoxb-simulated"
)

// env is a simulated Slack with an app.
type env struct {
	*playground.Server
	url   string
	app   *app
	clock *clock
	web   *http.Client

	options playground.Options
	current atomic.Pointer[playground.Server]
}

// setup starts both; edit may change the options.
func setup(t *testing.T, edit ...func(*playground.Options)) *env {
	t.Helper()
	b := &env{app: &app{t: t, received: make(chan struct{})}, clock: &clock{now: time.Unix(1_800_000_000, 0)}, web: &http.Client{
		Transport:     &http.Transport{},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
	t.Cleanup(b.web.CloseIdleConnections)
	behind := httptest.NewServer(b.app)
	t.Cleanup(behind.Close)
	front := httptest.NewUnstartedServer(nil)
	b.url = "http://" + front.Listener.Addr().String()
	o := playground.Options{
		BotURL: behind.URL, SigningSecret: secret, BotToken: token, PublicURL: b.url, Now: b.clock.Now,
		Suggestions: []playground.Suggestion{{ID: "1", Title: "Weekly sync"}, {ID: "22", Title: "每周例会"}},
		Usage:       "a number", AckWithin: time.Minute,
	}
	for _, f := range edit {
		f(&o)
	}
	front.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { b.current.Load().ServeHTTP(w, r) })
	b.options = o
	b.restart(t)
	front.Start()
	t.Cleanup(func() {
		b.Close()
		front.Close()
	})
	return b
}

// restart replaces the server by a new one with the same options, at the same
// address.
func (b *env) restart(t *testing.T) {
	t.Helper()
	s, err := playground.New(b.options)
	if err != nil {
		t.Fatal(err)
	}
	b.Server = s
	if old := b.current.Swap(s); old != nil {
		old.Close()
	}
}

// client is slack-go's client for the simulated Slack.
func (b *env) client() *slack.Client {
	return slack.New(token, slack.OptionAPIURL(b.url+"/api/"))
}

// testRequest is a request to the server; empty fields are left out.
type testRequest struct {
	method, path, host, body string
	header                   http.Header
}

// testResponse is the server's response.
type testResponse struct {
	status int
	header http.Header
	body   string
}

// send sends a request and reads the response.
func (b *env) send(t *testing.T, a testRequest) testResponse {
	t.Helper()
	res := b.open(t, a)
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatalf("%s %s: %v", a.method, a.path, err)
	}
	return testResponse{status: res.StatusCode, header: res.Header, body: strings.TrimSpace(string(body))}
}

// open sends a request and returns the response with an open body.
func (b *env) open(t *testing.T, a testRequest) *http.Response {
	t.Helper()
	address := a.path
	if strings.HasPrefix(a.path, "/") {
		address = b.url + a.path
	}
	req, err := http.NewRequestWithContext(t.Context(), a.method, address, strings.NewReader(a.body))
	if err != nil {
		t.Fatal(err)
	}
	req.Host = a.host
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for key := range a.header {
		req.Header.Set(key, a.header.Get(key))
	}
	res, err := b.web.Do(req)
	if err != nil {
		t.Fatalf("%s %s: %v", a.method, a.path, err)
	}
	return res
}

// last returns the newest message that Ana sees.
func (b *env) last(t *testing.T) playground.Message {
	t.Helper()
	all := b.Messages(playground.ChannelID, playground.UserID)
	if len(all) == 0 {
		t.Fatal("no messages, want one")
	}
	return all[len(all)-1]
}

func (b *env) say(t *testing.T, text string) {
	t.Helper()
	if err := b.Say(t.Context(), playground.UserID, playground.ChannelID, text); err != nil {
		t.Fatalf("Say(%q) = %v, want nil", text, err)
	}
}

func (b *env) click(t *testing.T, m playground.Message, action string, option ...string) {
	t.Helper()
	if err := b.Click(t.Context(), playground.UserID, m.TS, action, option...); err != nil {
		t.Fatalf("Click(%q) = %v, want nil", action, err)
	}
}

// clock is a clock that moves only by advance.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// app is a minimal app. It checks signatures, stores requests and answers with
// reply.
type app struct {
	t     *testing.T
	reply http.HandlerFunc // nil: an empty 200

	mu       sync.Mutex
	requests []request
	received chan struct{} // closed and replaced at every request
}

// requestCount returns how many requests there were.
func (a *app) requestCount() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return len(a.requests)
}

// waitForRequests waits until there are n requests.
func (a *app) waitForRequests(n int) {
	a.t.Helper()
	for {
		a.mu.Lock()
		enough, came := len(a.requests) >= n, a.received
		a.mu.Unlock()
		if enough {
			return
		}
		select {
		case <-came:
		case <-time.After(time.Minute):
			a.t.Fatalf("the app got %d requests, want %d", a.requestCount(), n)
		}
	}
}

// request is a request that the app got.
type request struct {
	path   string
	header http.Header
	body   string
	form   url.Values
}

func (a *app) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		a.t.Errorf("read body: %v", err)
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	form, err := url.ParseQuery(string(body))
	if err != nil && !bytes.HasPrefix(body, []byte("{")) { // an event is no form
		a.t.Errorf("parse body: %v", err)
	}
	if want := signature(r.Header.Get("X-Slack-Request-Timestamp"), string(body)); r.Header.Get("X-Slack-Signature") != want {
		a.t.Errorf("signature of %s = %s, want %s", r.URL.Path, r.Header.Get("X-Slack-Signature"), want)
	}
	a.mu.Lock()
	a.requests = append(a.requests, request{path: r.URL.Path, header: r.Header, body: string(body), form: form})
	close(a.received)
	a.received = make(chan struct{})
	a.mu.Unlock()
	if a.reply != nil {
		a.reply(w, r)
	}
}

// lastRequest returns the newest request.
func (a *app) lastRequest() request {
	a.t.Helper()
	a.mu.Lock()
	defer a.mu.Unlock()
	if len(a.requests) == 0 {
		a.t.Fatal("the app got nothing")
	}
	return a.requests[len(a.requests)-1]
}

// lastCallback decodes the newest interaction with slack-go.
func (a *app) lastCallback() slack.InteractionCallback {
	a.t.Helper()
	var c slack.InteractionCallback
	if err := json.Unmarshal([]byte(a.lastRequest().form.Get("payload")), &c); err != nil {
		a.t.Fatalf("payload: %v", err)
	}
	return c
}

// replyJSON makes the app answer with JSON.
func replyJSON(s string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, s)
	}
}

// card is a message with buttons for other pages.
func card(page int) string {
	n := strconv.Itoa(page)
	return `{"response_type":"ephemeral","replace_original":` + strconv.FormatBool(page > 1) + `,"text":"Page ` + n + `","blocks":[
		{"type":"header","text":{"type":"plain_text","text":"Weekly sync :calendar:"}},
		{"type":"section","text":{"type":"mrkdwn","text":"*Scheduled* · <!date^1800003600^{date_long_pretty} {time}|later>"},
		 "accessory":{"type":"overflow","action_id":"more","options":[
			{"text":{"type":"plain_text","text":"Share to channel"},"value":"share"},
			{"text":{"type":"plain_text","text":"Refresh"},"value":"refresh"}]}},
		{"type":"section","fields":[{"type":"mrkdwn","text":"*Meeting ID*\n914 083 136"},{"type":"mrkdwn","text":"*Booked by*\n张三"},
			{"type":"mrkdwn","text":"*Type*\nOne-off"},{"type":"mrkdwn","text":"*Good to know*\nEverybody may join"}]},
		{"type":"actions","elements":[{"type":"button","action_id":"join","style":"primary","url":"https://example.com/join","text":{"type":"plain_text","text":"Join"}}]},
		{"type":"divider"},
		{"type":"section","text":{"type":"mrkdwn","text":"*Invited* · page ` + n + ` of 3\n1. Li Si · _host_ · mobile\n2. 王五 · meeting room"}},
		{"type":"actions","block_id":"pages` + n + `","elements":[` + strings.TrimSuffix(pageButton("prev", page-1, "◀ Previous")+pageButton("next", page+1, "Next ▶"), ",") + `]},
		{"type":"context","elements":[{"type":"mrkdwn","text":"Updated just now · only visible to you"}]}]}`
}

func pageButton(action string, to int, label string) string {
	if to < 1 || to > 3 {
		return ""
	}
	return `{"type":"button","action_id":"` + action + `","value":"` + strconv.Itoa(to) + `","text":{"type":"plain_text","text":"` + label + `"}},`
}

// decode reads a JSON object.
func decode(t *testing.T, s string) map[string]any {
	t.Helper()
	var o map[string]any
	if err := json.Unmarshal([]byte(s), &o); err != nil {
		t.Fatalf("answer %q: %v", s, err)
	}
	return o
}
