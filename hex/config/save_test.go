package config

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

func TestSaveProfileKeepsWhatIsThere(t *testing.T) {
	p := Profile{Name: "work", BaseURL: "eu", Token: InKeyring}
	for name, c := range map[string]struct{ before, after string }{
		"no file": {"", `profile = "work"

[profiles.work]
base_url = "https://eu.hex.tech/api/v1"
token = "keyring"
`},
		"comments and others": {`# mine
theme = "dark" # at night

# the lab
[profiles.lab]
base_url = "us"
`, `# mine
theme = "dark" # at night
profile = "work"

# the lab
[profiles.lab]
base_url = "us"

[profiles.work]
base_url = "https://eu.hex.tech/api/v1"
token = "keyring"
`},
		"the profile itself": {`profile = "lab"
[profiles.work] # the office
  token = "file"
  theme = "light"
[profiles.work.keys]
"a" = "b"
[profiles.lab]
`, `profile = "work"
[profiles.work] # the office
base_url = "https://eu.hex.tech/api/v1"
  token = "keyring"
  theme = "light"
[profiles.work.keys]
"a" = "b"
[profiles.lab]
`},
		"a comment alone": {"# to do\n", `# to do
profile = "work"

[profiles.work]
base_url = "https://eu.hex.tech/api/v1"
token = "keyring"
`},
		"line ends of Windows": {"theme = \"dark\"\r\n", "theme = \"dark\"\r\nprofile = \"work\"\r\n\r\n[profiles.work]\r\nbase_url = " +
			"\"https://eu.hex.tech/api/v1\"\r\ntoken = \"keyring\"\r\n"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			if c.before != "" {
				w.write(t, "config.toml", c.before, 0o600)
			}
			config := w.load(t)
			check(t, config.SaveProfile(p, true))
			want(t, "config.toml", w.read(t, "config.toml"), c.after)
			want(t, "in memory", config.Default, "work")
			again := w.load(t)
			want(t, "read again", again.profiles["work"].Token, InKeyring)
			check(t, again.SaveProfile(p, true))
			want(t, "saved again", w.read(t, "config.toml"), c.after)
		})
	}
	t.Run("without making it the one to use", func(t *testing.T) {
		w := newWorld(t)
		c := w.load(t)
		check(t, c.SaveProfile(Profile{Name: "a"}, false))
		want(t, "config.toml", w.read(t, "config.toml"), "[profiles.a]\n")
	})
	t.Run("refuses what lines do not show", func(t *testing.T) {
		for _, text := range []string{"profiles = { work = { token = \"file\" } }\n", "profiles.work.token = \"file\"\n"} {
			w := newWorld(t)
			w.write(t, "config.toml", text, 0o600)
			c := w.load(t)
			err := c.SaveProfile(p, true)
			if err == nil || !strings.Contains(err.Error(),
				`set base_url = "https://eu.hex.tech/api/v1" and token = "keyring" in [profiles.work] yourself`) {
				t.Errorf("SaveProfile says %v", err)
			}
			want(t, "config.toml", w.read(t, "config.toml"), text)
		}
	})
	t.Run("keeps mode and link", func(t *testing.T) {
		if runtime.GOOS == "windows" {
			t.Skip("Windows has no permission bits")
		}
		w := newWorld(t)
		w.write(t, "dotfile.toml", "theme = \"dark\"\n", 0o640)
		link := filepath.Join(w.dir, "config.toml")
		check(t, os.Symlink("dotfile.toml", link))
		c := w.load(t)
		check(t, c.SaveProfile(p, true))
		info, err := os.Lstat(link)
		check(t, err)
		if info.Mode()&fs.ModeSymlink == 0 {
			t.Error("the link was replaced by a file")
		}
		info, err = os.Stat(link)
		check(t, err)
		want(t, "mode", info.Mode().Perm(), 0o640)
		if !strings.Contains(w.read(t, "dotfile.toml"), "[profiles.work]") {
			t.Error("the file behind the link did not change")
		}
	})
}

