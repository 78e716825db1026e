// Package executor is the work behind the requests: it runs notebooks on the kernel and the warehouse, has the analyst answer
// threads, and keeps what came of it in the store.
//
// It knows nothing of HTTP, nor of who asks and what they may: whoever begins work has checked that.
package executor

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
	"hextui/hex/emulator/kernel/engine"
	"hextui/hex/emulator/kernel/python"
	"hextui/hex/emulator/store"
	"hextui/hex/emulator/warehouse"
	"hextui/hex/pyrun"
)

// MostActive is how many runs one user may have at a time.
const MostActive = 25

// PreviewRows is how many rows of a result GetCellOutput can show, chartRows how
// many a chart can draw.
const (
	PreviewRows = 500
	chartRows   = 5000
)

// At what a run can be held by the gates.
const (
	// HeldPending holds runs before they start: they stay PENDING.
	HeldPending = "PENDING"
	// HeldRunning holds runs before each cell: they stay RUNNING.
	HeldRunning = "RUNNING"
)

// Warehouse is the database that cells run on.
type Warehouse interface {
	URI() string
	Tables() []warehouse.Table
	Rows(ctx context.Context, t warehouse.Table, add func(row []any) error) error
	Close() error
}

// Options say what an executor works with.
type Options struct {
	Store *store.Store
	Gates *door.Gates
	Now   func() time.Time
	Pace  float64 // how long work pretends to take: 1 is as in a real workspace, 0 no time at all
	Log   *slog.Logger

	// Made is when the workspace was made: its warehouse reaches up to then, and is made from Seed by Fill, at once or,
	// when Cold, at its first use.
	Made time.Time
	Seed int64
	Fill func(context.Context, warehouse.Options) (Warehouse, error)
	Cold bool

	// Python runs CODE cells in the machine's python3, in its sandbox; Interpreter is another one by its name or path.
	Python      bool
	Interpreter string

	// Local is what the data connection LocalConnection leads to; nil for none.
	Local *Local
}

// LocalConnection is the id of the data connection to local files.
const LocalConnection = "10ca1f11-e5ab-4c0d-8f00-0000000da7a0"

// Executor runs notebooks and answers prompts in the background, and owns the warehouse that they run on.
type Executor struct {
	*background
	o Options

	fill    func()        // starts to fill the warehouse, once
	filled  chan struct{} // closed when shop or shopErr is there
	shop    Warehouse
	shopErr error

	secrets secrets
	typed   typed
	machine python.Machine

	notebooks notebooks
	answered  sync.Mutex
	queried   map[string]bool // SQL that has been answered once, for cached results
}

// New starts to fill the warehouse, unless that is to wait for its first use. The caller must Close the executor.
func New(o Options) *Executor {
	e := &Executor{
		machine: python.Machine{Options: pyrun.Options{Python: o.Interpreter}}, background: newBackground(), o: o,
		filled: make(chan struct{}), queried: map[string]bool{}, secrets: secrets{of: map[string]string{}},
		notebooks: notebooks{open: map[notebookKey]*notebook{}},
	}
	e.fill = sync.OnceFunc(func() {
		if e.shopErr = e.ctx.Err(); e.shopErr != nil {
			close(e.filled)
			return
		}
		e.work.Go(func() {
			defer close(e.filled)
			e.shop, e.shopErr = o.Fill(e.ctx, warehouse.Options{Seed: uint64(o.Seed), Now: o.Made})
		})
	})
	if !o.Cold {
		e.fill()
	}
	return e
}

