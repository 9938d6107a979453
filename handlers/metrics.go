package handlers

import (
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"meetingbot/bot"
)

// ack says how a request with a question was acknowledged; a metric's label.
type ack string

const (
	ackInline ack = "inline"  // with the first reply
	ackLater  ack = "later"   // empty, the reply followed
	ackEmpty  ack = "empty"   // empty, there was no reply
	ackAtOnce ack = "at_once" // empty before the bot was asked
)

// ackFor is how a request is acknowledged with this reply.
func ackFor(k bot.Kind, r bot.Reply) ack {
	switch {
	case k == bot.KindClick:
		return ackAtOnce
	case isEmpty(r):
		return ackEmpty
	default:
		return ackInline
	}
}

// metrics is what this room measures. Every label value exists from the start,
// so that no request can add one.
type metrics struct {
	requests    map[string]statusTimer // by route
	unrouted    statusTimer            // no route took it
	questions   map[string]questionTimer
	acks        map[ack]prometheus.Counter
	undelivered map[reason]prometheus.Counter
	inHand      prometheus.Gauge
}

// statusTimer measures requests of one route by what became of them.
type statusTimer map[string]prometheus.Observer

// questionTimer measures questions of one route by how they ended.
type questionTimer struct {
	done, failed, cutOff, busy stopwatch
}

// observe measures a question that the bot has returned from.
func (t questionTimer) observe(d time.Duration, err error) {
	switch {
	case err == nil:
		t.done.observe(d)
	case errors.Is(err, errModalSlow):
		t.cutOff.observe(d)
	default:
		t.failed.observe(d)
	}
}

// stopwatch measures durations.
type stopwatch struct{ seconds prometheus.Observer }

func (s stopwatch) observe(d time.Duration) { s.seconds.Observe(d.Seconds()) }

// newMetrics registers the metrics.
func newMetrics(r prometheus.Registerer) (*metrics, error) {
	requests := prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name:    "meetingbot_http_request_duration_seconds",
		Help:    "Time until a request of Slack's was answered.",
		Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2, 3},
	}, []string{"route", "outcome"})
	questions := prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name:    "meetingbot_question_duration_seconds",
		Help:    "Time until the bot was done with a command or a click.",
		Buckets: []float64{.001, .005, .025, .1, .5, 1, 2, 5, 10, 30, 60, 120},
	}, []string{"route", "outcome"})
	acks := prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "meetingbot_acks_total",
		Help: "Commands and clicks by how the request was acknowledged.",
	}, []string{"how"})
	undelivered := prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "meetingbot_response_url_failures_total",
		Help: "Posts to a response_url that did not arrive, each attempt counted.",
	}, []string{"reason"})
	inHand := prometheus.NewGauge(prometheus.GaugeOpts{
		Name: "meetingbot_tasks_in_hand",
		Help: "Questions and events that are being worked on.",
	})
	for _, c := range []prometheus.Collector{requests, questions, acks, undelivered, inHand} {
		if err := r.Register(c); err != nil {
			return nil, fmt.Errorf("handlers: Registry: %w", err)
		}
	}
	m := &metrics{
		requests:    make(map[string]statusTimer),
		unrouted:    newStatusTimer(requests, "other"),
		questions:   make(map[string]questionTimer),
		acks:        counters(acks, []ack{ackInline, ackLater, ackEmpty, ackAtOnce}),
		undelivered: counters(undelivered, reasons()),
		inHand:      inHand,
	}
	for _, r := range routes() {
		m.requests[r.name()] = newStatusTimer(requests, r.name())
		if r.asks {
			m.questions[r.name()] = newQuestionTimer(questions, r.name())
		}
	}
	return m, nil
}

// countAck counts how a request was acknowledged. A submission can only be
// answered in one way and is not counted.
func (m *metrics) countAck(k bot.Kind, how ack) {
	if k != bot.KindSubmission {
		m.acks[how].Inc()
	}
}

// counters makes a counter for each value of a label.
func counters[L ~string](vec *prometheus.CounterVec, values []L) map[L]prometheus.Counter {
	m := make(map[L]prometheus.Counter, len(values))
	for _, v := range values {
		m[v] = vec.WithLabelValues(string(v))
	}
	return m
}

// newStatusTimer makes every outcome of a route.
func newStatusTimer(vec *prometheus.HistogramVec, route string) statusTimer {
	t := make(statusTimer)
	for _, outcome := range []string{"ok", "malformed", "unsigned", "not_found", "wrong_method", "too_large", "failed"} {
		t[outcome] = vec.WithLabelValues(route, outcome)
	}
	return t
}

// observe counts one request under what its status means.
func (t statusTimer) observe(status int, d time.Duration) {
	t[outcomeOf(status)].Observe(d.Seconds())
}

// outcomeOf is the word for a status, of which the room uses no others.
func outcomeOf(status int) string {
	switch {
	case status < http.StatusBadRequest:
		return "ok"
	case status == http.StatusUnauthorized:
		return "unsigned"
	case status == http.StatusNotFound:
		return "not_found"
	case status == http.StatusMethodNotAllowed:
		return "wrong_method"
	case status == http.StatusRequestEntityTooLarge:
		return "too_large"
	case status < http.StatusInternalServerError:
		return "malformed"
	default:
		return "failed"
	}
}

// newQuestionTimer makes every way in which a question of a route may end.
func newQuestionTimer(vec *prometheus.HistogramVec, route string) questionTimer {
	return questionTimer{
		done:   stopwatch{vec.WithLabelValues(route, "done")},
		failed: stopwatch{vec.WithLabelValues(route, "failed")},
		cutOff: stopwatch{vec.WithLabelValues(route, "cut_off")},
		busy:   stopwatch{vec.WithLabelValues(route, "busy")},
	}
}
