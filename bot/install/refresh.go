package install

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"meetingbot/bot/queue"
	"meetingbot/bot/workspace"
	"meetingbot/internal/outagelog"
	"meetingbot/internal/secret"
)

const (
	// refreshAhead is how long before a token expires the next one is asked for. The
	// token works until then, so whoever has it in hand can go on using it.
	refreshAhead = 2 * time.Hour
	// refreshEvery is how often tokens are looked for that nobody uses.
	refreshEvery = 10 * time.Minute
	// refreshTimeout bounds one call to Slack, and refreshClaim is how long nobody else
	// makes it: longer than the call and storing what it gave.
	refreshTimeout = 10 * time.Second
	refreshClaim   = 30 * time.Second
	// refreshPoll is how often it is looked whether another process has stored the next
	// token, where this one has expired.
	refreshPoll = 200 * time.Millisecond
	// maxRefreshed is how many tokens one job renews, and refreshBudget how long it
	// takes at most.
	maxRefreshed  = 100
	refreshBudget = 15 * time.Second
)

// errExpired says that a token has expired and there is no next one yet.
var errExpired = errors.New("the token has expired, and Slack has not given the next one")

// Find returns what serves a workspace, or workspace.ErrUnknown. A token that expires
// soon is renewed before.
func (e *Engine) Find(ctx context.Context, k workspace.Key) (Record, error) {
	for {
		r, err := e.store.FindGrant(ctx, k)
		if err != nil || !e.expiresSoon(r) {
			return r, err
		}
		next, err := e.refresh(ctx, r)
		switch {
		case err == nil:
			return next, nil
		case e.now().Before(r.ExpiresAt):
			return r, nil // it is good for a while, and there is time to try again
		case !errors.Is(err, errClaimed):
			return Record{}, fmt.Errorf("%w: %w", errExpired, err)
		}
		select {
		case <-time.After(refreshPoll):
		case <-ctx.Done():
			return Record{}, fmt.Errorf("%w: %w", errExpired, context.Cause(ctx))
		}
	}
}

// expiresSoon reports whether the next token of a record should be asked for. One that
// Slack refuses to renew is used as it is: what it is used for is refused, then.
func (e *Engine) expiresSoon(r Record) bool {
	return !r.ExpiresAt.IsZero() && r.RefreshToken != "" && !r.RefreshRefused && r.ExpiresAt.Sub(e.now()) < refreshAhead
}

// errClaimed says that somebody else is asking for the next token.
var errClaimed = errors.New("the token is being renewed")

// refresh trades the refresh token of a record, which can be done once, and returns
// what is stored then. Slack is asked outside of any transaction: a claim keeps others
// from it.
func (e *Engine) refresh(ctx context.Context, r Record) (Record, error) {
	claimed, err := e.store.ClaimRefresh(ctx, r, e.now(), e.now().Add(refreshClaim))
	if err != nil {
		return Record{}, err
	}
	if !claimed {
		return Record{}, errClaimed
	}
	// Whoever waits for it may give up; what Slack gives must be stored all the same.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), refreshClaim)
	defer cancel()
	next, err := e.trade(ctx, r.RefreshToken)
	if err == nil {
		err = e.keep(ctx, r, next)
	} else {
		err = errors.Join(err, e.noteRefusal(ctx, r, err))
	}
	if err != nil {
		return Record{}, err
	}
	return e.store.GetGrant(ctx, r.Key)
}

// trade asks Slack for the next tokens.
func (e *Engine) trade(ctx context.Context, refreshToken secret.Secret) (Tokens, error) {
	ctx, cancel := context.WithTimeout(ctx, refreshTimeout)
	defer cancel()
	asked := e.now()
	resp, err := e.slack.Refresh(ctx, refreshToken)
	if err != nil {
		return Tokens{}, fmt.Errorf("ask Slack for the next token: %w", err)
	}
	if resp.AccessToken == "" {
		return Tokens{}, errors.New("ask Slack for the next token: the answer has none")
	}
	next := Tokens{
		Token: secret.Secret(resp.AccessToken), RefreshToken: secret.Secret(resp.RefreshToken),
		Scopes: strings.FieldsFunc(resp.Scope, func(r rune) bool { return r == ',' || r == ' ' }),
	}
	if resp.ExpiresIn > 0 {
		next.ExpiresAt = asked.Add(time.Duration(resp.ExpiresIn) * time.Second)
	}
	return next, nil
}

// keep stores the next tokens before anybody uses them. It tries again while that
// fails: the former refresh token is spent.
func (e *Engine) keep(ctx context.Context, r Record, next Tokens) error {
	for {
		err := e.store.ReplaceToken(ctx, r, next)
		if err == nil {
			e.changed(r.Key)
			return nil
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(refreshPoll):
		}
	}
}

// noteRefusal notes that Slack gave no next token. A refusal that stands is logged
// once, and no more is asked until the app is installed again.
func (e *Engine) noteRefusal(ctx context.Context, r Record, why error) error {
	attrs := append(keyAttrs(r.Key), slog.String("error", why.Error()))
	if !spent(why) {
		e.log.WarnContext(ctx, "token not renewed for now", append(attrs, outagelog.Of("slack_tokens"))...)
		return e.store.EndRefresh(ctx, r, time.Time{})
	}
	if err := e.store.EndRefresh(ctx, r, e.now()); err != nil {
		return err
	}
	e.log.ErrorContext(ctx, "Slack refuses to renew the token: install the app in the workspace again", attrs...)
	return nil
}

// refreshAll renews tokens that expire soon, so that those last that nobody uses.
func (e *Engine) refreshAll(ctx context.Context, _ queue.Job) error {
	began := time.Now()
	keys, err := e.store.Expiring(ctx, e.now().Add(refreshAhead), maxRefreshed)
	if err != nil {
		return err
	}
	var failed []error
	for _, k := range keys {
		if time.Since(began) > refreshBudget {
			failed = append(failed, &queue.RetryAfter{After: time.Second})
			break
		}
		r, err := e.store.GetGrant(ctx, k)
		if err == nil && e.expiresSoon(r) {
			_, err = e.refresh(ctx, r)
		}
		if err != nil && !errors.Is(err, errClaimed) && !errors.Is(err, workspace.ErrUnknown) && !spent(err) {
			failed = append(failed, fmt.Errorf("renew the token of %s: %w", k, err))
		}
	}
	return errors.Join(failed...)
}
