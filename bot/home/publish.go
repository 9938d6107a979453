package home

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"meetingbot/bot/post"
	"meetingbot/bot/queue"
	"meetingbot/bot/workspace"
)

// publishTimeout bounds one call to Slack.
const publishTimeout = 10 * time.Second

// maxAttempts is how often a Home tab is tried that fails: it is shown anew when it
// is opened next.
const maxAttempts = 8

// publish shows a person's Home tab as things stand, unless it shows that already. It
// comes back when time changes it, as long as somebody looks.
func (e *Engine) publish(ctx context.Context, j queue.Job) error {
	who, err := parseViewer(j.Key)
	if err != nil {
		return &queue.Discard{Err: err}
	}
	v, err := e.get(ctx, who)
	switch {
	case errors.Is(err, ErrNotFound):
		return nil
	case err != nil:
		return err
	}
	if wait := v.PublishedAt.Add(gap).Sub(e.now()); wait > 0 && wait <= gap {
		return &queue.RetryAfter{After: wait}
	}
	ws, err := e.workspaces.Get(ctx, who.Key)
	switch {
	case errors.Is(err, workspace.ErrUnknown):
		return nil // the app was removed
	case err != nil:
		return fmt.Errorf("find the workspace of a Home tab: %w", err)
	}
	shown, err := e.show(ctx, ws, v)
	if err != nil {
		return e.onError(ctx, j, who, err)
	}
	return e.note(ctx, v, shown)
}

func (e *Engine) get(ctx context.Context, who Viewer) (v View, err error) {
	err = e.store.InTx(ctx, func(tx Tx) error {
		v, err = tx.GetView(ctx, who)
		return err
	})
	return v, err
}

// shown is what a Home tab has come to show.
type shown struct {
	published    bool // just now
	hash, digest string
	changesAt    time.Time
}

// show publishes what is not shown yet. Where Slack shows something else than was
// published last, it is made anew and published all the same.
func (e *Engine) show(ctx context.Context, ws workspace.Workspace, v View) (shown, error) {
	s, err := e.showOver(ctx, ws, v, e.waitForSlot)
	if errors.Is(err, post.ErrHomeChanged) {
		v.Hash, v.Digest = "", ""
		return e.showOver(ctx, ws, v, func(context.Context, View) error { return nil }) // it has had its slot
	}
	return s, err
}

// showOver publishes what is not shown yet over what is known to be, unless wait says
// that it has to wait.
func (e *Engine) showOver(ctx context.Context, ws workspace.Workspace, v View, wait func(context.Context, View) error) (shown, error) {
	r, err := e.renderer.Render(ctx, ws, v.UserID)
	if err != nil {
		return shown{}, fmt.Errorf("make a Home tab: %w", err)
	}
	s := shown{hash: v.Hash, changesAt: r.ChangesAt}
	if s.digest, err = digest(r); err != nil || s.digest == v.Digest {
		return s, err
	}
	if err := wait(ctx, v); err != nil {
		return s, err
	}
	ctx, cancel := context.WithTimeout(ctx, publishTimeout)
	defer cancel()
	s.published = true
	s.hash, err = post.PublishHome(ctx, ws.Jobs, v.UserID, v.Hash, r.View)
	return s, err
}

// waitForSlot has a view wait for its slot among those of its workspace, which is
// reserved once and kept with it. When it has come, the view is made anew.
func (e *Engine) waitForSlot(ctx context.Context, v View) error {
	return queue.InTx(ctx, e.store.InTx, func(tx Tx) error {
		now := e.now()
		slot, err := post.Pacing{Slots: tx, Now: now}.HomeSlot(ctx, v.Key, v.SlotAt)
		if err != nil || slot.IsZero() {
			return err
		}
		stored, err := tx.GetView(ctx, v.Viewer)
		if err != nil {
			return err
		}
		stored.SlotAt = slot
		if err := tx.PutView(ctx, stored); err != nil {
			return err
		}
		return &queue.RetryAfter{After: slot.Sub(now)}
	})
}

// digest tells what one Home tab shows from what another one does.
func digest(r Rendered) (string, error) {
	raw, err := json.Marshal(r.View)
	if err != nil {
		return "", fmt.Errorf("write a Home tab: %w", err)
	}
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:16]), nil
}

// note stores what is shown, and says when to look again.
func (e *Engine) note(ctx context.Context, before View, s shown) error {
	return queue.InTx(ctx, e.store.InTx, func(tx Tx) error {
		v, err := tx.GetView(ctx, before.Viewer)
		switch {
		case errors.Is(err, ErrNotFound):
			return nil
		case err != nil:
			return err
		}
		now := e.now()
		waited := !v.SlotAt.IsZero()
		v.SlotAt = time.Time{}
		if s.published {
			v.Hash, v.Digest, v.PublishedAt = s.hash, s.digest, now
		}
		if s.published || waited {
			if err := tx.PutView(ctx, v); err != nil {
				return err
			}
		}
		if s.changesAt.IsZero() || s.changesAt.Sub(v.OpenedAt) > looksFor {
			return nil
		}
		return &queue.RetryAfter{After: max(s.changesAt.Sub(now), gap)}
	})
}

// onError decides what becomes of a Home tab that could not be shown.
func (e *Engine) onError(ctx context.Context, j queue.Job, who Viewer, cause error) error {
	refused, _ := errors.AsType[*post.Error](cause)
	switch {
	case errors.Is(cause, post.ErrNoHome):
		if e.without.Add(who.EnterpriseID+"/"+who.TeamID, struct{}{}, withoutLife) {
			e.log.WarnContext(ctx, "the app has no Home tab: switch it on in its configuration",
				slog.String("enterprise_id", who.EnterpriseID), slog.String("team_id", who.TeamID))
		}
		return nil
	case queue.IsOutcome(cause):
		return cause
	case refused != nil && refused.RetryAfter > 0:
		return queue.InTx(ctx, e.store.InTx, func(tx Tx) error {
			return queue.Wait(post.Pacing{Slots: tx, Now: e.now()}.BlockHomes(ctx, who.Key, refused.RetryAfter))
		})
	case refused != nil && refused.Reason != "":
		e.log.InfoContext(ctx, "a Home tab was refused",
			slog.String("team_id", who.TeamID), slog.String("user_id", who.UserID), slog.String("error", cause.Error()))
		return nil
	case j.Attempt >= maxAttempts:
		return &queue.Discard{Err: cause}
	}
	return cause
}
