//go:build !unix

package cli

import tea "charm.land/bubbletea/v2"

// continued does nothing where a process cannot be stopped.
func continued(func(tea.Msg), <-chan struct{}) {}

// resized does nothing where the library asks for the size by itself.
func resized(<-chan struct{}) func(func(tea.Msg)) { return func(func(tea.Msg)) {} }
