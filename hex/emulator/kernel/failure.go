package kernel

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"hextui/hex/emulator/kernel/engine"
	"hextui/hex/emulator/kernel/template"
)

// locatedError is an error of which the line in the cell's source is known; 0 when it is not.
type locatedError struct {
	msg  string
	line int
}

func (e *locatedError) Error() string { return e.msg }

// locate turns an error of the database into one that knows its line, with a hint where one helps.
func (s *Session) locate(c Cell, q *query, err error) error {
	var e *engine.Error
	if !errors.As(err, &e) {
		return err
	}
	out := &locatedError{msg: e.Message}
	if e.Offset >= 0 {
		at := sourceOf(q.spots, e.Offset)
		if out.line = template.Line(c.Source, at); e.Placed {
			out.msg += place(c.Source, at)
		}
	}
	if name, ok := missingTable(e.Message); ok {
		out.msg += s.absence(c, strings.ToLower(name))
	}
	return out
}

// place is where an offset in a source lies, in words.
func place(source string, offset int) string {
	before := source[:min(max(offset, 0), len(source))]
	return fmt.Sprintf(" in line %d, column %d", template.Line(source, offset),
		utf8.RuneCountInString(before[strings.LastIndexByte(before, '\n')+1:])+1)
}

// missingTable is the table that a message says is not there, in the words of SQLite, PostgreSQL or DuckDB.
func missingTable(message string) (string, bool) {
	if name, ok := strings.CutPrefix(message, "no such table: "); ok {
		return name, true
	}
	if _, rest, ok := strings.Cut(message, "relation \""); ok {
		name, _, ok := strings.Cut(rest, "\" does not exist")
		return name, ok
	}
	if _, rest, ok := strings.Cut(message, "Table with name "); ok {
		name, _, ok := strings.Cut(rest, " does not exist")
		return name, ok
	}
	return "", false
}

// absence explains, where it can, why a table is not there.
func (s *Session) absence(c Cell, key string) string {
	df := s.frames.byName[strings.TrimPrefix(key, "dataframes.")]
	switch {
	case df != nil && df.missing != "":
		return " (the dataframe is not there: " + df.missing + ")"
	case df != nil && !c.DataframeSQL:
		return " (" + df.name + " is a dataframe of a cell above, which a dataframe SQL cell sees, and this data connection does not)"
	case c.DataframeSQL && s.isTable(key):
		return " (a dataframe SQL cell sees the dataframes of the cells above, not the warehouse)"
	}
	return ""
}

// isTable tells whether one of the connections that were opened has a table of that name, in lower case.
func (s *Session) isTable(key string) bool {
	for _, c := range s.opened {
		if c.tables[key] {
			return true
		}
	}
	return false
}

// failure puts an error in the form a cell shows.
func (c Cell) failure(ctx context.Context, err error) *Failure {
	if ctx.Err() != nil {
		return &Failure{Message: "the cell was interrupted", Traceback: c.traceback(0, "the cell was interrupted"), Interrupted: true}
	}
	var (
		located *locatedError
		jinja   *template.Error
		code    *engine.Failure
	)
	switch {
	case errors.As(err, &code):
		return &Failure{Message: code.Message, Traceback: c.calls(code)}
	case errors.As(err, &located):
		return &Failure{Message: located.msg, Traceback: c.traceback(located.line, located.msg)}
	case errors.As(err, &jinja):
		return &Failure{Message: jinja.Message, Traceback: c.traceback(template.Line(c.Source, jinja.Offset), jinja.Message)}
	}
	return &Failure{Message: err.Error(), Traceback: c.traceback(0, err.Error())}
}

// traceback names the cell and the line, shows the line, and ends with the message.
func (c Cell) traceback(line int, msg string) string {
	var b strings.Builder
	b.WriteString("Traceback (most recent call last):\n")
	fmt.Fprintf(&b, "  %s cell %q", c.Kind, c.name())
	if lines := strings.Split(c.Source, "\n"); line > 0 && line <= len(lines) {
		fmt.Fprintf(&b, ", line %d\n    %s", line, cutText(strings.TrimSpace(lines[line-1]), 200))
	}
	b.WriteString("\n" + msg)
	return b.String()
}

func cutText(s string, most int) string {
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "…"
}

// mostCalls is how many calls a traceback shows at either end.
const mostCalls = 10

// calls is a traceback with the calls that led to a failure, outermost first, with their lines.
func (c Cell) calls(f *engine.Failure) string {
	lines := strings.Split(c.Source, "\n")
	var b strings.Builder
	b.WriteString("Traceback (most recent call last):")
	for i, call := range f.Calls {
		if i == mostCalls && len(f.Calls) > 2*mostCalls {
			fmt.Fprintf(&b, "\n  … %d more calls", len(f.Calls)-2*mostCalls)
		}
		if i >= mostCalls && i < len(f.Calls)-mostCalls {
			continue
		}
		fmt.Fprintf(&b, "\n  CODE cell %q, line %d", call.Cell, call.Line)
		if call.Function != "" {
			b.WriteString(", in " + call.Function)
		}
		if call.Cell == c.name() && call.Line > 0 && call.Line <= len(lines) {
			b.WriteString("\n    " + cutText(strings.TrimSpace(lines[call.Line-1]), 200))
		}
	}
	if len(f.Calls) == 0 {
		fmt.Fprintf(&b, "\n  CODE cell %q", c.name())
	}
	b.WriteString("\n" + f.Message)
	return b.String()
}
