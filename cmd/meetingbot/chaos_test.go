//go:build chaos

package main

import (
	"context"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"meetingbot/bot/store/postgrestest"
	"meetingbot/meeting/meetingtest"
)

// storm is the load of a chaos test, and the faults during it: very many notices
// are due at the same time while processes are killed or servers fail.
type storm struct {
	notices  int // each to one of the channels
	channels int
	kills    int           // of processes
	outage   time.Duration // how long Slack refuses messages
	shown    int           // cards that follow a meeting each
	goings   time.Duration // how long people come and go, and meetings end
	lostFor  time.Duration // how long the Meeting API's events are lost
}

// stormFromEnv is a long storm if CHAOS is "full", and else a short one.
func stormFromEnv() storm {
	if os.Getenv("CHAOS") == "full" {
		return storm{
			notices: 2000, channels: 200, kills: 10, outage: 30 * time.Second,
			shown: 100, goings: 3 * time.Minute, lostFor: 5 * time.Minute,
		}
	}
	return storm{
		notices: 200, channels: 20, kills: 3, outage: 10 * time.Second,
		shown: 20, goings: 20 * time.Second, lostFor: 20 * time.Second,
	}
}

// short reports whether events are lost for a shorter time than it takes until it is
// looked for meetings again.
func (s storm) short() bool { return s.lostFor < pollTime }

// workers is how many jobs a process runs at the same time. When it is killed, the
// notices of all of them may be repeated.
const workers = 50

// messagesPerMinute is how many messages the simulated Slack accepts from one app;
// it also accepts only one a second for each channel.
const messagesPerMinute = 600

// TestChaos subscribes channels to meetings with real processes, lets processes and
// servers fail while the notices are due, and checks what was posted.
func TestChaos(t *testing.T) {
	t.Parallel()
	s := stormFromEnv()
	postgres := postgrestest.Start(t)
	t.Run("sqlite killed", func(t *testing.T) {
		t.Parallel()
		e := openChaosEnv(t, s, "sqlite:"+filepath.Join(t.TempDir(), "meetingbot.db"), 1)
		e.subscribe()
		e.cancel()
		e.killAll()
		e.checkNotices(s.kills * workers)
	})
	t.Run("postgres killed", func(t *testing.T) {
		t.Parallel()
		e := openChaosEnv(t, s, postgres.NewSchema(t), 3)
		e.subscribe()
		e.cancel()
		e.killAll()
		e.checkNotices(s.kills * workers)
	})
	t.Run("postgres gone", func(t *testing.T) {
		t.Parallel()
		cluster := postgrestest.StartCluster(t)
		e := openChaosEnv(t, s, cluster.NewSchema(t), 2)
		e.subscribe()
		e.cancel()
		e.waitUntil(e.due.Add(-2 * time.Second))
		cluster.Stop()
		e.recordCrash()
		e.wait(20 * time.Second)
		cluster.Start(t)
		e.checkNotices(2 * workers)
	})
	t.Run("slack says 429", func(t *testing.T) {
		t.Parallel()
		e := openChaosEnv(t, s, postgres.NewSchema(t), 2)
		e.subscribe()
		e.cancel()
		e.waitUntil(e.due.Add(-2 * time.Second))
		e.refuseFor(s.outage)
		e.checkNotices(0)
		e.checkRetryAfter()
	})
	t.Run("meeting api down", func(t *testing.T) {
		t.Parallel()
		e := openChaosEnv(t, s, "sqlite:"+filepath.Join(t.TempDir(), "meetingbot.db"), 1)
		e.subscribe()
		e.api.Fail(meetingtest.EndpointDetail, -1, 500, "")
		e.checkNotices(0)
		e.checkAllStale()
	})
	t.Run("postgres half open", func(t *testing.T) {
		t.Parallel()
		testHalfOpen(t, s)
	})
	t.Run("postgres read-only", func(t *testing.T) {
		t.Parallel()
		testReadOnly(t, s)
	})
	t.Run("frozen", func(t *testing.T) {
		t.Parallel()
		testFrozen(t, s, postgres.NewSchema(t))
	})
	t.Run("slack loses answers", func(t *testing.T) {
		t.Parallel()
		testLostAnswers(t, s, postgres.NewSchema(t))
	})
	t.Run("cards follow, killed", func(t *testing.T) {
		t.Parallel()
		testCardsFollow(t, s, postgres.NewSchema(t))
	})
	t.Run("events lost", func(t *testing.T) {
		t.Parallel()
		testEventsLost(t, s)
	})
	t.Run("slack refuses in passing", func(t *testing.T) {
		t.Parallel()
		testPassingRefusals(t, s, postgres.NewSchema(t))
	})
}

// killAll kills one process after the other while the notices are posted, and
// starts each again at once.
func (e *chaosEnv) killAll() {
	e.waitUntil(e.due.Add(-time.Second))
	pause := e.postingTime() / time.Duration(e.storm.kills)
	for range e.storm.kills {
		e.wait(time.Duration(rand.Int64N(int64(pause))))
		e.processes[rand.IntN(len(e.processes))].restart(e.recordCrash)
		e.wait(pause / 2)
	}
}

// postingTime is about how long it takes to post all notices within Slack's rate
// limits.
func (e *chaosEnv) postingTime() time.Duration {
	perChannel := time.Duration(e.storm.notices/e.storm.channels) * time.Second
	perApp := time.Duration(e.storm.notices) * time.Minute / messagesPerMinute
	return max(perChannel, perApp)
}

// process is a process of the program that can be killed and started again.
type process struct {
	t       *testing.T
	path    string
	env     []string
	command *exec.Cmd
	logs    *logRecorder
	url     string
	serving atomic.Pointer[string] // url, for those who use it while the process is started again
}

// start starts the program and waits until it has logged its address.
func (p *process) start() {
	p.t.Helper()
	if p.logs == nil {
		p.logs = new(logRecorder)
	}
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
	go p.logs.copyFrom(stderr, address)
	select {
	case a := <-address:
		p.url = "http://" + a
		address := p.url
		p.serving.Store(&address)
	case <-time.After(time.Minute):
		p.t.Fatalf("the program does not serve\n%s", p.logs)
	}
}

// restart kills the program with SIGKILL, calls killed, and starts it again.
func (p *process) restart(killed func()) {
	p.t.Helper()
	p.kill()
	killed()
	p.start()
}

func (p *process) kill() {
	_ = p.command.Process.Kill()
	_ = p.command.Wait()
}

// address is where the process serves, or served last.
func (p *process) address() string {
	if url := p.serving.Load(); url != nil {
		return *url
	}
	return ""
}

// readiness returns the status of /readyz.
func (p *process) readiness(ctx context.Context) (int, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, p.url+"/readyz", http.NoBody)
	if err != nil {
		return 0, err
	}
	client := http.Client{Timeout: 5 * time.Second}
	response, err := client.Do(request)
	if err != nil {
		return 0, err
	}
	return response.StatusCode, response.Body.Close()
}
