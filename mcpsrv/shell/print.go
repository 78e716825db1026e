package shell

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"runtime/debug"
	"slices"

	"hextui/hex/exit"
	"hextui/mcpsrv/answer"
	"hextui/mcpsrv/policy"
	"hextui/mcpsrv/schema"
)

// thrifty is by how many percent the heap may grow between collections while all rows are read.
const thrifty = 50

// print calls the tool, for as many pages as are wanted, and prints what it answers.
func (o *order) print(ctx context.Context, args valued) error {
	out, err := openData(o.cmd, o.out)
	if err != nil {
		return err
	}
	if o.all && os.Getenv("GOGC") == "" {
		// Nothing of a page is held once it is printed. Without this the program would take twice of what it holds.
		defer debug.SetGCPercent(debug.SetGCPercent(thrifty))
	}
	err = o.pages(ctx, args, out)
	whole := err == nil || errors.As(err, new(*verdict))
	if closeErr := out.close(whole); closeErr != nil && whole {
		return exit.With(exit.Failed, "the output cannot be written: %w", closeErr)
	}
	if o.work.StateDir != "" {
		o.seen.save(o.work.StateDir, o.work.Name)
	}
	var v *verdict
	if errors.As(err, &v) {
		return &exit.Error{Code: v.code, Err: v.why}
	}
	return err
}

// verdict is how something ended that was asked for and answered, where that is no success: the answer is printed all the same.
type verdict struct {
	code int
	why  error
}

func (v *verdict) Error() string { return v.why.Error() }

// pages calls the tool until what is wanted was printed.
func (o *order) pages(ctx context.Context, args valued, out *data) error {
	clean := o.server.Cleaner()
	f := o.format(&clean)
	f.project, _ = schema.Text(args["project_id"])
	lists := o.row.lists(o.tool)
	var p printer
	if o.watches() {
		lines, err := o.watched(f, args, out)
		if err != nil {
			return err
		}
		p, o.talk.events = lines, lines
	}
	o.choose(args)
	left := o.limit
	for offset := 0; ; {
		if o.takes("limit") {
			o.pageSize(args, left)
		}
		got, err := o.answered(ctx, args)
		if err != nil {
			return err
		}
		if pictured, is := got.(answer.Pictured); is {
			return o.picture(pictured, out)
		}
		g, err := f.pageOf(got, lists)
		if err != nil {
			return err
		}
		switch {
		case f.saysItself(o.tool.Class, g):
			p = &prose{out}
		case p == nil:
			if p, err = f.of(g, lists).printer(out); err != nil {
				return err
			}
		}
		if left > 0 && len(g.rows) > left {
			g.rows = g.rows[:left]
		}
		left -= len(g.rows)
		offset += len(g.rows)
		o.seen.learn(o.row.noun, g)
		o.talk.clear()
		if err := errors.Join(p.page(g), out.Flush()); err != nil {
			return unwritten(err)
		}
		more := o.onward(args, g, offset)
		if !more || !o.all && left <= 0 {
			if more {
				o.talk.note(fmt.Sprintf("%d shown; there are more: --all shows all of them, --limit N as many", offset))
			}
			o.odd(g)
			if says := g.doc.text("message"); g.list != "" && len(g.rows) == 0 && says != "" {
				o.talk.note(says)
			}
			if err := errors.Join(p.end(), out.Flush()); err != nil {
				return unwritten(err)
			}
			return o.judged(ctx, g)
		}
	}
}

// unwritten is an error of writing the data, or of what prints it.
func unwritten(err error) error {
	var own *exit.Error
	if errors.As(err, &own) {
		return own
	}
	return exit.With(exit.Failed, "the output cannot be written: %w", err)
}

// choose asks for the members that are wanted, where the tool can leave out others.
func (o *order) choose(args valued) {
	switch {
	case !o.takes("fields") || len(o.row.lists(o.tool)) == 0:
	case len(o.fields) > 0:
		args.put("fields", o.fields)
	case o.json || o.ndjson || o.jq != "" || o.csv && o.row.columns == "":
		args.put("detail", "full")
	}
}

// pageSize asks for as many rows as are left, or as a page may have.
func (o *order) pageSize(args valued, left int) {
	for _, f := range o.tool.Input.Fields {
		if f.Name != "limit" {
			continue
		}
		most, limited := f.Most()
		switch {
		case left > 0 && (!limited || left < most):
			args.put("limit", left)
		case limited && (o.all || left > 0):
			args.put("limit", most)
		}
	}
}

// answered is the answer of the tool; one that is read in parts is asked for until it is complete.
func (o *order) answered(ctx context.Context, args valued) (answer.Result, error) {
	for {
		got, err := o.call(ctx, o.tool.Name, args)
		switch {
		case err != nil && o.asker.mute:
			return nil, usage("nobody can be asked here: --yes does it without asking, --dry-run only shows what would be done")
		case err != nil || !o.row.whole:
			return got, err
		}
		raw, err := json.Marshal(got)
		if err != nil {
			return nil, err
		}
		d, err := parse(raw)
		if err != nil {
			return nil, err
		}
		if cursor := d.text("cursor"); string(d.get("complete")) != "false" || cursor == "" {
			return got, nil
		}
		args["cursor"] = d.get("cursor")
	}
}

