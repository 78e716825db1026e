//go:build unix

package cli

import (
	"io"
	"os"
	"os/signal"
	"syscall"

	tea "charm.land/bubbletea/v2"
)

// continued takes the terminal anew whenever the process goes on after it was stopped, until over is closed. Who stopped it
// from outside (kill -STOP, kill -TSTP) did not ask before: the shell has set its own modes and has written on the screen
// meanwhile. The program does it in its turn, and so not while the person's own editor has the terminal.
func continued(send func(tea.Msg), over <-chan struct{}) {
	went := make(chan os.Signal, 1)
	signal.Notify(went, syscall.SIGCONT)
	defer signal.Stop(went)
	for {
		select {
		case <-went:
			send(tea.Exec(nothing{}, func(error) tea.Msg { return tea.ResumeMsg{} })())
		case <-over:
			return
		}
	}
}

// nothing is a command that has the terminal and is over at once.
type nothing struct{}

func (nothing) Run() error          { return nil }
func (nothing) SetStdin(io.Reader)  {}
func (nothing) SetStdout(io.Writer) {}
func (nothing) SetStderr(io.Writer) {}
