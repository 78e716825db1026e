package python

import (
	"context"
	"crypto/rand"
	_ "embed"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"maps"
	"sync"
	"time"

	"hextui/hex/emulator/kernel/engine"
	"hextui/hex/pyrun"
)

// program is what runs in the process.
//
//go:embed kernel.py
var program string

const (
	// MaxSource is how many bytes a cell may have.
	MaxSource = 1 << 20
	// heed is how long a process has to stop what it does when it is interrupted, which is repeated meanwhile: what comes before
	// the cell has begun does nothing.
	heed, again = 800 * time.Millisecond, 250 * time.Millisecond
	// flush is how long what was printed may take to come.
	flush = time.Second
)

// Process is a python3 that runs the kernel's program; [pyrun.Session] is one.
type Process interface {
	Requests() io.Writer
	Answers() io.Reader
	Output() io.Reader
	// Interrupt raises KeyboardInterrupt in what runs.
	Interrupt()
	// End ends the process; whoever reads comes to the end.
	End()
	// Close is End, and says how it ended.
	Close() pyrun.Result
}

// Start starts a process.
type Start func(ctx context.Context) (Process, error)

// Kernel runs the cells of one notebook.
type Kernel struct {
	start   Start
	process Process // nil before the first cell, and after it ended
	talk    *talk
	output  *output
	reading sync.WaitGroup

	set     map[string]any // the values that were given from outside
	pending map[string]any // those of them that the process has not got yet
	forget  map[string]bool
	shapes  map[string]engine.Shape
}

// New is a kernel without a process: it starts with the first cell.
func New(start Start) *Kernel {
	return &Kernel{
		start: start, set: map[string]any{}, pending: map[string]any{}, forget: map[string]bool{}, shapes: map[string]engine.Shape{},
	}
}

// Set gives a variable a value.
func (k *Kernel) Set(name string, value any) {
	k.set[name], k.pending[name] = value, value
	delete(k.shapes, name)
	delete(k.forget, name)
}

// Forget takes a variable away.
func (k *Kernel) Forget(name string) {
	delete(k.set, name)
	delete(k.pending, name)
	delete(k.shapes, name)
	k.forget[name] = true
}

// Shapes are those of all variables, as the last cell left them.
func (k *Kernel) Shapes() map[string]engine.Shape { return k.shapes }

// Run runs a cell.
func (k *Kernel) Run(ctx context.Context, s engine.Source) (engine.Output, error) {
	if len(s.Text) > MaxSource {
		return engine.Output{}, fmt.Errorf("the CODE cell has %d bytes; at most %d are run", len(s.Text), MaxSource)
	}
	if err := k.begin(ctx); err != nil {
		return engine.Output{}, err
	}
	r := runRequest{Cell: s.Cell, Source: s.Text, Set: k.pending, Mark: "\x00" + rand.Text() + "\x00"}
	for name := range k.forget {
		r.Forget = append(r.Forget, name)
	}
	var frames []*engine.Frame
	for _, name := range words(s.Text) {
		_, there := k.shapes[name]
		if _, given := k.pending[name]; there || given {
			continue
		}
		if f := s.Notebook.Frame(name); f != nil {
			r.Frames, frames = append(r.Frames, name), append(frames, f)
		}
	}
	k.output.begin(r.Mark)
	var made engine.Output
	err := k.during(ctx, func() (err error) {
		made, err = k.cell(ctx, r, frames, s.Notebook)
		return err
	})
	made.Printed = k.output.all()
	var full *fullError
	if errors.As(err, &full) {
		if k.process != nil {
			k.drop()
		}
		return made, full.failure
	}
	return made, err
}

// fullError is the failure of a cell that used up the memory of its session and keeps it.
type fullError struct{ failure *engine.Failure }

func (e *fullError) Error() string { return e.failure.Message }

// begin makes sure that there is a process.
func (k *Kernel) begin(ctx context.Context) error {
	if k.process != nil {
		return nil
	}
	process, err := k.start(ctx)
	if err != nil {
		return err
	}
	k.process, k.talk, k.output = process, newTalk(process.Requests(), process.Answers()), &output{}
	out := k.output
	k.reading.Go(func() { out.read(process.Output()) })
	k.pending, k.forget = maps.Clone(k.set), map[string]bool{}
	return nil
}

// cell has a cell run, answers what it asks, and reads what it came to.
func (k *Kernel) cell(ctx context.Context, r runRequest, frames []*engine.Frame, notebook engine.Notebook) (engine.Output, error) {
	if err := k.talk.say(request{Run: &r}); err != nil {
		return engine.Output{}, err
	}
	for _, f := range frames {
		if err := k.talk.sayFrame(f); err != nil {
			return engine.Output{}, err
		}
	}
	k.pending, k.forget = map[string]any{}, map[string]bool{}
	for {
		a, err := k.talk.hear(maxLine)
		switch {
		case err != nil:
			return engine.Output{}, err
		case a.Done != nil:
			return k.finish(a.Done)
		case a.Query != nil:
			frame, wrong := notebook.Query(ctx, a.Query.Connection, a.Query.SQL)
			err = k.reply(frame, wrong)
		case a.Connected != nil:
			err = k.reply(nil, notebook.Connected(ctx, *a.Connected))
		default:
			err = broken("it wrote an answer to no question")
		}
		if err != nil {
			return engine.Output{}, err
		}
	}
}

// reply answers a question of a cell's.
func (k *Kernel) reply(frame *engine.Frame, wrong error) error {
	switch {
	case wrong != nil:
		says := wrong.Error()
		return k.talk.say(answer{Error: &says})
	case frame != nil:
		return k.talk.sayFrame(frame)
	}
	return k.talk.say(answer{})
}

