package hosted

import (
	"context"
	"slices"
	"sync"

	"hextui/hex/config"
)

// Secrets keep what is secret by names. Get of a name that there is not is a [config.ErrNoEntry].
type Secrets interface {
	Get(ctx context.Context, name string) ([]byte, error)
	Set(ctx context.Context, name string, secret []byte) error
	Delete(ctx context.Context, name string) error
}

// InMemory keeps secrets for this process only, as a demonstration does.
func InMemory() Secrets { return &memory{kept: map[string][]byte{}} }

type memory struct {
	mu   sync.Mutex
	kept map[string][]byte
}

func (m *memory) Get(_ context.Context, name string) ([]byte, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	secret, there := m.kept[name]
	if !there {
		return nil, config.ErrNoEntry
	}
	return slices.Clone(secret), nil
}

func (m *memory) Set(_ context.Context, name string, secret []byte) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.kept[name] = slices.Clone(secret)
	return nil
}

func (m *memory) Delete(_ context.Context, name string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.kept, name)
	return nil
}
