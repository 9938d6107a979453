package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"meetingbot/meeting/meetingtest"
	"meetingbot/playground"
)

// binary builds the program once for all tests that drive it from outside,
// with the race detector if they run with it.
var binary struct {
	once sync.Once
	dir  string
	path string
	err  error
}

func TestMain(m *testing.M) {
	code := m.Run()
	if binary.dir != "" {
		_ = os.RemoveAll(binary.dir)
	}
	os.Exit(code)
}

func buildBinary(t *testing.T) string {
	t.Helper()
	binary.once.Do(func() {
		if binary.dir, binary.err = os.MkdirTemp("", "meetingbot"); binary.err != nil { //nolint:usetesting // outlives the first test
			return
		}
		binary.path = filepath.Join(binary.dir, "meetingbot")
		args := []string{"build", "-o", binary.path}
		if raceEnabled {
			args = append(args, "-race")
		}
		out, err := exec.Command("go", append(args, ".")...).CombinedOutput()
		if err != nil {
			binary.err = fmt.Errorf("%w\n%s", err, out)
		}
	})
	if binary.err != nil {
		t.Fatalf("build the program: %v", binary.err)
	}
	return binary.path
}

// program is the program running between a simulated Slack and a
// simulated Meeting API, each at its own address.
type program struct {
	t     *testing.T
	api   *meetingtest.Server
	slack *playground.Server
	url   string // the program's
	logs  *logBook
	ended chan error

	// client posts what the simulated Slack cannot: forgeries and crowds. It
	// keeps to so many connections that a small machine can serve them.
	client  *http.Client
	process *os.Process
	mu      sync.Mutex
	secrets []string // what has been on the wire and must be in no log
}

const (
	testSigningSecret = "house-signing-secret-a1b2c3"
	testToken         = "xoxb-house-token-d4e5f6"
	testAppKey        = "house-app-key-g7h8i9"
)

// startProgram starts everything. more are further variables, as NAME=value.
func startProgram(t *testing.T, more ...string) *program {
	t.Helper()
	path := buildBinary(t)
	h := &program{t: t, logs: new(logBook), ended: make(chan error, 1)}
	h.secrets = []string{testSigningSecret, testToken, testAppKey}
	h.client = &http.Client{Timeout: time.Minute, Transport: &http.Transport{MaxConnsPerHost: 200, MaxIdleConnsPerHost: 200}}
	t.Cleanup(h.client.CloseIdleConnections)

	h.api = meetingtest.New(meetingtest.Options{AppID: "house", AppKey: testAppKey})
	api := httptest.NewServer(h.watch(h.api))
	t.Cleanup(api.Close)
	front := httptest.NewUnstartedServer(nil) // its handler needs the program's address
	slackURL := "http://" + front.Listener.Addr().String()

	h.start(path, append([]string{
		"LISTEN_ADDR=127.0.0.1:0", "METRICS_ADDR=", "LOG_LEVEL=debug", "LOG_FORMAT=json",
		"SLACK_SIGNING_SECRET=" + testSigningSecret, "SLACK_BOT_TOKEN=" + testToken,
		"SLACK_API_URL=" + slackURL + "/api/", "SLACK_RESPONSE_HOSTS=" + front.Listener.Addr().String(),
		"MEETING_API_URL=" + api.URL, "MEETING_APP_ID=house", "MEETING_APP_KEY=" + testAppKey,
		"DATABASE_URL=sqlite:" + filepath.Join(t.TempDir(), "meetingbot.db"),
	}, more...))

	var err error
	h.slack, err = playground.New(playground.Options{
		BotURL: h.url, PublicURL: slackURL, SigningSecret: testSigningSecret, BotToken: testToken,
		ShouldEscape: shouldEscape,
		AckWithin:    time.Minute, // a starved machine is not what is tested; the three seconds are, with a clock of their own
	})
	if err != nil {
		t.Fatal(err)
	}
	front.Config.Handler = h.watch(h.slack)
	front.Start()
	t.Cleanup(front.Close)
	t.Cleanup(h.slack.Close)
	t.Cleanup(func() { h.stop() }) // runs first: the program goes before what it talks to
	return h
}

// start runs the program and waits until it has said where it listens.
func (h *program) start(path string, env []string) {
	h.t.Helper()
	command := exec.CommandContext(h.t.Context(), path)
	command.Env = env
	command.Dir = h.t.TempDir()
	command.Cancel = func() error { return command.Process.Signal(syscall.SIGTERM) }
	command.WaitDelay = 30 * time.Second
	stderr, err := command.StderrPipe()
	if err != nil {
		h.t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		h.t.Fatal(err)
	}
	h.process = command.Process
	address := make(chan string, 1)
	var reading sync.WaitGroup
	reading.Go(func() { h.logs.read(stderr, address) })
	go func() {
		reading.Wait()
		h.ended <- command.Wait()
	}()
	select {
	case a := <-address:
		h.url = "http://" + a
	case err := <-h.ended:
		h.t.Fatalf("the program ended before it served: %v\n%s", err, h.logs)
	case <-time.After(30 * time.Second):
		h.t.Fatalf("the program does not serve\n%s", h.logs)
	}
}

