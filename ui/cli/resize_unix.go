//go:build unix

package cli

import (
	"os"
	"os/signal"
	"syscall"
	"time"

	tea "charm.land/bubbletea/v2"
)

// calmed is how long a terminal's size has to stay before it is asked for once more.
const calmed = 100 * time.Millisecond

// resized listens for changes of the terminal's size from now on, until over is closed, and has the program ask for the size
// once more when it stays. The library listens too, but only some time after it has drawn the first frame, so that a change
// just before that would never be seen.
func resized(over <-chan struct{}) (forward func(send func(tea.Msg))) {
	changed := make(chan os.Signal, 1)
	signal.Notify(changed, syscall.SIGWINCH)
	return func(send func(tea.Msg)) {
		defer signal.Stop(changed)
		var quiet <-chan time.Time
		for {
			select {
			case <-changed:
				quiet = time.After(calmed)
			case <-quiet:
				send(tea.RequestWindowSize())
			case <-over:
				return
			}
		}
	}
}