// pageOf is an answer as it is printed: without secrets, and on a terminal without what would act on it.
func (f format) pageOf(got answer.Result, lists []string) (page, error) {
	raw, err := json.Marshal(got)
	if err != nil {
		return page{}, err
	}
	g := page{}
	if f.terminal {
		raw = f.clean.JSON(raw)
	} else {
		raw = []byte(f.clean.Redact(string(raw)))
	}
	if g.doc, err = parse(raw); err != nil {
		return page{}, err
	}
	g.text = forPeople().Replace(inCommands(f.clean.Text(got.Text()), cmp.Or(f.project, g.doc.text("project_id"))))
	g.rows, g.list, _, err = rowsOf(g.doc, lists)
	return g, err
}

// saysItself tells of an answer that a person reads best in its own words: of what was done, and of plans.
func (f format) saysItself(class policy.Class, g page) bool {
	l := f.line
	if l.json || l.ndjson || l.csv || l.jq != "" {
		return false
	}
	return g.doc.get("plan") != nil || f.terminal && class != policy.Read && f.row.body == "" && f.row.columns == "" && g.list == ""
}

// onward prepares the arguments for the next page; false where there is none.
func (o *order) onward(args valued, g page, offset int) bool {
	if g.list == "" {
		return false
	}
	switch {
	case after(g.doc, args):
		delete(args, "offset")
	case len(g.rows) == 0:
		return false
	case o.row.whole:
		if cursor := g.doc.get("cursor"); cursor == nil {
			return false
		}
		args["cursor"] = g.doc.get("cursor")
		args.put("offset", offset)
	case string(g.doc.get("has_more")) == "true" && o.takes("offset"):
		args.put("offset", offset)
		if next := g.doc.get("next_offset"); next != nil {
			args["offset"] = next
		}
	default:
		return false
	}
	return true
}

// after prepares the arguments for the page that an answer says comes after it; false where it says of none.
func after(d document, args valued) bool {
	var pagination struct{ After string }
	if raw := d.get("pagination"); raw != nil {
		_ = json.Unmarshal(raw, &pagination) // without one there is no next page by it
	}
	switch {
	case d.text("next_cursor") != "":
		args["cursor"] = d.get("next_cursor")
	case pagination.After != "":
		args.put("after", pagination.After)
	default:
		return false
	}
	return true
}

// odd says what of an answer could not be understood.
func (o *order) odd(g page) {
	var all []struct{ ID, Name, Reason string }
	if raw := g.doc.get("odd"); raw == nil || json.Unmarshal(raw, &all) != nil {
		return
	}
	for _, one := range all {
		o.talk.note(oneLine(fmt.Sprintf("%s %s %s", one.ID, one.Name, one.Reason)))
	}
}

// picture writes a picture, which no terminal shows as it is.
func (o *order) picture(p answer.Pictured, out *data) error {
	kind, content := p.Picture()
	if o.term.Out && o.out == "" {
		return usage("the output is a picture (%s): give -o FILE, or a pipe", kind)
	}
	if _, err := out.Write(content); err != nil {
		return unwritten(err)
	}
	return nil
}

// judged says of what was waited for, or done in parts, how it ended.
func (o *order) judged(ctx context.Context, g page) error {
	status := g.doc.text("status")
	if raw := g.doc.get("run"); raw != nil {
		if run, err := parse(raw); err == nil {
			status = run.text("status")
		}
	}
	finished := string(g.doc.get("finished"))
	switch {
	case g.doc.get("failed_cell") != nil:
		return &verdict{exit.Failed, errors.New("there are no rows: a cell failed")}
	case o.row.tool == "resolve_hex" && string(g.doc.get("complete")) == "false":
		return &verdict{exit.Passing, errors.New("there was no time to look at everything: try again later")}
	case o.row.tool == "resolve_hex" && len(g.rows) == 0:
		return &verdict{exit.Failed, errors.New("nothing is called so, as far as the token can see")}
	case o.tool.Class != policy.Read && !o.dryRun && partly(g.doc):
		return &verdict{exit.Failed, errors.New("a part of it was not done; the output says which")}
	case o.row.waits == "" || o.dryRun || !(o.wait || o.row.watch):
		return nil
	case o.row.tool == "ask_hex":
		return asked(g.doc)
	case ctx.Err() != nil:
		return &verdict{exit.Interrupted, errors.New("interrupted; the run goes on")}
	case finished == "false":
		return &verdict{exit.Passing, fmt.Errorf("the run has not ended within %s, and goes on", o.timeout)}
	case status != "" && status != "COMPLETED":
		return &verdict{exit.Failed, fmt.Errorf("the run ended as %s; hextui run explain says why", status)}
	}
	return nil
}

// partly tells of an answer that says that a part of what was wanted was not done.
func partly(d document) bool {
	if n := d.get("failed"); n != nil && string(n) != "0" && string(n) != "false" {
		return true
	}
	errs := d.get("errors")
	return errs != nil && string(errs) != "[]" && string(errs) != "null"
}

// asked says how a question to Hex's analyst ended.
func asked(d document) error {
	switch outcome := d.text("outcome"); outcome {
	case "found", "":
		return nil
	case "not_found":
		return &verdict{exit.Failed, errors.New("there is no answer, or it does not match --pattern")}
	case "error":
		return &verdict{exit.Failed, errors.New("the thread ended with an error: " + d.text("error_message"))}
	default:
		return &verdict{exit.Passing, errors.New("no answer came in time; go on with --thread " + d.text("thread_id"))}
	}
}

// nounOf are the nouns of whose rows the titles are kept for completion.
func nounOf(noun string) (schema.Noun, bool) {
	n := schema.Noun(noun)
	return n, slices.Contains([]schema.Noun{schema.Project, schema.Collection, schema.Connection, schema.User, schema.Group}, n)
}