// finish reads what follows the end of a cell.
func (k *Kernel) finish(d *done) (out engine.Output, err error) {
	select {
	case <-k.output.seen:
	case <-time.After(flush): // the cell closed it
	}
	k.shapes = map[string]engine.Shape{}
	for shape, names := range map[engine.Shape][]string{
		engine.Rows: d.Shapes.Rows, engine.Empty: d.Shapes.Empty, engine.NoRows: d.Shapes.Other,
	} {
		for _, name := range names {
			k.shapes[name] = shape
		}
	}
	if d.Figures < 0 || d.Figures > maxFigures {
		return out, broken("it drew %d figures", d.Figures)
	}
	for range d.Figures {
		a, err := k.talk.hear(maxFigure + maxFigure/2)
		if err != nil {
			return out, err
		}
		if a.Figure == nil {
			return out, broken("a figure is missing")
		}
		picture, err := base64.StdEncoding.DecodeString(*a.Figure)
		if err != nil || len(picture) > maxFigure {
			return out, broken("it wrote a figure that is none")
		}
		out.Figures = append(out.Figures, picture)
	}
	if d.Table {
		if out.Rows, err = k.frame(); err != nil {
			return out, err
		}
		out.Total = max(d.Total, len(out.Rows.Rows))
	}
	switch {
	case d.Failure == nil:
		return out, nil
	case !d.Full:
		return out, bounded(d.Failure)
	}
	failure := bounded(d.Failure)
	failure.Message += ". Its variables hold nearly all of that, so Python was ended." + gone
	return out, &fullError{failure}
}

// gone is what the end of a process means.
const gone = " The variables of the session are gone; the next run starts a new Python."

// Limits of what is told of a failure.
const (
	maxMessage = 8 << 10
	maxCalls   = 500
)

// bounded is a failure that is no larger than it should be.
func bounded(f *engine.Failure) *engine.Failure {
	out := &engine.Failure{Message: oneLine(f.Message, maxMessage)}
	for _, c := range f.Calls[:min(len(f.Calls), maxCalls)] {
		out.Calls = append(out.Calls, engine.Call{Cell: oneLine(c.Cell, maxName), Line: c.Line, Function: oneLine(c.Function, maxName)})
	}
	return out
}

// frame reads a frame, or why there is none.
func (k *Kernel) frame() (*engine.Frame, error) {
	a, err := k.talk.hear(maxLine)
	switch {
	case err != nil:
		return nil, err
	case a.Error != nil:
		return nil, &refused{oneLine(*a.Error, maxMessage)}
	case a.Frame == nil:
		return nil, broken("a frame is missing")
	}
	return k.talk.hearFrame(*a.Frame)
}

// refused is why a variable is no frame or no value; the kernel goes on.
type refused struct{ why string }

func (e *refused) Error() string { return e.why }

// Frame is a variable that is rows.
func (k *Kernel) Frame(ctx context.Context, name string) (f *engine.Frame, err error) {
	if k.process == nil {
		return nil, fmt.Errorf("the variable %s is gone with the Python that had it: run the cell that makes it again", name)
	}
	err = k.during(ctx, func() error {
		if err := k.talk.say(request{Frame: name}); err != nil {
			return err
		}
		f, err = k.frame()
		return err
	})
	return f, err
}

// Value is a variable as templates have it.
func (k *Kernel) Value(ctx context.Context, name string) (v any, ok bool) {
	if v, ok := k.pending[name]; ok {
		return v, true
	}
	if _, there := k.shapes[name]; k.process == nil || !there {
		v, ok := k.set[name]
		return v, ok && k.process == nil
	}
	err := k.during(ctx, func() error {
		if err := k.talk.say(request{Value: name}); err != nil {
			return err
		}
		a, err := k.talk.hear(maxLine + maxLine)
		switch {
		case err != nil:
			return err
		case a.Error != nil:
			return &refused{oneLine(*a.Error, maxMessage)}
		}
		v, err = readTemplate(a.Value)
		return err
	})
	return v, err == nil
}

// during lets f talk to the process. When ctx ends, the process is interrupted, and ended where it does not heed that. An error
// of the talk ends it too.
func (k *Kernel) during(ctx context.Context, f func() error) error {
	process := k.process
	finished, ended := make(chan struct{}), make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		defer close(ended)
		stop := time.After(heed)
		for {
			process.Interrupt()
			select {
			case <-finished:
				return
			case <-stop:
				process.End()
				return
			case <-time.After(again):
			}
		}
	})
	err := f()
	close(finished)
	if !stop() {
		<-ended
	}
	var (
		failed *engine.Failure
		no     *refused
		full   *fullError
	)
	switch {
	case err == nil, errors.As(err, &failed), errors.As(err, &no), errors.As(err, &full):
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		return err
	}
	how := k.drop()
	if ctx.Err() != nil {
		return fmt.Errorf("%w. It did not heed that, so Python was ended, and its variables are gone", context.Cause(ctx))
	}
	return &engine.Failure{Message: died(err, how)}
}

// died says how a process ended.
func died(err error, how pyrun.Result) string {
	var cheat *wrong
	switch says := how.Last(); {
	case errors.As(err, &cheat):
		return "Python was ended, because it did not keep to the words of its kernel: " + cheat.what + "." + gone
	case says != "":
		return says + gone
	}
	return "Python ended while the cell ran." + gone
}

// drop ends the process and forgets what it had.
func (k *Kernel) drop() pyrun.Result {
	k.process.End()
	k.reading.Wait()
	how := k.process.Close()
	k.process, k.talk, k.shapes = nil, nil, map[string]engine.Shape{}
	return how
}

// Close ends the process.
func (k *Kernel) Close() error {
	if k.process != nil {
		k.drop()
	}
	return nil
}
