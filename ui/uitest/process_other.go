//go:build !unix

package uitest

import (
	"os"
	"os/exec"
	"testing"
)

// Process is a program on a pseudo-terminal, which this system does not have.
type Process struct {
	*Driver
}

// Spawn skips the test: pseudo-terminals need Linux, macOS or another Unix.
func Spawn(t testing.TB, _ *exec.Cmd, _ ...Option) *Process {
	t.Helper()
	t.Skip("this test needs a pseudo-terminal, which only Unix systems have")
	return nil
}

// PID is never reached; see Spawn.
func (p *Process) PID() int { return 0 }

// Signal is never reached; see Spawn.
func (p *Process) Signal(os.Signal) {}

// Stop is never reached; see Spawn.
func (p *Process) Stop(string) {}

// Continue is never reached; see Spawn.
func (p *Process) Continue() {}

// Hangup is never reached; see Spawn.
func (p *Process) Hangup() {}

// WaitExit is never reached; see Spawn.
func (p *Process) WaitExit() *os.ProcessState { return nil }

// Leftovers is never reached; see Spawn.
func (p *Process) Leftovers() []string { return nil }

// WantRestored is never reached; see Spawn.
func (p *Process) WantRestored() {}
