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
	ackInline  ack = "inline"  // with the first reply
	ackLater   ack = "later"   // empty, the reply followed
	ackNoReply ack = "empty"   // empty, there was no reply
	ackAtOnce  ack = "at_once" // empty before the bot was asked
)

// metrics is what is measured here. Every label value exists from the start, so
// that no request can add one.
type metrics struct {
	requests            map[string]requestMetrics // by route
	unrouted            requestMetrics            // no route took it
	questions           map[string]questionMetrics
	acks                map[ack]prometheus.Counter
	responseURLFailures map[reason]prometheus.Counter
	running             prometheus.Gauge
	sockets             prometheus.Gauge
	unverified          prometheus.Gauge
}

// requestMetrics are the durations of one route's requests, by outcome.
type requestMetrics map[string]prometheus.Observer

// questionMetrics are the durations of one route's questions, by outcome.
type questionMetrics struct {
	done, failed, cutOff, busy prometheus.Observer
}

// newMetrics registers the metrics.
func newMetrics(r prometheus.Registerer, ready *readiness, socket bool) (*metrics, error) {
	requests := prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name:    "meetingbot_http_request_duration_seconds",
		Help:    "Time until a request from Slack was answered.",
		Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2, 3},
	}, []string{"route", "outcome"})
	questions := prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name:    "meetingbot_question_duration_seconds",
		Help:    "Time until the bot was done with a question.",
		Buckets: []float64{.001, .005, .025, .1, .5, 1, 2, 5, 10, 30, 60, 120},
	}, []string{"route", "outcome"})
	acks := prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "meetingbot_acks_total",
		Help: "Commands and clicks by how the request was acknowledged.",
	}, []string{"how"})
	responseURLFailures := prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "meetingbot_response_url_failures_total",
		Help: "Posts to a response_url that did not arrive, each attempt counted.",
	}, []string{"reason"})
	running := prometheus.NewGauge(prometheus.GaugeOpts{
		Name: "meetingbot_tasks_in_hand",
		Help: "Questions and events in progress.",
	})
	unverified := prometheus.NewGauge(prometheus.GaugeOpts{
		Name: "meetingbot_unverified_body_bytes",
		Help: "Memory of request bodies whose signature is not checked yet.",
	})
	sockets := prometheus.NewGauge(prometheus.GaugeOpts{
		Name: "meetingbot_socket_connections",
		Help: "Connections to Slack over which requests can come, in Socket Mode.",
	})
	collectors := []prometheus.Collector{requests, questions, acks, responseURLFailures, running, unverified}
	if socket {
		collectors = append(collectors, sockets)
	}
	for _, c := range append(collectors, ready.gauges()...) {
		if err := r.Register(c); err != nil {
			return nil, fmt.Errorf("handlers: Registry: %w", err)
		}
	}
	m := &metrics{
		requests:            make(map[string]requestMetrics),
		unrouted:            newRequestMetrics(requests, "other"),
		questions:           make(map[string]questionMetrics),
		acks:                counters(acks, []ack{ackInline, ackLater, ackNoReply, ackAtOnce}),
		responseURLFailures: counters(responseURLFailures, reasons()),
		running:             running,
		unverified:          unverified,
		sockets:             sockets,
	}
	for name, asks := range entrances(socket) {
		m.requests[name] = newRequestMetrics(requests, name)
		if asks {
			m.questions[name] = newQuestionMetrics(questions, name)
		}
	}
	return m, nil
}

// entrances are the ways in, by the name of their route: whether they carry questions.
func entrances(socket bool) map[string]bool {
	all := make(map[string]bool)
	for _, r := range routes() {
		if !socket || !r.isSlacks() {
			all[r.name()] = r.asks
		}
	}
	if socket {
		for _, t := range envelopeTypes() {
			all[t.route] = t.asks
		}
	}
	return all
}

// countAck counts how a request was acknowledged that has been answered with
// reply. A submission can be answered in one way only, so it is not counted.
func (m *metrics) countAck(k bot.Kind, reply bot.Reply) {
	switch {
	case answersOnlyRequest(k):
	case !answersRequest(k):
		m.acks[ackAtOnce].Inc()
	case isEmpty(reply):
		m.acks[ackNoReply].Inc()
	default:
		m.acks[ackInline].Inc()
	}
}

// observe measures a question that the bot has returned from.
func (m questionMetrics) observe(d time.Duration, err error) {
	outcome := m.failed
	switch {
	case err == nil:
		outcome = m.done
	case errors.Is(err, errModalSlow):
		outcome = m.cutOff
	}
	outcome.Observe(d.Seconds())
}

// counters makes a counter for each value of a label.
func counters[L ~string](vec *prometheus.CounterVec, values []L) map[L]prometheus.Counter {
	m := make(map[L]prometheus.Counter, len(values))
	for _, v := range values {
		m[v] = vec.WithLabelValues(string(v))
	}
	return m
}

// newRequestMetrics makes every outcome of a route's requests.
func newRequestMetrics(vec *prometheus.HistogramVec, route string) requestMetrics {
	m := make(requestMetrics)
	for _, outcome := range []string{"ok", "malformed", "unsigned", "not_found", "wrong_method", "too_large", "failed"} {
		m[outcome] = vec.WithLabelValues(route, outcome)
	}
	return m
}

// observe measures one request by what its status means.
func (m requestMetrics) observe(status int, d time.Duration) {
	m[outcomeOf(status)].Observe(d.Seconds())
}

// outcomeOf is the label value for a status.
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

// newQuestionMetrics makes every outcome of a route's questions.
func newQuestionMetrics(vec *prometheus.HistogramVec, route string) questionMetrics {
	return questionMetrics{
		done:   vec.WithLabelValues(route, "done"),
		failed: vec.WithLabelValues(route, "failed"),
		cutOff: vec.WithLabelValues(route, "cut_off"),
		busy:   vec.WithLabelValues(route, "busy"),
	}
}
