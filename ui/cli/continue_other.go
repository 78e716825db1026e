//go:build !unix

package cli

import tea "charm.land/bubbletea/v2"

// continued does nothing where a process cannot be stopped.
func continued(func(tea.Msg), <-chan struct{}) {}
