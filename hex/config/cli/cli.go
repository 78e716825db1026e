// Package cli is the commands that look after config.toml and its profiles. It knows no UI: which actions and keys there are it is
// handed.
package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"hextui/hex/config"
)

// Keys says what may stand under keys in config.toml.
type Keys struct {
	// Check says what is wrong with the keys of actions, which are all that a person changed: one entry may make room for another.
	Check func(map[string][]string) []KeyFault
	// Actions are all that have keys.
	Actions func() []string
}

// KeyFault is what is wrong with the keys of an action, as a sentence.
type KeyFault struct{ Action, Says string }

// Commands are "config" and "profile".
func Commands(k Keys) []*cobra.Command {
	c := &cobra.Command{Use: "config", Short: "Begin, check and explain config.toml"}
	c.AddCommand(initCommand(), showCommand(), validateCommand(k), schemaCommand(k), pathCommand())
	p := &cobra.Command{Use: "profile", Short: "List, choose and rename the profiles of config.toml"}
	p.AddCommand(listCommand(), UseCommand("use"), renameCommand())
	return []*cobra.Command{c, p}
}

func initCommand() *cobra.Command {
	return &cobra.Command{
		Use: "init", Short: "Write a config.toml that says nothing, with all that it may say in its comments", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			c, err := config.Load(config.Env{})
			if err != nil && c.Dir == "" {
				return err
			}
			if err := c.Begin(); err != nil {
				return err
			}
			_, err = fmt.Fprintln(cmd.OutOrStdout(), c.Path())
			return err
		},
	}
}

func pathCommand() *cobra.Command {
	return &cobra.Command{
		Use: "path", Short: "Print where config.toml is, or would be", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			c, err := config.Load(config.Env{})
			if c.Dir == "" {
				return err
			}
			_, err = fmt.Fprintln(cmd.OutOrStdout(), c.Path())
			return err
		},
	}
}

func validateCommand(k Keys) *cobra.Command {
	return &cobra.Command{
		Use: "validate", Short: "Say file, line and key of everything that is wrong with config.toml", Args: cobra.NoArgs,
		Long: `Prints a line for each fault, with the file and the line: unknown keys, values that make no sense, actions that
there are not, keys that cannot be pressed or that mean two things. Exit code 0 if there is none, 1 if there is.`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			c, err := config.Load(config.Env{})
			faults := faultsOf(c, err, k)
			for _, f := range faults {
				fmt.Fprintln(cmd.OutOrStdout(), f)
			}
			switch {
			case c.Dir == "":
				return err
			case len(faults) == 1:
				return errors.New("config.toml has a fault")
			case len(faults) > 1:
				return fmt.Errorf("config.toml has %d faults", len(faults))
			}
			_, err = fmt.Fprintf(cmd.ErrOrStderr(), "%s is good\n", c.Path())
			return err
		},
	}
}

// faultsOf are the lines about what is wrong with the file and with the keys in it, in the order of the file.
func faultsOf(c config.Config, err error, k Keys) []string {
	var faults []config.Problem
	if wrong := (*config.FileError)(nil); errors.As(err, &wrong) {
		faults = slices.Clone(wrong.Problems)
	}
	faults = append(faults, keyFaults(c, c.Settings.Keys, k, "keys")...)
	for _, p := range c.Profiles() {
		faults = append(faults, keyFaults(c, p.Settings.Keys, k, "profiles", p.Name, "keys")...)
	}
	if len(faults) == 0 {
		return nil
	}
	slices.SortStableFunc(faults, func(a, b config.Problem) int { return a.Line - b.Line })
	return strings.Split((&config.FileError{Path: c.Path(), Problems: faults}).Error(), "\n")
}

// keyFaults are those of the keys of one table, each on the line of its action.
func keyFaults(c config.Config, keys map[string][]string, k Keys, at ...string) (faults []config.Problem) {
	for _, wrong := range k.Check(keys) {
		faults = append(faults, config.Problem{Line: c.LineOf(append(slices.Clone(at), wrong.Action)...), Message: wrong.Says})
	}
	return faults
}

func showCommand() *cobra.Command {
	var f config.Flags
	var asJSON bool
	c := &cobra.Command{
		Use: "show", Short: "Print what holds and where each value comes from, without secrets", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			c, err := config.Load(config.Env{})
			if err != nil {
				return err
			}
			return printValues(cmd.OutOrStdout(), valuesOf(cmd.Context(), c, f), asJSON)
		},
	}
	c.Flags().StringVar(&f.Profile, "profile", "", "of this profile")
	c.Flags().StringVar(&f.BaseURL, "base-url", "", "with this workspace")
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return c
}

// value is a value with where it comes from.
type value struct {
	Name  string `json:"name"`
	Value string `json:"value"`
	From  string `json:"from"`
}

