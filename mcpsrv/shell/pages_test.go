package shell

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

// whole is the program with all commands of the table, and stands for those that are beside them.
func whole() *cobra.Command {
	root := &cobra.Command{Use: "hextui", Version: "test", RunE: func(*cobra.Command, []string) error { return nil }}
	root.AddGroup(&cobra.Group{ID: Group})
	root.AddCommand(Commands(Options{}, nil)...)
	return root
}

// The description for machines has every command of the table, with the types of what it takes.
func TestSpec(t *testing.T) {
	var b bytes.Buffer
	if err := WriteSpec(&b, whole()); err != nil {
		t.Fatal(err)
	}
	var s Spec
	if err := json.Unmarshal(b.Bytes(), &s); err != nil {
		t.Fatal(err)
	}
	by := map[string]SpecCommand{}
	for _, c := range s.Commands {
		by[c.Command] = c
	}
	for _, r := range rows() {
		if by[r.path()].Tool != r.tool {
			t.Errorf("%s is described as %+v", r.path(), by[r.path()])
		}
	}
	add := by["group add"]
	if len(add.Arguments) != 2 || !add.Arguments[1].Repeated || !add.Arguments[1].Required || add.Class != "access" {
		t.Errorf("group add is %+v", add)
	}
	if write := by["guide write"].Arguments; len(write) != 1 || write[0].Type != "file" || write[0].About == "" {
		t.Errorf("guide write takes %+v", write)
	}
	for _, f := range by["cell create"].Flags {
		if f.Name == "type" && !slices.Equal(f.Values, []string{"SQL", "CODE", "MARKDOWN"}) {
			t.Errorf("cell create --type takes %v", f.Values)
		}
	}
	types := map[string]string{}
	for _, f := range by["run start"].Flags {
		types[f.Name] = f.Type
	}
	for name, want := range map[string]string{"input": "stringArray", "wait": "bool", "timeout": "duration", "yes": "bool",
		"jq": "string"} {
		if types[name] != want {
			t.Errorf("--%s of run start is %q, not %q", name, types[name], want)
		}
	}
	if len(s.ExitCodes) != 6 || s.ExitCodes[5].Code != 130 {
		t.Errorf("the exit codes are %v", s.ExitCodes)
	}
}

// What stands beside the commands of Hex's own CLI is there, or has a reason why it is not.
func TestBesideOfficial(t *testing.T) {
	elsewhere := map[string]bool{"ask": true, "completion": true, "auth login": true, "auth logout": true, "auth status": true,
		"auth switch": true, "auth forget": true, "profile rename": true, "config show": true, "config path": true, "mcp install": true}
	have := map[string]bool{}
	for _, r := range rows() {
		have[r.path()] = true
	}
	seen := map[string]bool{}
	for _, o := range official() {
		if seen[o.theirs] || (o.ours == "") == (o.why == "") {
			t.Errorf("%s stands there twice, or has neither a command nor a reason, or both", o.theirs)
		}
		seen[o.theirs] = true
		for ours := range strings.SplitSeq(o.ours, ", ") {
			command, _, _ := strings.Cut(ours, " --")
			if o.ours != "" && !have[command] && !elsewhere[command] {
				t.Errorf("beside %s stands %q, which there is not", o.theirs, ours)
			}
		}
	}
	if len(seen) < 60 {
		t.Errorf("only %d commands are compared", len(seen))
	}
}

// A page of the manual is made for each command, and holds nothing that man would take for its own.
func TestManPages(t *testing.T) {
	dir := t.TempDir()
	if err := writeMan(dir, SpecOf(whole())); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(dir, "hextui-cell-set.1"))
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{".TH \"HEXTUI-CELL-SET\" 1", ".SH OPTIONS", "\\-f, \\-\\-file TEXT", ".SH EXIT STATUS"} {
		if !strings.Contains(string(text), part) {
			t.Errorf("the page has no %q:\n%s", part, text)
		}
	}
}

// Flags of a group do not stand in the way of those of a command: no command takes a flag twice, and no flag hides another.
func TestNoFlagHidesAnother(t *testing.T) {
	for _, c := range SpecOf(whole()).Commands {
		seen := map[string]bool{}
		for _, f := range c.Flags {
			for _, name := range []string{"--" + f.Name, "-" + f.Shorthand} {
				if name != "-" && seen[name] {
					t.Errorf("%s takes %s twice", c.Command, name)
				}
				seen[name] = true
			}
		}
	}
}
