package kernel

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"hextui/hex/emulator/kernel/engine"
	"hextui/hex/emulator/kernel/starlark"
	"hextui/hex/emulator/kernel/template"
	"hextui/hex/emulator/sqltext"
)

// Databases opens what the SQL cells of a session run on. sqlite.Files is one.
type Databases interface {
	// Dataframes makes an empty database for the dataframes of a session.
	Dataframes() (engine.Dataframes, error)
	// Connect opens what a data connection leads to. Where the engine can, the dataframes are there too, as a schema of
	// that name.
	Connect(ctx context.Context, connection string, frames engine.Dataframes) (engine.Engine, error)
}

// Options adjust a session. The zero value is right for tests: real clock, no waiting.
type Options struct {
	// Clock defaults to the real one.
	Clock Clock
	// Pace is how long a SQL or CODE cell pretends to take before it works; nil is not at all. See [Realistic].
	Pace func(Cell) time.Duration
	// RowLimit is how many rows of each result are kept; 0 is [DefaultRowLimit].
	RowLimit int
	// Timeout is how long one cell may work, its pace not counted; 0 is [DefaultTimeout].
	Timeout time.Duration
	// Code makes what runs the CODE cells of a session, each of them for [DefaultCodeTimeout]; nil is Starlark, as long as any
	// cell.
	Code func() engine.Code
	// Connection is the data connection of a name, for the queries of code; nil for none.
	Connection func(ctx context.Context, name string) (id string, err error)
}

// ErrClosed is returned by a session that was closed.
var ErrClosed = errors.New("the kernel session is closed")

// Session is one kernel: the variables and dataframes that the cells of one notebook share. Its methods may be called from
// several goroutines; runs wait for each other.
type Session struct {
	databases   Databases
	opts        Options
	codeTimeout time.Duration
	life        context.Context // ends with Close
	end         context.CancelCauseFunc
	turn        chan struct{} // holds one token, taken by whoever runs
	closing     sync.Once
	closed      error // of the databases, set once closing is done

	// What follows belongs to the holder of the turn.

	code     engine.Code // the variables of CODE cells, inputs among them
	frames   *dataframes
	database engine.Dataframes // what dataframe SQL cells run on; nil before the first SQL cell
	opened   map[string]*connected
}

// connected is what a data connection leads to.
type connected struct {
	engine.Engine
	tables map[string]bool // lower case
}

// New makes a session. It is cheap: connections are opened by the first SQL cell. The caller must Close it.
func New(d Databases, opts Options) *Session {
	if opts.Clock == nil {
		opts.Clock = realClock{}
	}
	if opts.RowLimit <= 0 {
		opts.RowLimit = DefaultRowLimit
	}
	if opts.Timeout <= 0 {
		opts.Timeout = DefaultTimeout
	}
	codeTimeout := DefaultCodeTimeout
	if opts.Code == nil {
		opts.Code, codeTimeout = func() engine.Code { return starlark.New() }, opts.Timeout
	}
	s := &Session{databases: d, opts: opts, codeTimeout: codeTimeout, turn: make(chan struct{}, 1)}
	s.clear()
	s.life, s.end = context.WithCancelCause(context.Background())
	s.turn <- struct{}{}
	return s
}

// Run starts from nothing and runs the cells in order, up to the first that fails. inputs are the values of the
// notebook's input parameters by variable name: strings, numbers, bools, nil, and lists and maps of those, as
// encoding/json makes them; all cells see them from the start. onEvent may be nil.
//
// The error is a *[CellError] when a cell failed, the context's cause when ctx ended (the cell at work then finishes with
// an Interrupted failure), [ErrClosed] after Close, or says which input cannot be used.
func (s *Session) Run(ctx context.Context, cells []Cell, inputs map[string]any, onEvent func(Event)) error {
	return s.run(ctx, func() ([]Cell, error) { return cells, s.reset() }, inputs, onEvent)
}

