//go:build unix && !linux

package cli

import "os"

// waiter is not there where a terminal cannot be waited for by the way of the runtime.
type waiter struct{}

func newWaiter(*os.File) *waiter { return nil }

func (*waiter) ready(func() bool) {}

func (*waiter) interrupt() {}
