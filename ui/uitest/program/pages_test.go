package program

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// The pages of keys and flags are the program's. With -update they are written.
func TestPages(t *testing.T) {
	pages := map[string]func(*testing.T, *bytes.Buffer){
		"keys.md": func(t *testing.T, b *bytes.Buffer) {
			b.WriteString("# Keys\n\nMade by `go generate ./...`; do not edit. `?` shows the keys that work where you are, `:` finds " +
				"any action by name.\n" +
				"The mouse does without keys: click, wheel (with Alt or Ctrl sideways), double click; a click on `? keys` and then " +
				"on one of\nthem does what the key does. `M` gives the mouse back to the terminal. Keys can be changed in\n" +
				"[config.toml](configuration.md) by the names in the last column.\n\n")
			b.WriteString(said(t, "keys"))
		},
		"flags.md": func(t *testing.T, b *bytes.Buffer) {
			b.WriteString("# Commands and flags\n\nMade by `go generate ./...` from what `--help` says; do not edit.\n")
			writeHelp(t, b)
		},
		"cli.md": func(t *testing.T, b *bytes.Buffer) { b.WriteString(said(t, "pages", "markdown")) },
	}
	for name, write := range pages {
		var made bytes.Buffer
		write(t, &made)
		path := filepath.Join("docs", name)
		if flag.Lookup("update").Value.String() == "true" {
			if err := os.WriteFile(path, made.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		kept, err := os.ReadFile(path)
		if err != nil || !bytes.Equal(bytes.ReplaceAll(kept, []byte("\r\n"), []byte("\n")), made.Bytes()) {
			t.Errorf("%s is not what the program says (%v): make it anew with go generate ./...", path, err)
		}
	}
}

// said is what the program answers to arguments.
func said(t *testing.T, args ...string) string {
	t.Helper()
	out, errs, code := outcome(t, newPerson(t).plain(args...))
	if code != 0 {
		t.Fatalf("%v: exit code %d: %s", args, code, errs)
	}
	return out
}

// below is a line of a command's help that names a command below it.
var below = regexp.MustCompile(`(?m)^  ([a-z]+) +\S`)

// writeHelp writes what a command and those below it say of themselves.
func writeHelp(t *testing.T, b *bytes.Buffer, path ...string) {
	t.Helper()
	help := said(t, append(path, "--help")...)
	fmt.Fprintf(b, "\n## %s\n\n```\n%s\n```\n", strings.Join(append([]string{"hextui"}, path...), " "), strings.TrimSpace(help))
	_, commands, more := strings.Cut(help, "Available Commands:\n")
	if !more { // those of the table of tools have a page of their own
		_, commands, _ = strings.Cut(help, "Additional Commands:\n")
	}
	commands, _, _ = strings.Cut(commands, "\n\n")
	for _, m := range below.FindAllStringSubmatch(commands, -1) {
		if m[1] != "help" && m[1] != "completion" {
			writeHelp(t, b, append(path, m[1])...)
		}
	}
}
