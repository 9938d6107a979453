package main

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"meetingbot/meeting/meetingtest"
	"meetingbot/playground"
)

// pseudoTerminal is a terminal of which a test types the keys and sees the screen.
type pseudoTerminal struct {
	t     *testing.T
	keys  *os.File // and the screen
	tty   *os.File // what the program has
	mu    sync.Mutex
	shown bytes.Buffer
	seen  int // how much of shown the test has gone past
}

func openPseudoTerminal(t *testing.T) *pseudoTerminal {
	t.Helper()
	keys, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Skipf("no pseudo-terminal here: %v", err)
	}
	t.Cleanup(func() { _ = keys.Close() })
	if err := unix.IoctlSetPointerInt(int(keys.Fd()), unix.TIOCSPTLCK, 0); err != nil {
		t.Fatal(err)
	}
	number, err := unix.IoctlGetInt(int(keys.Fd()), unix.TIOCGPTN)
	if err != nil {
		t.Fatal(err)
	}
	tty, err := os.OpenFile("/dev/pts/"+strconv.Itoa(number), os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	p := &pseudoTerminal{t: t, keys: keys, tty: tty}
	done := make(chan struct{})
	go func() {
		defer close(done)
		_, _ = io.Copy(p, keys) // until the last holder of the tty is gone
	}()
	t.Cleanup(func() {
		_ = tty.Close()
		<-done
	})
	return p
}

// Write takes what the terminal shows.
func (p *pseudoTerminal) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.shown.Write(b)
}

func (p *pseudoTerminal) screen() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.shown.String()
}

// shows waits until the terminal shows a text, after all that it was waited for before.
func (p *pseudoTerminal) shows(text string) {
	p.t.Helper()
	if !eventually(func() bool {
		at := strings.Index(p.screen()[p.seen:], text)
		if at >= 0 {
			p.seen += at + len(text)
		}
		return at >= 0
	}) {
		p.t.Fatalf("%q is not shown:\n%s", text, p.screen())
	}
}

// answer waits for a prompt and types.
func (p *pseudoTerminal) answer(prompt, typed string) {
	p.t.Helper()
	p.shows(prompt)
	if _, err := io.WriteString(p.keys, typed); err != nil {
		p.t.Fatal(err)
	}
}

// echoes reports whether the terminal shows what is typed.
func (p *pseudoTerminal) echoes() bool {
	state, err := unix.IoctlGetTermios(int(p.tty.Fd()), unix.TCGETS)
	if err != nil {
		p.t.Fatal(err)
	}
	return state.Lflag&unix.ECHO != 0
}

// start runs the program in the terminal, with an environment that has the addresses
// of the simulators and no other variable.
func (p *pseudoTerminal) start(dir string, env []string, args ...string) (wait func() int) {
	p.t.Helper()
	command := exec.CommandContext(p.t.Context(), buildBinary(p.t), args...)
	command.Dir, command.Env = dir, env
	command.Stdin, command.Stdout, command.Stderr = p.tty, p.tty, p.tty
	command.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := command.Start(); err != nil {
		p.t.Fatal(err)
	}
	return func() int {
		p.t.Helper()
		err := command.Wait()
		if exit, ok := errors.AsType[*exec.ExitError](err); ok {
			return exit.ExitCode()
		}
		if err != nil {
			p.t.Fatal(err)
		}
		return exitDone
	}
}

// handlerBox is a handler that can be replaced.
type handlerBox struct {
	current atomic.Pointer[playground.Server]
}

func (b *handlerBox) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	b.current.Load().ServeHTTP(w, r)
}

// newcomer is somebody who has nothing yet: an empty folder between a simulated Slack
// and a simulated Meeting API.
type newcomer struct {
	t          *testing.T
	dir        string
	slackURL   string
	meetingURL string
	pages      handlerBox
}

func newNewcomer(t *testing.T) *newcomer {
	t.Helper()
	n := &newcomer{t: t, dir: t.TempDir()}
	api := httptest.NewServer(meetingtest.New(meetingtest.Options{AppID: testAppID, AppKey: testAppKey}))
	t.Cleanup(api.Close)
	server := httptest.NewUnstartedServer(&n.pages)
	n.slackURL, n.meetingURL = "http://"+server.Listener.Addr().String(), api.URL
	n.openSlack(playground.Options{AppToken: testAppToken})
	server.Start()
	t.Cleanup(server.Close)
	return n
}

// openSlack opens the simulated Slack, in the place of the one before.
func (n *newcomer) openSlack(o playground.Options) {
	n.t.Helper()
	o.PublicURL, o.BotToken, o.ShouldEscape, o.AckWithin = n.slackURL, testToken, shouldEscape, time.Minute
	slack, err := playground.New(o)
	if err != nil {
		n.t.Fatal(err)
	}
	n.t.Cleanup(slack.Close)
	n.pages.current.Store(slack)
}

// env is all of the environment: only the addresses differ from real ones.
func (n *newcomer) env() []string {
	return []string{
		"SLACK_API_URL=" + n.slackURL + "/api/", "SLACK_RESPONSE_HOSTS=" + strings.TrimPrefix(n.slackURL, "http://"),
		"MEETING_API_URL=" + n.meetingURL, "LISTEN_ADDR=127.0.0.1:0", "METRICS_ADDR=", "LOG_FORMAT=json", "LOG_LEVEL=debug",
	}
}

