package main

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"meetingbot/meeting/meetingtest"
	"meetingbot/playground"
)

// binary is the program, built once for all tests that run it as a process, with
// the race detector if the tests run with it.
var binary struct {
	once sync.Once
	dir  string
	path string
	err  error
}

// atOnce is how many tests run at the same time where nobody says that: most of them wait
// for the program and hardly use a CPU.
const atOnce = 4

func TestMain(m *testing.M) {
	flag.Parse()
	said := false
	flag.Visit(func(f *flag.Flag) { said = said || f.Name == "test.parallel" })
	if !said && runtime.GOMAXPROCS(0) < atOnce {
		if err := flag.Set("test.parallel", strconv.Itoa(atOnce)); err != nil {
			panic(err) // the flag is there
		}
	}
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

// program is a process of the bot between a simulated Slack and a simulated Meeting
// API.
type program struct {
	t     *testing.T
	api   *meetingtest.Server
	slack *playground.Server
	url   string // of the program
	logs  *logRecorder
	ended chan error
	env   []string
	dir   string // where it runs; "" for an empty folder

	// client sends requests that the simulated Slack cannot send: forged ones, and
	// very many at once. Its connections are limited for the sake of small machines.
	client  *http.Client
	process *os.Process
	mu      sync.Mutex
	secrets []string // seen in requests; must not be in the logs
}

const (
	// In the form of Slack's: the program refuses any other.
	testSigningSecret = "a1b2c3d4e5f60718293a4b5c6d7e8f90"
	testToken         = "xoxb-12345678901-1234567890123-aB3dE5fG7hI9jK1lM3nO5pQ7"
	testAppID         = "test-app"
	testAppKey        = "test-app-key-g7h8i9"
)

// startProgram starts the program and the simulated servers. more are further
// variables, as NAME=value.
func startProgram(t *testing.T, more ...string) *program {
	t.Helper()
	path := buildBinary(t)
	p := &program{t: t, logs: new(logRecorder), ended: make(chan error, 1)}
	p.secrets = []string{testSigningSecret, testToken, testAppKey}
	p.client = &http.Client{Timeout: time.Minute, Transport: &http.Transport{MaxConnsPerHost: 200, MaxIdleConnsPerHost: 200}}
	t.Cleanup(p.client.CloseIdleConnections)

	p.api = meetingtest.New(meetingtest.Options{AppID: testAppID, AppKey: testAppKey})
	api := httptest.NewServer(p.recordSecrets(p.api))
	t.Cleanup(api.Close)
	slackServer := httptest.NewUnstartedServer(nil) // its handler needs the program's address
	slackURL := "http://" + slackServer.Listener.Addr().String()

	env := programEnv(slackURL, api.URL, "sqlite:"+filepath.Join(t.TempDir(), "meetingbot.db"))
	p.env = append(append(env, "LOG_LEVEL=debug"), more...)
	p.start(path)

	var err error
	p.slack, err = playground.New(playground.Options{
		BotURL: p.url, PublicURL: slackURL, SigningSecret: testSigningSecret, BotToken: testToken,
		ShouldEscape: shouldEscape, UnfurlDomains: unfurlDomains(),
		AckWithin: time.Minute, // a slow machine must not fail these tests; others check the limit of three seconds
	})
	if err != nil {
		t.Fatal(err)
	}
	slackServer.Config.Handler = p.recordSecrets(p.slack)
	slackServer.Start()
	t.Cleanup(slackServer.Close)
	t.Cleanup(p.slack.Close)
	t.Cleanup(func() { p.stop() }) // runs first: before the servers that the program calls
	return p
}

// programEnv is the environment of a program between two simulated servers.
func programEnv(slackURL, meetingURL, databaseURL string) []string {
	return []string{
		"LISTEN_ADDR=127.0.0.1:0", "METRICS_ADDR=", "LOG_FORMAT=json",
		"SLACK_SIGNING_SECRET=" + testSigningSecret, "SLACK_BOT_TOKEN=" + testToken,
		"SLACK_API_URL=" + slackURL + "/api/", "SLACK_RESPONSE_HOSTS=" + strings.TrimPrefix(slackURL, "http://"),
		"MEETING_API_URL=" + meetingURL, "MEETING_APP_ID=" + testAppID, "MEETING_APP_KEY=" + testAppKey,
		"DATABASE_URL=" + databaseURL,
	}
}

// start runs the program and waits until it has logged its address.
func (p *program) start(path string) {
	p.t.Helper()
	command := exec.CommandContext(p.t.Context(), path)
	command.Env = p.env
	command.Dir = cmp.Or(p.dir, p.t.TempDir())
	command.Cancel = func() error { return command.Process.Signal(syscall.SIGTERM) }
	command.WaitDelay = 30 * time.Second
	stderr, err := command.StderrPipe()
	if err != nil {
		p.t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		p.t.Fatal(err)
	}
	p.process = command.Process
	address := make(chan string, 1)
	var reader sync.WaitGroup
	reader.Go(func() { p.logs.copyFrom(stderr, address) })
	go func() {
		reader.Wait()
		p.ended <- command.Wait()
	}()
	select {
	case a := <-address:
		p.url = "http://" + a
	case err := <-p.ended:
		p.t.Fatalf("the program ended before it served: %v\n%s", err, p.logs)
	case <-time.After(30 * time.Second):
		p.t.Fatalf("the program does not serve\n%s", p.logs)
	}
}

// stop asks the program to end and returns how it ended.
func (p *program) stop() error {
	_ = p.process.Signal(syscall.SIGTERM)
	select {
	case err := <-p.ended:
		p.ended <- err
		return err
	case <-time.After(40 * time.Second):
		_ = p.process.Kill()
		return errors.New("did not end within 40s")
	}
}

// restart ends the program and runs it again, on another port: only requests that
// are sent with post and do reach it.
func (p *program) restart() {
	p.t.Helper()
	if err := p.stop(); err != nil {
		p.t.Fatalf("the program ended with %v\n%s", err, p.logs)
	}
	<-p.ended
	p.start(buildBinary(p.t))
}

// recordSecrets records the secrets in requests to next: access tokens and the
// paths of response_urls.
func (p *program) recordSecrets(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if token := r.Header.Get("X-Access-Token"); token != "" {
			p.addSecret(token)
		}
		if parts := strings.Split(r.URL.Path, "/"); len(parts) == 5 && r.Method == http.MethodPost && parts[1] != "v1" { // and no path of the Meeting API
			p.addSecret(parts[4])
		}
		next.ServeHTTP(w, r)
	})
}

