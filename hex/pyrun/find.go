package pyrun

import (
	"context"
	"errors"
	"time"
)

// Way is how a sandbox is made.
type Way string

// The ways to make a sandbox.
const (
	// Bubblewrap: by bwrap, with our own system call filter, Landlock and limits inside (Linux).
	Bubblewrap Way = "bubblewrap"
	// Namespaces: by ourselves, with user namespaces, Landlock, a system call filter and limits (Linux).
	Namespaces Way = "namespaces"
	// Seatbelt: by sandbox-exec (macOS).
	Seatbelt Way = "seatbelt"
)

// Options say where to look. The zero value takes python3 from PATH and the best way that works.
type Options struct {
	// Python is the interpreter: a name on PATH or a path, "" for python3.
	Python string
	// Ways are those to try, in this order; nil for all that the system has, the best first.
	Ways []Way
}

// Unavailable says that Python cannot be run here, and how that can be changed. Nothing runs without a sandbox.
type Unavailable struct {
	// Reason is what is missing or failed, a sentence.
	Reason string
	// Help is what to do about it, sentences.
	Help string
}

func (e *Unavailable) Error() string { return e.Reason + " " + e.Help }

// InvalidCode says that code cannot be taken at all: empty, longer than MaxCode, or with a NUL character.
type InvalidCode struct{ Reason string }

func (e *InvalidCode) Error() string { return e.Reason }

// NotAllowed says that code was not run because it uses what it may not.
type NotAllowed struct{ Findings Findings }

func (e *NotAllowed) Error() string {
	return "the code was not run, because it uses what is not allowed: " + e.Findings.String()
}

// Sandbox is a way that works on this machine, tried with its interpreter. It may be used by many at once.
type Sandbox struct{}

// Find looks for an interpreter and for a way to run it in a sandbox, and tries it. The error is an *[Unavailable] where
// there is none.
func Find(ctx context.Context, o Options) (*Sandbox, error) { return nil, errors.ErrUnsupported }

// Way is how the sandbox is made.
func (s *Sandbox) Way() Way { return "" }

// Version is the interpreter's: "3.11.7".
func (s *Sandbox) Version() string { return "" }

// Check parses code with the interpreter that would run it, inside the sandbox, and does not run it. That the code is no
// Python is in the findings. The error is an *[InvalidCode], the context's, or says that the interpreter failed.
func (s *Sandbox) Check(ctx context.Context, code string) (Findings, error) {
	return Findings{}, errors.ErrUnsupported
}

// Run runs code, whatever it uses. The error is an *[InvalidCode], the context's (with what was written until then in the
// result), or says that the interpreter could not be started; how the program ended is no error.
func (s *Sandbox) Run(ctx context.Context, code string, l Limits) (Result, error) {
	return Result{}, errors.ErrUnsupported
}

// RunChecked checks code and runs it in one interpreter, if it uses nothing banned; else the error is a *[NotAllowed].
// Code that is no Python is run, so that the output has Python's own message.
func (s *Sandbox) RunChecked(ctx context.Context, code string, l Limits) (Result, error) {
	return Result{}, errors.ErrUnsupported
}

// Pool keeps interpreters that have started inside their sandbox and wait for a program. Each is used once.
type Pool struct{}

// Stats are the live figures of a pool.
type Stats struct {
	// Warm is how many interpreters wait for a program now; Size how many the pool keeps.
	Warm, Size int
	// Executions is how many programs ran; Average how long they took.
	Executions int
	Average    time.Duration
}

// NewPool begins to warm size interpreters (at least 1) and does not wait for them. At most size programs run at once,
// further ones wait for their turn. Close it.
func NewPool(s *Sandbox, size int, l Limits) *Pool { return &Pool{} }

// Check is [Sandbox.Check] in a warm interpreter.
func (p *Pool) Check(ctx context.Context, code string) (Findings, error) {
	return Findings{}, errors.ErrUnsupported
}

// Run is [Sandbox.Run] in a warm interpreter.
func (p *Pool) Run(ctx context.Context, code string) (Result, error) {
	return Result{}, errors.ErrUnsupported
}

// RunChecked is [Sandbox.RunChecked] in a warm interpreter.
func (p *Pool) RunChecked(ctx context.Context, code string) (Result, error) {
	return Result{}, errors.ErrUnsupported
}

// Stats are the figures of this moment.
func (p *Pool) Stats() Stats { return Stats{} }

// Close ends the waiting interpreters and the running programs, whose callers get an error, and waits for their end.
func (p *Pool) Close() error { return nil }
