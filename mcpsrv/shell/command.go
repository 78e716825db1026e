package shell

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"hextui/mcpsrv/policy"
	"hextui/mcpsrv/schema"
	"hextui/mcpsrv/tools"
)

// command makes the command of a row.
func (l *line) command(r row, t tools.Spec) *cobra.Command {
	if t.Name == "" {
		panic("the command " + r.path() + " is of a tool that there is not: " + r.tool)
	}
	all := r.arguments(t.Input)
	name := r.verb
	if name == "" {
		name = r.noun
	}
	use := name
	for _, a := range all {
		if a.flag == "" {
			use += " " + a.word()
		}
	}
	c := &cobra.Command{
		Use: use, Short: r.short(t, all), SilenceErrors: true, SilenceUsage: true,
		Annotations: map[string]string{toolNote: t.Name},
		Args:        cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, words []string) error {
			o := &order{line: l, row: r, tool: t, arguments: all, cmd: cmd, term: l.Terminal()}
			return exitOf(cmd.Context(), o.run(cmd.Context(), words), all...)
		},
		ValidArgsFunction: l.complete(all),
	}
	fl := c.Flags()
	for _, a := range all {
		if a.flag != "" {
			a.addFlag(fl, all)
			l.completeFlag(c, a.flag, a)
		}
	}
	l.addOwn(c, r, t, all)
	return c
}

// toolNote is the annotation of a command that names its tool.
const toolNote = "tool"

// addOwn puts on the flags that follow from what the tool is.
func (l *line) addOwn(c *cobra.Command, r row, t tools.Spec, all []argument) {
	fl := c.Flags()
	takes := func(name string) bool {
		return slices.ContainsFunc(t.Input.Fields, func(f schema.Field) bool { return f.Name == name })
	}
	if takes("limit") || takes("offset") {
		fl.IntVarP(&l.limit, "limit", "n", 0, "at most so many rows; without, as many as one page has")
		fl.BoolVar(&l.all, "all", false, "all rows")
		c.MarkFlagsMutuallyExclusive("limit", "all")
	}
	if t.Class != policy.Read {
		fl.BoolVar(&l.dryRun, "dry-run", false, "show what would be done, and do nothing")
		fl.BoolVarP(&l.yes, "yes", "y", false, "do it without asking")
		if repeats(t.Class) && !r.harmless {
			fl.BoolVar(&l.again, "again", false, "send it although an earlier start of the same command was cut off, and may have done it")
		}
	}
	if r.waits != "" {
		if !r.watch {
			fl.BoolVarP(&l.wait, "wait", "w", false, "wait until it ends; the exit code says how")
		}
		fl.DurationVar(&l.timeout, "timeout", 0, "how long to wait; 0 is until it ends")
	}
	if r.file != "" {
		fl.StringVarP(&l.file, "file", "f", "", "read the source from this file, - for standard input")
	}
	isOfCell := slices.ContainsFunc(all, func(a argument) bool { return a.ID == schema.Cell })
	if isOfCell && fl.Lookup("project") == nil && !takes("project_id") {
		fl.StringVar(&l.project, "project", "", "title, link or id of the project in which a cell is looked for by its label")
		l.completeFlag(c, "project", argument{Field: schema.Field{ID: schema.Project}})
	}
}

// repeats tells of a class whose calls do it again when they are given again: what was sent once must not be sent blindly twice.
func repeats(c policy.Class) bool { return c == policy.Write || c == policy.Execute }

// short says in a line what a command does.
func (r row) short(t tools.Spec, all []argument) string {
	says := r.does
	if says == "" {
		says, _, _ = strings.Cut(t.About, ". ")
		says = strings.TrimSuffix(says, ".")
		says = imperative(says)
	}
	if strings.Contains(says, "_") {
		says = forPeople().Replace(spoken(says, all))
	}
	return says
}

// imperative is what a tool says of itself as what to do.
func imperative(says string) string {
	verb, rest, _ := strings.Cut(says, " ")
	switch {
	case strings.HasSuffix(verb, "shes"):
		verb = strings.TrimSuffix(verb, "es")
	case strings.HasSuffix(verb, "s"):
		verb = strings.TrimSuffix(verb, "s")
	}
	return verb + " " + rest
}

// caller is what the audit log calls the commands.
const caller = "command line"
