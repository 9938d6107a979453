package handlers

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"golang.org/x/time/rate"

	"meetingbot/bot"
)

// slackTimeout is how long Slack waits for the answer to a request before it
// tells the person that the app did not respond.
const slackTimeout = 3 * time.Second

// Bot is what the handlers ask of the bot.
type Bot interface {
	// Begin reads a question and never waits. Where the whole answer is in
	// memory, it is returned without work, and a zero Reply if there is nothing
	// to say; the same command gets the same for a second then. Otherwise it
	// returns the work that answers.
	Begin(q bot.Question) (bot.Reply, bot.Work)
	// Sorry is what somebody reads whose question came to nothing: for a
	// submission the body that leaves the modal open or replaces it.
	Sorry(ctx context.Context, q bot.Question) bot.Reply
}

var _ Bot = (*bot.Bot)(nil)

// Options set up Handlers.
type Options struct {
	// Bot answers the questions. Required.
	Bot Bot
	// SigningSecret is the Slack app's signing secret. Required without Socket, and
	// not blank.
	SigningSecret string
	// Socket has Slack's requests come over connections that ServeSocket opens, and
	// none of them over HTTP. Defaults to none: they come over HTTP.
	Socket *SocketOptions
	// ResponseHosts are the hosts that a response_url may have, each a host or
	// a host:port, compared without regard to case. Defaults to hooks.slack.com
	// and hooks.slack-gov.com.
	ResponseHosts []string
	// Checks decide whether the bot is ready to serve. Defaults to none.
	Checks []Check
	// Parts are checks of what the bot serves without: while one fails, some
	// questions are refused and the others are answered. Defaults to none.
	Parts []Check
	// Logger takes one line for each error. Defaults to none.
	Logger *slog.Logger
	// Registry takes the metrics. Defaults to one of its own.
	Registry prometheus.Registerer
	// Now is the clock. Defaults to time.Now.
	Now func() time.Time
	// AnswerWithin is how long a slash command waits for the bot's first reply
	// before it is acknowledged with an empty answer; a submission waits a quarter
	// longer before an apology. Less than Slack's three seconds. Defaults to 2 s.
	AnswerWithin time.Duration
	// Drain is how long Handlers.Drain takes at most. Defaults to 20 s.
	Drain time.Duration
	// QuestionLimit is how long the bot may take over one question, everything
	// included. Defaults to 2 min.
	QuestionLimit time.Duration
	// MaxQuestions is how many questions may be in progress at a time; beyond
	// that people are asked to try again. Defaults to 4096.
	MaxQuestions int
	// Install sets up the installation by OAuth. Defaults to none: then its pages
	// do not exist.
	Install *InstallOptions
	// TakePush takes the events that the Meeting API pushes. Defaults to none: then
	// their endpoint does not exist.
	TakePush TakePush
	// Joiner lets people into meetings as themselves. Defaults to none: then tickets
	// are redeemed nowhere.
	Joiner Joiner
	// ResponseClient posts to response_urls; it is copied and never follows a
	// redirect. Defaults to a client with a pool and a timeout of 5 s.
	ResponseClient *http.Client
}

// Handlers serves Slack's requests. Make one with New.
type Handlers struct {
	bot          Bot
	verifier     *verifier
	bodies       *bodies
	responder    *responder
	tasks        *tasks
	recent       *recentAnswers
	interactions map[string]parser
	events       map[string]eventParser
	seen         *seenEvents
	joiner       Joiner    // nil where nobody joins as themselves
	install      *installs // nil where the installation by OAuth is turned off
	pushes       *pushes   // nil where the Meeting API pushes nothing
	readiness    *readiness
	metrics      *metrics
	socket       *socket // nil where Slack's requests come over HTTP
	log          *slog.Logger
	now          func() time.Time
	answerWithin time.Duration
	limit        time.Duration
	drain        time.Duration
	unsignedLog  rate.Sometimes // a flood of unsigned requests is no flood of log lines
	fullLog      rate.Sometimes
	busyLog      rate.Sometimes
	installLog   rate.Sometimes
	cutOff       atomic.Int64 // questions, because the process stops
}

