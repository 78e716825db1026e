package exit

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"sync"
	"syscall"
)

// signalled is why a context ended: by a signal. To a server that is a good end like others; a UI says by its exit code that
// somebody else ended it.
type signalled struct{ signal syscall.Signal }

func (s signalled) Error() string { return "ended by the signal " + s.signal.String() }

// UntilSignal is a context that ends with the first signal that asks the program to end. Stop gives signals back.
func UntilSignal(ctx context.Context) (_ context.Context, stop func()) {
	ctx, cancel := context.WithCancelCause(ctx)
	came := make(chan os.Signal, 1)
	signal.Notify(came, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	var listening sync.WaitGroup
	listening.Go(func() {
		select {
		case by := <-came:
			number, _ := by.(syscall.Signal)
			cancel(signalled{number})
		case <-ctx.Done():
		}
	})
	return ctx, func() {
		signal.Stop(came)
		cancel(nil)
		listening.Wait()
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
	code := Code(err)
	if by := BySignal(ctx); by != nil && code == Failed {
		return Code(by)
	}
	return code
}
