package queue_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"meetingbot/bot/queue"
)

var errBroken = errors.New("broken")

func TestRegistry(t *testing.T) {
	t.Parallel()
	var r queue.Registry
	for kind, err := range map[queue.Kind]error{"ok": nil, "done": fmt.Errorf("early: %w", queue.ErrDone), "fails": errBroken} {
		r.Register(kind, queue.WorkerFunc(func(context.Context, queue.Job) error { return err }))
	}
	if got := r.Kinds(); !slices.Equal(got, []queue.Kind{"done", "fails", "ok"}) || !r.Has("ok") || r.Has("dance") {
		t.Errorf("Kinds() = %v, Has(ok) = %v, Has(dance) = %v", got, r.Has("ok"), r.Has("dance"))
	}
	for kind, want := range map[queue.Kind]error{"ok": nil, "done": nil, "fails": errBroken} {
		if err := r.Work(t.Context(), queue.Job{Kind: kind}); !errors.Is(err, want) {
			t.Errorf("Work(%s) = %v, want %v", kind, err, want)
		}
	}
	if _, discarded := errors.AsType[*queue.Discard](r.Work(t.Context(), queue.Job{Kind: "dance"})); !discarded {
		t.Error("Work of an unknown kind is not discarded")
	}
	defer func() {
		if recover() == nil {
			t.Error("a kind that is registered twice does not panic")
		}
	}()
	r.Register("ok", queue.WorkerFunc(nil))
}

func TestInTxCommitsOutcomes(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		err       error
		committed bool
	}{
		{nil, true},
		{queue.ErrDone, true},
		{&queue.RetryAfter{After: time.Second}, true},
		{fmt.Errorf("because: %w", &queue.Discard{Err: errBroken}), true},
		{errBroken, false},
	} {
		committed := false
		inTx := func(_ context.Context, do func(int) error) error {
			err := do(1)
			committed = err == nil
			return err
		}
		err := queue.InTx(t.Context(), inTx, func(int) error { return tt.err })
		if !errors.Is(err, tt.err) || committed != tt.committed {
			t.Errorf("InTx() = %v, committed %v; want %v, %v", err, committed, tt.err, tt.committed)
		}
	}
	failing := func(context.Context, func(int) error) error { return errBroken }
	if err := queue.InTx(t.Context(), failing, func(int) error { return queue.ErrDone }); !errors.Is(err, errBroken) {
		t.Errorf("InTx() = %v, want that it was not committed", err)
	}
}

func TestWait(t *testing.T) {
	t.Parallel()
	if err := queue.Wait(0, nil); err != nil {
		t.Errorf("Wait(0) = %v, want nil", err)
	}
	if err := queue.Wait(time.Second, errBroken); !errors.Is(err, errBroken) {
		t.Errorf("Wait with an error = %v, want the error", err)
	}
	if r, ok := errors.AsType[*queue.RetryAfter](queue.Wait(time.Second, nil)); !ok || r.After != time.Second {
		t.Errorf("Wait(1 s) = %v, want RetryAfter", r)
	}
}
