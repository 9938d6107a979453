package reminder

import (
	"fmt"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// topic is what somebody is told beside notices; a metric's label.
type topic string

const (
	topicCancelled topic = "cancelled"
	topicChanged   topic = "changed"
	topicParked    topic = "parked"
)

// metrics is what the engine measures. Every label value exists from the start.
type metrics struct {
	sent     prometheus.Counter
	lateness prometheus.Histogram
	dropped  map[Reason]prometheus.Counter
	parked   map[Reason]prometheus.Counter
	refused  prometheus.Counter
	told     map[topic]prometheus.Counter
}

// tally is what one transaction adds to the metrics.
type tally struct {
	late    []time.Duration // of each notice sent, behind the time it was due
	dropped []Reason
	parked  []Reason
	told    []topic
}

func newMetrics(r prometheus.Registerer) (*metrics, error) {
	sent := prometheus.NewCounter(prometheus.CounterOpts{
		Name: "meetingbot_notices_sent_total",
		Help: "Reminders that were posted.",
	})
	lateness := prometheus.NewHistogram(prometheus.HistogramOpts{
		Name:    "meetingbot_notice_lateness_seconds",
		Help:    "How long after it was due a reminder was posted.",
		Buckets: []float64{1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 86400},
	})
	dropped := prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "meetingbot_notices_dropped_total",
		Help: "Reminders that were due and never posted.",
	}, []string{"reason"})
	parked := prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "meetingbot_subscriptions_parked_total",
		Help: "Subscriptions that cannot be kept until somebody sets them up again.",
	}, []string{"reason"})
	refused := prometheus.NewCounter(prometheus.CounterOpts{
		Name: "meetingbot_notice_refusals_total",
		Help: "Attempts to post a reminder that Slack did not take for now.",
	})
	told := prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "meetingbot_changes_told_total",
		Help: "Messages about meetings that changed and subscriptions that were parked.",
	}, []string{"what"})
	for _, c := range []prometheus.Collector{sent, lateness, dropped, parked, refused, told} {
		if err := r.Register(c); err != nil {
			return nil, fmt.Errorf("reminder: Registry: %w", err)
		}
	}
	return &metrics{
		sent: sent, lateness: lateness, refused: refused,
		dropped: counters(dropped, TooLate, Superseded, Missing, Undelivered, IsParked),
		parked:  counters(parked, NotInvited, Archived, Gone, Revoked, Restricted, AccessLost, AccountLost),
		told:    counters(told, topicCancelled, topicChanged, topicParked),
	}, nil
}

// counters makes a counter for each value of a label.
func counters[L ~string](vec *prometheus.CounterVec, values ...L) map[L]prometheus.Counter {
	m := make(map[L]prometheus.Counter, len(values))
	for _, v := range values {
		m[v] = vec.WithLabelValues(string(v))
	}
	return m
}

// count adds what a transaction did.
func (m *metrics) count(t tally) {
	for _, d := range t.late {
		m.sent.Inc()
		m.lateness.Observe(max(d, 0).Seconds())
	}
	countEach(m.dropped, t.dropped)
	countEach(m.parked, t.parked)
	countEach(m.told, t.told)
}

// countEach counts values; one that is no label's is left out.
func countEach[L ~string](of map[L]prometheus.Counter, values []L) {
	for _, v := range values {
		if c, ok := of[v]; ok {
			c.Inc()
		}
	}
}
