package config

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const (
	personal = "hxtp_0123456789abcdef0123456789abcdef"
	another  = "hxtw_fedcba9876543210fedcba9876543210"
)

// memory is a keyring in memory; err is what every call of it answers, if anything.
type memory struct {
	entries map[string]string
	err     error
}

func (m *memory) Get(account string) (string, error) {
	if m.err != nil {
		return "", m.err
	}
	if s, ok := m.entries[account]; ok {
		return s, nil
	}
	return "", ErrNoEntry
}

func (m *memory) Set(account, secret string) error {
	if m.err == nil {
		m.entries[account] = secret
	}
	return m.err
}

func (m *memory) Delete(account string) error {
	if _, err := m.Get(account); err != nil {
		return err
	}
	delete(m.entries, account)
	return nil
}

// world is the surroundings of one test: a folder, an environment, a keyring.
type world struct {
	dir     string
	env     map[string]string
	keyring *memory
}

func newWorld(t *testing.T) *world {
	dir := filepath.Join(t.TempDir(), "hextui")
	return &world{dir, map[string]string{"HEXTUI_CONFIG_DIR": dir}, &memory{entries: map[string]string{}}}
}

func (w *world) environment() Env {
	return Env{Getenv: func(name string) string { return w.env[name] }, Keyring: w.keyring}
}

func (w *world) load(t *testing.T) Config {
	t.Helper()
	c, err := Load(w.environment())
	check(t, err)
	return c
}

func (w *world) write(t *testing.T, name, text string, mode os.FileMode) {
	t.Helper()
	check(t, os.MkdirAll(w.dir, 0o700))
	path := filepath.Join(w.dir, name)
	check(t, os.WriteFile(path, []byte(text), mode))
	check(t, os.Chmod(path, mode))
}

func (w *world) read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(w.dir, name))
	check(t, err)
	return string(text)
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func want[T any](t *testing.T, what string, got, want T) {
	t.Helper()
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("%s (-want +got):\n%s", what, d)
	}
}

func mustToken(t *testing.T, text string) Token {
	t.Helper()
	token, err := NewToken(text)
	check(t, err)
	return token
}

func TestLoad(t *testing.T) {
	w := newWorld(t)
	w.write(t, "config.toml", `
# my settings
profile = "work"
theme = "dark"
editor = "code --wait"

[keys]
"cell.edit" = ["e", "enter"]
"app.quit" = "ctrl+q"

[profiles.work]
base_url = "eu"
token = "keyring"
mouse = false
keys = { "cell.edit" = "i", "run.start" = [] }

[profiles.lab]
base_url = "lab.acme.example"
token = "env:LAB_TOKEN"
theme = "light"
models = false
python = true
escape_ms = 250
`, 0o644)
	c := w.load(t)
	want(t, "default", c.Default, "work")
	want(t, "profiles", c.names(), []string{"lab", "work"})
	want(t, "state folder", c.StateDir, filepath.Join(w.dir, "state"))
	off := false
	want(t, "settings of work", c.SettingsFor(Flags{}), Settings{Theme: "dark", Editor: "code --wait", Mouse: &off,
		Keys: map[string][]string{"cell.edit": {"i"}, "app.quit": {"ctrl+q"}, "run.start": {}}})
	lab := c.SettingsFor(Flags{Profile: "lab"})
	want(t, "theme of lab", lab.Theme, "light")
	want(t, "mouse of lab", lab.UsesMouse(), true)
	want(t, "models of lab", lab.MayAskModels(), false)
	want(t, "python of lab", lab.RunsPython(), true)
	want(t, "python elsewhere", c.SettingsFor(Flags{}).RunsPython(), false)
	want(t, "escape of lab", lab.Escape, 250*time.Millisecond)
	file := filepath.Join(w.dir, "config.toml")
	want(t, "the line of a general key", c.KeysAt(Flags{}, "app.quit"), file+", line 9")
	want(t, "the line of a profile's key", c.KeysAt(Flags{}, "cell.edit"), file+", line 15")
	want(t, "the line of that key for another profile", c.KeysAt(Flags{Profile: "lab"}, "cell.edit"), file+", line 8")
	want(t, "the line of a key that is not set", c.KeysAt(Flags{}, "help"), "")
	want(t, "settings of an unknown profile", c.SettingsFor(Flags{Profile: "none"}), c.Settings)
}

