package handlers_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"meetingbot/bot"
	"meetingbot/handlers"
)

// TestThousandAtOnce has a thousand people ask at once over real connections,
// every tenth of them something slow, and each gets their own answer.
func TestThousandAtOnce(t *testing.T) {
	t.Parallel()
	const people = 1000
	slow := make(chan struct{})
	b := &fakeBot{command: func(ctx context.Context, q bot.Question, send bot.Send) error {
		if strings.HasSuffix(q.Text, "0") {
			<-slow
		}
		return send(ctx, bot.Plain("re: "+q.Text))
	}}
	s := setup(t, b, func(o *handlers.Options) { o.AnswerWithin = 200 * time.Millisecond })
	s.hooks.posts = make(chan string, people)

	var wg sync.WaitGroup
	slots := make(chan struct{}, 100) // file descriptors are not what is tested
	got := make([]answer, people)
	for i := range people {
		slots <- struct{}{}
		wg.Go(func() {
			defer func() { <-slots }()
			got[i] = s.signed(t, "/slack/commands", form(fmt.Sprintf("question %d", i), s.hooks.url()))
		})
	}
	wg.Wait()
	close(slow)
	if err := s.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	close(s.hooks.posts)
	posted := make(map[string]int)
	for body := range s.hooks.posts {
		posted[body]++
	}
	for i, a := range got {
		want := string(bot.Plain(fmt.Sprintf("re: question %d", i)).JSON())
		switch {
		case a.status != http.StatusOK:
			t.Errorf("question %d = %d, want 200", i, a.status)
		case a.body == want && posted[want] == 0:
		case a.body == "" && posted[want] == 1:
		default:
			t.Errorf("question %d: %q inline and %d posts, want the answer once", i, a.body, posted[want])
		}
	}
	if len(posted) < people/10 {
		t.Errorf("%d answers came later, want at least the %d slow ones", len(posted), people/10)
	}
}

// TestLateAnswerEndsTheRequest proves over a real connection that the client
// sees the whole of the empty answer, and may use the connection again, while
// the bot is still at work.
func TestLateAnswerEndsTheRequest(t *testing.T) {
	t.Parallel()
	slow := make(chan struct{})
	b := &fakeBot{command: func(ctx context.Context, q bot.Question, send bot.Send) error {
		if q.Text == "slow" {
			<-slow
		}
		return send(ctx, bot.Plain("re: "+q.Text))
	}}
	s := setup(t, b, func(o *handlers.Options) { o.AnswerWithin = 10 * time.Millisecond })
	s.client.Transport.(*http.Transport).MaxConnsPerHost = 1
	if got := s.signed(t, "/slack/commands", form("slow", s.hooks.url())); got.status != http.StatusOK || got.body != "" {
		t.Errorf("the slow one = %d %q, want an empty 200", got.status, got.body)
	}
	if got := s.get(t, "/healthz"); got.status != http.StatusOK {
		t.Errorf("the next request on the connection = %d, want 200", got.status)
	}
	close(slow)
	if got := s.hooks.next(t); !strings.Contains(got, "re: slow") {
		t.Errorf("at the response_url: %s, want the answer", got)
	}
}
