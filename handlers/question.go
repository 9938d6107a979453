package handlers

import (
	"context"

	"meetingbot/bot"
)

// incoming is a question as it came from Slack.
type incoming struct {
	bot.Question
	responseURL string // "" where there is none, as in a modal and on the Home tab
}

// ask puts a question to the bot and answers the request in time. What the bot
// can answer from memory is answered here and now, without another goroutine.
func (h *Handlers) ask(v visit, in incoming) error {
	r, work := h.begin(in.Question)
	switch {
	case work != nil:
		return h.work(v, in, work)
	case in.Kind == bot.KindClick && !isEmpty(r): // the answer to the request shows nothing
		return h.work(v, in, func(ctx context.Context, send bot.Send) error { return send(ctx, r) })
	}
	h.metrics.questions[v.route].done.observe(h.now().Sub(v.started))
	h.metrics.countAck(in.Kind, ackFor(in.Kind, r))
	return v.reply(r)
}

// begin has the bot read a question. A panic becomes work that fails, so that
// the person is told.
func (h *Handlers) begin(q bot.Question) (r bot.Reply, work bot.Work) {
	defer func() {
		if v := recover(); v != nil {
			err := newPanicError(v)
			r, work = bot.Reply{}, func(context.Context, bot.Send) error { return err }
		}
	}()
	return h.bot.Begin(q)
}

// isEmpty reports whether a reply says nothing.
func isEmpty(r bot.Reply) bool { return len(r.JSON()) == 0 }
