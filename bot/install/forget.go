package install

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"meetingbot/bot/queue"
	"meetingbot/bot/workspace"
)

// Departure is what Slack says when the app was removed, or tokens were revoked. It may
// come late: after the app was installed again.
type Departure struct {
	workspace.Key
	At time.Time // when it happened, in whole seconds
	// Uninstalled says that the app was removed: all its tokens are revoked.
	Uninstalled bool
	// Bots are the bot users whose tokens were revoked, where the app was not removed.
	Bots []string
}

// maxSkew is how far this machine's clock may be ahead of Slack's. Within it, Slack's
// word about the token decides alone.
const maxSkew = 5 * time.Minute

// concerns reports whether the departure may be that of a grant.
func (d Departure) concerns(g workspace.Grant) bool {
	switch {
	case d.At.Before(g.InstalledAt.Add(-maxSkew)):
		return false // it is that of a former installation
	case d.Uninstalled:
		return true
	default:
		return slices.Contains(d.Bots, g.BotUserID)
	}
}

// Depart has a departure worked on, for certain and soon.
func (e *Engine) Depart(ctx context.Context, d Departure) error {
	if !d.Uninstalled && len(d.Bots) == 0 {
		return nil // a person's token was revoked: the bot has none of those
	}
	payload, err := json.Marshal(d)
	if err != nil {
		return fmt.Errorf("queue a departure: %w", err)
	}
	// Both events come for one removal, in any order: each has its own job.
	job := queue.Job{Kind: ForgetWorkspace, Key: string(payload), Payload: payload, At: e.now(), Priority: priorityForget}
	return e.store.Enqueue(ctx, job)
}

// forget deletes everything of the workspace, or the organisation, that the app has
// left, once Slack has confirmed that the token is dead.
func (e *Engine) forget(ctx context.Context, j queue.Job) error {
	var d Departure
	if err := json.Unmarshal(j.Payload, &d); err != nil {
		return &queue.Discard{Err: fmt.Errorf("read a departure: %w", err)}
	}
	// The workspace's own grant, whatever organisation it names, and the organisation's.
	for _, k := range []workspace.Key{{TeamID: d.TeamID}, {EnterpriseID: d.EnterpriseID}} {
		r, err := e.store.FindGrant(ctx, k)
		if errors.Is(err, workspace.ErrUnknown) {
			continue
		}
		if err != nil {
			return err
		}
		if err := e.forgetDead(ctx, d, r); err != nil {
			return err
		}
	}
	return nil
}

// forgetDead deletes what is of a grant if the departure is the grant's.
func (e *Engine) forgetDead(ctx context.Context, d Departure, r Record) error {
	if !d.concerns(r.Grant) {
		e.log.InfoContext(ctx, "an event about a revoked token is not about this installation", keyAttrs(r.Key)...)
		return nil
	}
	err := e.test(ctx, r)
	switch {
	case err == nil:
		e.log.InfoContext(ctx, "Slack takes the token though it says that it was revoked: nothing is deleted", keyAttrs(r.Key)...)
		return nil
	case !spent(err):
		return fmt.Errorf("ask Slack whether the token of %s is revoked: %w", r.Key, err)
	}
	return e.Remove(ctx, r.Grant)
}

// test asks Slack whether the token of a record works. One that has merely expired is
// renewed before.
func (e *Engine) test(ctx context.Context, r Record) error {
	if e.expiresSoon(r) && !e.now().Before(r.ExpiresAt) {
		_, err := e.refresh(ctx, r)
		return err
	}
	return e.slack.Test(ctx, r.Token)
}

// Remove deletes everything of a workspace, or of those that an organisation's grant
// serves, in bounded transactions, and the grant last: what was cut short is done again.
// A grant that was replaced meanwhile stays.
func (e *Engine) Remove(ctx context.Context, g workspace.Grant) error {
	for {
		n, err := e.store.DeleteRows(ctx, g.Key)
		if err != nil {
			return fmt.Errorf("delete the rows of %s: %w", g.Key, err)
		}
		if n == 0 {
			break
		}
	}
	if err := e.store.DeleteGrant(ctx, g); err != nil {
		return fmt.Errorf("delete the installation of %s: %w", g.Key, err)
	}
	e.changed(g.Key)
	e.log.InfoContext(ctx, "removed from a workspace: all of it is deleted", keyAttrs(g.Key)...)
	return nil
}
