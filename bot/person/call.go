package person

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"golang.org/x/sync/errgroup"

	"meetingbot/internal/outagelog"
)

// call is one call of Slack that everybody who asks about the same user waits
// for.
type call struct {
	done     chan struct{} // closed when it has succeeded or failed
	cancel   context.CancelFunc
	outdated bool // the user has changed since it began
}

// call joins the call about a user that is running, or makes one. It returns nil
// after Close, and while Slack asks not to be called.
func (d *Directory) call(ctx context.Context, userID string) *call {
	d.mu.Lock()
	defer d.mu.Unlock()
	if c := d.calls[userID]; c != nil {
		return c
	}
	if d.closed || d.o.Now().Before(d.paused) {
		return nil
	}
	// The first caller may give up; the answer is still wanted by others.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), d.o.Timeout)
	c := &call{done: make(chan struct{}), cancel: cancel}
	d.calls[userID] = c
	d.running.Go(func() {
		defer cancel()
		f, err := d.ask(ctx, userID)
		d.finish(userID, c, f, err)
	})
	return c
}

// finish keeps the result of a call and wakes those who wait for it.
func (d *Directory) finish(userID string, c *call, f facts, err error) {
	d.pause(err)
	d.mu.Lock()
	defer d.mu.Unlock()
	defer close(c.done)
	delete(d.calls, userID)
	next := d.next(d.remembered(userID), f, err)
	if c.outdated {
		next.until, next.changed = time.Time{}, true
	}
	d.known.Put(userID, next, d.o.Keep)
}

// wait waits for a call, at most until ctx ends. For news of somebody who is
// known it waits no longer than Options.WaitForNews, and not for all the time that
// is left to answer.
func (d *Directory) wait(ctx context.Context, c *call, e *entry) {
	if e.known() && !e.changed {
		wait := d.o.WaitForNews
		if deadline, ok := ctx.Deadline(); ok {
			wait = min(wait, time.Until(deadline)/2)
		}
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, wait)
		defer cancel()
	}
	select {
	case <-c.done:
	case <-ctx.Done():
	}
}

// ask asks Slack who a user is and, once, where the app is installed. An error
// is logged.
func (d *Directory) ask(ctx context.Context, userID string) (facts, error) {
	f, err := d.askBoth(ctx, userID)
	if err == nil {
		return f, nil
	}
	attrs := []slog.Attr{
		slog.String("user_id", userID), slog.String("reason", reason(err)), slog.Bool("refused", refused(err)),
	}
	if !refused(err) {
		attrs = append(attrs, outagelog.Of("slack_users"))
	}
	d.o.Logger.LogAttrs(ctx, slog.LevelWarn, "slack did not say who a user is", attrs...)
	return f, err
}

func (d *Directory) askBoth(ctx context.Context, userID string) (facts, error) {
	var h home
	var homeAsk errgroup.Group
	homeAsk.Go(func() (err error) {
		h, err = d.askHome(ctx)
		return err
	})
	u, err := d.users.GetUserInfoContext(ctx, userID)
	homeErr := homeAsk.Wait()
	switch {
	case err != nil:
		return facts{}, fmt.Errorf("users.info: %w", err)
	case u == nil || u.ID == "" || u.TeamID == "":
		return facts{}, errNoUser
	case homeErr != nil && !unserved(homeErr):
		return facts{}, homeErr
	}
	return factsOf(u, h), nil
}

// askHome finds out where the app is installed, which a token never changes.
// Requests may name the workspace of the person who acts instead, where two share
// a channel.
func (d *Directory) askHome(ctx context.Context) (home, error) {
	if h := d.home.Load(); h != nil {
		return *h, nil
	}
	h, err, _ := d.homeAsk.Do("", func() (any, error) {
		r, err := d.users.AuthTestContext(ctx)
		switch {
		case err != nil:
			return home{}, fmt.Errorf("auth.test: %w", &tokenError{err})
		case r == nil || r.TeamID == "" && r.EnterpriseID == "":
			return home{}, fmt.Errorf("auth.test: %w", &tokenError{errNoHome})
		}
		h := home{enterpriseID: r.EnterpriseID, teamID: r.TeamID}
		if h.teamID == h.enterpriseID {
			h.teamID = "" // the organisation stands for its workspaces
		}
		d.home.Store(&h)
		return h, nil
	})
	at, _ := h.(home)
	return at, err
}

// Home says where the app is installed, false while that is not known: nobody has been
// asked about yet. It never waits. An organisation-wide installation has no team.
func (d *Directory) Home() (enterpriseID, teamID string, known bool) {
	h := d.home.Load()
	if h == nil {
		return "", "", false
	}
	return h.enterpriseID, h.teamID, true
}

// mayAsk reports whether Slack may be called now.
func (d *Directory) mayAsk() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return !d.closed && !d.o.Now().Before(d.paused)
}

// pause leaves Slack alone for as long as it asks: its limits are those of the
// whole workspace.
func (d *Directory) pause(err error) {
	wait := retryAfter(err)
	if wait <= 0 {
		return
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if until := d.o.Now().Add(wait); until.After(d.paused) {
		d.paused = until
	}
}

func (d *Directory) pausedUntil() time.Time {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.paused
}

var (
	errNoUser = errors.New("the answer has no user")
	errNoHome = errors.New("the answer names no workspace")
)
