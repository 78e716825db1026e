package config

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// secretRing is a keyring in memory, which can be out of order.
type secretRing struct {
	entries map[string]string
	broken  error
}

func (r *secretRing) Get(account string) (string, error) {
	if r.broken != nil {
		return "", r.broken
	}
	if s, there := r.entries[account]; there {
		return s, nil
	}
	return "", ErrNoEntry
}

func (r *secretRing) Set(account, secret string) error {
	if r.broken == nil {
		r.entries[account] = secret
	}
	return r.broken
}

func (r *secretRing) Delete(account string) error {
	if r.broken == nil {
		delete(r.entries, account)
	}
	return r.broken
}

func TestSecrets(t *testing.T) {
	dir := t.TempDir()
	ring := &secretRing{entries: map[string]string{}}
	c, err := Load(Env{Keyring: ring, Getenv: func(name string) string { return map[string]string{"HEXTUI_CONFIG_DIR": dir}[name] }})
	if err != nil {
		t.Fatal(err)
	}
	secrets, file := c.Secrets(), filepath.Join(dir, "sign-ins.json")
	get := func(want string) {
		t.Helper()
		got, err := secrets.Get(t.Context(), "one")
		if err != nil || string(got) != want {
			t.Fatalf("Get = %q, %v; want %q", got, err, want)
		}
	}
	set := func(secret string) {
		t.Helper()
		if err := secrets.Set(t.Context(), "one", []byte(secret)); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := secrets.Get(t.Context(), "one"); !errors.Is(err, ErrNoEntry) {
		t.Fatalf("before anything is kept: %v", err)
	}
	set(`{"quoted": "Bearer \n first"}`)
	get(`{"quoted": "Bearer \n first"}`)
	if _, err := os.Stat(file); !errors.Is(err, os.ErrNotExist) {
		t.Fatalf("with a keyring there is a file: %v", err)
	}
	// The keyring goes out of order: the newer secret is in the file, and counts also when the keyring is back with the older.
	ring.broken = errors.New("there is no Secret Service")
	set("second")
	get("second")
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("%v, %v", info, err)
	}
	ring.broken = nil
	get("second")
	set("third")
	get("third")
	if text, err := os.ReadFile(file); err != nil || bytes.Contains(text, []byte(`"one"`)) {
		t.Errorf("the file still has it: %s, %v", text, err)
	}
	if err := secrets.Delete(t.Context(), "one"); err != nil {
		t.Fatal(err)
	}
	if _, err := secrets.Get(t.Context(), "one"); !errors.Is(err, ErrNoEntry) {
		t.Errorf("after it was removed: %v", err)
	}
	if err := secrets.Set(t.Context(), "one", bytes.Repeat([]byte("x"), 7000)); err == nil || strings.Contains(err.Error(), "xxx") {
		t.Errorf("one that is too large: %v", err)
	}
	ring.broken = errors.New("there is no Secret Service")
	if _, err := secrets.Get(t.Context(), "other"); !errors.Is(err, ErrNoEntry) || !strings.Contains(err.Error(), "no Secret Service") {
		t.Errorf("where the keyring cannot be asked: %v", err)
	}
}

func TestForSignIn(t *testing.T) {
	dir := t.TempDir()
	text := "[profiles.work]\nbase_url = \"eu\"\nmcp_client_id = \"of-work\"\n"
	if err := os.WriteFile(filepath.Join(dir, "config.toml"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := Load(Env{Keyring: &secretRing{}, Getenv: func(name string) string { return map[string]string{"HEXTUI_CONFIG_DIR": dir}[name] }})
	if err != nil {
		t.Fatal(err)
	}
	baseURL, client, err := c.ForSignIn(Flags{})
	if err != nil || baseURL != "https://eu.hex.tech/api/v1" || client != "of-work" {
		t.Errorf("%q, %q, %v", baseURL, client, err)
	}
}
