package playground

import "time"

// SetLimits switches Slack's rate limits on or off: the tiers of the methods, and
// one message a second for each channel. See
// https://docs.slack.dev/apis/web-api/rate-limits.
func (s *Server) SetLimits(on bool) {
	s.workspace.mu.Lock()
	defer s.workspace.mu.Unlock()
	s.workspace.rateLimits = on
	clear(s.workspace.recentCalls)
}

// rateLimited is the error for too many calls, with the seconds to wait.
func rateLimited(seconds int) error {
	return &apiError{code: FailRateLimited, retryAfter: seconds}
}

// limitRate allows at most limit calls with the same key within a period. It returns
// an [*apiError] with the seconds to wait for more.
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
