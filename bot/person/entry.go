package person

import (
	"errors"
	"time"

	"github.com/slack-go/slack"
)

// How long Slack is left alone after it has failed to say who somebody is of
// whom nothing is known: they wait for it. Each time twice as long.
const (
	firstBackoff = time.Second
	maxBackoff   = 5 * time.Second
)

// refusedFor is how long Slack is not asked again about somebody whom it does
// not show. They may have been added by then.
const refusedFor = time.Minute

// entry is what is remembered of a user; it never changes.
type entry struct {
	facts    facts
	learnt   time.Time // when Slack said so, zero when it never did
	until    time.Time // Slack is not asked again before
	failures int       // calls that failed in a row, while nothing is known
	changed  bool      // since it was learnt
}

// known reports whether Slack has ever said who the user is.
func (e *entry) known() bool { return !e.learnt.IsZero() }

// remembered is what is remembered of a user, never nil.
func (d *Directory) remembered(userID string) *entry {
	e, ok := d.known.Get(userID)
	switch {
	case !ok:
		return &entry{}
	case e.known() && d.o.Now().Sub(e.learnt) >= d.o.Keep:
		return &entry{until: e.until}
	}
	return e
}

// next is what is remembered of a user after an answer or a failure. Of an
// answer that does not show them only the language and the zone are kept that
// they had before.
func (d *Directory) next(last *entry, f facts, err error) *entry {
	now := d.o.Now()
	switch {
	case err == nil:
		return &entry{facts: f, learnt: now, until: now.Add(d.o.Fresh)}
	case refused(err):
		nobody := facts{accountType: Unseen, language: last.facts.language, zone: last.facts.zone}
		return &entry{facts: nobody, learnt: now, until: now.Add(refusedFor)}
	}
	next := *last
	backoff := d.o.Backoff
	if !last.known() {
		backoff = min(backoff, firstBackoff<<last.failures, maxBackoff)
		next.failures = min(last.failures+1, 8)
	}
	next.until = now.Add(max(backoff, retryAfter(err)))
	return &next
}

// retryAfter is how long Slack asks to be left alone, 0 when it does not.
func retryAfter(err error) time.Duration {
	if limited, ok := errors.AsType[*slack.RateLimitedError](err); ok {
		return limited.RetryAfter
	}
	return 0
}
