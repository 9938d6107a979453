package reminder

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"meetingbot/bot/post"
	"meetingbot/bot/queue"
	"meetingbot/bot/workspace"
)

const (
	// minTokenPause and maxTokenPause bound the pause before a token is tested that
	// Slack refused. They are shorter than what post.Pacing believes.
	minTokenPause = 15 * time.Second
	maxTokenPause = 110 * time.Second
	// tokenLead is how long after a test something is posted again, so that the test
	// goes first.
	tokenLead = 2 * time.Second
	// tokenSettled is how long a token must have worked until its refusal is
	// forgotten: a test may pass though what is posted is refused.
	tokenSettled = 5 * time.Minute
	// tokenTimeout bounds one test.
	tokenTimeout = 10 * time.Second
)

// TokenRefusal says that Slack refuses the token of a workspace. Nothing is posted
// there meanwhile; it ends by itself.
type TokenRefusal struct {
	Since     time.Time // when it was refused first
	RefusedAt time.Time // when it was refused last
}

// pause is how long to wait before the token is tested: ever longer.
func (r TokenRefusal) pause() time.Duration {
	return min(max(r.RefusedAt.Sub(r.Since)/4, minTokenPause), maxTokenPause)
}

// refuseToken notes that Slack refuses the token of a workspace. Until a test, for
// which there is a job, nothing is posted or updated there. It returns how long
// that is.
func (t *txn) refuseToken(ctx context.Context, k workspace.Key, cause error) (time.Duration, error) {
	r, err := t.GetTokenRefusal(ctx, k)
	switch {
	case errors.Is(err, ErrNotFound):
		r.Since = t.now
		t.OnCommit(func() {
			t.metrics.tokens.Inc()
			t.log.ErrorContext(ctx, "Slack refuses the token: nothing is posted in the workspace until it takes it again",
				slog.String("team_id", k.TeamID), slog.String("error", cause.Error()))
		})
	case err != nil:
		return 0, err
	}
	r.RefusedAt = t.now
	if err := t.PutTokenRefusal(ctx, k, r); err != nil {
		return 0, err
	}
	wait := r.pause() + tokenLead
	if _, err := t.pacing().ApplyRetryAfter(ctx, post.Conversation{Key: k}, &post.Error{RetryAfter: wait, Workspace: true}); err != nil {
		return 0, err
	}
	if _, err := t.pacing().BlockUpdates(ctx, k, wait); err != nil {
		return 0, err
	}
	test := queue.Job{Kind: TestToken, Key: k.EnterpriseID + "/" + k.TeamID, At: t.now.Add(r.pause()), Priority: priorityNotice}
	return wait, t.Enqueue(ctx, test)
}

// testToken tests the token of a workspace that was refused, until it has worked
// for a while.
func (e *Engine) testToken(ctx context.Context, j queue.Job) error {
	enterprise, team, _ := strings.Cut(j.Key, "/")
	k := workspace.Key{EnterpriseID: enterprise, TeamID: team}
	ws, err := e.workspaces.Get(ctx, k)
	switch {
	case errors.Is(err, workspace.ErrUnknown):
		return e.inTx(ctx, func(t *txn) error { return t.DeleteTokenRefusal(ctx, k) })
	case err != nil:
		return fmt.Errorf("find workspace %s: %w", team, err)
	}
	testing, cancel := context.WithTimeout(ctx, tokenTimeout)
	defer cancel()
	err = e.notifier.Test(testing, ws)
	return e.inTx(ctx, func(t *txn) error { return t.onTokenTest(ctx, k, err) })
}

// onTokenTest decides what the answer to a test means, and when the next one is.
func (t *txn) onTokenTest(ctx context.Context, k workspace.Key, answer error) error {
	r, err := t.GetTokenRefusal(ctx, k)
	if err != nil {
		return doneIfNotFound(err)
	}
	refused, _ := errors.AsType[*post.Error](answer)
	switch left := tokenSettled - t.now.Sub(r.RefusedAt); {
	case refused != nil && refused.Reason == post.Revoked:
		wait, err := t.refuseToken(ctx, k, refused)
		return queue.Wait(wait-tokenLead, err)
	case answer != nil:
		return &queue.RetryAfter{After: r.pause()} // Slack did not say
	case left > 0:
		return &queue.RetryAfter{After: left}
	}
	t.OnCommit(func() {
		t.log.InfoContext(ctx, "Slack takes the token again", slog.String("team_id", k.TeamID))
	})
	return t.DeleteTokenRefusal(ctx, k)
}
