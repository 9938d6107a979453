package handlers_test

import (
	"context"
	"slices"
	"sync"

	"meetingbot/bot"
)

// work answers one question.
type work func(ctx context.Context, q bot.Question, send bot.Send) error

// fakeBot is a bot of functions. What is not set answers with a plain sentence,
// and a submission with nothing. It remembers what it was asked.
type fakeBot struct {
	cached  func(q bot.Question) (bot.Reply, bool) // what is answered without work
	command work
	click   work
	submit  work
	sorry   func(ctx context.Context, q bot.Question) bot.Reply
	changed func(q bot.Question)
	other   work // a shortcut, or what was typed into a menu

	mu        sync.Mutex
	questions []bot.Question
}

func (b *fakeBot) Begin(q bot.Question) (bot.Reply, bot.Work) {
	b.mu.Lock()
	b.questions = append(b.questions, q)
	b.mu.Unlock()
	if b.cached != nil {
		if r, ok := b.cached(q); ok {
			return r, nil
		}
	}
	do := b.workFor(q.Kind)
	if do == nil {
		return bot.Reply{}, nil
	}
	return bot.Reply{}, func(ctx context.Context, send bot.Send) error { return do(ctx, q, send) }
}

// workFor is how this bot answers a kind of question, nil for without work.
func (b *fakeBot) workFor(k bot.Kind) work {
	switch k {
	case bot.KindCommand:
		return orSay(b.command, "here you are")
	case bot.KindClick:
		return orSay(b.click, "page two")
	case bot.KindSubmission:
		return b.submit
	case bot.KindShortcut, bot.KindMessage, bot.KindSuggestion:
		return orSay(b.other, "found it")
	default:
		return func(_ context.Context, q bot.Question, _ bot.Send) error {
			if b.changed != nil {
				b.changed(q)
			}
			return nil
		}
	}
}

// orSay is the work given, or else a sentence.
func orSay(do work, text string) work {
	if do != nil {
		return do
	}
	return func(ctx context.Context, _ bot.Question, send bot.Send) error { return send(ctx, bot.Plain(text)) }
}

func (b *fakeBot) Sorry(ctx context.Context, q bot.Question) bot.Reply {
	if b.sorry != nil {
		return b.sorry(ctx, q)
	}
	return bot.Plain("sorry, ref " + q.RequestID)
}

// asked returns the questions that have reached the bot, without their ids, which
// differ each time.
func (b *fakeBot) asked() []bot.Question {
	b.mu.Lock()
	defer b.mu.Unlock()
	all := slices.Clone(b.questions)
	for i := range all {
		all[i].ID = ""
	}
	return all
}

// ids returns the ids of the questions that have reached the bot.
func (b *fakeBot) ids() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	var all []string
	for _, q := range b.questions {
		all = append(all, q.ID)
	}
	return all
}

// changes returns whose changes the bot was told of: workspace and person.
func (b *fakeBot) changes() []string {
	var changes []string
	for _, q := range b.asked() {
		if q.Kind == bot.KindUserChanged {
			changes = append(changes, q.TeamID+" "+q.UserID)
		}
	}
	return changes
}
