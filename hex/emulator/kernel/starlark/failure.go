package starlark

import (
	"errors"
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
		return at(syntaxErr.Pos, wrong(syntaxErr.Msg, source, int(syntaxErr.Pos.Line)))
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

// wrong says what a syntax error comes to: what Python has and the dialect lacks is said in the place of the parser's words.
func wrong(message, source string, line int) string {
	lines := strings.Split(source, "\n")
	if line < 1 || line > len(lines) {
		return "syntax error: " + message
	}
	text := strings.TrimSpace(lines[line-1])
	word, _, _ := strings.Cut(text, " ")
	const start = "start with --python to run the cells in python3. Without it they are Starlark, a dialect of Python that has no "
	switch word = strings.TrimSuffix(word, ":"); word {
	case "import", "from":
		return start + "imports; json and math are there already, dataframes are lists of dicts"
	case "class", "try", "except", "raise", "with", "async", "await", "yield", "global", "nonlocal", "del", "assert":
		return start + word
	}
	return "syntax error: " + message + hint(text)
}

// hint explains other things of Python that the dialect lacks, where a line has one.
func hint(text string) string {
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
