package handlers_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"meetingbot/bot"
	"meetingbot/playground"
)

// What a day has, all of it within some seconds.
const (
	dayCommands = 450 // fewer than the simulated Slack keeps of a channel
	dayEvents   = 150
	dayWorkers  = 12 // people at a time
)

// TestSocketDay has a day's traffic while connections are cut, hang, are refreshed and
// lose answers at random: every command is answered once and every event handled once,
// and the bot is asked each once.
func TestSocketDay(t *testing.T) {
	t.Parallel()
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	b := &fakeBot{cached: answerDay, command: workDay}
	w := startWorld(t, overSocket, b, func(o *worldOptions) {
		o.silence = 500 * time.Millisecond
		o.handlers.AnswerWithin = 20 * time.Millisecond
	})
	ctx, calm := context.WithCancel(t.Context())
	var trouble sync.WaitGroup
	trouble.Go(func() { w.disturb(ctx, rand.New(rand.NewPCG(seed, 1))) })
	w.liveDay()
	calm()
	trouble.Wait()
	w.ClearFailures()
	for i := range dayCommands {
		w.await(fmt.Sprintf("an answer to command %d", i), func() bool { return w.count(dayAnswer(i)) > 0 })
	}
	w.await("every event", func() bool { return len(b.changes()) >= dayEvents })
	w.drain()
	w.checkDay(b)
}

// dayAnswer is the answer to a command; every tenth is too large for the socket.
func dayAnswer(i int) string {
	text := fmt.Sprintf("answer %d.", i)
	if i%10 == 0 {
		text += strings.Repeat(".", 21_000)
	}
	return text
}

func dayNumber(q bot.Question) int {
	var i int
	_, _ = fmt.Sscan(q.Text, &i)
	return i
}

// answerDay answers every third command from memory.
func answerDay(q bot.Question) (bot.Reply, bool) {
	i := dayNumber(q)
	return bot.Plain(dayAnswer(i)), q.Kind == bot.KindCommand && i%3 == 0
}

// workDay answers the others, half of them too late for the request.
func workDay(ctx context.Context, q bot.Question, send bot.Send) error {
	i := dayNumber(q)
	if i%2 == 0 {
		timer := time.NewTimer(40 * time.Millisecond)
		defer timer.Stop()
		<-timer.C
	}
	return send(ctx, bot.Plain(dayAnswer(i)))
}

// liveDay has people type commands, and things happen to them.
func (w *slackWorld) liveDay() {
	w.t.Helper()
	next := make(chan int)
	var people sync.WaitGroup
	for range dayWorkers {
		people.Go(func() {
			for i := range next {
				w.liveOnce(i)
			}
		})
	}
	for i := range dayCommands + dayEvents {
		next <- i
	}
	close(next)
	people.Wait()
}

func (w *slackWorld) liveOnce(i int) {
	var err error
	if i < dayCommands {
		err = w.say(fmt.Sprintf("/meeting %d", i))
	} else {
		err = w.DeliverEvent(w.t.Context(), "user_change", map[string]any{"user": map[string]any{"id": fmt.Sprintf("U%d", i), "team_id": "T1"}})
	}
	if err != nil {
		w.t.Errorf("number %d: %v", i, err)
	}
}

// disturb does something to the connections every few milliseconds, until ctx ends.
func (w *slackWorld) disturb(ctx context.Context, random *rand.Rand) {
	codes := []string{
		playground.FailDrop, playground.FailDrop, playground.FailLostResponse, playground.FailLostResponse,
		playground.SocketWarning, playground.SocketRefresh, playground.FailTimeout,
	}
	ticker := time.NewTicker(15 * time.Millisecond)
	defer ticker.Stop()
	for {
		select {
		case <-ticker.C:
		case <-ctx.Done():
			return
		}
		code := codes[random.IntN(len(codes))]
		if random.IntN(20) == 0 {
			w.EndSockets(code)
		} else {
			w.Fail(playground.CallSocket, code, 1)
		}
	}
}

// checkDay checks that nothing was lost, and nothing happened twice.
func (w *slackWorld) checkDay(b *fakeBot) {
	w.t.Helper()
	asked, changed := make(map[int]int), make(map[string]int)
	for _, q := range b.asked() {
		switch q.Kind {
		case bot.KindCommand:
			asked[dayNumber(q)]++
		default:
			changed[q.UserID]++
		}
	}
	for i := range dayCommands {
		if n, seen := asked[i], w.count(dayAnswer(i)); n != 1 || seen != 1 {
			w.t.Errorf("command %d was asked %d times and answered %d times, want once", i, n, seen)
		}
	}
	for i := range dayEvents {
		if n := changed[fmt.Sprintf("U%d", dayCommands+i)]; n != 1 {
			w.t.Errorf("event %d was handled %d times, want once", i, n)
		}
	}
	if opened := len(w.Calls("apps.connections.open")); opened < 8 {
		w.t.Errorf("%d connections were opened, want many: this was no test", opened)
	}
}
