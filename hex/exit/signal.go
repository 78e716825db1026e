package exit

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"
	"sync"
	"syscall"
)

// signalled is why a context ended: by a signal. To a server that is a good end like others; a UI says by its exit code that
// somebody else ended it.
type signalled struct {
	signal syscall.Signal
	// stacks say what the program was doing, for whoever asked with SIGQUIT.
	stacks []byte
}

func (s signalled) Error() string { return "ended by the signal " + s.signal.String() }

// UntilSignal is a context that ends with the first signal that would end the program, but for those that nobody can catch. What the
// program itself does wrong, such as a read of memory that is not there, ends it as before. Stop gives signals back.
func UntilSignal(ctx context.Context) (_ context.Context, stop func()) {
	ctx, cancel := context.WithCancelCause(ctx)
	came := make(chan os.Signal, 1)
	signal.Notify(came, ending()...)
	var listening sync.WaitGroup
	listening.Go(func() {
		select {
		case by := <-came:
			number, _ := by.(syscall.Signal)
			cause := signalled{signal: number}
			if number == syscall.SIGQUIT {
				cause.stacks = stacks()
				signal.Reset(syscall.SIGQUIT) // the next one is for a program that hangs, and ends it where it stands
			}
			cancel(cause)
		case <-ctx.Done():
		}
	})
	return ctx, func() {
		signal.Stop(came)
		cancel(nil)
		listening.Wait()
	}
}

// stacks are those of all goroutines.
func stacks() []byte {
	for size := 1 << 16; ; size *= 2 {
		if text := make([]byte, size); runtime.Stack(text, true) < size {
			return bytes.TrimRight(text, "\x00")
		}
	}
}

// BySignal is the error of a context that a signal ended, which says nothing but its exit code; nil for any other.
func BySignal(ctx context.Context) error {
	if by := (signalled{}); errors.As(context.Cause(ctx), &by) {
		return &Error{Code: 128 + int(by.signal)}
	}
	return nil
}

// Say writes why a program ends, where it does not end well, and is its exit code. A failure after a signal has the signal's.
func Say(ctx context.Context, w io.Writer, err error) int {
	if err != nil && err.Error() != "" {
		fmt.Fprintln(w, "hextui: "+err.Error())
	}
	if by := (signalled{}); errors.As(context.Cause(ctx), &by) && len(by.stacks) > 0 {
		fmt.Fprintf(w, "SIGQUIT: quit\n\n%s\n", by.stacks)
	}
	code := Code(err)
	if by := BySignal(ctx); by != nil && code == Failed {
		return Code(by)
	}
	return code
}
