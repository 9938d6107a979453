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
	// errEmptyReply refuses an empty reply, which Slack would refuse too.
	errEmptyReply = errors.New("the reply is empty")
	// errNoRoom refuses a reply for which the answer has no room, where there is no
	// other way.
	errNoRoom = errors.New("the reply is too large for its answer")
	// errNoResponseURL is why nothing can be shown.
	errNoResponseURL = errors.New("there is no response_url")
	// errApologyLate is why an apology is given up.
	errApologyLate = errors.New("the apology took too long")
)

// apologyTimeout is how long it may take to tell a person that their question
// was cut off.
const apologyTimeout = 5 * time.Second

// session is one question that the bot works on, and its replies. It decides
// where the next reply goes: the first into the answer of the request while the
// request waits, every other one to the response_url.
//
// A question that is answered in time costs one goroutine and a timer. One that
// outlives its request has a second goroutine, a watchdog that cuts it off.
type session struct {
	h           *Handlers
	question    bot.Question
	route       string
	started     time.Time
	responseURL responseURL
	room        int            // of the answer to the request, in bytes
	first       chan bot.Reply // the reply for the request, closed if there is none; nil when the request does not wait

	mu       sync.Mutex
	waiting  bool // the request waits for its reply
	replied  bool // the person has had a reply
	tooLarge bool // the first reply did not fit into the answer of the request
	returned bool // the bot is done
	complete bool // how the question ended was measured and logged
}

// newSession makes the session of a question. Its request waits for a reply where
// Slack shows one.
func (h *Handlers) newSession(r request, in incoming) *session {
	s := &session{
		h: h, question: in.Question, route: r.route, started: r.started,
		responseURL: responseURL{url: in.responseURL}, room: r.room,
	}
	if answersRequest(in.Kind) {
		s.waiting, s.first = true, make(chan bot.Reply, 1)
	}
	return s
}

// startSession has the bot work in a goroutine that may outlive the request, and
// answers the request in time.
func (h *Handlers) startSession(r request, in incoming, work bot.Work) error {
	s := h.newSession(r, in)
	ctx, cancel := context.WithCancelCause(h.tasks.root)
	if !h.tasks.start(func() { s.run(ctx, cancel, work) }) {
		cancel(errBusy)
		s.rejectBusy(ctx)
	}
	err := s.answer(ctx, cancel, r)
	s.startWatchdog(ctx, cancel)
	return err
}

// answer ends the request.
func (s *session) answer(ctx context.Context, cancel context.CancelCauseFunc, r request) error {
	switch k := s.question.Kind; {
	case !answersRequest(k):
		return s.reply(r, bot.Reply{})
	case answersOnlyRequest(k):
		return s.answerSubmission(ctx, cancel, r)
	default:
		return s.answerCommand(r)
	}
}

// answerCommand ends the request with the first reply if it comes in time, else
// with nothing.
func (s *session) answerCommand(r request) error {
	timer := time.NewTimer(s.timeToAnswer())
	defer timer.Stop()
	select {
	case reply := <-s.first:
		return s.reply(r, reply)
	case <-timer.C:
	case <-r.ctx.Done(): // nobody would read the answer
	}
	if s.stopWaiting() {
		s.h.metrics.acks[ackLater].Inc()
		return r.ackEmpty()
	}
	return s.reply(r, <-s.first) // it came at the last moment
}

// answerSubmission ends the request with the first reply, since Slack takes no
// later reply to a submission or to what was typed into a menu. Without one in time the work is cut off, and an
// apology is the reply.
func (s *session) answerSubmission(ctx context.Context, cancel context.CancelCauseFunc, r request) error {
	timer := time.NewTimer(s.timeToAnswer())
	defer timer.Stop()
	select {
	case reply := <-s.first:
		return s.reply(r, reply)
	case <-timer.C:
	}
	cancel(errModalSlow)
	s.cutOff(ctx)
	return s.reply(r, <-s.first)
}

// reply answers the request with the first reply, or with nothing if there was
// none.
func (s *session) reply(r request, reply bot.Reply) error {
	if s.wasTooLarge() {
		s.h.metrics.acks[ackLater].Inc()
		return r.ackEmpty()
	}
	s.h.metrics.countAck(s.question.Kind, reply)
	return s.h.postInstead(r, r.reply(reply), s.responseURL.url, reply)
}

func (s *session) wasTooLarge() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.tooLarge
}

// stopWaiting sends all replies to the response_url from now on. It reports
// false if the first one is on its way to the request already.
func (s *session) stopWaiting() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	was := s.waiting
	s.waiting = false
	return was
}

// run has the bot work and sees to it that the person is told something. Once
// ctx has ended, what the bot sends is refused: the person has been told by
// then.
func (s *session) run(ctx context.Context, cancel context.CancelCauseFunc, work bot.Work) {
	defer cancel(nil)
	workCtx, stop := s.workContext(ctx)
	defer stop()
	err := catchPanic(func() error {
		return work(workCtx, func(sendCtx context.Context, reply bot.Reply) error {
			if ended := context.Cause(ctx); ended != nil {
				return ended
			}
			return s.deliver(sendCtx, reply)
		})
	})
	s.finish(ctx, err)
}

// workContext gives the bot nine tenths of the time for a submission, so that it can
// still say what was too slow. What it does after the answer may take as long as any
// question.
func (s *session) workContext(ctx context.Context) (context.Context, context.CancelFunc) {
	if !answersOnlyRequest(s.question.Kind) {
		return ctx, func() {}
	}
	return context.WithTimeoutCause(bot.WithLifetime(ctx), s.timeToAnswer()*9/10, errModalSlow)
}