// stop asks the program to end and returns how it ended.
func (h *program) stop() error {
	_ = h.process.Signal(syscall.SIGTERM)
	select {
	case err := <-h.ended:
		h.ended <- err
		return err
	case <-time.After(40 * time.Second):
		_ = h.process.Kill()
		return errors.New("did not end within 40s")
	}
}

// watch notes the secrets that pass on the wire: access tokens and the paths
// of response_urls.
func (h *program) watch(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if token := r.Header.Get("X-Access-Token"); token != "" {
			h.note(token)
		}
		if parts := strings.Split(r.URL.Path, "/"); len(parts) == 5 && r.Method == http.MethodPost {
			h.note(parts[4])
		}
		next.ServeHTTP(w, r)
	})
}

func (h *program) note(secret string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.secrets = append(h.secrets, secret)
}

// noSecretsLogged stops the program and searches all that it wrote.
func (h *program) noSecretsLogged(more ...string) {
	h.t.Helper()
	if err := h.stop(); err != nil {
		h.t.Errorf("the program ended with %v", err)
	}
	written := h.logs.String()
	if !strings.Contains(written, `"level":"DEBUG"`) {
		h.t.Errorf("there is no debug line among the logs: the search proves nothing\n%s", written)
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, secret := range append(h.secrets, more...) {
		if strings.Contains(written, secret) {
			h.t.Errorf("the logs hold %q:\n%s", secret, written)
		}
	}
}

// say types a line as Ana and fails the test if Slack would have complained.
func (h *program) say(line string) {
	h.t.Helper()
	if err := h.slack.Say(h.t.Context(), playground.UserID, playground.ChannelID, line); err != nil {
		h.t.Fatalf("say %q: %v\n%s", line, err, h.logs)
	}
}

// click presses a button on a message as Ana.
func (h *program) click(m playground.Message, action string) {
	h.t.Helper()
	if err := h.slack.Click(h.t.Context(), playground.UserID, m.TS, action); err != nil {
		h.t.Fatalf("click %s: %v\n%s", action, err, h.logs)
	}
}

// expect waits until the newest message that Ana sees holds all of wants.
func (h *program) expect(wants ...string) playground.Message {
	h.t.Helper()
	var last playground.Message
	if !eventually(func() (ok bool) {
		last, ok = h.last()
		return ok && holds(last, wants)
	}) {
		h.t.Fatalf("the newest message does not hold %q:\n%s\n%s", wants, last.JSON(), h.logs)
	}
	return last
}

// eventually asks again and again, for 20 seconds at most, until something is
// the case, and reports whether it is.
func eventually(is func() bool) bool {
	deadline := time.NewTimer(20 * time.Second)
	defer deadline.Stop()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for !is() {
		select {
		case <-tick.C:
		case <-deadline.C:
			return false
		}
	}
	return true
}

func (h *program) last() (playground.Message, bool) {
	all := h.slack.Messages(playground.ChannelID, playground.UserID)
	if len(all) == 0 {
		return playground.Message{}, false
	}
	return all[len(all)-1], true
}

func holds(m playground.Message, wants []string) bool {
	written := string(m.JSON())
	for _, want := range wants {
		if !strings.Contains(written, want) {
			return false
		}
	}
	return true
}

// post sends a body to the program, signed as Slack signs, and returns the
// answer's status and body.
func (h *program) post(path, body, secret string) (int, string) {
	h.t.Helper()
	request, err := http.NewRequestWithContext(h.t.Context(), http.MethodPost, h.url+path, strings.NewReader(body))
	if err != nil {
		h.t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	sign(request.Header, secret, body, time.Now())
	response, err := h.client.Do(request)
	if err != nil {
		h.t.Error(err)
		return 0, ""
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		h.t.Error(err)
	}
	return response.StatusCode, string(answer)
}

// logBook is all that the program wrote to stderr.
type logBook struct {
	mu   sync.Mutex
	text bytes.Buffer
}

// read copies lines until the program ends and tells the first address that
// it says it serves on.
func (l *logBook) read(from io.Reader, address chan<- string) {
	lines := bufio.NewScanner(from)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		l.mu.Lock()
		l.text.Write(append(lines.Bytes(), '\n'))
		l.mu.Unlock()
		var entry struct{ Msg, Address string }
		if json.Unmarshal(lines.Bytes(), &entry) == nil && entry.Msg == "serving" {
			address <- entry.Address
		}
	}
}

func (l *logBook) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}
