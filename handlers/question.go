package handlers

import (
	"context"
	"errors"

	"meetingbot/bot"
)

// incoming is a question as it came from Slack.
type incoming struct {
	bot.Question
	responseURL string // "" where there is none, as in a modal and on the Home tab
	recentKey   string // under which an answer from memory is kept, "" where it is not
}

// ask puts a question to the bot and answers the request in time. What the bot
// can answer from memory is answered on this goroutine.
func (h *Handlers) ask(r request, in incoming) error {
	in.ID = r.questionID()
	started, idle := h.tasks.started()
	reply, work := h.begin(in.Question)
	switch {
	case work != nil:
		return h.startSession(r, in, work)
	case !isEmpty(reply) && (!answersRequest(in.Kind) || !r.holds(reply)): // Slack shows nothing of the answer to a click's request
		return h.startSession(r, in, func(ctx context.Context, send bot.Send) error { return send(ctx, reply) })
	}
	if in.recentKey != "" && idle && !isEmpty(reply) {
		h.recent.put(in.recentKey, recentAnswer{reply: reply, asked: r.started, started: started})
	}
	return h.answerNow(r, in.Kind, in.responseURL, reply)
}

// answerNow ends a request with a reply that was in memory.
func (h *Handlers) answerNow(r request, k bot.Kind, url string, reply bot.Reply) error {
	h.metrics.questions[r.route].observe(h.since(r), nil)
	h.metrics.countAck(k, reply)
	return h.postInstead(r, r.reply(reply), url, reply)
}

// postInstead posts a reply to the response_url if that is why the answer failed:
// nobody took it.
func (h *Handlers) postInstead(r request, failed error, url string, reply bot.Reply) error {
	if url == "" || isEmpty(reply) || !errors.Is(failed, errNotTaken) {
		return failed
	}
	_ = r.ackEmpty() // it may be taken by now, and says nothing
	ctx, cancel := context.WithTimeoutCause(h.tasks.root, apologyTimeout, errTookTooLong)
	defer cancel()
	return h.responder.post(ctx, &responseURL{url: url}, reply.JSON())
}

// answersRequest reports whether Slack shows what answers the request of a question:
// not of a click, nor of a shortcut.
func answersRequest(k bot.Kind) bool {
	switch k {
	case bot.KindClick, bot.KindMessage, bot.KindShortcut:
		return false
	default:
		return true
	}
}

// answersOnlyRequest reports whether Slack shows nothing else: of a submission and of
// what was typed into a menu.
func answersOnlyRequest(k bot.Kind) bool { return k == bot.KindSubmission || k == bot.KindSuggestion }

// begin has the bot read a question. A panic becomes work that fails, so that
// the person is told.
func (h *Handlers) begin(q bot.Question) (reply bot.Reply, work bot.Work) {
	defer func() {
		if v := recover(); v != nil {
			err := newPanicError(v)
			reply, work = bot.Reply{}, func(context.Context, bot.Send) error { return err }
		}
	}()
	return h.bot.Begin(q)
}

// isEmpty reports whether a reply says nothing.
func isEmpty(r bot.Reply) bool { return len(r.JSON()) == 0 }