// valuesOf are all that hold under some flags.
func valuesOf(ctx context.Context, c config.Config, f config.Flags) []value {
	found, err := c.Resolve(ctx, f)
	token, from := "none", "nowhere"
	if !found.Token.IsZero() {
		token, from = found.Token.Kind()+" (hidden)", found.From.Token
	}
	all := []value{
		{"config file", c.Path(), "the system, or HEXTUI_CONFIG_DIR"},
		{"state folder", c.StateDir, "the system, or HEXTUI_CONFIG_DIR"},
		{"profile", found.Profile, found.From.Profile},
		{"base_url", found.BaseURL, found.From.BaseURL},
		{"token", token, from},
	}
	if err != nil {
		all = append(all, value{"connection", "cannot be made", err.Error()})
	}
	var own config.Settings
	for _, p := range c.Profiles() {
		if p.Name == found.Profile {
			own = p.Settings
		}
	}
	at := func(general, special bool) string {
		switch {
		case special:
			return "profile " + found.Profile
		case general:
			return c.Path()
		}
		return "default"
	}
	s := found.Settings
	all = append(all,
		value{"theme", s.Theme, at(c.Settings.Theme != "", own.Theme != "")},
		value{"editor", s.Editor, at(c.Settings.Editor != "", own.Editor != "")},
		value{"mouse", fmt.Sprint(s.UsesMouse()), at(c.Settings.Mouse != nil, own.Mouse != nil)},
		value{"vim", fmt.Sprint(s.UsesVim()), at(c.Settings.Vim != nil, own.Vim != nil)},
		value{"models", fmt.Sprint(s.MayAskModels()), at(c.Settings.Models != nil, own.Models != nil)},
		value{"python", fmt.Sprint(s.RunsPython()), at(c.Settings.Python != nil, own.Python != nil)})
	if s.Motion != "" {
		all = append(all, value{"motion", s.Motion, at(c.Settings.Motion != "", own.Motion != "")})
	}
	if s.Escape != 0 {
		all = append(all, value{"escape_ms", fmt.Sprint(s.Escape.Milliseconds()), at(c.Settings.Escape != 0, own.Escape != 0)})
	}
	if s.Pictures != "" {
		all = append(all, value{"pictures", s.Pictures, at(c.Settings.Pictures != "", own.Pictures != "")})
	}
	for _, action := range slices.Sorted(maps.Keys(s.Keys)) {
		_, special := own.Keys[action]
		all = append(all, value{"keys " + action, strings.Join(s.Keys[action], " "), at(true, special)})
	}
	for _, name := range slices.Sorted(maps.Keys(c.Hub)) {
		all = append(all, value{"hub " + name, c.Hub[name], c.Path()})
	}
	return all
}

func printValues(w io.Writer, all []value, asJSON bool) error {
	if asJSON {
		return encode(w, all)
	}
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, v := range all {
		fmt.Fprintf(t, "%s\t%s\t%s\n", v.Name, v.Value, v.From)
	}
	return t.Flush()
}

func encode(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

func listCommand() *cobra.Command {
	return &cobra.Command{
		Use: "list", Short: "Print the profiles with their addresses and where their tokens are; * marks the one in use",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			c, err := config.Load(config.Env{})
			if err != nil {
				return err
			}
			used, _ := c.ChosenProfile() // none may be
			t := tabwriter.NewWriter(cmd.OutOrStdout(), 0, 0, 2, ' ', 0)
			for _, p := range c.Profiles() {
				mark := " "
				if p.Name == used {
					mark = "*"
				}
				place := string(p.Token)
				if p.Token == config.Anywhere {
					place = "keyring or file"
				}
				address, err := config.Address(p.BaseURL)
				if err != nil {
					return fmt.Errorf("profile %s: %w", p.Name, err)
				}
				fmt.Fprintf(t, "%s %s\t%s\t%s\n", mark, p.Name, config.RegionOf(address).Host, place)
			}
			return t.Flush()
		},
	}
}

// UseCommand makes a profile the one to use when nothing else is said, under the name that a caller gives the command.
func UseCommand(name string) *cobra.Command {
	return &cobra.Command{
		Use: name + " PROFILE", Short: "Make a profile the one to use when nothing else is said", Args: cobra.ExactArgs(1),
		ValidArgsFunction: profiles,
		RunE: func(cmd *cobra.Command, args []string) error {
			c, err := config.Load(config.Env{})
			if err == nil {
				err = c.Use(args[0])
			}
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(cmd.ErrOrStderr(), "Profile %s is used from now on.\n", args[0])
			return err
		},
	}
}

func renameCommand() *cobra.Command {
	return &cobra.Command{
		Use: "rename PROFILE NEW-NAME", Short: "Give a profile another name, and its token with it", Args: cobra.ExactArgs(2),
		ValidArgsFunction: profiles,
		RunE: func(cmd *cobra.Command, args []string) error {
			c, err := config.Load(config.Env{})
			if err == nil {
				err = c.Rename(cmd.Context(), args[0], args[1])
			}
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(cmd.ErrOrStderr(), "Profile %s is called %s from now on.\n", args[0], args[1])
			return err
		},
	}
}

// profiles completes the name of a profile.
func profiles(_ *cobra.Command, args []string, _ string) (names []cobra.Completion, _ cobra.ShellCompDirective) {
	c, err := config.Load(config.Env{})
	if err != nil || len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	for _, p := range c.Profiles() {
		names = append(names, cobra.CompletionWithDesc(p.Name, p.BaseURL))
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}