// Warehouse waits until the warehouse is filled.
func (e *Executor) Warehouse(ctx context.Context) (Warehouse, error) {
	e.fill()
	select {
	case <-e.filled:
		return e.shop, e.shopErr
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// Close interrupts what is being worked on, waits for it, and closes the warehouse.
func (e *Executor) Close() error {
	e.background.close()
	err := errors.Join(e.notebooks.close(), e.typed.close(), e.o.Local.close())
	if e.shop == nil {
		return err
	}
	return errors.Join(err, e.shop.Close())
}

// Job is a run and what it needs.
type Job struct {
	Run    store.Run
	Cells  []store.Cell
	Inputs map[string]any
	Place  string // where the outputs go

	Cached   bool // whether SQL that was answered before is answered from the cache
	Publish  bool // whether success renews the published results
	NoKernel bool // whether the run finds no kernel
}

// Begin records a run and starts it. It gives store.ErrTooManyRuns when the
// run's user has as many as a user may have; then there is no run.
func (e *Executor) Begin(ctx context.Context, j Job) error {
	return e.background.begin(j.Run.ID,
		func() error { return e.o.Store.CreateRun(ctx, j.Run, MostActive) },
		func(ctx context.Context) { e.finish(j, e.execute(ctx, j)) })
}

// Cancel ends an active run as KILLED and interrupts it. A run that has ended
// gives store.ErrFinished.
func (e *Executor) Cancel(ctx context.Context, run string) error {
	if err := e.o.Store.EndRun(ctx, run, "KILLED", e.o.Now()); err != nil {
		return err
	}
	e.interrupt(run)
	return nil
}

// errNoKernel says that a run found no kernel.
var errNoKernel = errors.New("no kernel could be allocated")

// execute runs the job's cells. The error is nil, a *kernel.CellError, the
// context's, or the emulator's own trouble.
func (e *Executor) execute(ctx context.Context, j Job) error {
	if err := e.o.Gates.Wait(ctx, HeldPending); err != nil {
		return err
	}
	if err := sleep(ctx, e.startup(j.Run.ID)); err != nil {
		return err
	}
	shop, err := e.Warehouse(ctx)
	if err != nil && ctx.Err() == nil {
		e.o.Log.Error("the warehouse could not be filled", "error", err)
	}
	if err != nil || j.NoKernel {
		return errors.Join(errNoKernel, err)
	}
	if err := e.o.Store.StartRun(ctx, j.Run.ID, e.o.Now()); err != nil {
		return err
	}
	if j.Run.Cell == "" {
		if err := e.o.Store.ClearOutputs(ctx, j.Place); err != nil {
			return err
		}
	}
	return e.runCells(ctx, shop, j)
}

func (e *Executor) runCells(ctx context.Context, shop Warehouse, j Job) (err error) {
	cells, err := Cells(j.Cells)
	if err != nil {
		return err
	}
	notebook, release, err := e.session(j, shop)
	defer func() { err = errors.Join(err, release()) }()
	if err != nil {
		return err
	}
	// A run goes on no further than its outputs could be kept.
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	report := func(event kernel.Event) {
		if event.Kind == kernel.Started {
			notebook.pace = e.pacing(j)
			// The kernel itself stops when ctx ends.
			_ = e.o.Gates.Wait(ctx, HeldRunning)
			return
		}
		if err := e.keep(ctx, j, event); err != nil {
			cancel(fmt.Errorf("cannot keep the output of cell %s: %w", event.Cell.ID, err))
		}
	}
	if j.Run.Cell != "" {
		err = notebook.session.RunCell(ctx, cells, j.Run.Cell, j.Inputs, report)
	} else {
		err = notebook.session.Run(ctx, cells, j.Inputs, report)
	}
	if cause := context.Cause(ctx); cause != nil && !errors.Is(cause, context.Canceled) {
		return cause
	}
	return err
}

// kernel is how sessions are.
func (e *Executor) kernel() kernel.Options {
	o := kernel.Options{Clock: clock{e.o.Now}, RowLimit: chartRows, Connection: e.connectionNamed}
	if e.o.Python {
		o.Code = func() engine.Code { return python.New(e.machine.Start) }
	}
	return o
}

// keep stores what a cell gave.
func (e *Executor) keep(ctx context.Context, j Job, event kernel.Event) error {
	if event.Result.Failure != nil && event.Result.Failure.Interrupted {
		return nil
	}
	if event.Cell.Kind == kernel.SQL && event.Result.Failure == nil {
		e.answered.Lock()
		e.queried[event.Cell.Source] = true
		e.answered.Unlock()
	}
	if at := slices.IndexFunc(j.Cells, func(c store.Cell) bool { return c.StaticID == event.Cell.ID }); at < 0 ||
		j.Cells[at].Type != "CHART" {
		event.Result.Table = preview(event.Result.Table)
	}
	if e.o.Python && event.Cell.Kind == kernel.Code {
		if err := e.keepFigures(ctx, j, event); err != nil {
			return err
		}
		event.Result.Table = printed(event.Result)
	}
	output, err := outputOf(event.Result)
	if err == nil && output == nil {
		return e.o.Store.DropOutput(ctx, j.Place, event.Cell.ID) // of a run before, which may have failed
	}
	if err != nil {
		return err
	}
	return e.o.Store.PutOutput(ctx, j.Place, store.Output{StaticID: event.Cell.ID, Run: j.Run.ID, Result: output})
}

// finish gives a run its last status, unless it was cancelled meanwhile.
func (e *Executor) finish(j Job, err error) {
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
		e.o.Log.Error("a run failed for no fault of its cells", "run", j.Run.ID, "error", err)
	}
	err = e.o.Store.EndRun(e.ctx, j.Run.ID, status, e.o.Now())
	if err == nil && status == "COMPLETED" && j.Publish {
		err = e.o.Store.ResultsUpdated(e.ctx, j.Run.Project, e.o.Now())
	}
	if err != nil && !errors.Is(err, store.ErrFinished) {
		e.o.Log.Error("a run's end could not be kept", "run", j.Run.ID, "error", err)
	}
}
