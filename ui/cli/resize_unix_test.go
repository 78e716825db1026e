//go:build unix

package cli

import (
	"reflect"
	"syscall"
	"testing"

	tea "charm.land/bubbletea/v2"
)

// A change of the size that comes before anybody takes messages is not lost.
func TestAnEarlyChangeOfTheSizeIsSeen(t *testing.T) {
	over, ended := make(chan struct{}), make(chan struct{})
	forward := resized(over)
	if err := syscall.Kill(syscall.Getpid(), syscall.SIGWINCH); err != nil {
		t.Fatal(err)
	}
	asked := make(chan tea.Msg, 1)
	go func() {
		defer close(ended)
		forward(func(m tea.Msg) { asked <- m })
	}()
	if got := <-asked; reflect.TypeOf(got) != reflect.TypeOf(tea.RequestWindowSize()) {
		t.Errorf("the program is sent %T, not the question for the size", got)
	}
	close(over)
	<-ended
}
