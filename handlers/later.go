package handlers

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"meetingbot/bot"
)

var (
	// errTookTooLong is why a question is cut off that the bot never finishes.
	errTookTooLong = errors.New("the question took too long")
	// errNothingToSay refuses an empty reply, which Slack would refuse too.
	errNothingToSay = errors.New("the reply is empty")
	// errApologyLate is why an apology is given up.
	errApologyLate = errors.New("the apology took too long")
)

// apologyWithin is how long it may take to tell a person that their question
// was cut off.
const apologyWithin = 5 * time.Second

// question asks the bot something.
type question func(ctx context.Context, say bot.Say) error

// exchange is one question and what is said in return. It knows where the next
// reply goes: the first into the answer of the request while that is awaited,
// every other one to the response_url.
//
// A question that is answered in time costs one goroutine and a timer. One that
// outlives its request is watched by a second goroutine, which cuts it off.
type exchange struct {
	h       *Handlers
	origin  bot.Origin
	route   string
	started time.Time
	letters letterbox
	inline  chan bot.Reply // the reply for the open request, closed if there is none; nil when nobody waits

	mu       sync.Mutex
	open     bool // the request still waits for its reply
	said     bool // the person has had a reply
	returned bool // the bot is done
	settled  bool // how the question ended has been seen to
}

// newExchange is a question whose request is acknowledged at once.
func (h *Handlers) newExchange(v visit, o bot.Origin, responseURL string) *exchange {
	return &exchange{h: h, origin: o, route: v.route, started: v.started, letters: letterbox{url: responseURL}}
}

// waitForReply keeps the request open for the first reply.
func (x *exchange) waitForReply() {
	x.open, x.inline = true, make(chan bot.Reply, 1)
}

// converse puts a question to the bot in a goroutine that may outlive the
// request, and answers the request in time.
func (h *Handlers) converse(v visit, x *exchange, ask question) error {
	ctx, cancel := context.WithCancelCause(h.tasks.root)
	if !h.tasks.start(func() { x.run(ctx, cancel, ask) }) {
		cancel(errBusy)
		x.turnAway(ctx)
	}
	err := x.answer(v)
	x.outlive(ctx, cancel)
	return err
}

// answer ends the request: with the first reply if it comes in time, else with
// nothing.
func (x *exchange) answer(v visit) error {
	if x.inline == nil {
		x.h.metrics.acks[ackAtOnce].Inc()
		return v.empty()
	}
	timer := time.NewTimer(x.h.answerWithin - x.since())
	defer timer.Stop()
	select {
	case r, ok := <-x.inline:
		return x.reply(v, r, ok)
	case <-timer.C:
	case <-v.Request().Context().Done(): // nobody would read the answer
	}
	if x.hangUp() {
		x.h.metrics.acks[ackLater].Inc()
		return v.empty()
	}
	r, ok := <-x.inline // it came at the very last moment
	return x.reply(v, r, ok)
}

// reply writes the first reply, or nothing if the bot had none.
func (x *exchange) reply(v visit, r bot.Reply, ok bool) error {
	if !ok {
		x.h.metrics.acks[ackEmpty].Inc()
		return v.empty()
	}
	x.h.metrics.acks[ackInline].Inc()
	return v.json(r.JSON())
}

// hangUp sends all replies to the response_url from now on. It reports false
// if the first one is on its way to the request already.
func (x *exchange) hangUp() bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	was := x.open
	x.open = false
	return was
}

// run asks the bot and sees to it that the person is told something. Once ctx
// has ended, what the bot says is refused: somebody else has had the last word.
func (x *exchange) run(ctx context.Context, cancel context.CancelCauseFunc, ask question) {
	defer cancel(nil)
	err := guard(func() error {
		return ask(ctx, func(within context.Context, r bot.Reply) error {
			if ended := context.Cause(ctx); ended != nil {
				return ended
			}
			return x.deliver(within, r)
		})
	})
	x.finish(ctx, err)
}

// outlive has a question watched that the bot is still at.
func (x *exchange) outlive(ctx context.Context, cancel context.CancelCauseFunc) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if !x.returned {
		x.h.tasks.watch(func() { x.watch(ctx, cancel) })
	}
}