func (p *program) addSecret(secret string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.secrets = append(p.secrets, secret)
}

// expectNoSecretsLogged stops the program and searches its logs for secrets.
func (p *program) expectNoSecretsLogged(more ...string) {
	p.t.Helper()
	if err := p.stop(); err != nil {
		p.t.Errorf("the program ended with %v", err)
	}
	logs := p.logs.String()
	if !strings.Contains(logs, `"level":"DEBUG"`) {
		p.t.Errorf("the logs hold no debug line, so that the search proves nothing\n%s", logs)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, secret := range append(p.secrets, more...) {
		if strings.Contains(logs, secret) {
			p.t.Errorf("the logs hold %q:\n%s", secret, logs)
		}
	}
}

// say sends a line as Ana. The test fails if Slack would show an error.
func (p *program) say(line string) {
	p.t.Helper()
	if err := p.slack.Say(p.t.Context(), playground.UserID, playground.ChannelID, line); err != nil {
		p.t.Fatalf("say %q: %v\n%s", line, err, p.logs)
	}
}

// click presses a button on a message as Ana.
func (p *program) click(m playground.Message, action string) {
	p.t.Helper()
	if err := p.slack.Click(p.t.Context(), playground.UserID, m.TS, action); err != nil {
		p.t.Fatalf("click %s: %v\n%s", action, err, p.logs)
	}
}

// expect waits until the newest message that Ana sees holds all of wants, and
// returns it.
func (p *program) expect(wants ...string) playground.Message {
	p.t.Helper()
	var last playground.Message
	if !eventually(func() (ok bool) {
		last, ok = p.last()
		return ok && holds(last, wants)
	}) {
		p.t.Fatalf("the newest message does not hold %q:\n%s\n%s", wants, last.JSON(), p.logs)
	}
	return last
}

// eventually calls condition until it returns true, for 20 seconds at most, and
// reports whether it did.
func eventually(condition func() bool) bool {
	deadline := time.NewTimer(20 * time.Second)
	defer deadline.Stop()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for !condition() {
		select {
		case <-tick.C:
		case <-deadline.C:
			return false
		}
	}
	return true
}

func (p *program) last() (playground.Message, bool) {
	all := p.slack.Messages(playground.ChannelID, playground.UserID)
	if len(all) == 0 {
		return playground.Message{}, false
	}
	return all[len(all)-1], true
}

func holds(m playground.Message, wants []string) bool {
	return containsAll(string(m.JSON()), wants)
}

// post sends a body to the program, signed as Slack signs, and returns the status
// and the body of the response.
func (p *program) post(path, body, secret string) (int, string) {
	p.t.Helper()
	header := http.Header{"Content-Type": {"application/x-www-form-urlencoded"}}
	sign(header, secret, body, time.Now())
	return p.do(path, body, header)
}

// do sends a body to the program with a header as it is.
func (p *program) do(path, body string, header http.Header) (int, string) {
	p.t.Helper()
	request, err := http.NewRequestWithContext(p.t.Context(), http.MethodPost, p.url+path, strings.NewReader(body))
	if err != nil {
		p.t.Fatal(err)
	}
	request.Header = header
	response, err := p.client.Do(request)
	if err != nil {
		p.t.Error(err)
		return 0, ""
	}
	defer response.Body.Close()
	reply, err := io.ReadAll(response.Body)
	if err != nil {
		p.t.Error(err)
	}
	return response.StatusCode, string(reply)
}

// logRecorder keeps what a program writes to stderr.
type logRecorder struct {
	mu   sync.Mutex
	text bytes.Buffer
}

// copyFrom copies lines until the program ends, and sends the address that the
// program logs when it begins to serve.
func (l *logRecorder) copyFrom(from io.Reader, address chan<- string) {
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

func (l *logRecorder) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}
