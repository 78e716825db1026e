package config

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestSecrets(t *testing.T) {
	w := newWorld(t)
	secrets, file := w.load(t).Secrets(), filepath.Join(w.dir, "sign-ins.json")
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
	w.keyring.err = errors.New("there is no Secret Service")
	set("second")
	get("second")
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("%v, %v", info, err)
	}
	w.keyring.err = nil
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
	w.keyring.err = errors.New("there is no Secret Service")
	if _, err := secrets.Get(t.Context(), "other"); !errors.Is(err, ErrNoEntry) || !strings.Contains(err.Error(), "no Secret Service") {
		t.Errorf("where the keyring cannot be asked: %v", err)
	}
}

// What was kept last counts, also when the keyring comes back with what it had before.
func TestSecretsOfTheirOwnName(t *testing.T) {
	w := newWorld(t)
	c := w.load(t)
	for _, step := range []struct {
		keyring error
		secret  string
		in      Place
	}{{nil, "first", InKeyring}, {errors.New("there is no Secret Service"), "second", InFile}, {nil, "third", InKeyring}} {
		w.keyring.err = step.keyring
		token, err := NewToken(step.secret)
		check(t, err)
		kept, err := c.SaveSecret(t.Context(), "SOME_KEY", token)
		if err != nil || kept.Place != step.in || (kept.Note != "") != (step.keyring != nil) {
			t.Fatalf("%s is kept as %+v, %v", step.secret, kept, err)
		}
		for _, now := range []error{step.keyring, nil} {
			w.keyring.err = now
			if got, err := c.Secret(t.Context(), "SOME_KEY"); err != nil || got.Reveal() != step.secret {
				t.Errorf("%s is read as %q, %v, the keyring being %v", step.secret, got.Reveal(), err, now)
			}
		}
	}
	if got, err := c.Secret(t.Context(), "OTHER_KEY"); err != nil || !got.IsZero() {
		t.Errorf("one that nobody kept: %v, %v", got, err)
	}
	w.env["SOME_KEY"] = "of the environment"
	if _, err := c.Secret(t.Context(), "SOME_KEY"); err == nil {
		t.Error("a variable that is no secret is passed over")
	}
	w.env["SOME_KEY"] = "of-the-environment"
	if got, err := c.Secret(t.Context(), "SOME_KEY"); err != nil || got.Reveal() != "of-the-environment" {
		t.Errorf("that of the environment: %v", err)
	}
}

func TestForSignIn(t *testing.T) {
	w := newWorld(t)
	w.write(t, "config.toml", "[profiles.work]\nbase_url = \"eu\"\nmcp_client_id = \"of-work\"\n", 0o600)
	baseURL, client, err := w.load(t).ForSignIn(Flags{})
	if err != nil || baseURL != "https://eu.hex.tech/api/v1" || client != "of-work" {
		t.Errorf("%q, %q, %v", baseURL, client, err)
	}
}
