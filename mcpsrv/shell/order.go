package shell

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"hextui/hex/exit"
	"hextui/mcpsrv"
	"hextui/mcpsrv/answer"
	"hextui/mcpsrv/policy"
	"hextui/mcpsrv/schema"
	"hextui/mcpsrv/tools"
	"hextui/mcpsrv/wire"
)

// order is one command line on its way.
type order struct {
	*line
	row       row
	tool      tools.Spec
	arguments []argument
	cmd       *cobra.Command
	term      Terminal

	work   *Workspace
	server *mcpsrv.Server
	talk   *talk
	asker  *asker
	seen   seen
	// until is when waiting ends.
	until time.Time
}

// run carries the command out.
func (o *order) run(ctx context.Context, words []string) error {
	if err := o.check(); err != nil {
		return err
	}
	args, err := o.read(o.cmd, o.arguments, words)
	if err == nil {
		err = o.fromFile(args)
	}
	if err == nil {
		err = o.format(nil).checkFields(o.tool)
	}
	if err != nil {
		return err
	}
	if o.jq != "" { // before anything is asked or done
		if _, err := newJQ(nil, o.jq, false, nil); err != nil {
			return err
		}
	}
	o.talk = &talk{w: o.cmd.ErrOrStderr(), terminal: o.term.Err, quiet: o.quiet, now: o.Now}
	defer o.talk.end()
	if err := o.open(ctx); err != nil {
		return err
	}
	defer o.work.Close()
	return o.carryOut(ctx, args)
}

// fromFile reads the source that -f names. An empty one is refused.
func (o *order) fromFile(args valued) error {
	if o.row.file == "" || o.file == "" {
		return nil
	}
	if args[o.row.file] != nil {
		return usage("-f and --%s exclude each other", o.row.file)
	}
	text, err := textOf(o.cmd, o.file)
	switch {
	case err != nil:
		return err
	case len(bytes.TrimSpace(text)) == 0: // more often what should have come failed than that somebody wants this
		from := o.file
		if from == "-" {
			from = "standard input"
		}
		return usage("%s is empty, and nothing was written: --%s '' says that the %s is to be empty", from, o.row.file, o.row.file)
	}
	args.put(o.row.file, string(text))
	return nil
}

// open opens the workspace and a server over it.
func (o *order) open(ctx context.Context) error {
	if o.verbose {
		o.place.Observe = o.talk.request
	}
	work, err := o.Open(ctx, o.place)
	switch {
	case ctx.Err() != nil && err != nil:
		return err
	case err != nil:
		return opening(err)
	}
	o.work = work
	for _, note := range work.Notes {
		o.talk.note(note)
	}
	log, err := o.openLog(work)
	if err != nil && o.tool.Class != policy.Read {
		o.talk.note(fmt.Sprintf("%v. What writes is written down, or not done: --audit FILE keeps the log elsewhere", err))
	}
	o.asker = &asker{order: o}
	confirm := mcpsrv.ConfirmWrites
	if o.yes || o.row.harmless {
		confirm = mcpsrv.ConfirmNever
	}
	o.server = mcpsrv.New(mcpsrv.Options{
		Client: work.Client, Version: o.Version, Secrets: work.Secrets, AnswerBytes: 1 << 40, Audit: log, Confirm: confirm,
		Approver: o.asker, MaxWait: o.maxWait, Now: o.Now,
		Policy: policy.Policy{ReadOnly: o.readOnly, Toolsets: []string{policy.Everything}},
	})
	return nil
}

// auditFile is where the audit log is, empty for nowhere: where the agents' is, if nothing else was said.
func auditFile(given string, w *Workspace) string {
	name := "audit.jsonl"
	if w.Demo {
		name = "demo.jsonl"
	}
	switch {
	case given != "":
		return given
	case w.StateDir == "":
		return ""
	}
	return filepath.Join(w.StateDir, "audit", name)
}

// call calls a tool.
func (o *order) call(ctx context.Context, tool string, args valued) (answer.Result, error) {
	return o.server.Do(ctx, o.orderOf(tool, args))
}

func (o *order) orderOf(tool string, args valued) mcpsrv.Order {
	raw, err := json.Marshal(args)
	if err != nil {
		panic(err) // of values that were encoded already
	}
	return mcpsrv.Order{Tool: tool, Arguments: raw, By: wire.Caller{
		Name: caller, Version: o.Version, Session: caller + " " + o.work.Name, Told: o.talk.progress, Until: o.until,
		Warned: func(text string) { o.talk.note(strings.TrimPrefix(text, tool+" ")) },
	}}
}

