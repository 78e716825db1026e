package shell

import (
	_ "embed"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
)

// PagesCommand is "pages", which makes the pages of the manual; hidden from help, since only who packs the program needs it.
func PagesCommand() *cobra.Command {
	c := &cobra.Command{Use: "pages", Short: "Make the pages of the manual", Hidden: true}
	c.AddCommand(&cobra.Command{
		Use: "markdown", Short: "Print docs/cli.md", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return writeMarkdown(cmd.OutOrStdout(), SpecOf(cmd.Root()))
		},
	}, &cobra.Command{
		Use: "man FOLDER", Short: "Write man pages into a folder: hextui.1 and one for each command", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return writeMan(args[0], SpecOf(cmd.Root())) },
	})
	return c
}

// lead is the page before its tables.
//
//go:embed lead.md
var lead string

// writeMarkdown writes the page of all commands.
func writeMarkdown(w io.Writer, s Spec) error {
	var b strings.Builder
	b.WriteString(lead + "| exit code | what it means |\n| --- | --- |\n")
	for _, e := range s.ExitCodes {
		fmt.Fprintf(&b, "| %d | %s |\n", e.Code, cell(e.Meaning))
	}
	b.WriteString("\n## Flags of every command\n\n")
	flagTable(&b, s.shared())
	group := ""
	for _, n := range nouns() {
		for _, c := range s.ofHex() {
			if noun, _, _ := strings.Cut(c.Command, " "); noun != n.name {
				continue
			}
			if group != n.name {
				group = n.name
				fmt.Fprintf(&b, "\n## %s\n", n.name)
			}
			fmt.Fprintf(&b, "\n### hextui %s\n\n%s.\n\nTool `%s`, class %s.", usageOf(c), strings.TrimSuffix(c.About, "."), c.Tool,
				c.Class)
			if len(c.Fields) > 0 {
				fmt.Fprintf(&b, " Fields: `%s`.", strings.Join(c.Fields, "` `"))
			}
			b.WriteString("\n")
			own := ownFlags(c)
			if len(own) > 0 {
				b.WriteString("\n")
				flagTable(&b, own)
			}
		}
	}
	b.WriteString("\n" + besideOfficial() + "\n" + besideTools())
	_, err := io.WriteString(w, b.String())
	return err
}

// usageOf is how a command is called, with its arguments.
func usageOf(c SpecCommand) string {
	text := c.Command
	for _, a := range c.Arguments {
		name := a.Name
		if a.Repeated {
			name += "…"
		}
		if !a.Required {
			name = "[" + name + "]"
		}
		text += " " + name
	}
	return text
}

func ownFlags(c SpecCommand) (own []SpecFlag) {
	for _, f := range c.Flags {
		if !f.Shared {
			own = append(own, f)
		}
	}
	return own
}

func flagTable(b *strings.Builder, flags []SpecFlag) {
	b.WriteString("| flag | what it does |\n| --- | --- |\n")
	for _, f := range flags {
		fmt.Fprintf(b, "| `%s` | %s |\n", f.line(), cell(f.About))
	}
}

// line is a flag as it is given.
func (f SpecFlag) line() string {
	text := "--" + f.Name
	if f.Shorthand != "" {
		text = "-" + f.Shorthand + ", " + text
	}
	switch f.Type {
	case "bool":
	case "int", "float64":
		text += " N"
	case "duration":
		text += " TIME"
	default:
		text += " TEXT"
	}
	return text
}

func cell(s string) string { return strings.ReplaceAll(s, "|", "\\|") }

// writeMan writes a page of the manual for the program and for each command.
func writeMan(dir string, s Spec) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	var errs []error
	for _, c := range s.Commands {
		name := strings.TrimSpace("hextui " + c.Command)
		path := filepath.Join(dir, strings.ReplaceAll(name, " ", "-")+".1")
		errs = append(errs, os.WriteFile(path, []byte(manPage(name, c, s)), 0o644))
	}
	return errors.Join(errs...)
}

// manPage is a page in the language of man.
func manPage(name string, c SpecCommand, s Spec) string {
	var b strings.Builder
	fmt.Fprintf(&b, ".TH %q 1 \"\" %q\n.SH NAME\n%s \\- %s\n.SH SYNOPSIS\n.B %s\n", strings.ToUpper(strings.ReplaceAll(name, " ", "-")),
		"hextui "+s.Version, roff(strings.ReplaceAll(name, " ", "-")), roff(c.About),
		roff(strings.TrimSpace("hextui "+usageOf(c)+" [flags]")))
	if len(c.Flags) > 0 {
		b.WriteString(".SH OPTIONS\n")
	}
	for _, f := range c.Flags {
		fmt.Fprintf(&b, ".TP\n.B %s\n%s\n", roff(f.line()), roff(f.About))
	}
	if c.Tool != "" {
		b.WriteString(".SH EXIT STATUS\n")
		for _, e := range s.ExitCodes {
			fmt.Fprintf(&b, ".TP\n.B %d\n%s\n", e.Code, roff(e.Meaning))
		}
	}
	return b.String()
}

// roff is a text that means nothing to man.
func roff(s string) string {
	s = strings.NewReplacer("\\", "\\e", "-", "\\-").Replace(s)
	if strings.HasPrefix(s, ".") || strings.HasPrefix(s, "'") {
		s = "\\&" + s
	}
	return s
}
