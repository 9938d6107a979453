package playground

import "time"

// SetLimits switches Slack's rate limits on or off: the tiers of the methods, and
// one message a second in a channel. See
// https://docs.slack.dev/apis/web-api/rate-limits.
func (s *Server) SetLimits(on bool) {
	s.space.mu.Lock()
	defer s.space.mu.Unlock()
	s.space.limited = on
	clear(s.space.paces)
}

// tooFast refuses a call for some seconds.
func tooFast(seconds int) error {
	return &refusal{code: FailRateLimited, retryAfter: seconds}
}

// pace lets a call through, or says how many seconds it has to wait: at most most
// calls with the same key within a period.
func (w *workspace) pace(key string, most int, period time.Duration) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.limited {
		return nil
	}
	now := w.now()
	recent := w.paces[key]
	for len(recent) > 0 && now.Sub(recent[0]) >= period {
		recent = recent[1:]
	}
	if len(recent) >= most {
		w.paces[key] = recent
		wait := period - now.Sub(recent[0])
		return tooFast(int((wait + time.Second - 1) / time.Second))
	}
	w.paces[key] = append(recent, now)
	return nil
}
