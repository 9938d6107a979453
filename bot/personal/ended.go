package personal

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"meetingbot/bot/access"
	"meetingbot/bot/post"
	"meetingbot/bot/queue"
	"meetingbot/internal/outagelog"
)

const (
	// TellEnded is the kind of the job that tells somebody once that they are told
	// nothing any more. Its key is an Owner's String; its text is stored.
	TellEnded queue.Kind = "personal_ended"
	// endedTries bounds how often Slack is asked to take it.
	endedTries = 10
	// endedPause is the least time between two tries.
	endedPause = 30 * time.Second
)

// turnOff has somebody told nothing any more, and tells them so, unless they have left.
// What they chose of how they are spoken to stays.
func (e *Engine) turnOff(ctx context.Context, who Owner, why access.Denial) error {
	var before, after Settings
	err := e.store.InTx(ctx, func(tx Tx) (err error) {
		before, after, err = e.change(ctx, tx, who, nil, func(s Settings) Settings {
			s.Leads, s.Digest = nil, ""
			return s
		})
		if err != nil || before.Equal(after) || why == access.Deactivated {
			return err
		}
		return tx.Enqueue(ctx, queue.Job{Kind: TellEnded, Key: who.String(), At: e.now(), Priority: priorityDigest})
	})
	if err != nil {
		return fmt.Errorf("turn off what a person is told: %w", err)
	}
	e.choices.note(who, after)
	e.log.LogAttrs(ctx, slog.LevelInfo, "a person is told nothing any more who may look up nothing",
		slog.String("team_id", who.TeamID), slog.String("user_id", who.UserID), slog.String("reason", string(why)))
	return nil
}

// tellEnded tells somebody that they are told nothing any more. It may be posted once
// and be lost rather than come twice.
func (e *Engine) tellEnded(ctx context.Context, j queue.Job) error {
	who, err := parseOwner(j.Key)
	if err != nil {
		return &queue.Discard{Err: err}
	}
	ws, err := e.workspaces.Get(ctx, who.Key)
	if err != nil {
		return unlessUnknown(err)
	}
	to := post.Conversation{Key: who.Key, ChannelID: who.UserID}
	err = e.inTx(ctx, func(tx Tx) error {
		pacing := post.Pacing{Slots: tx, Now: e.now()}
		return queue.Wait(pacing.Take(ctx, to))
	})
	if err != nil {
		return err
	}
	posting, cancel := context.WithTimeout(ctx, postTimeout)
	defer cancel()
	err = e.notifier.PostEnded(posting, ws, who)
	r, ok := errors.AsType[*post.Error](err)
	if err == nil || !ok || r.Unconfirmed || j.Attempt >= endedTries {
		if err != nil {
			e.log.LogAttrs(ctx, slog.LevelWarn, "a person may not know that they are told nothing any more", outagelog.Of("slack_posts"),
				slog.String("team_id", who.TeamID), slog.String("user_id", who.UserID), slog.Any("error", err))
		}
		return nil
	}
	return &queue.RetryAfter{After: max(r.RetryAfter, endedPause)}
}
