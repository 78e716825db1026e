package pyrun

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"syscall"
	"time"
	"unicode/utf8"
)

// checkTime is how long the check of code may take.
const checkTime = 10 * time.Second

// Check parses code with the interpreter that would run it, inside the sandbox, and does not run it. That the code is no
// Python is in the findings. The error is an *[InvalidCode], the context's, or says that the interpreter failed.
func (s *Sandbox) Check(ctx context.Context, code string) (Findings, error) {
	i, err := s.cold(ctx, code, DefaultLimits())
	if err != nil {
		return Findings{}, err
	}
	return i.check(ctx, code, Limits{})
}

// Run runs code, whatever it uses. The error is an *[InvalidCode], the context's (with what was written until then in the
// result), or says that the interpreter could not be started; how the program ended is no error.
func (s *Sandbox) Run(ctx context.Context, code string, l Limits) (Result, error) {
	i, err := s.cold(ctx, code, l.filled())
	if err != nil {
		return Result{}, err
	}
	return i.run(ctx, code, false, l)
}

// RunChecked checks code and runs it in one interpreter, if it uses nothing banned; else the error is a *[NotAllowed].
// Code that is no Python is run, so that the output has Python's own message.
func (s *Sandbox) RunChecked(ctx context.Context, code string, l Limits) (Result, error) {
	i, err := s.cold(ctx, code, l.filled())
	if err != nil {
		return Result{}, err
	}
	return i.run(ctx, code, true, l)
}

// cold starts an interpreter for code.
func (s *Sandbox) cold(ctx context.Context, code string, l Limits) (*interpreter, error) {
	if _, err := normal(code); err != nil {
		return nil, err
	}
	i, err := s.start(ctx, l.Files)
	if err != nil {
		return nil, fmt.Errorf("the interpreter could not be started in its sandbox: %w", err)
	}
	return i, nil
}

// normal is code as Python gets it: lines end with LF, and there is no byte order mark.
func normal(code string) (string, error) {
	code = strings.ReplaceAll(strings.TrimPrefix(code, "\ufeff"), "\r\n", "\n")
	switch n := utf8.RuneCountInString(code); {
	case strings.TrimSpace(code) == "":
		return "", &InvalidCode{"There is no code to run."}
	case n > MaxCode:
		return "", &InvalidCode{fmt.Sprintf("The code has %d characters; at most %d are run.", n, MaxCode)}
	case strings.ContainsRune(code, 0):
		return "", &InvalidCode{"The code has a NUL character in it, which Python does not take."}
	}
	return code, nil
}

// check uses the interpreter up.
func (i *interpreter) check(ctx context.Context, code string, l Limits) (Findings, error) {
	l.Time = checkTime
	done, err := i.use(ctx, request{Code: code, Check: true}, l)
	switch {
	case err != nil:
		return Findings{}, err
	case done.findings == nil:
		return Findings{}, fmt.Errorf("the interpreter ended while it parsed the code: %s", done.result.Text())
	}
	return *done.findings, nil
}

// run uses the interpreter up.
func (i *interpreter) run(ctx context.Context, code string, checked bool, l Limits) (Result, error) {
	done, err := i.use(ctx, request{Code: code, Check: checked, Run: true}, l)
	if err == nil && checked && done.findings != nil && done.findings.Banned() {
		return Result{}, &NotAllowed{Findings: *done.findings}
	}
	return done.result, err
}

// usage is what came of an interpreter's one request.
type usage struct {
	result   Result
	findings *Findings
}

// errGone says that an interpreter had ended before it got its request.
var errGone = errors.New("the interpreter ended before it got the program")

