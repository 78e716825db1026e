package connect

import (
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hextui/hex/emulator"
)

// configured writes a configuration, of which %s is the address of an embedded workspace, and gives its token as $WORD.
func configured(t *testing.T, text string) {
	t.Helper()
	running, err := emulator.Listen(t.Context(), "127.0.0.1:0", emulator.Options{Cold: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { running.Close() })
	dir := t.TempDir()
	t.Setenv("HEXTUI_CONFIG_DIR", dir)
	t.Setenv("XDG_STATE_HOME", t.TempDir())
	t.Setenv("WORD", running.Token())
	text = strings.ReplaceAll(text, "%s", running.URL())
	if err := os.WriteFile(filepath.Join(dir, "config.toml"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

const twoProfiles = `
[profiles.one]
base_url = "%s"
token = "env:WORD"
mcp_client_id = "client-of-one"
[profiles.two]
base_url = "%s"
token = "env:WORD"
mcp_client_id = "client-of-two"
`

// TestAnotherProfileSignsInAsItself changes from one profile to another, which names its own client.
func TestAnotherProfileSignsInAsItself(t *testing.T) {
	configured(t, twoProfiles)
	c, w, err := Open(t.Context(), Options{Flags: Flags{Profile: "one"}})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if w.Profile != "one" {
		t.Errorf("the profile is %q", w.Profile)
	}
	if w, err = c.As(t.Context(), "two"); err != nil {
		t.Fatal(err)
	}
	asking, err := w.Hosted.Ask(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(asking.Link(), "client_id=client-of-two&") {
		t.Errorf("it signs in by %s", asking.Link())
	}
}

// TestKnown finds the folder and the name of a workspace the same way before it is connected to and after.
func TestKnown(t *testing.T) {
	configured(t, twoProfiles)
	flags := Flags{Profile: "two"}
	dir, name := flags.Known()
	c, w, err := Open(t.Context(), Options{Flags: flags})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if name != w.Client.BaseURL() || dir != c.Config.StateDir || dir == "" {
		t.Errorf("before, it is %q in %q, and is %q in %q", name, dir, w.Client.BaseURL(), c.Config.StateDir)
	}
	if afterDir, after := c.Known(); afterDir != dir || after != name {
		t.Errorf("after, it is %q in %q", after, afterDir)
	}
}

func TestFlagsThatMakeNoSense(t *testing.T) {
	t.Parallel()
	for says, f := range map[string]Flags{
		"--workspace": {Workspace: "x"}, "--data": {Data: "x"}, "--import": {Import: "x"}, "--python": {Python: true},
		"--pace is 0": {Demo: true, Pace: math.NaN()}, "not -1": {Demo: true, Pace: -1}, "not +Inf": {Demo: true, Pace: math.Inf(1)},
	} {
		if err := f.Check(); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("of %+v it says %v, not %q", f, err, says)
		}
	}
	if err := (Flags{Demo: true, Workspace: "x", Data: "x", Import: "x", Python: true, Pace: 1}).Check(); err != nil {
		t.Error(err)
	}
}

// nowhere has the computer name no folder for anything but what is temporary.
func nowhere(t *testing.T) (temporary string) {
	t.Helper()
	for _, name := range []string{"HOME", "HEXTUI_CONFIG_DIR", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "AppData", "LOCALAPPDATA"} {
		t.Setenv(name, "")
	}
	temporary = t.TempDir()
	t.Setenv("TMPDIR", temporary)
	t.Setenv("TMP", temporary)
	t.Chdir(t.TempDir())
	return temporary
}

// TestWithoutAFolder begins on a computer that names none: what is to be had without one is, and nothing is written where the program
// was started.
func TestWithoutAFolder(t *testing.T) {
	temporary := nowhere(t)
	t.Setenv("HEX_API_BASE_URL", "http://127.0.0.1:1")
	t.Setenv("HEX_API_KEY", "hxtp_"+strings.Repeat("a", 30))
	c, err := Begin(Options{})
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(c.Config.StateDir, temporary) || len(c.Warnings) != 1 || !strings.Contains(c.Warnings[0], c.Config.StateDir) ||
		!strings.Contains(c.Warnings[0], "nothing is kept for the next start") {
		t.Errorf("it keeps in %q and says %q", c.Config.StateDir, c.Warnings)
	}
	w, err := c.Connect(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if in, err := w.Hosted.SignedIn(t.Context()); in || err != nil {
		t.Errorf("signed in is %v, %v", in, err)
	}
	if err := c.Close(); err != nil {
		t.Error(err)
	}
	for _, dir := range []string{".", temporary} {
		if left, err := os.ReadDir(dir); err != nil || len(left) != 0 {
			t.Errorf("in %s are left %v, %v", dir, left, err)
		}
	}
}

// TestAFolderForTheStateAlone keeps there what it can.
func TestAFolderForTheStateAlone(t *testing.T) {
	nowhere(t)
	state := t.TempDir()
	t.Setenv("XDG_STATE_HOME", state)
	c, err := Begin(Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if c.Config.StateDir != filepath.Join(state, "hextui") || len(c.Warnings) != 1 || strings.Contains(c.Warnings[0], "kept") {
		t.Errorf("it keeps in %q and says %q", c.Config.StateDir, c.Warnings)
	}
}
