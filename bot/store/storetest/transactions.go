package storetest

import (
	"context"
	"errors"
	"testing"

	"meetingbot/bot/reminder"
)

func testTransactions(t *testing.T, b bench) {
	t.Run("what was done is kept", func(t *testing.T) {
		s := subscription(anywhere(), "1")
		b.in(t, func(ctx context.Context, tx reminder.Tx) error { return tx.PutSubscription(ctx, s) })
		b.in(t, func(ctx context.Context, tx reminder.Tx) error {
			got, err := tx.GetSubscription(ctx, s.ID)
			same(t, "the subscription", got, keptSubscription(s))
			return err
		})
	})
	t.Run("a transaction sees what it did", func(t *testing.T) {
		s := subscription(anywhere(), "1")
		b.in(t, func(ctx context.Context, tx reminder.Tx) error {
			if err := tx.PutSubscription(ctx, s); err != nil {
				return err
			}
			_, err := tx.GetSubscription(ctx, s.ID)
			return err
		})
	})
	t.Run("an error undoes all of it and comes back", func(t *testing.T) {
		s, boom := subscription(anywhere(), "1"), errors.New("boom")
		err := b.opened.Store.InTx(t.Context(), func(tx reminder.Tx) error {
			return errors.Join(tx.PutSubscription(t.Context(), s), boom)
		})
		if !errors.Is(err, boom) {
			t.Errorf("InTx() = %v, want what do returned", err)
		}
		b.in(t, func(ctx context.Context, tx reminder.Tx) error {
			_, err := tx.GetSubscription(ctx, s.ID)
			gone(t, "GetSubscription() after the error", err)
			return nil
		})
	})
	t.Run("a context that ended does nothing", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		s := subscription(anywhere(), "1")
		if err := b.opened.Store.InTx(ctx, func(tx reminder.Tx) error { return tx.PutSubscription(ctx, s) }); err == nil {
			t.Error("InTx() with a context that ended = nil, want an error")
		}
		b.in(t, func(ctx context.Context, tx reminder.Tx) error {
			_, err := tx.GetSubscription(ctx, s.ID)
			gone(t, "GetSubscription() after the context ended", err)
			return nil
		})
	})
}
