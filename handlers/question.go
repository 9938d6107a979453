package handlers

import (
	"context"
	"net/http"
	"strings"

	"meetingbot/bot"
)

// incoming is a question as it came from Slack.
type incoming struct {
	bot.Question
	responseURL string // "" where there is none, as in a modal and on the Home tab
}

// ask puts a question to the bot and answers the request in time. What the bot
// can answer from memory is answered on this goroutine.
func (h *Handlers) ask(r request, in incoming) error {
	in.ID = signatureOf(r.Request().Header)
	reply, work := h.begin(in.Question)
	switch {
	case work != nil:
		return h.startSession(r, in, work)
	case !answersRequest(in.Kind) && !isEmpty(reply):
		return h.startSession(r, in, func(ctx context.Context, send bot.Send) error { return send(ctx, reply) })
	}
	h.metrics.questions[r.route].observe(h.since(r), nil)
	h.metrics.countAck(in.Kind, reply)
	return r.reply(reply)
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

// signatureOf is what Slack signed a request with, in one spelling: the same for
// the same timestamp and body, and for no others. It is to be called once the
// signature has been verified.
func signatureOf(header http.Header) string {
	return strings.ToLower(header.Get(headerSignature))
}

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
