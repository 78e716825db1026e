package emulator

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"time"

	"hextui/hex/emulator/door"
	"hextui/hex/emulator/kernel"
	"hextui/hex/emulator/kernel/sqlite"
	"hextui/hex/emulator/store"
	"hextui/hex/emulator/warehouse"
)

// mostActive is how many runs one user may have at a time.
const mostActive = 25

// previewRows is how many rows of a result GetCellOutput can show, chartRows how
// many a chart can draw.
const (
	previewRows = 500
	chartRows   = 5000
)

// executor runs notebooks in the background, and owns the warehouse they run on.
type executor struct {
	*background
	store *store.Store
	gates *door.Gates
	now   func() time.Time
	made  time.Time // when the workspace was made: its warehouse reaches up to then
	pace  float64
	log   *slog.Logger

	fill    func()        // starts to fill the warehouse, once
	filled  chan struct{} // closed when shop or shopErr is there
	shop    filledWarehouse
	shopErr error

	answered sync.Mutex
	queried  map[string]bool // SQL that has been answered once, for cached results
}

// newExecutor starts to fill the warehouse of a workspace that was made then, unless that is to wait for its first use.
func newExecutor(st *store.Store, g *door.Gates, o Options, made time.Time, seed int64) *executor {
	e := &executor{
		background: newBackground(), store: st, gates: g, now: o.Now, made: made, pace: o.Pace, log: o.Log,
		filled: make(chan struct{}), queried: map[string]bool{},
	}
	e.fill = sync.OnceFunc(func() {
		if e.shopErr = e.ctx.Err(); e.shopErr != nil {
			close(e.filled)
			return
		}
		e.work.Go(func() {
			defer close(e.filled)
			e.shop, e.shopErr = o.fill(e.ctx, warehouse.Options{Seed: uint64(seed), Now: made})
		})
	})
	if !o.Cold {
		e.fill()
	}
	return e
}

// warehouse waits until the warehouse is filled.
func (e *executor) warehouse(ctx context.Context) (filledWarehouse, error) {
	e.fill()
	select {
	case <-e.filled:
		return e.shop, e.shopErr
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (e *executor) close() error {
	e.background.close()
	if e.shop == nil {
		return nil
	}
	return e.shop.Close()
}

// job is a run and what it needs.
type job struct {
	run    store.Run
	cells  []store.Cell
	inputs map[string]any
	place  string // where the outputs go

	cached   bool // whether SQL that was answered before is answered from the cache
	publish  bool // whether success renews the published results
	noKernel bool // whether the run finds no kernel
}

// begin records a run and starts it. It gives store.ErrTooManyRuns when the
// run's user has as many as a user may have; then there is no run.
func (e *executor) begin(ctx context.Context, j job) error {
	return e.background.begin(j.run.ID,
		func() error { return e.store.CreateRun(ctx, j.run, mostActive) },
		func(ctx context.Context) { e.finish(j, e.execute(ctx, j)) })
}

// cancel ends an active run as KILLED and interrupts it. A run that has ended
// gives store.ErrFinished.
func (e *executor) cancel(ctx context.Context, run string) error {
	if err := e.store.EndRun(ctx, run, "KILLED", e.now()); err != nil {
		return err
	}
	e.interrupt(run)
	return nil
}

// errNoKernel says that a run found no kernel.
var errNoKernel = errors.New("no kernel could be allocated")

// execute runs the job's cells. The error is nil, a *kernel.CellError, the
// context's, or the emulator's own trouble.
func (e *executor) execute(ctx context.Context, j job) error {
	if err := e.gates.Wait(ctx, HeldPending); err != nil {
		return err
	}
	if err := sleep(ctx, e.startup(j.run.ID)); err != nil {
		return err
	}
	shop, err := e.warehouse(ctx)
	if err != nil && ctx.Err() == nil {
		e.log.Error("the warehouse could not be filled", "error", err)
	}
	if err != nil || j.noKernel {
		return errors.Join(errNoKernel, err)
	}
	if err := e.store.StartRun(ctx, j.run.ID, e.now()); err != nil {
		return err
	}
	if j.run.Cell == "" {
		if err := e.store.ClearOutputs(ctx, j.place); err != nil {
			return err
		}
	}
	return e.runCells(ctx, shop, j)
}

func (e *executor) runCells(ctx context.Context, shop filledWarehouse, j job) (err error) {
	cells, err := kernelCells(j.cells)
	if err != nil {
		return err
	}
	session := kernel.New(sqlite.Files{URI: shop.URI()}, kernel.Options{Clock: clock{e.now}, Pace: e.pacing(j), RowLimit: chartRows})
	defer func() { err = errors.Join(err, session.Close()) }()
	// A run goes on no further than its outputs could be kept.
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	report := func(event kernel.Event) {
		if event.Kind == kernel.Started {
			// The kernel itself stops when ctx ends.
			_ = e.gates.Wait(ctx, HeldRunning)
			return
		}
		if err := e.keep(ctx, j, event); err != nil {
			cancel(fmt.Errorf("cannot keep the output of cell %s: %w", event.Cell.ID, err))
		}
	}
	if j.run.Cell != "" {
		err = session.RunCell(ctx, cells, j.run.Cell, j.inputs, report)
	} else {
		err = session.Run(ctx, cells, j.inputs, report)
	}
	if cause := context.Cause(ctx); cause != nil && !errors.Is(cause, context.Canceled) {
		return cause
	}
	return err
}

// keep stores what a cell gave.
func (e *executor) keep(ctx context.Context, j job, event kernel.Event) error {
	if event.Result.Failure != nil && event.Result.Failure.Interrupted {
		return nil
	}
	if event.Cell.Kind == kernel.SQL && event.Result.Failure == nil {
		e.answered.Lock()
		e.queried[event.Cell.Source] = true
		e.answered.Unlock()
	}
	if at := slices.IndexFunc(j.cells, func(c store.Cell) bool { return c.StaticID == event.Cell.ID }); at < 0 || j.cells[at].Type != "CHART" {
		event.Result.Table = preview(event.Result.Table)
	}
	output, err := outputOf(event.Result)
	if err != nil || output == nil {
		return err
	}
	return e.store.PutOutput(ctx, j.place, store.Output{StaticID: event.Cell.ID, Run: j.run.ID, Result: output})
}

// finish gives a run its last status, unless it was cancelled meanwhile.
func (e *executor) finish(j job, err error) {
	status, failed := "COMPLETED", (*kernel.CellError)(nil)
	switch {
	case err == nil:
	case errors.Is(err, context.Canceled), errors.Is(err, store.ErrFinished):
		status = "KILLED"
	case errors.Is(err, errNoKernel):
		status = "UNABLE_TO_ALLOCATE_KERNEL"
	case errors.As(err, &failed):
		status = "ERRORED"
	default:
		status = "ERRORED"
		e.log.Error("a run failed for no fault of its cells", "run", j.run.ID, "error", err)
	}
	err = e.store.EndRun(e.ctx, j.run.ID, status, e.now())
	if err == nil && status == "COMPLETED" && j.publish {
		err = e.store.ResultsUpdated(e.ctx, j.run.Project, e.now())
	}
	if err != nil && !errors.Is(err, store.ErrFinished) {
		e.log.Error("a run's end could not be kept", "run", j.run.ID, "error", err)
	}
}
