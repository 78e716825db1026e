package config

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/zalando/go-keyring"
)

const twoProfiles = `
profile = "work"
[profiles.work]
base_url = "eu"
[profiles.lab]
base_url = "lab.acme.example"
token = "env:LAB_TOKEN"
`

func TestPrecedence(t *testing.T) {
	const (
		us, eu   = "https://app.hex.tech/api/v1", "https://eu.hex.tech/api/v1"
		lab, own = "https://lab.acme.example/api/v1", "https://own.acme.example/api/v1"
	)
	ring := map[string]string{"work " + eu: personal}
	type result struct{ BaseURL, Token, Profile, FromURL, FromToken, FromProfile string }
	for name, c := range map[string]struct {
		file  string
		env   map[string]string
		flags Flags
		want  result
		notes int
	}{
		"the environment alone": {"", map[string]string{"HEX_API_KEY": another}, Flags{},
			result{us, another, "", "default", "environment HEX_API_KEY", ""}, 0},
		"the other names": {"", map[string]string{"HEX_API_TOKEN": another, "HEX_API_URL": "own.acme.example"}, Flags{},
			result{own, another, "", "environment HEX_API_URL", "environment HEX_API_TOKEN", ""}, 0},
		"both names alike": {"", map[string]string{"HEX_API_KEY": another, "HEX_API_TOKEN": another + "\n",
			"HEX_API_URL": "eu.hex.tech", "HEX_API_BASE_URL": "https://eu.hex.tech/api/"}, Flags{},
			result{eu, another, "", "environment HEX_API_BASE_URL", "environment HEX_API_KEY", ""}, 0},
		"empty is not set": {"", map[string]string{"HEX_API_KEY": " ", "HEX_API_TOKEN": another, "HEX_PROFILE": "",
			"HEX_API_BASE_URL": ""}, Flags{}, result{us, another, "", "default", "environment HEX_API_TOKEN", ""}, 0},
		"the file's profile": {twoProfiles, nil, Flags{}, result{eu, personal, "work", "profile work", "keyring", "config.toml"},
			0},
		"the profile of the env": {twoProfiles, map[string]string{"HEX_PROFILE": "lab", "LAB_TOKEN": another}, Flags{},
			result{lab, another, "lab", "profile lab", "environment LAB_TOKEN", "environment HEX_PROFILE"}, 0},
		"the profile of the flag": {twoProfiles, map[string]string{"HEX_PROFILE": "lab"}, Flags{Profile: "work"},
			result{eu, personal, "work", "profile work", "keyring", "flag --profile"}, 0},
		"the only profile": {"[profiles.work]\nbase_url = \"eu\"\ntoken = \"keyring\"", nil, Flags{},
			result{eu, personal, "work", "profile work", "keyring", "the only one in config.toml"}, 0},
		"env over profile": {twoProfiles, map[string]string{"HEX_API_KEY": another, "HEX_API_URL": "own.acme.example"}, Flags{},
			result{own, another, "work", "environment HEX_API_URL", "environment HEX_API_KEY", "config.toml"}, 0},
		"env token, chosen profile": {twoProfiles, map[string]string{"HEX_API_KEY": another}, Flags{Profile: "work"},
			result{eu, another, "work", "profile work", "environment HEX_API_KEY", "flag --profile"}, 1},
		"flag over env": {twoProfiles, map[string]string{"HEX_API_KEY": another, "HEX_API_URL": "own.acme.example"},
			Flags{BaseURL: "us"}, result{us, another, "work", "flag --base-url", "environment HEX_API_KEY", "config.toml"}, 0},
		"the same address by a flag": {twoProfiles, nil, Flags{BaseURL: "https://eu.hex.tech"},
			result{eu, personal, "work", "flag --base-url", "keyring", "config.toml"}, 0},
		"an env for both": {"", map[string]string{"HEX_API_KEY": "dev", "HEX_API_URL": "http://127.0.0.1:8765"}, Flags{},
			result{"http://127.0.0.1:8765/api/v1", "dev", "", "environment HEX_API_URL", "environment HEX_API_KEY", ""}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.keyring.entries = ring
			for k, v := range c.env {
				w.env[k] = v
			}
			w.write(t, "config.toml", c.file, 0o600)
			got, err := w.load(t).Resolve(context.Background(), c.flags)
			check(t, err)
			from := strings.ReplaceAll(got.From.Profile, w.dir+string(filepath.Separator), "")
			want(t, "connection", result{got.BaseURL, got.Token.Reveal(), got.Profile, got.From.BaseURL, got.From.Token, from}, c.want)
			want(t, "notes", len(got.Notes), c.notes)
		})
	}
}

