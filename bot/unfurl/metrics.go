package unfurl

import (
	"fmt"

	"github.com/prometheus/client_golang/prometheus"
)

// outcome is what came of one link, or of one message whose links were not looked at;
// a metric's label.
type outcome string

const (
	shown     outcome = "shown"
	noMeeting outcome = "no_meeting" // the link leads to none, or the API does not know it
	denied    outcome = "denied"     // whoever posted it may not look the meeting up
	failed    outcome = "failed"     // for good
	deferred  outcome = "deferred"   // for now
	expired   outcome = "expired"    // it was tried for long enough
)

// metrics is what is measured here. Every label value exists from the start.
type metrics struct {
	links map[outcome]prometheus.Counter
}

func newMetrics(r prometheus.Registerer) (*metrics, error) {
	links := prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "meetingbot_unfurls_total",
		Help: "Links in messages by what came of them.",
	}, []string{"outcome"})
	if err := r.Register(links); err != nil {
		return nil, fmt.Errorf("unfurl: Registry: %w", err)
	}
	m := &metrics{links: make(map[outcome]prometheus.Counter)}
	for _, o := range []outcome{shown, noMeeting, denied, failed, deferred, expired} {
		m.links[o] = links.WithLabelValues(string(o))
	}
	return m, nil
}

func (m *metrics) count(o outcome, links int) { m.links[o].Add(float64(links)) }