// watch cuts a question off when it takes too long or the process stops.
func (x *exchange) watch(ctx context.Context, cancel context.CancelCauseFunc) {
	timer := time.NewTimer(x.h.limit)
	defer timer.Stop()
	select {
	case <-timer.C:
		cancel(errTookTooLong)
	case <-ctx.Done(): // or the bot is done, and so is cutOff
	}
	x.cutOff(ctx)
}

// deliver brings one reply to wherever the person will see it.
func (x *exchange) deliver(ctx context.Context, r bot.Reply) error {
	if len(r.JSON()) == 0 {
		return errNothingToSay
	}
	x.mu.Lock()
	if x.open {
		x.open, x.said = false, true
		x.inline <- r // has room: only what finds it open gets here
		x.mu.Unlock()
		return nil
	}
	x.mu.Unlock()
	if err := x.h.courier.deliver(ctx, &x.letters, r.JSON()); err != nil {
		return err
	}
	x.mu.Lock()
	x.said = true
	x.mu.Unlock()
	return nil
}

// cutOff sees to a question whose context ended before the bot was done: the
// person hears of it now, even if the bot never returns.
func (x *exchange) cutOff(ctx context.Context) {
	if !x.settle() {
		return
	}
	x.h.metrics.questions[x.route].cutOff.observe(x.since())
	x.h.log.LogAttrs(ctx, slog.LevelError, "question cut off", x.attrs(context.Cause(ctx))...)
	x.apologise(ctx, apologyWithin)
}

// finish sees to a question that the bot has returned from.
func (x *exchange) finish(ctx context.Context, err error) {
	defer x.release()
	if ctx.Err() != nil && (err != nil || !x.hasSpoken()) {
		x.cutOff(ctx) // the bot noticed first
	}
	if !x.settle() {
		return
	}
	m := x.h.metrics.questions[x.route]
	if err == nil {
		m.done.observe(x.since())
		return
	}
	m.failed.observe(x.since())
	x.h.log.LogAttrs(ctx, slog.LevelError, "question failed", x.attrs(err)...)
	if _, panicked := errors.AsType[*panicError](err); panicked || !x.hasSpoken() {
		x.apologise(ctx, apologyWithin)
	}
}

// turnAway refuses a question for which there is no room.
func (x *exchange) turnAway(ctx context.Context) {
	x.h.metrics.questions[x.route].busy.observe(x.since())
	x.h.overloads.Do(func() {
		x.h.log.LogAttrs(ctx, slog.LevelWarn, "question turned away", x.attrs(errBusy)...)
	})
	x.apologise(ctx, x.h.answerWithin)
	x.release()
}

// apologise tells the person that their question came to nothing, whatever
// has become of ctx.
func (x *exchange) apologise(ctx context.Context, within time.Duration) {
	ctx, cancel := context.WithTimeoutCause(context.WithoutCancel(ctx), within, errApologyLate)
	defer cancel()
	err := guard(func() error { return x.deliver(ctx, x.h.bot.Sorry(ctx, x.origin)) })
	if err != nil {
		x.h.log.LogAttrs(ctx, slog.LevelError, "apology not delivered", x.attrs(err)...)
	}
}

// settle reports true to the first who asks, and only to them.
func (x *exchange) settle() bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	was := x.settled
	x.settled = true
	return !was
}

// release tells the request, if it still waits, that there will be no reply,
// and whoever comes later that there is nothing to watch.
func (x *exchange) release() {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.returned = true
	if x.open {
		x.open = false
		close(x.inline)
	}
}

func (x *exchange) hasSpoken() bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.said
}

func (x *exchange) since() time.Duration { return x.h.now().Sub(x.started) }

// attrs say in a log whose question came to what, and never what it was.
func (x *exchange) attrs(err error) []slog.Attr {
	return append(errorAttrs(err),
		slog.String("team_id", x.origin.TeamID),
		slog.String("user_id", x.origin.UserID),
		slog.String("request_id", x.origin.RequestID),
		slog.String("route", x.route),
		slog.Duration("duration", x.since()))
}
