package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/spf13/cobra"

	"hextui/hex/config"
)

// keys are those of a UI that has one action.
func keys() Keys {
	return Keys{
		Check: func(own map[string][]string) (wrong []KeyFault) {
			for action, all := range own {
				if action != "run" {
					wrong = append(wrong, KeyFault{action, fmt.Sprintf("there is no action called %q", action)})
					continue
				}
				for _, k := range all {
					if len(k) > 1 {
						wrong = append(wrong, KeyFault{action, fmt.Sprintf("%q is no key", k)})
					}
				}
			}
			return wrong
		},
		Actions: func() []string { return []string{"run"} },
	}
}

// call calls a command with a config.toml.
func call(t *testing.T, text string, args ...string) (out, said string, err error) {
	t.Helper()
	dir := t.TempDir()
	t.Setenv("HEXTUI_CONFIG_DIR", dir)
	for _, name := range []string{"HEX_API_KEY", "HEX_API_TOKEN", "HEX_API_BASE_URL", "HEX_API_URL", "HEX_PROFILE"} {
		t.Setenv(name, "")
	}
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path="+filepath.Join(dir, "no-bus"))
	if text != "" {
		if err := os.WriteFile(filepath.Join(dir, "config.toml"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	root := &cobra.Command{Use: "hextui", SilenceErrors: true, SilenceUsage: true}
	root.AddCommand(Commands(keys())...)
	var o, e bytes.Buffer
	root.SetOut(&o)
	root.SetErr(&e)
	root.SetArgs(args)
	err = root.ExecuteContext(t.Context())
	return strings.ReplaceAll(o.String(), dir+string(filepath.Separator), ""), e.String(), err
}

// Every fault is told by file, line and key, also those of keys, in the order of the file.
func TestValidate(t *testing.T) {
	const file = "them = 1\n[keys]\nrun = \"ctrl+ctrl\"\nfly = \"f\"\n[profiles.work.keys]\nrun = [\"xx\", \"yy\"]\n"
	out, _, err := call(t, file, "config", "validate")
	const want = "config.toml, line 1: unknown key \"them\"; known here are profile, profiles, hub, theme, editor, mouse, motion, " +
		"vim, models, python, escape_ms, pictures and keys\n" +
		"config.toml, line 3: \"ctrl+ctrl\" is no key\n" +
		"config.toml, line 4: there is no action called \"fly\"\n" +
		"config.toml, line 6: \"xx\" is no key\nconfig.toml, line 6: \"yy\" is no key\n"
	if out != want || err == nil || err.Error() != "config.toml has 5 faults" {
		t.Errorf("it says %q, %v", out, err)
	}
	out, _, _ = call(t, "theme = \"plaid\"\n[profiles.work]\npictures = \"many\"\nmotion = \"wild\"\n", "config", "validate")
	for _, want := range []string{
		"config.toml, line 1: theme is dark, light, contrast, colourblind or mono, not \"plaid\"\n",
		"config.toml, line 3: pictures is auto, kitty, sixel, iterm, blocks or off, not \"many\"\n",
		"config.toml, line 4: motion is full or reduced, not \"wild\"\n",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("it says %q, not %q", out, want)
		}
	}
	out, said, err := call(t, "[keys]\nrun = \"r\"\n", "config", "validate")
	if out != "" || err != nil || !strings.Contains(said, "is good") {
		t.Errorf("it says %q, %q, %v", out, said, err)
	}
}

// What holds is told with where it comes from, and no secret is.
func TestShow(t *testing.T) {
	const token = "hxtp_0123456789abcdef0123456789abcdef"
	t.Setenv("LAB", token)
	text := "theme = \"dark\"\nprofile = \"lab\"\n[profiles.lab]\nbase_url = \"eu\"\ntoken = \"env:LAB\"\ntheme = \"light\"\n" +
		"[hub]\nllm_model = \"x\"\n"
	out, _, err := call(t, text, "config", "show", "--json")
	var all []value
	if err := json.Unmarshal([]byte(out), &all); err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, v := range all {
		got[v.Name] = v.Value + " from " + v.From
	}
	for name, want := range map[string]string{
		"profile": "lab from config.toml", "base_url": "https://eu.hex.tech/api/v1 from profile lab", "theme": "light from profile lab",
		"mouse": "true from default", "hub llm_model": "x from config.toml", "token": "personal token (hidden) from environment LAB",
	} {
		if got[name] != want {
			t.Errorf("%s is %q, wanted %q", name, got[name], want)
		}
	}
	if err != nil || strings.Contains(out, token) {
		t.Errorf("%v, or the token shows: %s", err, out)
	}
}

// The schema takes what the program takes, and refuses what it refuses.
func TestSchema(t *testing.T) {
	out, _, err := call(t, "", "config", "schema")
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(out))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("config.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("config.json")
	if err != nil {
		t.Fatal(err)
	}
	for text, good := range map[string]bool{
		`{"theme":"dark","profile":"work","profiles":{"work":{"base_url":"eu","token":"env:X","mouse":false}},"keys":{"run":["r"]}}`: true,
		`{"them":"dark"}`: false, `{"profiles":{"work":{"url":"eu"}}}`: false, `{"keys":{"fly":"f"}}`: false, `{"mouse":"on"}`: false,
		`{"profiles":{"work":{"token":"hxtp_x"}}}`: false,
	} {
		v, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Validate(v); (err == nil) != good {
			t.Errorf("%s: %v", text, err)
		}
	}
	// The program names the keys that it knows where it meets another; the schema has the same.
	faults, _, _ := call(t, "x = 1\n", "config", "validate")
	_, known, _ := strings.Cut(faults, "known here are ")
	parts := func(r rune) bool { return strings.ContainsRune(", \n", r) }
	for name := range strings.FieldsFuncSeq(strings.ReplaceAll(known, " and ", ","), parts) {
		if _, there := doc.(map[string]any)["properties"].(map[string]any)[name]; !there {
			t.Errorf("the schema does not know %s", name)
		}
	}
}

// A file is begun once, and its place is told.
func TestInitAndPath(t *testing.T) {
	if out, _, err := call(t, "", "config", "init"); out != "config.toml\n" || err != nil {
		t.Errorf("it says %q, %v", out, err)
	}
	if _, _, err := call(t, "theme = \"dark\"\n", "config", "init"); err == nil {
		t.Error("what was there is gone")
	}
	if out, _, err := call(t, "", "config", "path"); out != "config.toml\n" || err != nil {
		t.Errorf("it says %q, %v", out, err)
	}
}

// Profiles are listed with the one in use marked, chosen and renamed.
func TestProfiles(t *testing.T) {
	const text = "[profiles.a]\n[profiles.b]\nbase_url = \"eu\"\n"
	if out, _, err := call(t, text+"", "profile", "list"); err != nil || !strings.Contains(out, "  a  app.hex.tech  keyring or file\n") {
		t.Errorf("it says %q, %v", out, err)
	}
	if _, said, err := call(t, text, "profile", "use", "b"); err != nil || !strings.Contains(said, "Profile b is used") {
		t.Errorf("it says %q, %v", said, err)
	}
	if c, err := config.Load(config.Env{}); err != nil || c.Default != "b" {
		t.Errorf("the default is %q, %v", c.Default, err)
	}
	if _, said, err := call(t, text, "profile", "rename", "b", "c"); err != nil || !strings.Contains(said, "is called c") {
		t.Errorf("it says %q, %v", said, err)
	}
	if _, _, err := call(t, text, "profile", "use", "z"); err == nil || !strings.Contains(err.Error(), "it has a, b") {
		t.Errorf("it says %v", err)
	}
}