// carryOut finds the ids, does what is wanted, and prints what came of it.
func (o *order) carryOut(ctx context.Context, args valued) error {
	linked(o.arguments, args)
	if o.row.watch && args["project_id"] != nil && args["run_id"] == nil && o.takes("run_id") || o.row.tool == "get_hex_run_status" &&
		args["run_id"] == nil {
		args.put("run_id", newest)
	}
	r := o.resolving()
	if err := r.ids(ctx, o.arguments, args); err != nil {
		return err
	}
	if o.tool.Class != policy.Read {
		if err := o.before(ctx, args); err != nil {
			return err
		}
	}
	o.waiting(args)
	return o.print(ctx, args)
}

// resolving finds ids for as long as request limits are waited for.
func (o *order) resolving() *resolving {
	return &resolving{call: o.call, project: o.project, now: o.Now, until: o.Now().Add(o.maxWait)}
}

func (o *order) takes(name string) bool {
	return slices.ContainsFunc(o.tool.Input.Fields, func(f schema.Field) bool { return f.Name == name })
}

// lookBack is how long ago a command may have been cut off for the same one to be taken for its repetition.
const lookBack = 24 * time.Hour

// before settles what a write needs: a plan, for a tool that carries out only what it has shown, and that nothing like it was cut off.
func (o *order) before(ctx context.Context, args valued) error {
	if o.dryRun {
		args.put("dry_run", true)
		return nil
	}
	if o.tool.PlanFirst {
		args.put("dry_run", true)
		planned, err := o.call(ctx, o.tool.Name, args)
		if err != nil {
			return err
		}
		raw, err := json.Marshal(planned)
		if err != nil {
			return err
		}
		var plan struct {
			Plan struct {
				Version  string
				Requests []json.RawMessage
			}
		}
		if err := json.Unmarshal(raw, &plan); err != nil {
			return err
		}
		if len(plan.Plan.Requests) == 0 {
			return nil // the plan says that there is nothing to do
		}
		args.put("plan_version", plan.Plan.Version)
		args.put("dry_run", false)
	}
	if !repeats(o.tool.Class) || o.row.harmless || o.again {
		return nil
	}
	sent, there, err := o.server.Unended(o.orderOf(o.tool.Name, args), o.Now().Add(-lookBack))
	if err != nil {
		return err
	}
	if there {
		return exit.With(exit.Refused, "the same command was started at %s, and either still runs or was cut off after it had sent %s: "+
			"it may have been done. Nothing was sent now. Look whether it was; --again sends it once more",
			sent.Time.Local().Format("15:04:05 MST"), sent.Operation)
	}
	return nil
}

// aWeek stands for no end: nothing that is waited for lasts longer.
const aWeek = 7 * 24 * time.Hour

// waiting has a tool that waits go on until the end.
func (o *order) waiting(args valued) {
	if o.row.waits == "" || !(o.wait || o.row.watch) || o.dryRun {
		return
	}
	wait := aWeek
	if o.timeout > 0 {
		wait = o.timeout
	}
	most := 50
	o.until = o.Now().Add(wait)
	args.put(o.row.waits, max(1, min(most, int(wait.Seconds()))))
	o.talk.waits = true
}

// opening is an error of finding or opening the workspace, as one with a code: without another, it is the right to it that is missing.
func opening(err error) error {
	var own *exit.Error
	if errors.As(err, &own) {
		return own
	}
	return &exit.Error{Code: exit.Refused, Err: err}
}

// format is how the data of the command is printed.
func (o *order) format(clean *answer.Cleaner) format {
	f := format{line: o.line, row: o.row, terminal: o.term.Out && o.out == "", width: o.term.Width}
	if clean != nil {
		f.clean = *clean
	}
	f.columns = o.fields
	if len(f.columns) == 0 {
		f.columns = strings.Fields(o.row.columns)
	}
	if len(f.columns) == 0 {
		f.columns = o.row.members(o.tool)
	}
	return f
}

// of is the format with the columns for the rows of a page: those of the list that it has, where the command has several.
func (f format) of(g page, lists []string) format {
	each := strings.Split(f.row.columns, "|")
	if at := slices.Index(lists, g.list); len(f.line.fields) == 0 && at >= 0 && at < len(each) && len(each) > 1 {
		f.columns = strings.Fields(each[at])
	}
	return f
}

// checkFields refuses names that nothing has.
func (f format) checkFields(t tools.Spec) error {
	known := f.row.members(t)
	if len(known) == 0 {
		return nil // only the answer tells
	}
	for _, name := range f.line.fields {
		outer, _, _ := strings.Cut(name, ".")
		if !slices.Contains(known, outer) {
			return usage("--fields names %q; there are %s", name, strings.Join(known, ","))
		}
	}
	return nil
}
