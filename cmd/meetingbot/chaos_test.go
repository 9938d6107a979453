//go:build chaos

package main

import (
	"context"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"meetingbot/bot/store/postgrestest"
	"meetingbot/meeting/meetingtest"
)

// storm is how much is promised and what is done to the promises.
type storm struct {
	notices  int // promised, one each to one of the channels
	channels int
	kills    int
	outage   time.Duration // of whatever fails
}

// weather is the storm that CHAOS asks for: "full", or a short one.
func weather() storm {
	if os.Getenv("CHAOS") == "full" {
		return storm{notices: 2000, channels: 200, kills: 10, outage: 30 * time.Second}
	}
	return storm{notices: 200, channels: 20, kills: 3, outage: 10 * time.Second}
}

// workers is how many jobs one process does at the same time: as many may be
// in hand when it dies, and each of them may be said once more.
const workers = 50

// messagesAMinute is how many messages the simulated Slack takes from one
// app, besides one a second for each channel.
const messagesAMinute = 600

// TestChaos makes promises to real processes, lets everything around them fail
// while the promises fall due, and counts what was said.
func TestChaos(t *testing.T) {
	t.Parallel()
	s := weather()
	postgres := postgrestest.Start(t)
	t.Run("sqlite killed", func(t *testing.T) {
		t.Parallel()
		f := openField(t, s, "sqlite:"+filepath.Join(t.TempDir(), "meetingbot.db"), 1)
		f.promise()
		f.cancel()
		f.killAll()
		f.judge(s.kills * workers)
	})
	t.Run("postgres killed", func(t *testing.T) {
		t.Parallel()
		f := openField(t, s, postgres.NewSchema(t), 3)
		f.promise()
		f.cancel()
		f.killAll()
		f.judge(s.kills * workers)
	})
	t.Run("postgres gone", func(t *testing.T) {
		t.Parallel()
		own := postgrestest.StartCluster(t)
		f := openField(t, s, own.NewSchema(t), 2)
		f.promise()
		f.cancel()
		f.waitUntil(f.due.Add(-2 * time.Second))
		own.Stop()
		f.died()
		f.wait(20 * time.Second)
		own.Start(t)
		f.judge(2 * workers)
	})
	t.Run("slack says 429", func(t *testing.T) {
		t.Parallel()
		f := openField(t, s, postgres.NewSchema(t), 2)
		f.promise()
		f.cancel()
		f.waitUntil(f.due.Add(-2 * time.Second))
		f.refuse(s.outage)
		f.judge(0)
		f.expectPatience()
	})
	t.Run("meeting api down", func(t *testing.T) {
		t.Parallel()
		f := openField(t, s, "sqlite:"+filepath.Join(t.TempDir(), "meetingbot.db"), 1)
		f.promise()
		f.api.Fail(meetingtest.EndpointDetail, -1, 500, "")
		f.judge(0)
		f.expectFromMemory()
	})
}

// killAll kills one process after the other while the notices are said, and
// starts each again at once.
func (f *field) killAll() {
	f.waitUntil(f.due.Add(-time.Second))
	pause := f.saying() / time.Duration(f.storm.kills)
	for range f.storm.kills {
		f.wait(time.Duration(rand.Int64N(int64(pause))))
		f.processes[rand.IntN(len(f.processes))].restart(f.died)
		f.wait(pause / 2)
	}
}

// saying is about how long it takes to say everything at the pace that Slack
// allows.
func (f *field) saying() time.Duration {
	inChannel := time.Duration(f.storm.notices/f.storm.channels) * time.Second
	altogether := time.Duration(f.storm.notices) * time.Minute / messagesAMinute
	return max(inChannel, altogether)
}

// process is one of the program's, which can be killed.
type process struct {
	t       *testing.T
	path    string
	env     []string
	command *exec.Cmd
	logs    *logBook
	url     string
}

// start runs the program until it says where it serves. It takes up the lock
// of a predecessor that was killed.
func (p *process) start() {
	p.t.Helper()
	p.logs = new(logBook)
	p.command = exec.CommandContext(context.WithoutCancel(p.t.Context()), p.path)
	p.command.Env = p.env
	p.command.Dir = p.t.TempDir()
	stderr, err := p.command.StderrPipe()
	if err == nil {
		err = p.command.Start()
	}
	if err != nil {
		p.t.Fatal(err)
	}
	address := make(chan string, 1)
	go p.logs.read(stderr, address)
	select {
	case a := <-address:
		p.url = "http://" + a
	case <-time.After(time.Minute):
		p.t.Fatalf("the program does not serve\n%s", p.logs)
	}
}

// restart kills the program as a power cut would, says so, and starts another.
func (p *process) restart(died func()) {
	p.t.Helper()
	p.kill()
	died()
	p.start()
}

func (p *process) kill() {
	_ = p.command.Process.Kill()
	_ = p.command.Wait()
}

// readiness asks the process whether it can work, for the status of its answer.
func (p *process) readiness(ctx context.Context) (int, error) {
	question, err := http.NewRequestWithContext(ctx, http.MethodGet, p.url+"/readyz", http.NoBody)
	if err != nil {
		return 0, err
	}
	client := http.Client{Timeout: 5 * time.Second}
	answer, err := client.Do(question)
	if err != nil {
		return 0, err
	}
	return answer.StatusCode, answer.Body.Close()
}
