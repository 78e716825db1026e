//go:build !unix

package cli

import "context"

// orphaned is never closed: here a process keeps its parent's number when that has ended, and another may get it. A server whose client
// was killed ends with its input.
func orphaned(context.Context) <-chan struct{} { return nil }