// RunCell runs the cell with the given id after those above it that make a dataframe or variable it needs, directly or
// not; see [Upstream]. What earlier calls left in the session stays visible. Otherwise it is as Run. An unknown id is an
// error.
func (s *Session) RunCell(ctx context.Context, cells []Cell, id string, inputs map[string]any, onEvent func(Event)) error {
	return s.run(ctx, func() ([]Cell, error) {
		needed := Upstream(cells, id, s.code.Names)
		if needed == nil {
			return nil, fmt.Errorf("run a cell: no cell has the id %q", id)
		}
		return needed, nil
	}, inputs, onEvent)
}

// run runs the cells that are chosen once it is their turn.
func (s *Session) run(ctx context.Context, choose func() ([]Cell, error), inputs map[string]any, onEvent func(Event)) (err error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	defer context.AfterFunc(s.life, func() { cancel(ErrClosed) })()
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-s.turn:
		defer func() { s.turn <- struct{}{} }()
	}
	defer func() { err = errors.Join(err, s.disconnect()) }()
	if s.life.Err() != nil {
		return ErrClosed
	}
	cells, err := choose()
	if err != nil {
		return err
	}
	for name, v := range inputs {
		value, err := fromInput(v)
		if err != nil {
			return fmt.Errorf("the input %q cannot be used: %w", name, err)
		}
		s.code.Set(name, value)
		s.frames.drop(name)
	}
	for _, c := range cells {
		if err := s.step(ctx, c, onEvent); err != nil {
			return err
		}
	}
	return nil
}

// step runs one cell between its two events.
func (s *Session) step(ctx context.Context, c Cell, onEvent func(Event)) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if onEvent == nil {
		onEvent = func(Event) {}
	}
	begin := s.opts.Clock.Now()
	onEvent(Event{Kind: Started, Cell: c, At: begin})
	res, err := s.work(ctx, c)
	if err != nil {
		res.Failure = c.failure(ctx, err)
	}
	now := s.opts.Clock.Now()
	res.Elapsed = now.Sub(begin)
	onEvent(Event{Kind: Finished, Cell: c, Result: res, At: now})
	switch {
	case res.Failure == nil:
		return nil
	case ctx.Err() != nil:
		return context.Cause(ctx)
	}
	return &CellError{Cell: c, Failure: *res.Failure}
}

// work is what the kinds of cell do. The result is never nil.
func (s *Session) work(ctx context.Context, c Cell) (*Result, error) {
	if s.opts.Pace != nil && (c.Kind == SQL || c.Kind == Code) {
		if err := s.opts.Clock.Sleep(ctx, s.opts.Pace(c)); err != nil {
			return &Result{}, err
		}
	}
	limit := s.opts.Timeout
	if c.Kind == Code {
		limit = s.codeTimeout
	}
	ctx, cancel := context.WithTimeoutCause(ctx, limit, &timeoutError{limit})
	defer cancel()
	switch c.Kind {
	case SQL:
		return s.runSQL(ctx, c)
	case Code:
		return s.runCode(ctx, c)
	case Markdown:
		_, err := template.Render(ctx, c.Source, s.variables(ctx))
		return &Result{}, err
	}
	return &Result{}, nil
}

// timeoutError ends a cell that works too long.
type timeoutError struct{ after time.Duration }

func (e *timeoutError) Error() string {
	return fmt.Sprintf("the cell was stopped after %v: it may not work longer", e.after)
}

// variables finds variables for a template: of the CODE cells, an input, or a dataframe.
func (s *Session) variables(ctx context.Context) template.Variables {
	return func(name string) (any, bool) {
		if df := s.frames.named(name); df != nil && df.frame != nil {
			return recordsOf(df.frame), true
		}
		return s.code.Value(ctx, name)
	}
}

// reset forgets all variables and dataframes.
func (s *Session) reset() error {
	err := s.closeAll()
	s.clear()
	return err
}

func (s *Session) clear() {
	s.code, s.frames, s.opened, s.database = s.opts.Code(), newDataframes(), map[string]*connected{}, nil
}

// closeAll ends the code and the databases.
func (s *Session) closeAll() error {
	errs := []error{s.code.Close(), s.disconnect()}
	if s.database != nil {
		errs = append(errs, s.database.Close())
	}
	return errors.Join(errs...)
}

