package shell

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"hextui/hex/exit"
	"hextui/mcpsrv/shell/completion"
)

// Strict makes every command that holds others refuse a word that is none of them, where Cobra would print help and call that success,
// and says what is wrong with flags and arguments in our words, with the code of a command line that makes no sense.
func Strict(root *cobra.Command) {
	root.SetHelpCommand(helpCommand())
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	completion.Mend(root)
	root.SetHelpFunc(help)
	root.SetFlagErrorFunc(misusedFlags)
	var walk func(c *cobra.Command)
	walk = func(c *cobra.Command) {
		if c.HasSubCommands() {
			c.Args = ownCommand
		}
		if !c.Runnable() {
			c.RunE, c.DisableFlagsInUseLine = func(c *cobra.Command, _ []string) error { return c.Help() }, true
		}
		for _, below := range c.Commands() {
			walk(below)
		}
		args := c.Args
		if args == nil {
			args = cobra.ArbitraryArgs
		}
		c.Args = func(c *cobra.Command, given []string) error {
			if err := args(c, given); err != nil {
				return &exit.Error{Code: exit.Misused, Err: argumentsInWords(c, given, err)}
			}
			if err := c.ValidateFlagGroups(); err != nil {
				return misusedFlags(c, err)
			}
			return nil
		}
	}
	walk(root)
}

// misusedFlags is what is wrong with flags, in words.
func misusedFlags(c *cobra.Command, err error) error {
	return exit.Usage("%w: %s --help shows what there is", inWords(err), c.CommandPath())
}

// ownCommand refuses words that are left over where a command was looked for, and names what may be meant, or all that there are.
func ownCommand(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	var names []string
	for _, below := range c.Commands() {
		if below.IsAvailableCommand() {
			names = append(names, below.Name())
		}
	}
	if len(names) == 0 {
		return fmt.Errorf("%s has no commands, and %q is none", c.CommandPath(), args[0])
	}
	if c.SuggestionsMinimumDistance <= 0 {
		c.SuggestionsMinimumDistance = 2 // as Cobra itself has it, where it is nobody's
	}
	says := "which has " + strings.Join(names, ", ")
	if meant := c.SuggestionsFor(args[0]); len(meant) > 0 {
		says = "but " + strings.Join(meant, ", ")
	}
	return fmt.Errorf("there is no command %q of %s, %s: %[2]s --help says what each does", args[0], c.CommandPath(), says)
}

// help prints the help of a command as Cobra does, in one piece: what cannot be written is an error of the output, and said by who
// looks after that.
func help(c *cobra.Command, _ []string) {
	about := c.Long
	if about == "" {
		about = c.Short
	}
	if about = strings.TrimSpace(about); about != "" {
		about += "\n\n"
	}
	_, _ = io.WriteString(c.OutOrStdout(), about+c.UsageString())
}

// helpCommand is help about a command by its name.
func helpCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "help [command]",
		Short: "Help about any command",
		ValidArgsFunction: func(c *cobra.Command, args []string, begun string) (names []string, _ cobra.ShellCompDirective) {
			if about, rest, err := c.Root().Find(args); err == nil && len(rest) == 0 {
				for _, below := range about.Commands() {
					if below.IsAvailableCommand() && strings.HasPrefix(below.Name(), begun) {
						names = append(names, cobra.CompletionWithDesc(below.Name(), below.Short))
					}
				}
			}
			return names, cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(c *cobra.Command, args []string) error {
			about, rest, err := c.Root().Find(args)
			if err == nil {
				err = ownCommand(about, rest)
			}
			if err != nil {
				return &exit.Error{Code: exit.Misused, Err: err}
			}
			about.InitDefaultHelpFlag()
			about.InitDefaultVersionFlag()
			return about.Help()
		},
	}
}

// taken says in words what flags of a type take, by the name that pflag has for it.
func taken(kind string) (what string, known bool) {
	switch kind {
	case "int":
		return "a whole number", true
	case "float64":
		return "a number", true
	case "duration":
		return "a time such as 30s or 5m", true
	case "bool":
		return "true or false", true
	}
	return "", false
}

// argumentsInWords is an error about arguments that says how the command is called, where Cobra only counts them.
func argumentsInWords(c *cobra.Command, given []string, err error) error {
	switch says := err.Error(); {
	case strings.HasPrefix(says, "unknown command") && len(given) > 0:
		return fmt.Errorf("%s takes no %q: %[1]s --help shows what it takes", c.CommandPath(), given[0])
	case strings.HasPrefix(says, "accepts "), strings.HasPrefix(says, "requires "):
		return fmt.Errorf("it is called %s: %s --help says more", c.UseLine(), c.CommandPath())
	}
	return err
}

// inWords is an error about a flag without Go's words about its functions.
func inWords(err error) error {
	if _, set, is := strings.Cut(err.Error(), "none of the others can be; ["); is {
		flags := strings.Fields(strings.TrimSuffix(set, "] were all set"))
		return fmt.Errorf("--%s exclude each other", strings.Join(flags, " and --"))
	}
	wrong := (*pflag.InvalidValueError)(nil)
	if !errors.As(err, &wrong) {
		return err
	}
	flag := wrong.GetFlag()
	if what, known := taken(flag.Value.Type()); known {
		return fmt.Errorf("--%s takes %s, not %q", flag.Name, what, wrong.GetValue())
	}
	return err
}
