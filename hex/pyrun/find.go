package pyrun

import (
	"context"
	_ "embed"
	"fmt"
	"os"
	"strings"
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
	return "The code was not run, because it uses what is not allowed: " + e.Findings.String() + "."
}

// Sandbox is a way that works on this machine, tried with its interpreter. It may be used by many at once.
type Sandbox struct {
	way    Way
	python python
	maker  maker
}

// maker makes sandboxes in one way.
type maker interface {
	// command is what starts an interpreter in a sandbox whose files may have so many bytes together.
	command(files int64) (command, error)
}

// Way is how the sandbox is made.
func (s *Sandbox) Way() Way { return s.way }

// Version is the interpreter's: "3.11.7".
func (s *Sandbox) Version() string { return s.python.Version }

// marker is the one variable in the environment of the inside of a sandbox until it starts python. A program that finds
// it here was started as an inside, but its main function did not call [Enter].
const marker = "PYRUN_INSIDE"

// Find looks for an interpreter and for a way to run it in a sandbox, and tries it: a program in it must find the walls
// that this room promises. The error is an *[Unavailable] where there is none, or the context's.
func Find(ctx context.Context, o Options) (*Sandbox, error) {
	if os.Getenv(marker) != "" {
		return nil, &Unavailable{
			Reason: "This program was started as the inside of a sandbox and did not become it.",
			Help:   "Its main function must call pyrun.Enter first.",
		}
	}
	py, err := findPython(ctx, o.Python)
	if err != nil {
		return nil, err
	}
	ways := o.Ways
	if ways == nil {
		ways = systemWays
	}
	var reasons []string
	for _, way := range ways {
		made, err := newMaker(way, py)
		s := &Sandbox{way: way, python: py, maker: made}
		if err == nil {
			err = s.prove(ctx)
		}
		switch {
		case err == nil:
			return s, nil
		case ctx.Err() != nil:
			return nil, fmt.Errorf("the search for a sandbox was ended: %w", context.Cause(ctx))
		}
		reasons = append(reasons, fmt.Sprintf("%s: %s", way, strings.TrimSuffix(firstLine(err.Error()), ".")))
	}
	if len(reasons) == 0 {
		reasons = []string{"this system has none that hextui knows"}
	}
	return nil, &Unavailable{"Python cannot be run here, because no sandbox can be made (" + strings.Join(reasons, "; ") + ").", systemHelp}
}

// proof is a program that must find itself shut in.
//
//go:embed proof.py
var proof string

// prove runs a program that looks for holes.
func (s *Sandbox) prove(ctx context.Context) error {
	home, _ := os.UserHomeDir() // without one it looks for root's
	if home == "/" {
		home = ""
	}
	result, err := s.Run(ctx, fmt.Sprintf("HOME = %q\n%s", home, proof), Limits{Time: startTime})
	switch {
	case err != nil:
		return err
	case result.Ended != Finished || result.Output != "":
		return fmt.Errorf("a program in it was not shut in: %s", lastLine(result.Text()))
	}
	return nil
}

func firstLine(s string) string {
	s, _, _ = strings.Cut(strings.TrimSpace(s), "\n")
	return s
}

func lastLine(s string) string {
	lines := strings.Split(strings.TrimSpace(s), "\n")
	return lines[len(lines)-1]
}
