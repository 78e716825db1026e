//go:build !unix

package cli

import (
	"io"

	tea "charm.land/bubbletea/v2"
)

// continued does nothing where a process cannot be stopped.
func continued(func(tea.Msg), <-chan struct{}) {}

// resized does nothing where the library asks for the size by itself.
func resized(<-chan struct{}) func(func(tea.Msg)) { return func(func(tea.Msg)) {} }

// alone is why the program is not suspended.
func alone() string { return "Programs are not suspended on this system." }

// jobs does nothing where a process cannot be stopped.
type jobs struct{}

func newJobs(io.Writer, func(tea.Msg), func() bool) *jobs { return &jobs{} }

func (*jobs) follow(<-chan struct{}) {}

func (*jobs) suspension() tea.Msg { return tea.ResumeMsg{} }

// input is the terminal as the library reads it, where it is not known when a key came.
func (t Terminal) input() (in tea.ProgramOption, came *pieces, leave func(forGood bool)) {
	return tea.WithInput(t.In), &pieces{}, func(bool) {}
}
