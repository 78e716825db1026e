// Package cli is the command line of the hub: its server, a question, a program to run, and its keys; and the way in for who calls its
// agents in Go. It joins the hub to the configuration.
package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"time"

	"hextui/hex/config"
	"hextui/mcpsrv/hub"
	"hextui/mcpsrv/hub/agent"
)

// Open makes the hub that environment, config.toml and keyring say, in this order.
func Open(ctx context.Context, c config.Config, version string, log *slog.Logger) (*hub.Hub, error) {
	for name := range c.Hub {
		if !slices.ContainsFunc(hub.Settings(), func(s hub.Setting) bool { return strings.ToLower(s.Name) == name && !s.Secret }) {
			return nil, fmt.Errorf("%s: [hub] has no setting %s", c.Path(), name)
		}
	}
	for _, one := range hub.Settings() {
		if err := config.FilledIn(cmp.Or(c.Environment(one.Name), c.Hub[strings.ToLower(one.Name)])); err != nil {
			return nil, fmt.Errorf("%s: %w", one.Name, err)
		}
	}
	s := &settings{ctx: ctx, config: c, secrets: map[string]string{}}
	h, err := hub.New(hub.Options{Setting: s.get, Version: version, StateDir: c.StateDir, Log: log})
	if err := errors.Join(err, s.err); err != nil {
		return nil, err
	}
	return h, nil
}

// settings reads each setting where it is. The keyring is asked once for each key: it may take its time.
type settings struct {
	ctx    context.Context
	config config.Config

	mu      sync.Mutex
	secrets map[string]string
	err     error
}

// keyringWait is how long all keys together may take to be read.
const keyringWait = 5 * time.Second

func (s *settings) get(name string) string {
	if value := s.config.Environment(name); value != "" {
		return value
	}
	if !secret(name) {
		return s.config.Hub[strings.ToLower(name)]
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if value, known := s.secrets[name]; known {
		return value
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(s.ctx), keyringWait)
	defer cancel()
	t, err := s.config.Secret(ctx, name)
	if err != nil {
		s.err = errors.Join(s.err, err)
	}
	s.secrets[name] = t.Reveal()
	return t.Reveal()
}

func secret(name string) bool {
	for _, one := range hub.Settings() {
		if one.Name == name {
			return one.Secret
		}
	}
	return false
}

// Lazily is a hub that is opened when somebody first asks for its agents, since most who start the program never do. Close closes it if
// it was opened. It is an [assist.Assistant] too.
type Lazily struct {
	open func() (*hub.Hub, error)

	mu     sync.Mutex
	opened *hub.Hub
}

// NewLazily opens nothing yet.
func NewLazily(ctx context.Context, c config.Config, version string) *Lazily {
	return &Lazily{open: func() (*hub.Hub, error) { return Open(ctx, c, version, nil) }}
}

// Agents are the agents of the hub.
func (l *Lazily) Agents() (agent.Agents, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.opened == nil {
		h, err := l.open()
		if err != nil {
			return agent.Agents{}, err
		}
		l.opened = h
	}
	return l.opened.Agents, nil
}

// Close ends what the hub still runs.
func (l *Lazily) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.opened == nil {
		return nil
	}
	return l.opened.Close()
}
