package shell

import (
	"encoding/json"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// Spec is the program as machines read it: every command with its arguments, and what its exit codes mean.
type Spec struct {
	Program   string        `json:"program"`
	Version   string        `json:"version"`
	ExitCodes []codeMeaning `json:"exit_codes"`
	Commands  []SpecCommand `json:"commands"`
}

// SpecCommand is a command that can be called.
type SpecCommand struct {
	// Command is how it is called, without the program; empty for the program itself.
	Command string `json:"command"`
	About   string `json:"about"`
	// Tool is the tool of the MCP server that it stands for, and Class the risk of that; empty for others.
	Tool      string         `json:"tool,omitempty"`
	Class     string         `json:"class,omitempty"`
	Arguments []SpecArgument `json:"arguments"`
	Flags     []SpecFlag     `json:"flags"`
	// Fields are the members of the rows or of the result, as --fields takes them.
	Fields []string `json:"fields,omitempty"`
	// Usage is the line of help that says how it is called.
	Usage string `json:"usage"`
}

// SpecArgument is an argument without a flag. Type is string, or file for the path of one.
type SpecArgument struct {
	Name     string `json:"name"`
	Type     string `json:"type"`
	About    string `json:"about,omitempty"`
	Required bool   `json:"required"`
	Repeated bool   `json:"repeated"`
	// Values are those that it may have, where they are known beforehand.
	Values []string `json:"values,omitempty"`
}

// SpecFlag is a flag. Type is bool, int, float64, string, duration, stringSlice (with commas) or stringArray (given again and again).
// Values are those that it may have, where they are known beforehand.
type SpecFlag struct {
	Name      string   `json:"name"`
	Shorthand string   `json:"shorthand,omitempty"`
	Type      string   `json:"type"`
	Default   string   `json:"default,omitempty"`
	About     string   `json:"about"`
	Values    []string `json:"values,omitempty"`
	// Shared is set for the flags that all commands of a group take.
	Shared bool `json:"shared,omitempty"`
}

// SpecOf describes a program by its commands, which must all be made.
func SpecOf(root *cobra.Command) Spec {
	s := Spec{Program: root.Name(), Version: root.Version, ExitCodes: exits(), Commands: []SpecCommand{}}
	specs := specsByName()
	byTool := map[string]row{}
	for _, r := range rows() {
		byTool[r.path()] = r
	}
	var walk func(c *cobra.Command)
	walk = func(c *cobra.Command) {
		if c.Runnable() && (!c.HasSubCommands() || c == root) {
			made := commandOf(c)
			if name := c.Annotations[toolNote]; name != "" {
				t := specs[name]
				made.Tool, made.Class, made.Fields = name, string(t.Class), byTool[made.Command].members(t)
				made.describe(byTool[made.Command].arguments(t.Input))
			}
			s.Commands = append(s.Commands, made)
		}
		for _, below := range c.Commands() {
			if below.IsAvailableCommand() && below.Name() != "help" {
				walk(below)
			}
		}
	}
	walk(root)
	return s
}

// commandOf describes a command by what Cobra knows of it.
func commandOf(c *cobra.Command) SpecCommand {
	_, path, _ := strings.Cut(c.CommandPath(), " ")
	made := SpecCommand{Command: path, About: c.Short, Arguments: []SpecArgument{}, Flags: []SpecFlag{}, Usage: c.UseLine()}
	words := strings.Fields(c.Use)
	for _, word := range words[1:] {
		name := strings.Trim(word, "[]")
		if strings.HasPrefix(name, "-") || name == "flags" {
			continue
		}
		made.Arguments = append(made.Arguments, SpecArgument{Name: strings.TrimSuffix(name, "…"), Type: "string",
			Required: !strings.HasPrefix(word, "["), Repeated: strings.HasSuffix(name, "…")})
	}
	add := func(shared bool) func(f *pflag.Flag) {
		return func(f *pflag.Flag) {
			if f.Hidden || f.Name == "help" || f.Name == "version" {
				return
			}
			flag := SpecFlag{Name: f.Name, Shorthand: f.Shorthand, Type: f.Value.Type(), About: f.Usage, Shared: shared}
			if d := f.DefValue; d != "false" && d != "0" && d != "[]" && d != "0s" {
				flag.Default = d
			}
			made.Flags = append(made.Flags, flag)
		}
	}
	c.LocalNonPersistentFlags().VisitAll(add(false))
	c.PersistentFlags().VisitAll(add(true))
	c.InheritedFlags().VisitAll(add(true))
	return made
}

// describe says of a command of the table what its tool says of its arguments.
func (c *SpecCommand) describe(all []argument) {
	at := 0
	for _, a := range all {
		if a.flag == "" {
			one := &c.Arguments[at]
			one.About, one.Values, at = a.says(all), a.Enum, at+1
			if a.form == asFiles {
				one.Type = "file"
			}
			continue
		}
		for i := range c.Flags {
			if c.Flags[i].Name == a.flag {
				c.Flags[i].Values = a.Enum
			}
		}
	}
}

// WriteSpec writes a program's description as JSON.
func WriteSpec(w io.Writer, root *cobra.Command) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	return e.Encode(SpecOf(root))
}

// ofHex are the commands of the table.
func (s Spec) ofHex() []SpecCommand {
	return slices.DeleteFunc(slices.Clone(s.Commands), func(c SpecCommand) bool { return c.Tool == "" })
}

// shared are the flags that all commands of the table take.
func (s Spec) shared() []SpecFlag {
	for _, c := range s.ofHex() {
		return slices.DeleteFunc(slices.Clone(c.Flags), func(f SpecFlag) bool { return !f.Shared })
	}
	return nil
}
