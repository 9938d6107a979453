package reminder

import (
	"context"
	"errors"
	"time"

	"meetingbot/bot/queue"
)

// errSettled ends a job early: there is nothing left to do for it.
var errSettled = errors.New("settled")

// desk is one transaction, at one time.
type desk struct {
	Tx
	now   time.Time
	tally tally // counted once the transaction is kept
}

// inTx runs do in one transaction. An outcome of a job that do returns, which
// is *queue.RetryAfter, *queue.Discard or errSettled, is returned after all that do did has been
// kept; any other error undoes it.
func (e *Engine) inTx(ctx context.Context, do func(*desk) error) error {
	var (
		d       *desk
		outcome error
	)
	err := e.store.InTx(ctx, func(tx Tx) error {
		d = &desk{Tx: tx, now: e.now()}
		outcome = do(d)
		if isOutcome(outcome) {
			return nil
		}
		return outcome
	})
	if err != nil {
		return err
	}
	e.metrics.count(d.tally)
	return outcome
}

func isOutcome(err error) bool {
	_, later := errors.AsType[*queue.RetryAfter](err)
	_, never := errors.AsType[*queue.Discard](err)
	return later || never || errors.Is(err, errSettled)
}

// settledIfGone takes it for granted that what is not there needs no work.
func settledIfGone(err error) error {
	if errors.Is(err, ErrNotFound) {
		return errSettled
	}
	return err
}
