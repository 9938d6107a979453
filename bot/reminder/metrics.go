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
	topicSuspended topic = "suspended"
)

// metrics is what the engine measures. Every label value exists from the start.
type metrics struct {
	sent      prometheus.Counter
	lateness  prometheus.Histogram
	dropped   map[Reason]prometheus.Counter
	suspended map[Reason]prometheus.Counter
	refused   prometheus.Counter
	// unconfirmed counts notices that count as sent without an answer.
	unconfirmed prometheus.Counter
	tokens      prometheus.Counter
	posted      map[topic]prometheus.Counter
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
	suspended := prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "meetingbot_subscriptions_suspended_total",
		Help: "Subscriptions that nothing can be posted for at present.",
	}, []string{"reason"})
	refused := prometheus.NewCounter(prometheus.CounterOpts{
		Name: "meetingbot_notice_refusals_total",
		Help: "Attempts to post a reminder that Slack did not take for now.",
	})
	unconfirmed := prometheus.NewCounter(prometheus.CounterOpts{
		Name: "meetingbot_notices_unconfirmed_total",
		Help: "Reminders that were posted and repeated, and Slack never said that it took them.",
	})
	tokens := prometheus.NewCounter(prometheus.CounterOpts{
		Name: "meetingbot_token_refusals_total",
		Help: "How often Slack began to refuse the token of a workspace.",
	})
	posted := prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "meetingbot_changes_posted_total",
		Help: "Messages about meetings that changed and subscriptions that were suspended.",
	}, []string{"what"})
	for _, c := range []prometheus.Collector{sent, lateness, dropped, suspended, refused, unconfirmed, tokens, posted} {
		if err := r.Register(c); err != nil {
			return nil, fmt.Errorf("reminder: Registry: %w", err)
		}
	}
	return &metrics{
		sent: sent, lateness: lateness, refused: refused, unconfirmed: unconfirmed, tokens: tokens,
		dropped:   counters(dropped, TooLate, Superseded, Missing, Undelivered, Suspended, Untrue, Unknown),
		suspended: counters(suspended, NotInvited, Archived, Gone, Revoked, Restricted, AccessLost, AccountLost),
		posted:    counters(posted, topicCancelled, topicChanged, topicSuspended),
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

// countSent counts a notice that was posted so long after it was due.
func (m *metrics) countSent(late time.Duration) {
	m.sent.Inc()
	m.lateness.Observe(max(late, 0).Seconds())
}

// count counts a value; one that is no label's is left out.
func count[L ~string](of map[L]prometheus.Counter, value L) {
	if c, ok := of[value]; ok {
		c.Inc()
	}
}
