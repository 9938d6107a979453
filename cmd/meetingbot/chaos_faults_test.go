//go:build chaos

package main

import (
	"net"
	"net/http"
	"sync"
	"syscall"
	"testing"
	"time"

	"meetingbot/bot/store/postgrestest"
	"meetingbot/meeting/meetingtest"
)

const (
	// leaseTime is how long a process may be silent before others do its jobs, and
	// how long it takes them to notice.
	leaseTime = 25 * time.Second
	// answerTime is how long the program waits for an answer of PostgreSQL.
	answerTime = 15 * time.Second
)

// testHalfOpen has connections to PostgreSQL lose everything, twice, while the
// notices are posted.
func testHalfOpen(t *testing.T, s storm) {
	t.Helper()
	proxy, url := postgrestest.StartProxy(t, postgrestest.StartCluster(t).NewSchema(t))
	e := openChaosEnv(t, s, url, 2)
	e.subscribe()
	e.cancel()
	for _, after := range []time.Duration{time.Second, 20 * time.Second} {
		e.waitUntil(e.due.Add(after))
		proxy.Lose()
		e.recordCrash()
	}
	e.checkNotices(2 * 2 * workers)
	e.checkLateness(e.postingTime() + 20*time.Second + answerTime + leaseTime)
}

// testReadOnly has PostgreSQL refuse writes while the notices are due, as a server
// does whose place another one has taken.
func testReadOnly(t *testing.T, s storm) {
	t.Helper()
	const away = 20 * time.Second
	cluster := postgrestest.StartCluster(t)
	e := openChaosEnv(t, s, cluster.NewSchema(t), 2)
	e.subscribe()
	e.cancel()
	e.waitUntil(e.due.Add(time.Second))
	cluster.SetReadOnly(t, true)
	e.recordCrash()
	e.wait(away)
	cluster.SetReadOnly(t, false)
	e.checkNotices(2 * workers)
	e.checkLateness(e.postingTime() + away + leaseTime)
}

// testFrozen freezes one process for a while, with readings in hand, and lets it go on.
func testFrozen(t *testing.T, s storm, url string) {
	t.Helper()
	e := openChaosEnv(t, s, url, 2)
	e.subscribe()
	e.cancel()
	e.api.Slow(meetingtest.EndpointDetail, 400*time.Millisecond)
	e.waitUntil(e.due.Add(time.Second))
	e.processes[1].signal(syscall.SIGSTOP)
	e.recordCrash()
	e.wait(leaseTime + 15*time.Second)
	e.processes[1].signal(syscall.SIGCONT)
	e.recordCrash()
	e.checkNotices(2 * workers)
	e.checkLateness(e.postingTime() + leaseTime)
}

// testLostAnswers has Slack post the messages of some meetings each time, and lose
// its answer in one of three ways.
func testLostAnswers(t *testing.T, s storm, url string) {
	t.Helper()
	e := openChaosEnv(t, s, url, 2)
	e.loseAnswer = func(i int) answerFault {
		if i%10 != 1 { // one in twenty is cancelled: none of these
			return answerArrives
		}
		return answerFault(1 + i/10%3)
	}
	e.subscribe()
	e.cancel()
	e.checkNotices(s.notices / 10)
	e.checkRepeatedOnce()
}

// testPassingRefusals has Slack, and a firewall before it, refuse single messages at
// the due moment. None of that stands.
func testPassingRefusals(t *testing.T, s storm, url string) {
	t.Helper()
	e := openChaosEnv(t, s, url, 1)
	refusals := []refusedPost{
		{http.StatusForbidden, "text/html", "<html><body>Access denied by policy.</body></html>"},
		{http.StatusOK, "application/json", `{"ok":false,"error":"invalid_auth"}`},
		{http.StatusOK, "application/json", `{"ok":false,"error":"channel_not_found"}`},
		{http.StatusOK, "application/json", `{"ok":false,"error":"restricted_action"}`},
		{http.StatusOK, "application/json", `{"ok":false,"error":"team_access_not_granted"}`},
		{http.StatusBadGateway, "text/html", "<html><body>Bad gateway.</body></html>"},
	}
	e.refuseOnce(refusals...)
	e.subscribe()
	e.cancel()
	e.checkNotices(0)
	e.checkRefusedOnce(len(refusals))
}

// signal sends a signal to the process.
func (p *process) signal(s syscall.Signal) {
	p.t.Helper()
	if err := p.command.Process.Signal(s); err != nil {
		p.t.Fatal(err)
	}
}

// answerFault is how the answer to a message that was posted is lost.
type answerFault int

const (
	answerArrives answerFault = iota
	answerLate                // after the client has given up
	answerReset
	answerServerError
)

// answer sends an answer, or loses it.
func (f answerFault) answer(w http.ResponseWriter, r *http.Request, send func()) {
	switch f {
	case answerArrives:
		send()
	case answerLate:
		<-r.Context().Done() // the client waits for ten seconds
	case answerReset:
		connection, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			return // the client is gone
		}
		if tcp, ok := connection.(*net.TCPConn); ok {
			_ = tcp.SetLinger(0)
		}
		_ = connection.Close()
	case answerServerError:
		http.Error(w, "upstream connect error", http.StatusServiceUnavailable)
	}
}

// refusedPost is an answer to a message that is not posted.
type refusedPost struct {
	status            int
	contentType, body string
}

// refusals are given one each, to the next messages.
type refusals struct {
	mu    sync.Mutex
	left  []refusedPost
	given int
}

// refuseOnce has the next messages refused, each in its own way.
func (e *chaosEnv) refuseOnce(all ...refusedPost) { e.passing.left = all }

// refuseNext refuses a message if there is a refusal left, and reports whether.
func (p *refusals) refuseNext(w http.ResponseWriter) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.left) == 0 {
		return false
	}
	next := p.left[0]
	p.left = p.left[1:]
	p.given++
	w.Header().Set("Content-Type", next.contentType)
	w.WriteHeader(next.status)
	_, _ = w.Write([]byte(next.body))
	return true
}

// checkRefusedOnce checks that every refusal was given.
func (e *chaosEnv) checkRefusedOnce(want int) {
	e.t.Helper()
	e.passing.mu.Lock()
	defer e.passing.mu.Unlock()
	if e.passing.given != want {
		e.t.Errorf("Slack refused %d messages, want %d", e.passing.given, want)
	}
}

// checkRepeatedOnce checks that no notice was posted more than twice.
func (e *chaosEnv) checkRepeatedOnce() {
	e.t.Helper()
	e.mu.Lock()
	defer e.mu.Unlock()
	for name, times := range e.posted {
		if len(times) > 2 {
			e.t.Errorf("%s was posted %d times, want one repeat at most", name, len(times))
		}
	}
}

// checkLateness checks how late the last notice was.
func (e *chaosEnv) checkLateness(limit time.Duration) {
	e.t.Helper()
	e.mu.Lock()
	defer e.mu.Unlock()
	if late, _ := e.lateness(); len(late) > 0 && late[len(late)-1] > limit {
		e.t.Errorf("a notice came %s late, want at most %s", late[len(late)-1], limit)
	}
}