func TestNoToken(t *testing.T) {
	for name, c := range map[string]struct {
		file  string
		ring  error
		flags Flags
		says  []string
	}{
		"nothing at all": {"", nil, Flags{}, []string{"app.hex.tech", "HEX_API_KEY and HEX_API_TOKEN are not set", "no profile yet",
			"--demo"}},
		"none chosen": {"[profiles.a]\n[profiles.b]\n", nil, Flags{}, []string{"none of the profiles was chosen"}},
		"nothing kept": {"[profiles.a]\n", nil, Flags{},
			[]string{"the keyring has no entry for profile a at app.hex.tech", "credentials.json has no entry"}},
		"only in the file": {"[profiles.a]\ntoken = \"file\"\n", errors.New("must not be asked"), Flags{},
			[]string{"credentials.json has no entry"}},
		"no keyring": {"[profiles.a]\ntoken = \"keyring\"\n", errors.New("no D-Bus here"), Flags{},
			[]string{"the keyring cannot be used: no D-Bus here"}},
		"a variable not set": {"[profiles.a]\ntoken = \"env:A_TOKEN\"\n", nil, Flags{},
			[]string{"A_TOKEN, which profile a names, is not set"}},
		"another address": {twoProfiles, nil, Flags{BaseURL: "evil.example"},
			[]string{"there is no token for evil.example", "the token of profile work belongs to eu.hex.tech and is not sent elsewhere"}},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.keyring.entries["work https://eu.hex.tech/api/v1"] = personal
			w.keyring.err = c.ring
			w.write(t, "config.toml", c.file, 0o600)
			got, err := w.load(t).Resolve(context.Background(), c.flags)
			var missing *NoToken
			if !errors.As(err, &missing) {
				t.Fatalf("Resolve says %v", err)
			}
			for _, says := range c.says {
				if !strings.Contains(err.Error(), says) {
					t.Errorf("%q does not say %q", err, says)
				}
			}
			if strings.Contains(err.Error(), "must not be asked") {
				t.Error("the keyring was asked")
			}
			if got.BaseURL == "" || got.BaseURL != missing.BaseURL || !got.Token.IsZero() {
				t.Errorf("the connection is %+v", got)
			}
		})
	}
}

func TestResolveRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		env   map[string]string
		flags Flags
		says  string
	}{
		"two tokens": {map[string]string{"HEX_API_KEY": personal, "HEX_API_TOKEN": another}, Flags{},
			"HEX_API_KEY and HEX_API_TOKEN are both set and differ; unset one of them"},
		"two addresses": {map[string]string{"HEX_API_URL": "eu", "HEX_API_BASE_URL": "us"}, Flags{},
			"HEX_API_BASE_URL and HEX_API_URL are both set and differ"},
		"a bad token": {map[string]string{"HEX_API_KEY": "Bearer " + personal}, Flags{},
			"the token in environment HEX_API_KEY cannot be used: it begins with \"Bearer\""},
		"a bad named token": {map[string]string{"LAB_TOKEN": personal + " x"}, Flags{Profile: "lab"},
			"the token in environment LAB_TOKEN cannot be used"},
		"a bad address": {map[string]string{"HEX_API_URL": "http://hex.acme.example"}, Flags{},
			"environment HEX_API_URL: Plain http"},
		"a bad flag":          {nil, Flags{BaseURL: "ftp://x"}, "flag --base-url: "},
		"a token for address": {nil, Flags{BaseURL: personal}, "flag --base-url: This is a token"},
		"an unknown profile":  {nil, Flags{Profile: "lbb"}, `the profile "lbb" (flag --profile) is not in`},
		"an unknown one, env": {map[string]string{"HEX_PROFILE": "lbb"}, Flags{}, "(environment HEX_PROFILE)"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.write(t, "config.toml", twoProfiles, 0o600)
			for k, v := range c.env {
				w.env[k] = v
			}
			_, err := w.load(t).Resolve(context.Background(), c.flags)
			if err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("%v does not say %q", err, c.says)
			}
			if err != nil && strings.Contains(err.Error(), personal[5:]) {
				t.Errorf("%q shows the token", err)
			}
		})
	}
	t.Run("an unknown profile names the known", func(t *testing.T) {
		w := newWorld(t)
		w.write(t, "config.toml", twoProfiles, 0o600)
		_, err := w.load(t).Resolve(context.Background(), Flags{Profile: "x"})
		var unknown *UnknownProfile
		if !errors.As(err, &unknown) || !strings.HasSuffix(err.Error(), "it has lab, work") {
			t.Errorf("got %v", err)
		}
	})
}

// What Go tells of the programs that a keyring's service needs helps nobody.
func TestASystemWithoutAKeyring(t *testing.T) {
	missing := &exec.Error{Name: "dbus-launch", Err: exec.ErrNotFound}
	gone := &net.OpError{Op: "dial", Net: "unix", Err: os.ErrNotExist}
	for _, err := range []error{missing, &exec.ExitError{}, fmt.Errorf("dbus: %w", gone)} {
		if got := plain(err); got.Error() != "no service that keeps secrets answers on this system" {
			t.Errorf("%v is said as %v", err, got)
		}
	}
}

// hanging is a keyring whose service does not answer.
type hanging struct{ until chan struct{} }

func (h hanging) Get(string) (string, error) { <-h.until; return "", ErrNoEntry }
func (h hanging) Set(string, string) error   { <-h.until; return nil }
func (h hanging) Delete(string) error        { <-h.until; return nil }

func TestAKeyringThatHangs(t *testing.T) {
	w := newWorld(t)
	w.write(t, "config.toml", "[profiles.a]\n", 0o600)
	w.write(t, "credentials.json", `{"version":1,"tokens":{"a https://app.hex.tech/api/v1":"`+personal+`"}}`, 0o600)
	synctest.Test(t, func(t *testing.T) {
		h := hanging{make(chan struct{})}
		defer close(h.until)
		env := w.environment()
		env.Keyring, env.KeyringWait = h, 3*time.Second
		c, err := Load(env)
		check(t, err)

		began := time.Now()
		got, err := c.Resolve(t.Context(), Flags{})
		check(t, err)
		want(t, "token", got.Token.Reveal(), personal)
		want(t, "waited", time.Since(began), 3*time.Second)

		began = time.Now()
		kept, err := c.SaveToken(t.Context(), Profile{Name: "a"}, mustToken(t, another))
		check(t, err)
		want(t, "place", kept.Place, InFile)
		want(t, "waited", time.Since(began), 3*time.Second)
		if !strings.Contains(kept.Note, "did not answer within 3s") {
			t.Errorf("the note is %q", kept.Note)
		}

		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := c.Resolve(ctx, Flags{}); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("a cancelled Resolve says %v", err)
		}
	})
}

