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
	// errModalSlow is why the bot's work on a submission is cut off.
	errModalSlow = errors.New("the modal took too long")
	// errNothingToSay refuses an empty reply, which Slack would refuse too.
	errNothingToSay = errors.New("the reply is empty")
	// errNoResponseURL is why nobody can be told anything.
	errNoResponseURL = errors.New("there is no response_url")
	// errApologyLate is why an apology is given up.
	errApologyLate = errors.New("the apology took too long")
)

// apologyWithin is how long it may take to tell a person that their question
// was cut off.
const apologyWithin = 5 * time.Second

// session is one question that the bot works on, and its replies. It decides
// where the next reply goes: the first into the answer of the request while that
// is awaited, every other one to the response_url.
//
// A question that is answered in time costs one goroutine and a timer. One that
// outlives its request has a second goroutine, which cuts it off.
type session struct {
	h         *Handlers
	question  bot.Question
	route     string
	started   time.Time
	responses letterbox
	first     chan bot.Reply // the reply for the open request, closed if there is none; nil when the request does not wait

	mu       sync.Mutex
	open     bool // the request still waits for its reply
	replied  bool // the person has had a reply
	returned bool // the bot is done
	complete bool // how the question ended was measured and logged
}

// newSession makes the session of a question. Only the request of a click does
// not wait for a reply.
func (h *Handlers) newSession(v visit, in incoming) *session {
	s := &session{
		h: h, question: in.Question, route: v.route, started: v.started,
		responses: letterbox{url: in.responseURL},
	}
	if in.Kind != bot.KindClick {
		s.open, s.first = true, make(chan bot.Reply, 1)
	}
	return s
}

// work has the bot work in a goroutine that may outlive the request, and answers
// the request in time.
func (h *Handlers) work(v visit, in incoming, work bot.Work) error {
	s := h.newSession(v, in)
	ctx, cancel := context.WithCancelCause(h.tasks.root)
	if !h.tasks.start(func() { s.run(ctx, cancel, work) }) {
		cancel(errBusy)
		s.rejectBusy(ctx)
	}
	err := s.answer(ctx, cancel, v)
	s.startWatchdog(ctx, cancel)
	return err
}

// answer ends the request.
func (s *session) answer(ctx context.Context, cancel context.CancelCauseFunc, v visit) error {
	switch s.question.Kind {
	case bot.KindClick:
		s.h.metrics.acks[ackAtOnce].Inc()
		return v.empty()
	case bot.KindSubmission:
		return s.answerSubmission(ctx, cancel, v)
	default:
		return s.answerCommand(v)
	}
}

// answerCommand ends the request with the first reply if it comes in time, else
// with nothing.
func (s *session) answerCommand(v visit) error {
	timer := time.NewTimer(s.timeToAnswer())
	defer timer.Stop()
	select {
	case r := <-s.first:
		return s.reply(v, r)
	case <-timer.C:
	case <-v.Request().Context().Done(): // nobody would read the answer
	}
	if s.stopWaiting() {
		s.h.metrics.acks[ackLater].Inc()
		return v.empty()
	}
	return s.reply(v, <-s.first) // it came at the very last moment
}

// answerSubmission ends the request with the first reply, since Slack takes a
// reply to a submission nowhere else. Without one in time the bot is cut off, and
// its apology is the reply.
func (s *session) answerSubmission(ctx context.Context, cancel context.CancelCauseFunc, v visit) error {
	timer := time.NewTimer(s.timeToAnswer())
	defer timer.Stop()
	select {
	case r := <-s.first:
		return s.reply(v, r)
	case <-timer.C:
	}
	cancel(errModalSlow)
	s.cutOff(ctx)
	if s.stopWaiting() { // the apology failed, too
		return v.empty()
	}
	return s.reply(v, <-s.first)
}

// reply writes the first reply, or nothing if there was none.
func (s *session) reply(v visit, r bot.Reply) error {
	s.h.metrics.countAck(s.question.Kind, ackFor(s.question.Kind, r))
	return v.reply(r)
}

// stopWaiting sends all replies to the response_url from now on. It reports
// false if the first one is on its way to the request already.
func (s *session) stopWaiting() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	was := s.open
	s.open = false
	return was
}

// run has the bot work and sees to it that the person is told something. Once
// ctx has ended, what the bot sends is refused: the person has been told by
// then.
func (s *session) run(ctx context.Context, cancel context.CancelCauseFunc, work bot.Work) {
	defer cancel(nil)
	limited, stop := s.limitWork(ctx)
	defer stop()
	err := guard(func() error {
		return work(limited, func(within context.Context, r bot.Reply) error {
			if ended := context.Cause(ctx); ended != nil {
				return ended
			}
			return s.deliver(within, r)
		})
	})
	s.finish(ctx, err)
}

