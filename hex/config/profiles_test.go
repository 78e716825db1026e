package config

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
)

const aDefault = `# mine
theme = "dark"
profile = "work"  # the usual

[profiles.work]
base_url = "eu" # Europe
token = "file"

[profiles.work.keys]
run = "r"

# the other
[profiles."lab"]
base_url = "lab.acme.example"
`

// A profile is chosen and renamed line by line: comments and everything else stay, and the token follows its profile.
func TestProfilesAreChosenAndRenamed(t *testing.T) {
	w := newWorld(t)
	w.write(t, "config.toml", aDefault, 0o600)
	c := w.load(t)
	check(t, c.Use("lab"))
	text := func() string {
		b, err := os.ReadFile(c.Path())
		check(t, err)
		return string(b)
	}
	want(t, "the file", text(), strings.Replace(aDefault, `profile = "work"  # the usual`, `profile = "lab"`, 1))
	check(t, c.Use("work"))
	token, err := NewToken(personal)
	check(t, err)
	_, err = c.SaveToken(t.Context(), c.profiles["work"], token)
	check(t, err)
	check(t, c.Rename(t.Context(), "work", "office"))
	want(t, "the default", c.Default, "office")
	if now := text(); strings.Contains(now, "profiles.work") || !strings.Contains(now, "[profiles.office]\nbase_url = \"eu\" # Europe") ||
		!strings.Contains(now, "[profiles.office.keys]") || !strings.Contains(now, "# mine") || !strings.Contains(now, "# the other") {
		t.Errorf("the file is\n%s", now)
	}
	got, err := w.load(t).Resolve(t.Context(), Flags{})
	check(t, err)
	want(t, "the token", got.Token.Reveal(), personal)
	kept, err := os.ReadFile(filepath.Join(c.Dir, "credentials.json"))
	check(t, err)
	if strings.Contains(string(kept), "work ") {
		t.Error("the token is still kept under the old name")
	}
	for name, err := range map[string]error{
		"an unknown profile": c.Use("none"), "a taken name": c.Rename(t.Context(), "office", "lab"),
		"no name": c.Rename(t.Context(), "office", "a b"), "nobody": c.Rename(t.Context(), "none", "x"),
	} {
		if err == nil {
			t.Errorf("%s is taken", name)
		}
	}
}

// The sample says nothing, and everything in its comments is good and known.
func TestTheSample(t *testing.T) {
	w := newWorld(t)
	c := w.load(t)
	check(t, c.Begin())
	if err := c.Begin(); err == nil || !strings.Contains(err.Error(), "left alone") {
		t.Errorf("it was written twice: %v", err)
	}
	w.load(t)
	said := regexp.MustCompile(`(?m)^# ([\["a-z_./]+\]?( = .*)?$)`).ReplaceAllString(Sample, "$1")
	if _, err := parse("sample", said); err != nil {
		t.Errorf("%v\n%s", err, said)
	}
	var tree map[string]any
	_, err := toml.Decode(said, &tree)
	check(t, err)
	names := regexp.MustCompile(`[a-z_]+`).FindAllString(strings.ReplaceAll(settingNames, " and ", " "), -1)
	for _, name := range append(names, "profile", "profiles", "hub") {
		if _, there := tree[name]; !there {
			t.Errorf("the sample says nothing of %s", name)
		}
	}
	if !slices.Contains(names, "theme") {
		t.Error("the names of the settings were not found")
	}
}
