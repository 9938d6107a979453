package playground_test

import (
	"bytes"
	"context"
	"fmt"
	"strconv"
	"sync"
	"testing"

	"github.com/slack-go/slack"

	"meetingbot/playground"
)

// TestConcurrency uses all functions concurrently. It relies on the race detector
// and checks that timestamps are unique.
func TestConcurrency(t *testing.T) {
	t.Parallel()
	b := setup(t)
	client := b.client()
	ts := b.postBlocks(t, `[{"type":"actions","block_id":"b","elements":[{"type":"static_select","action_id":"a",`+choices+`}]}]`)
	var all sync.WaitGroup
	for _, p := range b.People() {
		all.Go(func() {
			for i := range 10 {
				_ = b.Say(t.Context(), p.ID, playground.ChannelID, "hi "+strconv.Itoa(i))
				_ = b.Click(t.Context(), p.ID, ts, "a", "b")
				_ = b.Submit(t.Context(), p.ID)
				_ = b.CloseView(t.Context(), p.ID)
			}
		})
	}
	work := []func(ctx context.Context) error{
		func(ctx context.Context) error {
			_, _, err := client.PostMessageContext(ctx, playground.ChannelID, slack.MsgOptionText("hi", false))
			return err
		},
		func(ctx context.Context) error {
			if err := b.Say(ctx, playground.UserID, playground.SecretChannelID, "/meeting 1"); err != nil {
				return fmt.Errorf("say: %w", err)
			}
			trigger := b.app.lastRequest().form.Get("trigger_id")
			v, err := client.OpenViewContext(ctx, trigger, formModal("x"))
			if err == nil {
				_, _ = client.UpdateViewContext(ctx, formModal("y"), "", "", v.ID)
			}
			return nil // another click may have been the newest
		},
		func(context.Context) error { return b.Save(new(bytes.Buffer)) },
		func(context.Context) error { return b.Invite(playground.OpenChannelID, playground.GuestID) },
		func(context.Context) error { return b.Remove(playground.OpenChannelID, playground.GuestID) },
		func(context.Context) error {
			b.Messages(playground.ChannelID, playground.UserID)
			b.Views(playground.UserID)
			b.Calls("")
			b.Values(playground.UserID, ts)
			return nil
		},
	}
	for _, f := range work {
		all.Go(func() {
			for range 10 {
				if err := f(t.Context()); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	seen := map[string]bool{}
	for _, m := range b.Messages(playground.ChannelID, playground.UserID) {
		if seen[m.TS] {
			t.Errorf("two messages have the timestamp %s, want each its own", m.TS)
		}
		seen[m.TS] = true
	}
	if len(seen) != 61 {
		t.Errorf("%d messages, want those of five people, of the app, and the first", len(seen))
	}
}

// TestTimeline_DropsOldest fills one channel, which drops its oldest message only.
func TestTimeline_DropsOldest(t *testing.T) {
	t.Parallel()
	b := setup(t)
	if err := b.Say(t.Context(), playground.UserID, playground.PrivateChannelID, "elsewhere"); err != nil {
		t.Fatal(err)
	}
	for i := range 1001 {
		b.say(t, strconv.Itoa(i))
	}
	all := b.Messages(playground.ChannelID, playground.UserID)
	if len(all) != 1000 || all[0].Text != "1" || len(b.Messages(playground.PrivateChannelID, playground.UserID)) != 1 {
		t.Errorf("%d messages from %q on, want the newest thousand, and the one elsewhere", len(all), all[0].Text)
	}
}