// disconnect closes what the data connections of a run lead to: the next may find other ones.
func (s *Session) disconnect() error {
	var errs []error
	for _, c := range s.opened {
		errs = append(errs, c.Close())
	}
	s.opened = map[string]*connected{}
	return errors.Join(errs...)
}

// unstuck leaves the databases where one of them does not stop: the dataframes are put into the next ones.
func (s *Session) unstuck(err error) error {
	var stuck *engine.Stuck
	if !errors.As(err, &stuck) {
		return err
	}
	left := s.disconnect()
	if s.database != nil {
		left = errors.Join(left, s.database.Close())
	}
	s.database = nil
	s.frames.unload()
	return errors.Join(err, left)
}

// Close interrupts what runs, waits for it, and frees the session's memory. It may be called more than once.
func (s *Session) Close() error {
	s.closing.Do(func() {
		s.end(ErrClosed)
		<-s.turn
		s.closed = s.closeAll()
		s.turn <- struct{}{} // whoever waits finds the session closed
	})
	return s.closed
}

// runSQL runs a SQL cell.
func (s *Session) runSQL(ctx context.Context, c Cell) (*Result, error) {
	res := &Result{}
	if c.Connection == "" && !c.DataframeSQL {
		return res, errors.New("this SQL cell has no data connection: choose one for it, or make it a dataframe SQL cell")
	}
	on, err := s.connect(ctx, c)
	if err != nil {
		return res, err
	}
	dialect := on.Dialect()
	q, err := bindSQL(ctx, c.Source, s.variables(ctx), dialect)
	if err != nil {
		return res, err
	}
	res.Notes = q.notes
	if q.empty {
		res.Table = table(&engine.Frame{Columns: []Column{}}, s.opts.RowLimit, 0, true)
		return res, nil
	}
	if dialect.Frames {
		if err := s.load(ctx, dialect.Rules.Names(q.SQL)); err != nil {
			return res, err
		}
	}
	a, err := on.Query(ctx, q.Statement, engine.Want{Rows: s.opts.RowLimit, Whole: c.OutputDataframe != ""})
	if err != nil {
		return res, s.locate(c, q, s.unstuck(err))
	}
	res.Notes = append(res.Notes, s.hidden(c, sqltext.Reads(q.SQL))...)
	res.Table = table(a.Frame, s.opts.RowLimit, a.Total, a.Exact)
	if name := c.OutputDataframe; name != "" {
		s.frames.set(name, a)
		s.code.Forget(name)
	}
	return res, nil
}

// connect is what a SQL cell runs on.
func (s *Session) connect(ctx context.Context, c Cell) (on engine.Engine, err error) {
	if s.database == nil {
		if s.database, err = s.databases.Dataframes(); err != nil {
			return nil, err
		}
	}
	if c.DataframeSQL {
		return s.database, nil
	}
	if known := s.opened[c.Connection]; known != nil {
		return known, nil
	}
	if on, err = s.databases.Connect(ctx, c.Connection, s.database); err != nil {
		return nil, err
	}
	tables, err := on.Tables(ctx)
	if err != nil {
		return nil, errors.Join(err, on.Close())
	}
	made := &connected{on, map[string]bool{}}
	for _, t := range tables {
		made.tables[strings.ToLower(t.Name)] = true
	}
	s.opened[c.Connection] = made
	return made, nil
}

// hidden notes dataframes that the cell reads by the name of a table of its connection, which comes first.
func (s *Session) hidden(c Cell, names map[string]bool) []string {
	var notes []string
	for key := range names {
		if df := s.frames.byName[key]; df != nil && !c.DataframeSQL && s.opened[c.Connection].Dialect().Frames &&
			s.opened[c.Connection].tables[key] {
			const note = "%s is the warehouse's table here, not the dataframe of the same name, which is dataframes.%s"
			notes = append(notes, fmt.Sprintf(note, df.name, df.name))
		}
	}
	slices.Sort(notes)
	return notes
}
