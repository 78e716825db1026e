package program

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hextui/ui/uitest"
)

// The keys of config.toml are in force in the program; ones that cannot be are said, and the built-in ones used. What the program says
// of the file beforehand is the same.
func TestKeysOfTheConfiguration(t *testing.T) {
	tests := map[string]struct {
		file, says, quit string
	}{
		"good":            {"[keys]\nquit = \"Q\"\n", "", "Q"},
		"unknown":         {"[keys]\nfly = \"f\"\n", "config.toml, line 2: The keys of fly are not used: it is no action", "q"},
		"as people write": {"[keys]\nquit = \"shift+q\"\n", "", "Q"},
		"never pressed": {"# mine\n[keys]\nhelp = \"f2\"\nquit = \"ctrl+A\"\n",
			`line 4: The keys of quit are not used: it has the key "ctrl+A", which cannot be pressed`, "q"},
		"given on": {"[keys]\nquit = \"?\"\nhelp = \"q\"\nrun = \"*\"\nstar = \"r\"\n", "", "?"},
		"one for two": {"[keys]\nhelp = \"q\"\n",
			`line 2: The keys of help are not used: it has the key "q", which means quit in the scope global`, "q"},
		"no key at all":  {"[keys]\nquit = 5\n", "line 2: the keys of an action are a text such as", "q"},
		"several wrongs": {"[keys]\nfly = \"f\"\nswim = \"s\"\nquit = \"shift+q\"\n", "L shows 1 more.", "Q"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			home := newPerson(t)
			if err := os.MkdirAll(home.config(), 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(home.config(), "config.toml"), []byte(test.file), 0o600); err != nil {
				t.Fatal(err)
			}
			wrong, errs, code := outcome(t, home.plain("config", "validate"))
			place, _, _ := strings.Cut(test.says, ":")
			place = strings.TrimSuffix(place, "L shows 1 more.") // which is of the screen
			if (code == 0) != (test.says == "") || !strings.Contains(wrong, place) {
				t.Errorf("of the file it says %q, %q", wrong, errs)
			}
			p := home.spawn([]string{"--demo"}, uitest.Kitty(), uitest.Size(260, 30))
			p.WaitFor("Weekly revenue")
			if test.says != "" {
				p.WaitFor(test.says)
			}
			p.Press(test.quit)
			wantExit(t, p, 0)
		})
	}
}

// The printed table leaves nothing out.
func TestPrintedKeys(t *testing.T) {
	out, errs, code := outcome(t, newPerson(t).plain("keys"))
	if code != 0 {
		t.Fatal(errs)
	}
	rows := 0
	for line := range strings.Lines(out) {
		if strings.HasPrefix(line, "| `") {
			rows++
		}
	}
	bound := 0
	for _, b := range program.Keys(t).All() {
		if len(b.Keys) > 0 {
			bound++
		}
	}
	if rows != bound {
		t.Errorf("%d rows are printed for %d bindings with keys", rows, bound)
	}
}
