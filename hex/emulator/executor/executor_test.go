package executor_test

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"time"

	"hextui/hex/emulator/door"
	"hextui/hex/emulator/executor"
	"hextui/hex/emulator/store"
	"hextui/hex/emulator/warehouse"
)

// What is begun after the executor was closed is refused before it is recorded, and the warehouse is not filled for it.
func TestNothingBeginsOnceClosed(t *testing.T) {
	t.Parallel()
	state, _, err := store.Open(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	defer state.Close()
	e := executor.New(executor.Options{
		Store: state, Gates: door.NewGates(), Now: time.Now, Log: slog.New(slog.DiscardHandler), Cold: true,
		Fill: func(context.Context, warehouse.Options) (executor.Warehouse, error) {
			t.Error("the warehouse is filled")
			return nil, errors.ErrUnsupported
		},
	})
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	select {
	case <-e.Done():
	default:
		t.Error("it is closed and not done")
	}
	err = e.Answer("thread", "revenue", nil, func() error { t.Error("the prompt is recorded"); return nil })
	if !errors.Is(err, executor.ErrClosing) {
		t.Errorf("a prompt is refused with %v", err)
	}
	if err := e.Begin(t.Context(), executor.Job{Run: store.Run{ID: "run"}}); !errors.Is(err, executor.ErrClosing) {
		t.Errorf("a run is refused with %v", err)
	}
	if _, err := e.Warehouse(t.Context()); !errors.Is(err, context.Canceled) {
		t.Errorf("the warehouse is %v", err)
	}
	if err := e.Settled(t.Context()); err != nil {
		t.Error(err)
	}
}