func TestTheSystemsKeyring(t *testing.T) {
	ctx := context.Background()
	w := newWorld(t)
	env := w.environment()
	env.Keyring = nil
	p := Profile{Name: "work", BaseURL: "eu"}

	keyring.MockInit()
	c, err := Load(env)
	check(t, err)
	kept, err := c.SaveToken(ctx, p, mustToken(t, personal))
	check(t, err)
	want(t, "kept", kept, Kept{InKeyring, "the keyring", ""})
	p.Token = kept.Place
	check(t, c.SaveProfile(p, true))
	got, err := c.Resolve(ctx, Flags{})
	check(t, err)
	want(t, "token", got.Token.Reveal(), personal)
	if _, err := os.Stat(filepath.Join(w.dir, "credentials.json")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("there is a file beside the keyring: %v", err)
	}
	check(t, c.Forget(ctx, "work"))
	var missing *NoToken
	if _, err := c.Resolve(ctx, Flags{}); !errors.As(err, &missing) {
		t.Errorf("after Forget: %v", err)
	}

	keyring.MockInitWithError(keyring.ErrUnsupportedPlatform)
	t.Cleanup(keyring.MockInit)
	if _, err := c.SaveToken(ctx, p, mustToken(t, personal)); err == nil || !strings.Contains(err.Error(), "this system has none") {
		t.Errorf("SaveToken into no keyring says %v", err)
	}
	p.Token = Anywhere
	kept, err = c.SaveToken(ctx, p, mustToken(t, personal))
	check(t, err)
	want(t, "kept", kept, Kept{InFile, filepath.Join(w.dir, "credentials.json"), "the keyring cannot be used (this system has none)"})
	p.Token = kept.Place
	check(t, c.SaveProfile(p, true))
	got, err = c.Resolve(ctx, Flags{})
	check(t, err)
	want(t, "token", got.Token.Reveal(), personal)
}

func TestAFileThatOthersCouldRead(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no permission bits")
	}
	w := newWorld(t)
	w.write(t, "config.toml", "[profiles.a]\ntoken = \"file\"\n", 0o600)
	w.write(t, "credentials.json", `{"version":1,"tokens":{"a https://app.hex.tech/api/v1":"`+personal+`"}}`, 0o644)
	c := w.load(t)
	for _, notes := range []int{1, 0} {
		got, err := c.Resolve(context.Background(), Flags{})
		check(t, err)
		want(t, "token", got.Token.Reveal(), personal)
		want(t, "notes", len(got.Notes), notes)
		if notes > 0 && !strings.Contains(got.Notes[0], "could be used by others (0644)") {
			t.Errorf("the note is %q", got.Notes[0])
		}
		info, err := os.Stat(filepath.Join(w.dir, "credentials.json"))
		check(t, err)
		want(t, "mode", info.Mode().Perm(), 0o600)
	}
}

func TestADamagedCredentialsFile(t *testing.T) {
	for name, text := range map[string]string{
		"cut":      `{"version":1,"tokens":{"a https://app.hex.tech/api/v1":"` + personal,
		"no JSON":  personal,
		"a list":   `["` + personal + `"]`,
		"newer":    `{"version":2,"tokens":{}}`,
		"no token": `{"version":1,"tokens":{"a https://app.hex.tech/api/v1":"Bearer ` + personal + `"}}`,
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.write(t, "config.toml", "[profiles.a]\ntoken = \"file\"\n", 0o600)
			w.write(t, "credentials.json", text, 0o600)
			_, err := w.load(t).Resolve(context.Background(), Flags{})
			if err == nil || strings.Contains(err.Error(), personal[5:]) || !strings.Contains(err.Error(), "file") &&
				!strings.Contains(err.Error(), "credentials.json") && !strings.Contains(err.Error(), "entry is no token") {
				t.Errorf("Resolve says %v", err)
			}
			if name != "no token" {
				if _, err := w.load(t).SaveToken(context.Background(), Profile{Name: "a", Token: InFile},
					mustToken(t, another)); err == nil {
					t.Error("SaveToken wrote over it")
				}
				want(t, "the file", w.read(t, "credentials.json"), text)
			}
		})
	}
}
