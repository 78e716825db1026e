// Package pyrun runs Python that nobody vouches for, in the machine's own python3, inside a real sandbox or not at all.
//
// [Find] says which sandbox this machine can make, or why none. A [Sandbox] checks code without running it and runs one
// program in an interpreter of its own, which is started for it and thrown away after it; a [Pool] keeps some of them
// started; a [Session] is one that is talked to until it is closed. A program sees no network, no file but the interpreter's
// own and an empty /tmp, no other process, no variable and no capability; it ends at its limits, and nothing of it is there
// when Run returns.
//
// The room knows nobody here: neither who asks, nor what the code is for.
package pyrun

import (
	"fmt"
	"strings"
	"time"
)

// MaxCode is the most characters (code points, after CRLF became LF) that code may have.
const MaxCode = 50_000

// Limits are what a program may use. A zero field stands for the one of [DefaultLimits].
type Limits struct {
	// Time is how long a program may run, by the clock on the wall.
	Time time.Duration
	// Memory is the most bytes that the program's processes may have together; no single one may address more. Below 64 MB
	// Python itself does not work, so that is the least.
	Memory int64
	// Processes is how many processes and threads it may have at once.
	Processes int
	// Files is the most bytes that its files may have together.
	Files int64
	// Output is the most bytes of standard output and standard error together; a program that writes more is ended.
	Output int64
}

// DefaultLimits are the limits that an empty Limits stands for.
func DefaultLimits() Limits {
	return Limits{Time: time.Minute, Memory: 1 << 30, Processes: 32, Files: 64 << 20, Output: 1 << 20}
}

// filled puts the defaults where nothing is said.
func (l Limits) filled() Limits {
	d := DefaultLimits()
	if l.Time <= 0 {
		l.Time = d.Time
	}
	if l.Memory <= 0 {
		l.Memory = d.Memory
	}
	l.Memory = max(l.Memory, 64<<20)
	if l.Processes <= 0 {
		l.Processes = d.Processes
	}
	if l.Files <= 0 {
		l.Files = d.Files
	}
	if l.Output <= 0 {
		l.Output = d.Output
	}
	return l
}

// Ended says how a program ended.
type Ended string

// The ways a program ends.
const (
	// Finished: it came to its end.
	Finished Ended = "finished"
	// Raised: an exception that nobody caught; its traceback is in the output. A syntax error is one too.
	Raised Ended = "raised"
	// Exited: SystemExit, whose number is in Result.Code.
	Exited Ended = "exited"
	// TimeLimit, MemoryLimit and OutputLimit: it was ended because it used more than it may.
	TimeLimit   Ended = "time limit"
	MemoryLimit Ended = "memory limit"
	OutputLimit Ended = "output limit"
	// Broken: the interpreter itself ended, by a signal or without a word; Result.Code is its exit code, 128 and more
	// for a signal.
	Broken Ended = "broken"
)

// Result is what came of a run.
type Result struct {
	// Output is standard output and standard error in the order written, valid UTF-8, at most Limits.Output bytes.
	Output string
	Ended  Ended
	// Code is the number of SystemExit, or the exit code of a broken interpreter; 0 otherwise.
	Code int
	// Took is the time from handing the program over until all of it had ended.
	Took time.Duration
	// Limits are those that held.
	Limits Limits
}

// Text is the output with a last line that says how the program ended, where the output does not tell: "" for a program
// that wrote nothing and came to its end.
func (r Result) Text() string {
	last := r.Last()
	if last != "" && r.Output != "" && !strings.HasSuffix(r.Output, "\n") {
		return r.Output + "\n" + last
	}
	return r.Output + last
}

// Failed tells whether the program did not end well: all but its end and SystemExit with 0.
func (r Result) Failed() bool { return r.Ended != Finished && (r.Ended != Exited || r.Code != 0) }

// Last is the sentence about the end that the output does not tell, "" where there is nothing to say.
func (r Result) Last() string {
	switch r.Ended {
	case Exited:
		return fmt.Sprintf("SystemExit: %d", r.Code)
	case TimeLimit:
		return fmt.Sprintf("The program was ended at its time limit of %s.", seconds(r.Limits.Time))
	case MemoryLimit:
		return fmt.Sprintf("The program was ended at its memory limit of %s.", size(r.Limits.Memory))
	case OutputLimit:
		return fmt.Sprintf("The program was ended because it wrote more than %s; the rest is left out.", size(r.Limits.Output))
	case Broken:
		if r.Code > 128 {
			return fmt.Sprintf("Python was ended by signal %d.", r.Code-128)
		}
		return fmt.Sprintf("Python ended with exit code %d.", r.Code)
	}
	return ""
}

func seconds(d time.Duration) string {
	if d == time.Second {
		return "1 second"
	}
	return fmt.Sprintf("%g seconds", d.Seconds())
}

func size(n int64) string {
	switch {
	case n >= 1<<30 && n%(1<<30) == 0:
		return fmt.Sprintf("%d GB", n>>30)
	case n >= 1<<20:
		return fmt.Sprintf("%d MB", n>>20)
	case n >= 1<<10:
		return fmt.Sprintf("%d kB", n>>10)
	}
	return fmt.Sprintf("%d bytes", n)
}
