// Package task runs work outside the update loop and brings its result back with a ticket: a result
// whose ticket has been overtaken is dropped, and the context of overtaken work is cancelled.
//
// Everything but the work itself happens in the update loop, so nothing here is locked. The
// package knows nothing of Hex or of screens.
package task

import (
	"context"
	"fmt"
	"iter"
	"runtime/debug"

	tea "charm.land/bubbletea/v2"
)

// Runner starts work and applies results. Make it with [New]; use it from the update loop only.
type Runner struct {
	ctx     context.Context
	tickets map[string]*ticket
	queue   []tea.Cmd
	busy    int
}

// ticket is the right of one piece of work to change the model.
type ticket struct {
	key    string
	cancel context.CancelFunc
	over   bool
}

// Result is the message that work sends when it has something to say. Only [Runner.Apply] looks inside.
type Result struct {
	ticket *ticket
	apply  func()
	next   tea.Cmd
	last   bool
}

// New returns a runner whose work ends when ctx does.
func New(ctx context.Context) *Runner {
	return &Runner{ctx: ctx, tickets: map[string]*ticket{}}
}

// Busy is the number of pieces of work under way.
func (r *Runner) Busy() int { return r.busy }

// Running tells whether work with the key is under way.
func (r *Runner) Running(key string) bool {
	t := r.tickets[key]
	return t != nil && !t.over
}

// Cancel ends the work with the key, if there is any; its result will be dropped.
func (r *Runner) Cancel(key string) {
	if t := r.tickets[key]; t != nil {
		t.over = true
		t.cancel()
		delete(r.tickets, key)
	}
}

// Apply lets a result change the model, unless its ticket has been overtaken.
func (r *Runner) Apply(m Result) {
	if m.last {
		r.busy--
	}
	if m.ticket.over {
		if !m.last {
			r.queue = append(r.queue, m.next)
		}
		return
	}
	if m.last {
		r.end(m.ticket)
	} else {
		r.queue = append(r.queue, m.next)
	}
	m.apply()
}

// Take returns the commands that were started since it was last called, for Update to return.
func (r *Runner) Take() tea.Cmd {
	cmds := r.queue
	r.queue = nil
	return tea.Batch(cmds...)
}

// Add queues a command of Bubble Tea's own.
func (r *Runner) Add(cmd tea.Cmd) {
	if cmd != nil {
		r.queue = append(r.queue, cmd)
	}
}

// Do runs work and then done with its outcome, in the update loop. Work that runs under the same key is
// overtaken; an empty key is never overtaken: for writes, which must not be dropped.
func Do[T any](r *Runner, key string, work func(context.Context) (T, error), done func(T, error)) {
	t, ctx := r.begin(key)
	r.queue = append(r.queue, func() tea.Msg {
		v, err := guard(func() (T, error) { return work(ctx) })
		return Result{ticket: t, last: true, apply: func() { done(v, err) }}
	})
}

// Each runs work that yields many values and calls each with every one as it comes, in the update loop, and
// with last set once at the end (with a zero value, and the error if that is what ended it).
func Each[T any](r *Runner, key string, work func(context.Context) iter.Seq2[T, error], each func(v T, err error, last bool)) {
	t, ctx := r.begin(key)
	var next func() (T, error, bool)
	var stop func()
	var step tea.Cmd
	step = func() tea.Msg {
		if next == nil {
			next, stop = iter.Pull2(work(ctx))
		}
		more := false
		v, err := guard(func() (T, error) {
			v, err, ok := next()
			more = ok
			return v, err
		})
		if !more || err != nil || ctx.Err() != nil {
			stop()
			return Result{ticket: t, last: true, apply: func() { each(v, err, true) }}
		}
		return Result{ticket: t, next: step, apply: func() { each(v, nil, false) }}
	}
	r.queue = append(r.queue, step)
}

func (r *Runner) begin(key string) (*ticket, context.Context) {
	if key != "" {
		r.Cancel(key)
	}
	ctx, cancel := context.WithCancel(r.ctx)
	t := &ticket{key: key, cancel: cancel}
	if key != "" {
		r.tickets[key] = t
	}
	r.busy++
	return t, ctx
}

func (r *Runner) end(t *ticket) {
	t.over = true
	t.cancel()
	if r.tickets[t.key] == t {
		delete(r.tickets, t.key)
	}
}

// guard turns a panic in work into an error: the program goes on, and what was typed is still there.
func guard[T any](work func() (T, error)) (v T, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("something broke inside hextui (%v); please report it with this trace: %s", p, debug.Stack())
		}
	}()
	return work()
}
