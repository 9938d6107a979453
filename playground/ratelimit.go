package playground

import "time"

// SetLimits switches Slack's rate limits on or off: the tiers of the methods, and
// one message a second in a channel. See
// https://docs.slack.dev/apis/web-api/rate-limits.
func (s *Server) SetLimits(on bool) {
	s.workspace.mu.Lock()
	defer s.workspace.mu.Unlock()
	s.workspace.rateLimits = on
	clear(s.workspace.recentCalls)
}

// rateLimited refuses a call for some seconds.
func rateLimited(seconds int) error {
	return &apiError{code: FailRateLimited, retryAfter: seconds}
}

// limitRate lets a call through, or says how many seconds it has to wait: at most most
// calls with the same key within a period.
func (w *workspace) limitRate(key string, limit int, period time.Duration) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.rateLimits {
		return nil
	}
	now := w.now()
	recent := w.recentCalls[key]
	for len(recent) > 0 && now.Sub(recent[0]) >= period {
		recent = recent[1:]
	}
	if len(recent) >= limit {
		w.recentCalls[key] = recent
		wait := period - now.Sub(recent[0])
		return rateLimited(int((wait + time.Second - 1) / time.Second))
	}
	w.recentCalls[key] = append(recent, now)
	return nil
}