func TestNoFileIsAnEmptyOne(t *testing.T) {
	c := newWorld(t).load(t)
	want(t, "profiles", len(c.Profiles()), 0)
	want(t, "mouse", c.SettingsFor(Flags{}).UsesMouse(), true)
}

func TestABrokenFileIsToldByLineAndUsedNevertheless(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		says []string
	}{
		"unknown key": {"theme = \"dark\"\n\n# about colours\nthem = \"x\"\n",
			[]string{`line 4: unknown key "them"; known here are profile, profiles, hub, theme, editor, mouse, motion, vim, models, ` +
				`python, escape_ms, pictures and keys`}},
		"unknown in profile": {"[profiles.work]\nurl = \"eu\"\n",
			[]string{`line 2: unknown key "url"; known here are base_url, token, mcp_client_id, theme`}},
		"unknown table": {"theme = \"dark\"\n[colours]\nred = 1\n", []string{`line 2: unknown key "colours"`}},
		"all at once": {"theme = 1\nmouse = \"on\"\n",
			[]string{"line 1: theme must be a text in quotation marks, not a number", "line 2: mouse must be true or false, not a text"}},
		"a wait of no number":   {"escape_ms = \"long\"\n", []string{"line 1: escape_ms is how many milliseconds"}},
		"a wait without an end": {"mouse = true\nescape_ms = 60000\n", []string{"line 2: escape_ms is how many milliseconds"}},
		"no such motion":        {"motion = \"none\"\n", []string{"line 1: motion is full or reduced, not \"none\""}},
		"syntax":                {"theme = \"dark\"\nmouse = \n", []string{"line 2: this is not valid TOML"}},
		"not a table":           {"profiles = 3\n", []string{"line 1: profiles must be a table, such as [profiles], not a number"}},
		"keys over lines":       {"[keys]\na = [\n \"x\",\n 3,\n]\nb = \"y\"\n", []string{"line 2: the keys of an action are"}},
		"an address":            {"[profiles.work]\nbase_url = \"http://hex.acme.example\"\n", []string{"line 2: base_url: Plain http"}},
		"a profile's name":      {"[profiles.\"my work\"]\n", []string{"line 1: the name of a profile"}},
		"a missing profile":     {"profile = \"x\"\n", []string{"line 1: profile = \"x\" names a profile that is not in this file"}},
		"a place": {"[profiles.work]\ntoken = \"drawer\"\n",
			[]string{`line 2: token says where the token is kept: "keyring", "file" or "env:NAME"`}},
		"a token as place": {"[profiles.work]\ntoken = \"" + personal + "\"\n",
			[]string{"line 2: token says where", "a token itself must not stand in this file"}},
		"a token as key":     {personal + "\n", []string{"line 1: this is not valid TOML"}},
		"a token as address": {"[profiles.work]\nbase_url = \"" + personal + "\"\n", []string{"line 2: base_url: This is a token"}},
		"a token as name":    {"profile = \"" + personal + "\"\n", []string{"line 1: profile = \"[hidden]\""}},
		"a token as unknown": {personal + " = 1\n", []string{"line 1: unknown key \"[hidden]\""}},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.write(t, "config.toml", c.text, 0o600)
			w.env["HEX_API_KEY"] = another
			config, err := Load(w.environment())
			var broken *FileError
			if !errors.As(err, &broken) {
				t.Fatalf("Load says %v", err)
			}
			for _, says := range c.says {
				if !strings.Contains(err.Error(), says) {
					t.Errorf("%q does not say %q", err, says)
				}
			}
			if strings.Contains(err.Error(), personal) {
				t.Errorf("%q shows the token", err)
			}
			got, err := config.Resolve(context.Background(), Flags{})
			if strings.Contains(c.says[0], "base_url: ") {
				// The token is not sent to a guessed address.
				if err == nil || !got.Token.IsZero() || strings.Contains(err.Error(), personal) {
					t.Errorf("Resolve says %v", err)
				}
			} else {
				check(t, err)
				want(t, "token", got.Token.Reveal(), another)
			}
			if err := config.SaveProfile(Profile{Name: "new"}, true); !errors.As(err, &broken) {
				t.Errorf("SaveProfile says %v", err)
			}
			want(t, "the file", w.read(t, "config.toml"), c.text)
		})
	}
}

