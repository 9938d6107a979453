package handlers_test

import (
	"context"
	"strings"
	"sync"

	"meetingbot/bot"
)

// fakeBot is a bot of functions. What is not set answers with a plain sentence.
// It remembers what it was asked.
type fakeBot struct {
	atHand  func(c bot.Command) (bot.Reply, bool)
	command func(ctx context.Context, c bot.Command, say bot.Say) error
	click   func(ctx context.Context, c bot.Click, say bot.Say) error
	submit  func(ctx context.Context, s bot.Submission) (bot.Verdict, error)
	suggest func(ctx context.Context, s bot.Suggestion) (bot.Choices, error)
	sorry   func(ctx context.Context, o bot.Origin) bot.Reply
	changed func(teamID, userID string)

	mu       sync.Mutex
	commands []bot.Command
	clicks   []bot.Click
	submits  []bot.Submission
	suggests []bot.Suggestion
	changes  []string
}

// AtHand has nothing ready, unless it is told so.
func (b *fakeBot) AtHand(c bot.Command) (bot.Reply, bool) {
	if b.atHand == nil {
		return bot.Reply{}, false
	}
	return b.atHand(c)
}

func (b *fakeBot) Command(ctx context.Context, c bot.Command, say bot.Say) error {
	b.mu.Lock()
	b.commands = append(b.commands, c)
	b.mu.Unlock()
	if b.command != nil {
		return b.command(ctx, c, say)
	}
	return say(ctx, bot.Plain("here you are"))
}

func (b *fakeBot) Click(ctx context.Context, c bot.Click, say bot.Say) error {
	b.mu.Lock()
	b.clicks = append(b.clicks, c)
	b.mu.Unlock()
	if b.click != nil {
		return b.click(ctx, c, say)
	}
	return say(ctx, bot.Plain("page two"))
}

func (b *fakeBot) Submit(ctx context.Context, s bot.Submission) (bot.Verdict, error) {
	b.mu.Lock()
	b.submits = append(b.submits, s)
	b.mu.Unlock()
	if b.submit != nil {
		return b.submit(ctx, s)
	}
	return bot.Verdict{}, nil
}

func (b *fakeBot) Suggest(ctx context.Context, s bot.Suggestion) (bot.Choices, error) {
	b.mu.Lock()
	b.suggests = append(b.suggests, s)
	b.mu.Unlock()
	if b.suggest != nil {
		return b.suggest(ctx, s)
	}
	return bot.Choices{}, nil
}

func (b *fakeBot) SorryModal(_ context.Context, o bot.Origin) bot.Verdict {
	return bot.Mend(map[string]string{"block": "sorry, ref " + o.RequestID})
}

func (b *fakeBot) Sorry(ctx context.Context, o bot.Origin) bot.Reply {
	if b.sorry != nil {
		return b.sorry(ctx, o)
	}
	return bot.Plain("sorry, ref " + o.RequestID)
}

func (b *fakeBot) UserChanged(teamID, userID string) {
	b.mu.Lock()
	b.changes = append(b.changes, teamID+" "+userID)
	b.mu.Unlock()
	if b.changed != nil {
		b.changed(teamID, userID)
	}
}

// asked is how many questions have reached the bot.
func (b *fakeBot) asked() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.commands) + len(b.clicks) + len(b.submits) + len(b.suggests) + len(b.changes)
}

// quickBot answers every command with the same reply, and remembers nothing.
type quickBot struct {
	fakeBot
	reply bot.Reply
}

func newQuickBot(size int) *quickBot {
	return &quickBot{reply: bot.Plain(strings.Repeat("x", size))}
}

func (b *quickBot) Command(ctx context.Context, _ bot.Command, say bot.Say) error {
	return say(ctx, b.reply)
}