// startWatchdog starts a watchdog unless the bot is done.
func (s *session) startWatchdog(ctx context.Context, cancel context.CancelCauseFunc) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.returned {
		s.h.tasks.startWatchdog(func() { s.watchdog(ctx, cancel) })
	}
}

// watchdog cuts a question off when it takes too long or the process stops.
func (s *session) watchdog(ctx context.Context, cancel context.CancelCauseFunc) {
	timer := time.NewTimer(s.h.limit)
	defer timer.Stop()
	select {
	case <-timer.C:
		cancel(errTookTooLong)
	case <-ctx.Done(): // or the bot is done, and cutOff does nothing
	}
	s.cutOff(ctx)
}

// deliver brings one reply to where the person will see it.
func (s *session) deliver(ctx context.Context, reply bot.Reply) error {
	if isEmpty(reply) {
		return errEmptyReply
	}
	if done, err := s.deliverInline(reply); done || err != nil {
		return err
	}
	if err := s.h.responder.post(ctx, &s.responseURL, reply.JSON()); err != nil {
		return err
	}
	s.mu.Lock()
	s.replied = true
	s.mu.Unlock()
	return nil
}

// deliverInline gives a reply to the request if that still waits. One that is too
// large for it goes to the response_url, or, where there is none, is refused.
func (s *session) deliverInline(reply bot.Reply) (done bool, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case !s.waiting:
		return false, nil
	case len(reply.JSON()) <= s.room:
		s.waiting, s.replied = false, true
		s.first <- reply // never blocks: only the first reply gets here
		return true, nil
	case s.responseURL.url == "":
		return false, errNoRoom
	}
	s.waiting, s.tooLarge = false, true
	close(s.first)
	return false, nil
}

// cutOff completes a question whose context ended before the bot was done: the
// person hears of it now, even if the bot never returns.
func (s *session) cutOff(ctx context.Context) {
	if !s.markComplete() {
		return
	}
	defer s.closeFirst()
	if errors.Is(context.Cause(ctx), errStopping) {
		s.h.cutOff.Add(1)
	}
	s.h.metrics.questions[s.route].cutOff.Observe(s.since().Seconds())
	s.h.log.LogAttrs(ctx, slog.LevelError, "question cut off", s.attrs(context.Cause(ctx))...)
	s.apologise(ctx, apologyTimeout)
}

// finish completes a question that the bot has returned from.
func (s *session) finish(ctx context.Context, err error) {
	defer s.markReturned()
	if ctx.Err() != nil && (err != nil || !s.hasReplied()) {
		s.cutOff(ctx) // the bot noticed first
	}
	if !s.markComplete() {
		return
	}
	defer s.closeFirst()
	s.h.metrics.questions[s.route].observe(s.since(), err)
	if err == nil {
		return
	}
	s.h.log.LogAttrs(ctx, slog.LevelError, "question failed", s.attrs(err)...)
	if _, panicked := errors.AsType[*panicError](err); panicked || !s.hasReplied() {
		s.apologise(ctx, apologyTimeout)
	}
}

// rejectBusy refuses a question while too many are in progress.
func (s *session) rejectBusy(ctx context.Context) {
	s.h.metrics.questions[s.route].busy.Observe(s.since().Seconds())
	s.h.busyLog.Do(func() {
		s.h.log.LogAttrs(ctx, slog.LevelWarn, "question rejected", s.attrs(errBusy)...)
	})
	s.apologise(ctx, s.h.answerWithin)
	s.closeFirst()
	s.markReturned()
}

// apologise tells the person that their question came to nothing, whatever
// has become of ctx. Where nothing can be shown, it does nothing.
func (s *session) apologise(ctx context.Context, timeout time.Duration) {
	ctx, cancel := context.WithTimeoutCause(context.WithoutCancel(ctx), timeout, errApologyLate)
	defer cancel()
	if !s.canReply() {
		s.h.log.LogAttrs(ctx, slog.LevelDebug, "apology impossible", s.attrs(errNoResponseURL)...)
		return
	}
	err := catchPanic(func() error { return s.deliver(ctx, s.h.bot.Sorry(ctx, s.question)) })
	if err != nil {
		s.h.log.LogAttrs(ctx, slog.LevelError, "apology not delivered", s.attrs(err)...)
	}
}

// markComplete reports true to the first caller, and only to that one, which
// completes the question and then calls closeFirst.
func (s *session) markComplete() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	was := s.complete
	s.complete = true
	return !was
}

// markReturned tells startWatchdog that the bot is done.
func (s *session) markReturned() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.returned = true
}

// closeFirst tells the request, if it still waits, that there will be no reply.
func (s *session) closeFirst() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.waiting {
		s.waiting = false
		close(s.first)
	}
}

// canReply reports whether there is any way to show the person a reply.
func (s *session) canReply() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.waiting || s.responseURL.url != ""
}

func (s *session) hasReplied() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.replied
}

func (s *session) since() time.Duration { return s.h.now().Sub(s.started) }

// timeToAnswer is how long the request may still take. A submission gets more of
// Slack's three seconds than a command, since nothing can be said after it.
func (s *session) timeToAnswer() time.Duration {
	within := s.h.answerWithin
	if answersOnlyRequest(s.question.Kind) {
		within = min(within*5/4, slackTimeout*9/10)
	}
	return within - s.since()
}

// attrs are a question's attributes in a log: who asked, never what.
func (s *session) attrs(err error) []slog.Attr {
	return append(errorAttrs(err),
		slog.String("team_id", s.question.TeamID),
		slog.String("user_id", s.question.UserID),
		slog.String("request_id", s.question.RequestID),
		slog.String("route", s.route),
		slog.Duration("duration", s.since()))
}
