package handlers_test

import (
	"context"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"meetingbot/bot"
	"meetingbot/handlers"
)

// counting is a bot that numbers its answers, all from memory but that to "work".
type counting struct {
	fakeBot
	asked atomic.Int64
	end   chan struct{} // closed to end the work
}

func (b *counting) Begin(q bot.Question) (bot.Reply, bot.Work) {
	n := b.asked.Add(1)
	reply := bot.Plain("answer " + strconv.FormatInt(n, 10))
	if q.Text != "work" {
		return reply, nil
	}
	return bot.Reply{}, func(ctx context.Context, send bot.Send) error {
		err := send(ctx, reply)
		<-b.end
		return err
	}
}

// recent is a server whose clock stands still, with its bot.
type recent struct {
	*testServer
	bot   *counting
	clock *settableClock
}

func newRecent(t *testing.T) *recent {
	t.Helper()
	r := &recent{bot: &counting{end: make(chan struct{})}, clock: &settableClock{now: time.Unix(1_800_000_000, 0)}}
	r.testServer = setup(t, r.bot, func(o *handlers.Options) { o.Now = r.clock.Now })
	return r
}

// want sends a command and expects the bot's answer with this number.
func (r *recent) want(t *testing.T, form string, n int) {
	t.Helper()
	if got := r.signed(t, "/slack/commands", form); !strings.Contains(got.body, `"answer `+strconv.Itoa(n)+`"`) {
		t.Errorf("the answer is %d %s, want answer %d", got.status, got.body, n)
	}
}

// with is the command with one field changed.
func with(name, value string) string {
	f, err := url.ParseQuery(form("914083136", "https://hooks.slack.com/1"))
	if err != nil {
		panic(err)
	}
	f.Set(name, value)
	return f.Encode()
}

func TestTheSameCommandGetsTheSameAnswer(t *testing.T) {
	t.Parallel()
	r := newRecent(t)
	first := with("trigger_id", "1")
	r.want(t, first, 1)
	r.clock.advance(time.Second - 1)
	r.want(t, with("trigger_id", "2"), 1)
	r.want(t, with("response_url", "https://hooks.slack.com/2"), 1)
	if got := counted(t, r.registry, "meetingbot_acks_total", "inline"); got != 3 {
		t.Errorf("%v answers counted, want 3", got)
	}
	r.clock.advance(1)
	r.want(t, first, 2)
	r.clock.advance(-time.Hour) // a clock that is set back proves nothing
	r.want(t, first, 3)
}

// Nothing that the bot looks at may be left out of what makes two commands the same.
func TestAnotherCommandIsAskedAnew(t *testing.T) {
	t.Parallel()
	r := newRecent(t)
	r.want(t, with("trigger_id", "1"), 1)
	n := 1
	for name, value := range map[string]string{
		"user_id": "U0002", "channel_id": "C0002", "team_id": "T0002", "enterprise_id": "E0002", "command": "/termin", "text": "914083137",
	} {
		n++
		r.want(t, with(name, value), n)
	}
	r.want(t, form("914083136", "")+"&text=914083137", n+1) // a second one counts for nothing, but is another command
	long := with("text", strings.Repeat("9", 2000))         // is not kept
	r.want(t, long, n+2)
	r.want(t, long, n+3)
}

// What somebody does through the bot shows at once.
func TestNoAnswerFromBeforeATask(t *testing.T) {
	t.Parallel()
	r := newRecent(t)
	same := with("trigger_id", "1")
	r.want(t, same, 1)
	r.want(t, same, 1)
	r.want(t, with("text", "work"), 2)
	r.want(t, same, 3)
	r.want(t, same, 4)
	close(r.bot.end)
	r.drained(t)
	r.want(t, same, 5)
	r.want(t, same, 5)
}

// FuzzCommandKey: commands with the same key ask the same.
func FuzzCommandKey(f *testing.F) {
	f.Add(commandForm)
	f.Add(with("text", "a&b=c%zz"))
	f.Add("text=1&trigger%5Fid=2&trigger_id=3&text=4")
	f.Add("&&=&trigger_id=&response_url")
	f.Fuzz(func(t *testing.T, body string) {
		names := []string{"command", "text", "team_id", "enterprise_id", "channel_id", "user_id"}
		want, err := handlers.ParseForm(body, names...)
		if err != nil {
			t.Skip("nothing is asked")
		}
		key := handlers.CommandKey([]byte(body))
		if key == "" {
			return
		}
		got, err := handlers.ParseForm(key, names...)
		if err != nil {
			t.Fatalf("the key %q cannot be read: %v", key, err)
		}
		for _, name := range names {
			if got.Get(name) != want.Get(name) {
				t.Errorf("%s = %q by the key %q, want %q", name, got.Get(name), key, want.Get(name))
			}
		}
	})
}
