package hosted_test

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"hextui/hex/config"
	"hextui/hex/emulator"
	fake "hextui/hex/emulator/hosted"
	"hextui/hex/hosted"
)

// clock is moved by tests alone.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// ring is a keyring, which can be out of order.
type ring struct {
	mu      sync.Mutex
	entries map[string]string
	broken  bool
}

func (r *ring) Get(account string) (string, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.broken {
		return "", errors.New("there is no Secret Service")
	}
	if s, there := r.entries[account]; there {
		return s, nil
	}
	return "", config.ErrNoEntry
}

func (r *ring) Set(account, secret string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.broken {
		return errors.New("there is no Secret Service")
	}
	r.entries[account] = secret
	return nil
}

func (r *ring) Delete(account string) error {
	if _, err := r.Get(account); err != nil {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.entries, account)
	return nil
}

// world is a workspace with its hosted server, and a computer to sign in from.
type world struct {
	t       *testing.T
	clock   *clock
	ring    *ring
	running *emulator.Running
	fake    *fake.Server
	dir     string
	log     logged
	mu      sync.Mutex
	links   []string
	waits   []time.Duration
	deny    bool
}

// logged is a log that is written to from many sides.
type logged struct {
	mu   sync.Mutex
	text strings.Builder
}

func (l *logged) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(b)
}

func (l *logged) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

var noon = time.Date(2026, 11, 2, 12, 0, 0, 0, time.UTC)

func newWorld(t *testing.T, moods ...fake.Mood) *world {
	t.Helper()
	w := &world{t: t, clock: &clock{now: noon}, ring: &ring{entries: map[string]string{}}, dir: t.TempDir()}
	running, err := emulator.Listen(t.Context(), "127.0.0.1:0", emulator.Options{
		Now: w.clock.Now, Cold: true, Log: slog.New(slog.NewTextHandler(&w.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := running.Close(); err != nil {
			t.Error(err)
		}
	})
	w.running, w.fake = running, running.Hosted()
	w.fake.SetMoods(moods...)
	return w
}

// client is one of a process of its own: only the disk and the keyring are shared.
func (w *world) client(change ...func(*hosted.Options)) *hosted.Client {
	w.t.Helper()
	c, err := config.Load(config.Env{Keyring: w.ring, Getenv: func(name string) string {
		return map[string]string{"HEXTUI_CONFIG_DIR": w.dir}[name]
	}})
	if err != nil {
		w.t.Fatal(err)
	}
	endpoint, err := hosted.Endpoint("", w.running.URL())
	if err != nil {
		w.t.Fatal(err)
	}
	o := hosted.Options{
		Endpoint: endpoint, Secrets: c.Secrets(), LockFile: filepath.Join(c.StateDir, "sign-in.lock"), Now: w.clock.Now, Version: "test",
		Consent: w.consent,
		Sleep: func(ctx context.Context, d time.Duration) error {
			w.mu.Lock()
			defer w.mu.Unlock()
			w.waits = append(w.waits, d)
			return ctx.Err()
		},
	}
	for _, f := range change {
		f(&o)
	}
	client, err := hosted.New(o)
	if err != nil {
		w.t.Fatal(err)
	}
	return client
}

func alone(o *hosted.Options) { o.Consent = nil }

// consent is a person with a browser who allows everything, or nothing.
func (w *world) consent(ctx context.Context, link string) error {
	w.mu.Lock()
	w.links = append(w.links, link)
	deny := w.deny
	w.mu.Unlock()
	answer := "allow"
	if deny {
		answer = "deny"
	}
	return fake.Visit(ctx, link, answer)
}

// login signs in and expects it to go well.
func (w *world) login() *hosted.Client {
	w.t.Helper()
	c := w.client()
	if err := c.Login(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
	return c
}

// counted holds how often the server was asked for something.
func (w *world) counted(what string, want int) {
	w.t.Helper()
	if got := w.fake.Count(what); got != want {
		w.t.Errorf("the server was asked %d times for %s, want %d", got, what, want)
	}
}

// says holds an error to a part of its sentence.
func (w *world) says(err error, part string) {
	w.t.Helper()
	if err == nil || !strings.Contains(err.Error(), part) {
		w.t.Errorf("the error is %v, want one with %q", err, part)
	}
}
