package python

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"hextui/hex/pyrun"
)

// Limits are what the Python of one notebook may use.
func Limits() pyrun.Limits {
	return pyrun.Limits{Time: 2 * time.Hour, Memory: 2 << 30, Processes: 64, Files: 256 << 20}
}

// Machine is the python3 of this machine and its sandbox, looked for when they are first needed.
type Machine struct {
	// Options say where to look.
	Options pyrun.Options

	mu    sync.Mutex
	found *pyrun.Sandbox
}

// Start starts a process. Where there is no sandbox, the error says why, and how to get one.
func (m *Machine) Start(ctx context.Context) (Process, error) {
	sandbox, err := m.find(ctx)
	var none *pyrun.Unavailable
	switch {
	case errors.As(err, &none):
		return nil, fmt.Errorf("CODE cells run in a sandbox or not at all. %w", none)
	case err != nil:
		return nil, err
	}
	s, err := sandbox.Open(ctx, program, Limits())
	if err != nil {
		return nil, err
	}
	return s, nil
}

func (m *Machine) find(ctx context.Context) (*pyrun.Sandbox, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.found == nil {
		found, err := pyrun.Find(ctx, m.Options)
		if err != nil {
			return nil, err
		}
		m.found = found
	}
	return m.found, nil
}
