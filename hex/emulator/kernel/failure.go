package kernel

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"go.starlark.net/resolve"
	"go.starlark.net/starlark"
	"go.starlark.net/syntax"
)

// locatedError is an error of which the line in the cell's source is known; 0 when it is not.
type locatedError struct {
	msg  string
	line int
}

func (e *locatedError) Error() string { return e.msg }

// locate turns an error of the database into one that knows its line, with a hint where one helps.
func (s *Session) locate(c Cell, q *query, err error) error {
	var e *sqlError
	if !errors.As(err, &e) {
		return err
	}
	out := &locatedError{msg: e.msg}
	if e.offset >= 0 {
		out.line = lineOf(c.Source, sourceOf(q.spots, e.offset))
	}
	if name, ok := strings.CutPrefix(e.msg, "no such table: "); ok {
		out.msg += s.absence(c, strings.ToLower(name))
	}
	return out
}

// absence explains, where it can, why a table is not there.
func (s *Session) absence(c Cell, key string) string {
	df := s.frames.byName[strings.TrimPrefix(key, "dataframes.")]
	switch {
	case df != nil && df.missing != "":
		return " (the dataframe is not there: " + df.missing + ")"
	case c.DataframeSQL && s.shopTables[key]:
		return " (a dataframe SQL cell sees the dataframes of the cells above, not the warehouse)"
	}
	return ""
}

// failure puts an error in the form a cell shows.
func (c Cell) failure(ctx context.Context, err error) *Failure {
	if ctx.Err() != nil {
		return &Failure{Message: "the cell was interrupted", Traceback: c.traceback(0, "the cell was interrupted"), Interrupted: true}
	}
	var (
		located *locatedError
		jinja   *templateError
		code    *codeError
	)
	switch {
	case errors.As(err, &code):
		return &Failure{Message: code.msg, Traceback: code.traceback}
	case errors.As(err, &located):
		return &Failure{Message: located.msg, Traceback: c.traceback(located.line, located.msg)}
	case errors.As(err, &jinja):
		return &Failure{Message: jinja.msg, Traceback: c.traceback(lineOf(c.Source, jinja.offset), jinja.msg)}
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

// codeError is a failure of a CODE cell, with its own traceback.
type codeError struct{ msg, traceback string }

func (e *codeError) Error() string { return e.msg }

// codeFailure puts an error of the Starlark parser, resolver or interpreter in the form of a traceback.
func (c Cell) codeFailure(err error) error {
	var (
		syntaxErr  syntax.Error
		resolveErr resolve.ErrorList
		evalErr    *starlark.EvalError
	)
	switch {
	case errors.As(err, &syntaxErr):
		line := int(syntaxErr.Pos.Line)
		msg := "syntax error: " + syntaxErr.Msg + c.dialectHint(line)
		return &codeError{msg, c.traceback(line, msg)}
	case errors.As(err, &resolveErr) && len(resolveErr) > 0:
		first := resolveErr[0]
		return &codeError{first.Msg, c.traceback(int(first.Pos.Line), first.Msg)}
	case errors.As(err, &evalErr):
		return c.stackFailure(evalErr)
	}
	return err
}

// stackFailure shows the calls that led to the error, outermost first, with their lines.
func (c Cell) stackFailure(e *starlark.EvalError) error {
	lines := strings.Split(c.Source, "\n")
	var b strings.Builder
	b.WriteString("Traceback (most recent call last):")
	in := ""
	for _, frame := range e.CallStack {
		if strings.HasPrefix(frame.Name, guardPrefix) {
			continue
		}
		if frame.Pos.Filename() == "<builtin>" {
			in = frame.Name
			continue
		}
		in = ""
		fmt.Fprintf(&b, "\n  CODE cell %q, line %d, in %s", frame.Pos.Filename(), frame.Pos.Line, frame.Name)
		if line := int(frame.Pos.Line); frame.Pos.Filename() == c.name() && line > 0 && line <= len(lines) {
			b.WriteString("\n    " + cutText(strings.TrimSpace(lines[line-1]), 200))
		}
	}
	msg := strings.Replace(e.Msg, "Starlark computation cancelled: it", "the cell was stopped: it", 1)
	if in != "" && !strings.HasPrefix(msg, in) {
		msg = in + ": " + msg
	}
	b.WriteString("\n" + msg)
	return &codeError{msg, b.String()}
}

// dialectHint explains the commonest things of Python that the dialect lacks, when the line of a syntax error has one.
func (c Cell) dialectHint(line int) string {
	lines := strings.Split(c.Source, "\n")
	if line < 1 || line > len(lines) {
		return ""
	}
	text := strings.TrimSpace(lines[line-1])
	word, _, _ := strings.Cut(text, " ")
	switch strings.TrimSuffix(word, ":") {
	case "import", "from":
		return " (this dialect of Python has no imports; json and math are there already, dataframes are lists of dicts)"
	case "class", "try", "except", "raise", "with", "async", "await", "yield", "global", "nonlocal", "del", "assert":
		return fmt.Sprintf(" (this dialect of Python has no %q; it is Starlark)", strings.TrimSuffix(word, ":"))
	}
	switch {
	case strings.Contains(text, `f"`) || strings.Contains(text, `f'`):
		return ` (this dialect of Python has no f-strings; use "{}".format(x) or "%s" % x)`
	case strings.Contains(text, "**"):
		return " (this dialect of Python has no ** operator; use math.pow(x, y))"
	case strings.Contains(text, " is "):
		return " (this dialect of Python has no is; use ==)"
	}
	return ""
}