// serve starts the bot with what setup wrote, and returns where it is.
func (n *newcomer) serve() *program {
	n.t.Helper()
	p := &program{t: n.t, logs: new(logRecorder), ended: make(chan error, 1), env: n.env(), dir: n.dir}
	p.secrets = []string{testAppToken, testSigningSecret, testToken, testAppKey}
	p.start(buildBinary(n.t))
	n.t.Cleanup(func() { _ = p.stop() })
	p.slack = n.pages.current.Load()
	return p
}

// promptWriter is where a console writes its prompts.
type promptWriter func(prompt string)

func (w promptWriter) Write(b []byte) (int, error) {
	w(string(b))
	return len(b), nil
}

// Whoever pastes a secret as soon as it is asked for does not see it either.
func TestSecretIsHiddenBeforeItIsAskedFor(t *testing.T) {
	t.Parallel()
	p := openPseudoTerminal(t)
	hidden := false
	c, err := openConsole(p.tty, promptWriter(func(prompt string) {
		if prompt == "App Key: " {
			hidden = !p.echoes()
			_, _ = io.WriteString(p.keys, testAppKey+"\n")
		}
	}))
	if err != nil {
		t.Fatal(err)
	}
	got, err := c.Secret(t.Context(), "App Key: ")
	if err != nil || got != testAppKey {
		t.Errorf("Secret() = %q, %v, want what was typed", got, err)
	}
	if !hidden || !p.echoes() {
		t.Errorf("what is typed is hidden when it is asked for: %v; shown again after that: %v", hidden, p.echoes())
	}
}

// TestSetupToTheFirstCard goes the way of a new person, with the program itself in a
// terminal: nothing, setup, serve, a meeting's card. No secret is seen on the way.
func TestSetupToTheFirstCard(t *testing.T) {
	t.Parallel()
	n := newNewcomer(t)
	buildBinary(t)
	begun := time.Now()
	terminal := openPseudoTerminal(t)
	wait := terminal.start(n.dir, n.env(), "setup")
	terminal.answer("Your choice [1]: ", "\n")
	terminal.answer("Press Enter when the app is made", "\n")
	terminal.answer("App-level token, which begins with xapp- (not shown): ", testAppToken+"\n")
	terminal.answer("(not shown): ", otherTestToken+"\n")
	terminal.answer("the same again): ", testToken+"\n")
	terminal.answer("App ID: ", testAppID+"\n")
	terminal.answer("App Key (not shown): ", testAppKey+"\n")
	terminal.answer("Your choice [1]: ", "\n")
	terminal.shows("/meeting help what else there is.")
	if code := wait(); code != exitDone {
		t.Fatalf("setup = %d:\n%s", code, terminal.screen())
	}
	for _, secret := range []string{testAppToken, testToken, otherTestToken, testAppKey} {
		if strings.Contains(terminal.screen(), secret) {
			t.Errorf("%q is on the screen:\n%s", secret, terminal.screen())
		}
	}
	if !strings.Contains(terminal.screen(), testAppID) {
		t.Errorf("the App ID is not shown while it is typed, so that the search proves nothing:\n%s", terminal.screen())
	}
	if info, err := os.Stat(filepath.Join(n.dir, ".env")); err != nil || info.Mode().Perm() != ownerOnly {
		t.Errorf(".env: %v, %v, want mode 0600", info, err)
	}

	p := n.serve()
	p.say("/meeting 914083136")
	p.expect("914 083 136")
	t.Logf("from nothing to the first card: %v", time.Since(begun).Round(time.Millisecond))
	p.expectNoSecretsLogged()
}

func TestSetupInterrupted(t *testing.T) {
	t.Parallel()
	n := newNewcomer(t)
	path := filepath.Join(n.dir, ".env")
	if err := os.WriteFile(path, []byte("OTHER=1\n"), ownerOnly); err != nil {
		t.Fatal(err)
	}
	terminal := openPseudoTerminal(t)
	wait := terminal.start(n.dir, n.env(), "setup")
	terminal.answer("Your choice [1]: ", "\n")
	terminal.answer("Press Enter", "\n")
	terminal.answer("(not shown): ", "\x03")
	terminal.shows(".env is as it was")
	if code := wait(); code != exitFailed {
		t.Errorf("setup = %d, want %d:\n%s", code, exitFailed, terminal.screen())
	}
	if !terminal.echoes() {
		t.Error("the terminal no longer shows what is typed")
	}
	if content, err := os.ReadFile(path); err != nil || string(content) != "OTHER=1\n" {
		t.Errorf(".env is %q, %v", content, err)
	}
}

// TestSetupFromStandardInput checks the program without a terminal, over HTTPS.
func TestSetupFromStandardInput(t *testing.T) {
	t.Parallel()
	n := newNewcomer(t)
	command := exec.CommandContext(t.Context(), buildBinary(t), "setup", "--answers", "-")
	command.Dir, command.Env = n.dir, n.env()
	command.Stdin = strings.NewReader("SLACK_SIGNING_SECRET=" + testSigningSecret + "\nSLACK_BOT_TOKEN=" + testToken +
		"\nMEETING_APP_ID=" + testAppID + "\nMEETING_APP_KEY=" + testAppKey + "\n")
	out, err := command.CombinedOutput()
	if err != nil {
		t.Fatalf("setup ends with %v:\n%s", err, out)
	}
	p := n.serve()
	n.openSlack(playground.Options{BotURL: p.url, SigningSecret: testSigningSecret})
	p.slack = n.pages.current.Load()
	p.say("/meeting 914083136")
	p.expect("914 083 136")
}
