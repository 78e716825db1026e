package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

// The pages of keys and flags are the program's. With -update they are written.
func TestPages(t *testing.T) {
	pages := map[string]func(*bytes.Buffer) error{
		"keys.md": func(b *bytes.Buffer) error {
			b.WriteString("# Keys\n\nMade by `go generate ./...`; do not edit. `?` shows the keys that work where you are, `:` finds any action by name.\n" +
				"The mouse works too: click, wheel, double click; `M` gives it back to the terminal. Keys can be changed in\n" +
				"[config.toml](configuration.md) by the names in the last column.\n\n")
			return writeKeys(b, builtIn(t), true)
		},
		"flags.md": func(b *bytes.Buffer) error {
			b.WriteString("# Commands and flags\n\nMade by `go generate ./...` from what `--help` says; do not edit.\n")
			writeHelp(b, command())
			return nil
		},
	}
	for name, write := range pages {
		var made bytes.Buffer
		if err := write(&made); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join("docs", name)
		if flag.Lookup("update").Value.String() == "true" {
			if err := os.WriteFile(path, made.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		kept, err := os.ReadFile(path)
		if err != nil || !bytes.Equal(bytes.ReplaceAll(kept, []byte("\r\n"), []byte("\n")), made.Bytes()) {
			t.Errorf("%s is not what the program says (%v): make it anew with go generate", path, err)
		}
	}
}

// writeHelp writes what a command and those below it say of themselves.
func writeHelp(b *bytes.Buffer, c *cobra.Command) {
	c.InitDefaultHelpFlag()
	fmt.Fprintf(b, "\n## %s\n\n%s\n\n```\n%s\n", c.CommandPath(), words(c), c.UseLine())
	if c.HasAvailableLocalFlags() {
		b.WriteString("\n" + c.LocalFlags().FlagUsagesWrapped(120))
	}
	b.WriteString("```\n")
	for _, below := range c.Commands() {
		if below.IsAvailableCommand() && below.Name() != "help" && below.Name() != "completion" {
			writeHelp(b, below)
		}
	}
}

// words are what a command says of itself; lines that are set in stay as they are.
func words(c *cobra.Command) string {
	if c.Long == "" {
		return c.Short + "."
	}
	return strings.ReplaceAll(strings.TrimSpace(c.Long), "\n  ", "\n    ")
}
