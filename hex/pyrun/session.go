package pyrun

import (
	"context"
	"fmt"
	"io"
	"math"
	"sync"
	"time"
)

// Session is an interpreter that is talked to until it is closed, or ends at a limit or by itself. It may be interrupted and
// closed by anyone at any time; who talks to it must be one at a time.
type Session struct {
	i      *interpreter
	limits Limits
	watch  sync.WaitGroup
	freed  sync.Once

	mu    sync.Mutex
	ended Ended // the limit that it was ended at
}

// Open starts an interpreter for a program that is the caller's own: it finds the requests as the binary file REQUESTS and
// writes its answers to the descriptor ANSWERS; RESERVE is a list whose clearing gives some memory back. What else runs in
// there is as shut in as any program. Limits.Time is how long all processors may work for it; Limits.Output does not count: who
// reads must bound. The error says why there is none, or is the context's.
func (s *Sandbox) Open(ctx context.Context, program string, l Limits) (*Session, error) {
	l = l.filled()
	i, err := s.start(ctx, l.Files)
	if err != nil {
		return nil, fmt.Errorf("the interpreter could not be started in its sandbox: %w", err)
	}
	r := request{Code: program, Talk: true}
	r.limit(l)
	if err := i.send(ctx, r, startTime); err != nil {
		i.stop()
		if ctx.Err() != nil {
			err = context.Cause(ctx)
		}
		return nil, fmt.Errorf("the interpreter did not take its program: %w", err)
	}
	if err := i.requests.SetWriteDeadline(time.Time{}); err != nil {
		i.stop()
		return nil, err
	}
	i.most.N = math.MaxInt64
	open := &Session{i: i, limits: l}
	open.watch.Go(open.hold)
	return open, nil
}

// hold ends the interpreter when it has more memory than it may.
func (s *Session) hold() {
	look := time.NewTicker(watchEvery)
	defer look.Stop()
	for {
		select {
		case <-s.i.done:
			return
		case <-look.C:
		}
		if memoryOf(s.i.cmd.Process.Pid, s.limits.Memory) > s.limits.Memory {
			s.mu.Lock()
			s.ended = MemoryLimit
			s.mu.Unlock()
			s.i.end()
			return
		}
	}
}

// Requests is what the program reads. Writing waits until it does, or has ended.
func (s *Session) Requests() io.Writer { return s.i.requests }

// Answers is what the program writes, to its end.
func (s *Session) Answers() io.Reader { return s.i.lines }

// Output is what standard output and standard error get, in the order written, to the program's end.
func (s *Session) Output() io.Reader { return s.i.output }

// Interrupt raises KeyboardInterrupt in the program, as Ctrl+C does.
func (s *Session) Interrupt() { _, _ = s.i.life.Write([]byte{0}) } // one that has ended needs none

// End ends all that is in the sandbox. When it returns, nothing of it is left, and whoever reads comes to the end.
func (s *Session) End() { s.i.end() }

// Close is End, and gives back what the session held, once nobody reads any more. How it had ended is in the result, of which
// Output and Took are empty.
func (s *Session) Close() Result {
	s.i.end()
	s.watch.Wait()
	s.freed.Do(s.i.stop)
	s.mu.Lock()
	defer s.mu.Unlock()
	result := Result{Limits: s.limits}
	result.Ended, result.Code = verdict(s.ended, answer{}, s.i.cmd.ProcessState.Sys())
	return result
}