// limitWork gives the bot less time for a submission than its request has, so
// that the bot can still say what was too slow.
func (s *session) limitWork(ctx context.Context) (context.Context, context.CancelFunc) {
	if s.question.Kind != bot.KindSubmission {
		return ctx, func() {}
	}
	return context.WithTimeoutCause(ctx, s.timeToAnswer()*3/4, errModalSlow)
}

// startWatchdog has a question watched that the bot is still at.
func (s *session) startWatchdog(ctx context.Context, cancel context.CancelCauseFunc) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.returned {
		s.h.tasks.watch(func() { s.watch(ctx, cancel) })
	}
}

// watch cuts a question off when it takes too long or the process stops.
func (s *session) watch(ctx context.Context, cancel context.CancelCauseFunc) {
	timer := time.NewTimer(s.h.limit)
	defer timer.Stop()
	select {
	case <-timer.C:
		cancel(errTookTooLong)
	case <-ctx.Done(): // or the bot is done, and cutOff does nothing
	}
	s.cutOff(ctx)
}

// deliver brings one reply to wherever the person will see it.
func (s *session) deliver(ctx context.Context, r bot.Reply) error {
	if isEmpty(r) {
		return errNothingToSay
	}
	s.mu.Lock()
	if s.open {
		s.open, s.replied = false, true
		s.first <- r // never blocks: only the one that finds it open gets here
		s.mu.Unlock()
		return nil
	}
	s.mu.Unlock()
	if err := s.h.courier.deliver(ctx, &s.responses, r.JSON()); err != nil {
		return err
	}
	s.mu.Lock()
	s.replied = true
	s.mu.Unlock()
	return nil
}

// cutOff sees to a question whose context ended before the bot was done: the
// person hears of it now, even if the bot never returns.
func (s *session) cutOff(ctx context.Context) {
	if !s.markComplete() {
		return
	}
	s.h.metrics.questions[s.route].cutOff.observe(s.since())
	s.h.log.LogAttrs(ctx, slog.LevelError, "question cut off", s.attrs(context.Cause(ctx))...)
	s.apologise(ctx, apologyWithin)
}

// finish sees to a question that the bot has returned from.
func (s *session) finish(ctx context.Context, err error) {
	defer s.release()
	if ctx.Err() != nil && (err != nil || !s.hasReplied()) {
		s.cutOff(ctx) // the bot noticed first
	}
	if !s.markComplete() {
		return
	}
	s.h.metrics.questions[s.route].observe(s.since(), err)
	if err == nil {
		return
	}
	s.h.log.LogAttrs(ctx, slog.LevelError, "question failed", s.attrs(err)...)
	if _, panicked := errors.AsType[*panicError](err); panicked || !s.hasReplied() {
		s.apologise(ctx, apologyWithin)
	}
}

// rejectBusy refuses a question while too many are in hand.
func (s *session) rejectBusy(ctx context.Context) {
	s.h.metrics.questions[s.route].busy.observe(s.since())
	s.h.overloads.Do(func() {
		s.h.log.LogAttrs(ctx, slog.LevelWarn, "question turned away", s.attrs(errBusy)...)
	})
	s.apologise(ctx, s.h.answerWithin)
	s.release()
}

// apologise tells the person that their question came to nothing, whatever
// has become of ctx. Where nothing can be shown, it does nothing.
func (s *session) apologise(ctx context.Context, within time.Duration) {
	ctx, cancel := context.WithTimeoutCause(context.WithoutCancel(ctx), within, errApologyLate)
	defer cancel()
	if !s.canReply() {
		s.h.log.LogAttrs(ctx, slog.LevelDebug, "apology impossible", s.attrs(errNoResponseURL)...)
		return
	}
	err := guard(func() error { return s.deliver(ctx, s.h.bot.Sorry(ctx, s.question)) })
	if err != nil {
		s.h.log.LogAttrs(ctx, slog.LevelError, "apology not delivered", s.attrs(err)...)
	}
}

// markComplete reports true to the first caller, and only to that one.
func (s *session) markComplete() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	was := s.complete
	s.complete = true
	return !was
}

// release tells the request, if it still waits, that there will be no reply,
// and startWatchdog that there is nothing to watch.
func (s *session) release() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.returned = true
	if s.open {
		s.open = false
		close(s.first)
	}
}

// canReply reports whether there is any way to show the person a reply.
func (s *session) canReply() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.open || s.responses.url != ""
}

func (s *session) hasReplied() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.replied
}

func (s *session) since() time.Duration { return s.h.now().Sub(s.started) }

// timeToAnswer is how long the request may still take.
func (s *session) timeToAnswer() time.Duration { return s.h.answerWithin - s.since() }

// attrs say in a log whose question came to what, and never what it was.
func (s *session) attrs(err error) []slog.Attr {
	return append(errorAttrs(err),
		slog.String("team_id", s.question.TeamID),
		slog.String("user_id", s.question.UserID),
		slog.String("request_id", s.question.RequestID),
		slog.String("route", s.route),
		slog.Duration("duration", s.since()))
}
