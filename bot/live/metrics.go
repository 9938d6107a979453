package live

import (
	"fmt"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// metrics is what the updater measures. Every label value exists from the start.
type metrics struct {
	updates  map[Rank]prometheus.Counter
	lateness map[Rank]prometheus.Observer
	polls    prometheus.Counter
	readings prometheus.Counter
}

func newMetrics(r prometheus.Registerer) (*metrics, error) {
	updates := prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "meetingbot_live_updates_total",
		Help: "Updates of messages that follow their meeting.",
	}, []string{"reason"})
	lateness := prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name:    "meetingbot_live_update_lateness_seconds",
		Help:    "How long after it was wanted a message was updated that follows its meeting.",
		Buckets: []float64{1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600},
	}, []string{"reason"})
	polls := prometheus.NewCounter(prometheus.CounterOpts{
		Name: "meetingbot_live_polls_total",
		Help: "How often it was looked which of the meetings run that a workspace shows.",
	})
	readings := prometheus.NewCounter(prometheus.CounterOpts{
		Name: "meetingbot_live_readings_total",
		Help: "Meetings read because the list of running meetings does not tell about them.",
	})
	for _, c := range []prometheus.Collector{updates, lateness, polls, readings} {
		if err := r.Register(c); err != nil {
			return nil, fmt.Errorf("live: Registry: %w", err)
		}
	}
	m := &metrics{
		updates: make(map[Rank]prometheus.Counter), lateness: make(map[Rank]prometheus.Observer), polls: polls, readings: readings,
	}
	for rank, reason := range map[Rank]string{Ended: "ended", Changed: "changed", Counts: "counts"} {
		m.updates[rank], m.lateness[rank] = updates.WithLabelValues(reason), lateness.WithLabelValues(reason)
	}
	return m, nil
}

// countUpdate counts an update that was made so long after it was wanted.
func (m *metrics) countUpdate(r Rank, late time.Duration) {
	if c, ok := m.updates[r]; ok {
		c.Inc()
		m.lateness[r].Observe(max(late, 0).Seconds())
	}
}