// use asks an interpreter for its one answer, holds it to its limits, and stops it.
func (i *interpreter) use(ctx context.Context, r request, l Limits) (usage, error) {
	defer i.stop()
	var err error
	if r.Code, err = normal(r.Code); err != nil {
		return usage{}, err
	}
	l = l.filled()
	r.limit(l)
	began := time.Now()
	if err := i.ask(ctx, r, l.Time); err != nil && ctx.Err() != nil {
		return usage{}, fmt.Errorf("the program was not run: %w", context.Cause(ctx))
	} else if err != nil {
		return usage{}, fmt.Errorf("%w: %w", errGone, err)
	}
	var (
		group  sync.WaitGroup
		output = gather{limit: l.Output, over: make(chan struct{})}
		last   answer
		found  *Findings
	)
	group.Go(func() { output.read(i.output) })
	group.Go(func() { last, found = i.rest() })
	ended, err := i.hold(ctx, l, output.over)
	i.end()
	group.Wait()
	if ended == "" && output.exceeded() {
		ended = OutputLimit
	}
	result := Result{Output: output.text(), Took: time.Since(began), Limits: l}
	result.Ended, result.Code = verdict(ended, last, i.cmd.ProcessState.Sys())
	return usage{result, found}, err
}

// hold waits until the program ends or must be ended, and says for which limit; "" where it ended by itself.
func (i *interpreter) hold(ctx context.Context, l Limits, over <-chan struct{}) (Ended, error) {
	timer := time.NewTimer(l.Time)
	defer timer.Stop()
	watch := time.NewTicker(watchEvery)
	defer watch.Stop()
	for {
		select {
		case <-i.done:
			return "", nil
		case <-over:
			return OutputLimit, nil
		case <-timer.C:
			return TimeLimit, nil
		case <-ctx.Done():
			return Broken, fmt.Errorf("the program was ended: %w", context.Cause(ctx))
		case <-watch.C:
			if memoryOf(i.cmd.Process.Pid, l.Memory) > l.Memory {
				return MemoryLimit, nil
			}
		}
	}
}

// verdict says how a program ended, from the limit that ended it, its own last word, and the exit of its interpreter.
// Its own word counts only where nothing contradicts it: the program can write there, too.
func verdict(limit Ended, last answer, exit any) (Ended, int) {
	if limit != "" {
		return limit, 0
	}
	code := -1
	if status, ok := exit.(syscall.WaitStatus); ok {
		if code = status.ExitStatus(); status.Signaled() {
			code = 128 + int(status.Signal())
		}
	}
	switch {
	case code == 128+cpuSignal:
		return TimeLimit, 0
	case code != 0:
		return Broken, code
	}
	switch last.Ended {
	case Exited:
		return Exited, last.Code
	case Raised, MemoryLimit:
		return last.Ended, 0
	}
	return Finished, 0
}

// cpuSignal is SIGXCPU, on Linux and macOS.
const cpuSignal = 24

// rest reads what an interpreter answers until its end: findings come before the program runs, so that the first are true.
func (i *interpreter) rest() (last answer, found *Findings) {
	for {
		a, err := i.next()
		if err != nil {
			return last, found
		}
		if found == nil && last.Ended == "" {
			found = a.Findings
		}
		if a.Ended != "" {
			last = a
		}
	}
}

// gather keeps what a program writes, up to its limit.
type gather struct {
	limit int64
	bytes bytes.Buffer
	// over is closed when the program wrote more.
	over chan struct{}
}

// read reads until nobody can write any more.
func (g *gather) read(r io.Reader) {
	_, err := io.CopyN(&g.bytes, r, g.limit+1)
	if err != nil {
		return
	}
	close(g.over)
	_, _ = io.Copy(io.Discard, r) // until the program is ended
}

func (g *gather) exceeded() bool { return int64(g.bytes.Len()) > g.limit }

// text is what was written, as text.
func (g *gather) text() string {
	b := g.bytes.Bytes()
	if g.exceeded() {
		b = b[:g.limit]
		for k := 1; k < utf8.UTFMax && k <= len(b); k++ {
			if tail := b[len(b)-k:]; utf8.RuneStart(tail[0]) && !utf8.FullRune(tail) {
				b = b[:len(b)-k]
				break
			}
		}
	}
	return strings.ToValidUTF8(string(b), "�")
}