func TestTheLineOfAProblemInALongFile(t *testing.T) {
	var text strings.Builder
	for i := range 300 {
		fmt.Fprintf(&text, "[profiles.p%d]\nkeys.a = [\n  \"x\", # %d\n]\n\n", i, i)
	}
	text.WriteString("[keys]\n" + strings.Repeat("# more\n", 50) + "b = [\n \"y\",\n 1,\n]\n")
	text.WriteString("[profiles.q]\nnonsense = '''\n" + strings.Repeat("x\n", 30) + "'''\n")
	_, err := parse("config.toml", text.String())
	for _, line := range []string{"line 1552: the keys of an action", "line 1557: unknown key"} {
		if err == nil || !strings.Contains(err.Error(), line) {
			t.Errorf("%v does not name %s", err, line)
		}
	}
	text.Reset()
	for i := range 500 {
		fmt.Fprintf(&text, "x%d = 1\n", i)
	}
	_, err = parse("config.toml", text.String())
	var broken *FileError
	if !errors.As(err, &broken) || len(broken.Problems) != maxProblems {
		t.Errorf("%v", err)
	}
}

func TestAFileThatCannotBeReadIsTold(t *testing.T) {
	for name, spoil := range map[string]func(path string) error{
		"a folder":  func(path string) error { return os.MkdirAll(path, 0o700) },
		"too large": func(path string) error { return os.WriteFile(path, make([]byte, maxFile+1), 0o600) },
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			check(t, os.MkdirAll(w.dir, 0o700))
			check(t, spoil(filepath.Join(w.dir, "config.toml")))
			var broken *FileError
			if _, err := Load(w.environment()); !errors.As(err, &broken) {
				t.Errorf("Load says %v", err)
			}
		})
	}
}

func TestFolders(t *testing.T) {
	home := t.TempDir()
	for name, c := range map[string]struct {
		env           map[string]string
		config, state string
	}{
		"own": {map[string]string{"HEXTUI_CONFIG_DIR": home, "XDG_CONFIG_HOME": "/elsewhere"}, home, filepath.Join(home, "state")},
		"XDG": {map[string]string{"XDG_CONFIG_HOME": home, "XDG_STATE_HOME": filepath.Join(home, "s")},
			filepath.Join(home, "hextui"), filepath.Join(home, "s", "hextui")},
		"XDG relative": {map[string]string{"XDG_CONFIG_HOME": "x", "XDG_STATE_HOME": "y", "HOME": home},
			filepath.Join(home, ".config", "hextui"), filepath.Join(home, ".local", "state", "hextui")},
		"home": {map[string]string{"HOME": home}, filepath.Join(home, ".config", "hextui"),
			filepath.Join(home, ".local", "state", "hextui")},
	} {
		t.Run(name, func(t *testing.T) {
			if c.env["HOME"] != "" && (runtime.GOOS == "windows" || runtime.GOOS == "darwin") {
				t.Skip("this system has folders of its own")
			}
			got, err := Load(Env{Getenv: func(name string) string { return c.env[name] }})
			check(t, err)
			want(t, "configuration", got.Dir, c.config)
			want(t, "state", got.StateDir, c.state)
		})
	}
}

func FuzzParse(f *testing.F) {
	f.Add("profile = \"a\"\n[profiles.a]\nbase_url = \"eu\"\n", "b")
	f.Add("[keys]\na = [1]\n[[profiles]]\n", "a")
	f.Add("profiles = { a = { token = \"file\" } } # x\r\n", "a")
	f.Add("x = '''\n[profiles.a]\n'''\n\n", "a")
	f.Fuzz(func(t *testing.T, text, name string) {
		if len(text) > 4096 || !profileName().MatchString(name) {
			t.Skip()
		}
		file, err := parse("config.toml", text)
		if err != nil {
			if strings.Contains(err.Error(), "hxtp_") {
				t.Errorf("%q", err)
			}
			return
		}
		// What is added can be read again, and nothing else changed.
		p := Profile{Name: name, BaseURL: "https://eu.hex.tech/api/v1", Token: InFile}
		added, err := withProfile(text, p, true)
		if err != nil {
			return // refused with what to do by hand
		}
		again, err := parse("config.toml", added)
		check(t, err)
		got := again.profiles[name]
		if got.BaseURL != p.BaseURL || got.Token != p.Token || again.Default != name {
			t.Errorf("added %+v, got %+v, default %q", p, got, again.Default)
		}
		want(t, "settings", again.Settings, file.Settings)
		delete(again.profiles, name)
		delete(file.profiles, name)
		want(t, "other profiles", again.profiles, file.profiles)
	})
}