// New makes Handlers from its options and starts nothing. The error names the
// option that is missing or wrong.
func New(o Options) (*Handlers, error) {
	if err := o.validate(); err != nil {
		return nil, err
	}
	o = o.withDefaults()
	hosts, err := allowedHosts(o.ResponseHosts)
	if err != nil {
		return nil, err
	}
	install, err := newInstalls(o.Install)
	if err != nil {
		return nil, err
	}
	h := new(Handlers)
	ready, err := newReadiness(h.checks(o), o.Parts, o.Logger)
	if err != nil {
		return nil, err
	}
	m, err := newMetrics(o.Registry, ready, o.Socket != nil) // last: it cannot be undone
	if err != nil {
		return nil, err
	}
	*h = Handlers{
		bot:          o.Bot,
		verifier:     newVerifier(o.SigningSecret),
		bodies:       newBodies(m.unverified),
		responder:    newResponder(hosts, o.ResponseClient, m),
		tasks:        newTasks(o.MaxQuestions, m.running),
		interactions: interactionTypes(),
		events:       eventTypes(),
		seen:         newSeenEvents(maxSeenEvents),
		install:      install,
		pushes:       newPushes(o.TakePush),
		joiner:       o.Joiner,
		readiness:    ready,
		metrics:      m,
		log:          o.Logger,
		now:          o.Now,
		answerWithin: o.AnswerWithin,
		limit:        o.QuestionLimit,
		drain:        o.Drain,
		unsignedLog:  rate.Sometimes{Interval: time.Minute},
		fullLog:      rate.Sometimes{Interval: time.Minute},
		busyLog:      rate.Sometimes{Interval: time.Minute},
		installLog:   rate.Sometimes{Interval: time.Minute},
	}
	h.recent = newRecentAnswers(h.tasks)
	if o.Socket != nil {
		h.socket = newSocket(h, *o.Socket, o.MaxQuestions)
	}
	return h, nil
}

// checks are the conditions of readiness, with that of the socket where there is one.
func (h *Handlers) checks(o Options) []Check {
	if o.Socket == nil {
		return o.Checks
	}
	return append(slices.Clone(o.Checks), Check{Name: checkSocket, Check: func(ctx context.Context) error { return h.socket.check(ctx) }})
}

// validate names the first option that is missing or wrong.
func (o Options) validate() error {
	switch {
	case o.Bot == nil:
		return errors.New("handlers: Bot is required")
	case o.Socket != nil && (o.Socket.Open == nil || o.Socket.Advice == nil):
		return errors.New("handlers: Socket needs Open and Advice")
	case o.Socket == nil && strings.TrimSpace(o.SigningSecret) == "":
		return errors.New("handlers: SigningSecret is required and must not be blank")
	case o.AnswerWithin < 0 || o.AnswerWithin >= slackTimeout:
		return fmt.Errorf("handlers: AnswerWithin must be less than %s, got %s", slackTimeout, o.AnswerWithin)
	case o.Drain < 0:
		return fmt.Errorf("handlers: Drain must be positive, got %s", o.Drain)
	case o.QuestionLimit < 0:
		return fmt.Errorf("handlers: QuestionLimit must be positive, got %s", o.QuestionLimit)
	case o.MaxQuestions < 0:
		return fmt.Errorf("handlers: MaxQuestions must be positive, got %d", o.MaxQuestions)
	}
	return nil
}

// withDefaults fills in what was left out.
func (o Options) withDefaults() Options {
	if len(o.ResponseHosts) == 0 {
		o.ResponseHosts = []string{"hooks.slack.com", "hooks.slack-gov.com"}
	}
	o.Logger = cmp.Or(o.Logger, slog.New(slog.DiscardHandler))
	if o.Registry == nil {
		o.Registry = prometheus.NewRegistry()
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	o.AnswerWithin = cmp.Or(o.AnswerWithin, 2*time.Second)
	o.Drain = cmp.Or(o.Drain, 20*time.Second)
	o.QuestionLimit = cmp.Or(o.QuestionLimit, 2*time.Minute)
	o.MaxQuestions = cmp.Or(o.MaxQuestions, 4096)
	o.ResponseClient = cmp.Or(o.ResponseClient, newResponseClient())
	return o
}
