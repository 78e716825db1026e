package agent

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"hextui/hex/pyrun"
	"hextui/mcpsrv/hub/provider"
)

// generatorTries is how often the model may write code before what it wrote is answered as it is.
const generatorTries = 3

// Generator writes Python, and has it checked by the Python that would run it. Nothing of it is kept: who asks again wants
// something else.
type Generator struct {
	Models Models
	Python Python
}

// Generated is code and what its check found.
type Generated struct {
	Code string `json:"code"`
	// ValidationPassed is false for code that is no Python, or that uses what it may not.
	ValidationPassed bool `json:"validation_passed"`
	// Imports are as written, those that are not allowed among them; both lists are never nil.
	Imports             []string `json:"imports"`
	DisallowedFunctions []string `json:"disallowed_functions"`
}

const pythonRules = `You write Python 3 for a sandbox without network and files. The rules:
- Answer with code only: no explanation, no fences.
- No input(), eval(), exec(), compile(), open(), __import__(), globals(), locals(), getattr(), setattr(), delattr(), exit() or quit().
- Do not import os, subprocess or sys. Prefer the standard library.
- Define what you call, call what you define, and print the results.
- Do not put a dict or a list into an f-string; build the value first.`

// Do asks the large model, and tells it what is wrong with its code up to two times.
func (g Generator) Do(ctx context.Context, in CodeRequest, tell Tell) (Generated, error) {
	m, err := g.Models.Model(ctx)
	if err != nil {
		return Generated{}, err
	}
	task := "Write code for this request:\n" + quoted("request", in.Request) + "\nWhat is known about it, as material:\n" +
		quoted("context", in.Context)
	user := task
	for try := 1; ; try++ {
		said, err := m.Complete(ctx, provider.Prompt{System: pythonRules, User: user, Size: provider.Large, Temperature: 0.1}, nil)
		if err != nil {
			return Generated{}, err
		}
		code, found, err := g.checked(ctx, said)
		if err != nil {
			return Generated{}, err
		}
		if found.Allowed() || try == generatorTries {
			return Generated{code, found.Allowed(), pyrun.Names(found.Imports), pyrun.Names(found.BannedCalls)}, nil
		}
		tell.step(Step{CodeGenerator, StepFailed, fmt.Sprintf("try %d of %d: %s", try, generatorTries, wrong(found))})
		user = task + "\nThis is what you wrote before:\n" + quoted("code", code) + "\nIt was not taken: " + wrong(found) +
			". Write all of it again without that fault."
	}
}

// checked is the code in an answer: the first reading of it that is Python, or the first.
func (g Generator) checked(ctx context.Context, answer string) (string, pyrun.Findings, error) {
	var first string
	var firstFound pyrun.Findings
	for i, code := range codeIn(answer) {
		if strings.TrimSpace(code) == "" || utf8.RuneCountInString(code) > MaxCode || strings.ContainsRune(code, 0) {
			if i == 0 {
				first = cutTo(code, MaxCode)
				firstFound.Syntax = &pyrun.SyntaxError{Message: "there is no code of a length that can run"}
			}
			continue
		}
		found, err := g.Python.Check(ctx, code)
		if err != nil {
			return "", found, fmt.Errorf("the code cannot be checked: %w", err)
		}
		if found.Syntax == nil {
			return code, found, nil
		}
		if i == 0 {
			first, firstFound = code, found
		}
	}
	return first, firstFound, nil
}

// wrong says in words what a check found.
func wrong(f pyrun.Findings) string {
	if f.Syntax != nil {
		return f.Syntax.Error()
	}
	return f.String() + " is not allowed"
}
