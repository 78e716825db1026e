package starlark

import (
	"errors"
	"fmt"
	"strings"

	"go.starlark.net/resolve"
	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"hextui/hex/emulator/kernel/engine"
)

// failed makes a failure of an error of the Starlark parser, resolver or interpreter.
func failed(err error, source string) error {
	var (
		syntaxErr  syntax.Error
		resolveErr resolve.ErrorList
		evalErr    *starlark.EvalError
	)
	at := func(pos syntax.Position, message string) error {
		return &engine.Failure{Message: message, Calls: []engine.Call{{Cell: pos.Filename(), Line: int(pos.Line)}}}
	}
	switch {
	case errors.As(err, &syntaxErr):
		return at(syntaxErr.Pos, "syntax error: "+syntaxErr.Msg+hint(source, int(syntaxErr.Pos.Line)))
	case errors.As(err, &resolveErr) && len(resolveErr) > 0:
		return at(resolveErr[0].Pos, resolveErr[0].Msg)
	case errors.As(err, &evalErr):
		return stack(evalErr)
	}
	return &engine.Failure{Message: err.Error()}
}

// stack has the calls that led to the error.
func stack(e *starlark.EvalError) error {
	f := &engine.Failure{Message: strings.Replace(e.Msg, "Starlark computation cancelled: it", "the cell was stopped: it", 1)}
	in := ""
	for _, frame := range e.CallStack {
		if frame.Pos.Filename() == "<builtin>" {
			if in = frame.Name; strings.HasPrefix(in, guardPrefix) {
				in = ""
			}
			continue
		}
		in = ""
		f.Calls = append(f.Calls, engine.Call{Cell: frame.Pos.Filename(), Line: int(frame.Pos.Line), Function: frame.Name})
	}
	if in != "" && !strings.HasPrefix(f.Message, in) {
		f.Message = in + ": " + f.Message
	}
	return f
}

// hint explains the commonest things of Python that the dialect lacks, when the line of a syntax error has one.
func hint(source string, line int) string {
	lines := strings.Split(source, "\n")
	if line < 1 || line > len(lines) {
		return ""
	}
	text := strings.TrimSpace(lines[line-1])
	word, _, _ := strings.Cut(text, " ")
	switch strings.TrimSuffix(word, ":") {
	case "import", "from":
		return " (this dialect of Python has no imports; json and math are there already, dataframes are lists of dicts. " +
			"Start with --python to run the cells in python3)"
	case "class", "try", "except", "raise", "with", "async", "await", "yield", "global", "nonlocal", "del", "assert":
		const lacks = " (this dialect of Python has no %q; it is Starlark. Start with --python for python3)"
		return fmt.Sprintf(lacks, strings.TrimSuffix(word, ":"))
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