func TestSaveRefuses(t *testing.T) {
	w := newWorld(t)
	c := w.load(t)
	token := mustToken(t, personal)
	for _, p := range []Profile{{}, {Name: "a b"}, {Name: "../x"}, {Name: personal}, {Name: "a", BaseURL: "http://hex.acme.example"}} {
		_, err := c.SaveToken(context.Background(), p, token)
		if err == nil || c.SaveProfile(p, true) == nil {
			t.Errorf("%+v was saved", p)
		} else if strings.Contains(err.Error(), personal) {
			t.Errorf("%q shows the token", err)
		}
	}
	if err := c.SaveProfile(Profile{Name: "a", Token: personal}, true); err == nil || strings.Contains(err.Error(), personal) {
		t.Errorf("a token for a place: %v", err)
	}
	if _, err := c.SaveToken(context.Background(), Profile{Name: "a"}, Token{}); err == nil {
		t.Error("no token was saved")
	}
	if _, err := c.SaveToken(context.Background(), Profile{Name: "a", Token: "env:X"}, token); err == nil {
		t.Error("a token was saved into the environment")
	}
	if _, err := os.Stat(w.dir); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("something was written: %v", err)
	}
}

func TestATokenIsOnlyWhereItBelongs(t *testing.T) {
	w := newWorld(t)
	w.keyring.err = errors.New("no service")
	c := w.load(t)
	p := Profile{Name: "work", BaseURL: "eu"}
	kept, err := c.SaveToken(context.Background(), p, mustToken(t, personal))
	check(t, err)
	p.Token = kept.Place
	check(t, c.SaveProfile(p, true))
	if strings.Contains(w.read(t, "config.toml"), personal) {
		t.Error("the token is in config.toml")
	}
	if runtime.GOOS != "windows" {
		for name, mode := range map[string]fs.FileMode{".": 0o700, "credentials.json": 0o600, "config.toml": 0o600} {
			info, err := os.Stat(filepath.Join(w.dir, name))
			check(t, err)
			want(t, name, info.Mode().Perm(), mode)
		}
	}
	// With the keyring back, the copy in the file goes.
	w.keyring.err = nil
	p.Token = InKeyring
	_, err = c.SaveToken(context.Background(), p, mustToken(t, another))
	check(t, err)
	if text := w.read(t, "credentials.json"); strings.Contains(text, personal) {
		t.Errorf("the old token is still in the file")
	}
	temps, err := filepath.Glob(filepath.Join(w.dir, ".*"))
	check(t, err)
	want(t, "left over", len(temps), 0)
}

func TestSeveralTokensInTheFile(t *testing.T) {
	ctx := context.Background()
	w := newWorld(t)
	c := w.load(t)
	for name, text := range map[string]string{"a": personal, "b": another} {
		p := Profile{Name: name, Token: InFile}
		_, err := c.SaveToken(ctx, p, mustToken(t, text))
		check(t, err)
		check(t, c.SaveProfile(p, false))
	}
	check(t, c.Forget(ctx, "a"))
	got, err := c.Resolve(ctx, Flags{Profile: "b"})
	check(t, err)
	want(t, "token of b", got.Token.Reveal(), another)
	var missing *NoToken
	if _, err := c.Resolve(ctx, Flags{Profile: "a"}); !errors.As(err, &missing) {
		t.Errorf("token of a: %v", err)
	}
	check(t, c.Forget(ctx, "a")) // what is gone may be forgotten again
	var unknown *UnknownProfile
	if err := c.Forget(ctx, "z"); !errors.As(err, &unknown) {
		t.Errorf("forgetting an unknown profile: %v", err)
	}
}

func TestForgetSaysWhereTheTokenMayStillBe(t *testing.T) {
	w := newWorld(t)
	w.write(t, "config.toml", "[profiles.a]\ntoken = \"keyring\"\n[profiles.b]\ntoken = \"env:B_TOKEN\"\n", 0o600)
	w.keyring.err = errors.New("no service")
	c := w.load(t)
	for name, says := range map[string]string{"a": "may still be in the keyring: no service", "b": "unset B_TOKEN"} {
		if err := c.Forget(context.Background(), name); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAFolderThatCannotBeWritten(t *testing.T) {
	w := newWorld(t)
	c := w.load(t)
	check(t, os.WriteFile(w.dir, nil, 0o600)) // a file in place of the folder
	if _, err := c.SaveToken(context.Background(), Profile{Name: "a", Token: InFile}, mustToken(t, personal)); err == nil {
		t.Error("SaveToken says nothing")
	}
	if err := c.SaveProfile(Profile{Name: "a"}, true); err == nil {
		t.Error("SaveProfile says nothing")
	}
}
