//go:build unix

package cli

import (
	"context"
	"os"
	"time"
)

// glance is how often it is looked whether the parent still lives: a call of the system, and no more.
const glance = time.Second

// orphaned is closed once the program that started this one has ended. A client that was killed does not always close the input with
// that: another program may have the other end open too, and the server would wait for ever for a client that is no more. A process
// whose parent ends is given another one. One that had none from the beginning, as in a container, keeps it.
func orphaned(ctx context.Context) <-chan struct{} {
	gone, parent := make(chan struct{}), os.Getppid()
	if parent <= 1 {
		return nil
	}
	go func() {
		look := time.NewTicker(glance)
		defer look.Stop()
		for os.Getppid() == parent {
			select {
			case <-look.C:
			case <-ctx.Done():
				return
			}
		}
		close(gone)
	}()
	return gone
}
