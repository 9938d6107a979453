package storetest

import (
	"context"
	"errors"
	"testing"
)

func testTransactions(t *testing.T, b bench) {
	t.Run("what was done is kept", func(t *testing.T) {
		s := subscription(anywhere(), "1")
		b.in(t, func(ctx context.Context, tx tx) error { return tx.PutSubscription(ctx, s) })
		b.in(t, func(ctx context.Context, tx tx) error {
			got, err := tx.GetSubscription(ctx, s.ID)
			same(t, "the subscription", got, keptSubscription(s))
			return err
		})
	})
	t.Run("a transaction sees what it did", func(t *testing.T) {
		s := subscription(anywhere(), "1")
		b.in(t, func(ctx context.Context, tx tx) error {
			if err := tx.PutSubscription(ctx, s); err != nil {
				return err
			}
			_, err := tx.GetSubscription(ctx, s.ID)
			return err
		})
	})
	t.Run("an error undoes all of it and comes back", func(t *testing.T) {
		s, boom := subscription(anywhere(), "1"), errors.New("boom")
		err := b.inTx(t.Context(), func(tx tx) error {
			return errors.Join(tx.PutSubscription(t.Context(), s), boom)
		})
		if !errors.Is(err, boom) {
			t.Errorf("InTx() = %v, want what do returned", err)
		}
		b.in(t, func(ctx context.Context, tx tx) error {
			_, err := tx.GetSubscription(ctx, s.ID)
			gone(t, "GetSubscription() after the error", err)
			return nil
		})
	})
	t.Run("what is to be called after the end is called once, if it was committed", func(t *testing.T) {
		var calls []string
		err := b.inTx(t.Context(), func(tx tx) error {
			tx.OnCommit(func() { calls = append(calls, "undone") })
			return errors.New("boom")
		})
		if err == nil {
			t.Error("InTx() = nil, want an error")
		}
		b.in(t, func(_ context.Context, tx tx) error {
			tx.OnCommit(func() { calls = append(calls, "first") })
			tx.OnCommit(func() { calls = append(calls, "second") })
			same(t, "what is called within the transaction", len(calls), 0)
			return nil
		})
		same(t, "what is called", calls, []string{"first", "second"})
	})
	t.Run("a context that ended does nothing", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		s := subscription(anywhere(), "1")
		if err := b.inTx(ctx, func(tx tx) error { return tx.PutSubscription(ctx, s) }); err == nil {
			t.Error("InTx() with a context that ended = nil, want an error")
		}
		b.in(t, func(ctx context.Context, tx tx) error {
			_, err := tx.GetSubscription(ctx, s.ID)
			gone(t, "GetSubscription() after the context ended", err)
			return nil
		})
	})
}
