package pyrun

import (
	"fmt"
	"strings"
)

// Findings are what a check of code found. The code was parsed by the Python that would run it, and did not run.
type Findings struct {
	// Imports are all modules that the code imports, as written, in the order of the code, each once: "json", "os.path".
	Imports []Use
	// BannedImports are those of Imports that are not allowed: os, subprocess, sys and what is in them.
	BannedImports []Use
	// BannedCalls are the functions that the code calls or takes and may not, each once, with the line of the first.
	BannedCalls []Use
	// Syntax is what keeps the code from being Python, nil where it is. Then nothing else is known of it.
	Syntax *SyntaxError
}

// Use is a name in code and the line, counted from 1, where it stands first.
type Use struct {
	Name string
	Line int
}

// SyntaxError is Python's own message about code that it cannot parse. Line and Column count from 1; 0 is unknown.
type SyntaxError struct {
	Message      string
	Line, Column int
}

func (e *SyntaxError) Error() string {
	if e.Line == 0 {
		return "SyntaxError: " + e.Message
	}
	return fmt.Sprintf("SyntaxError: %s (line %d)", e.Message, e.Line)
}

// Banned tells whether the code uses what it may not.
func (f Findings) Banned() bool { return len(f.BannedCalls)+len(f.BannedImports) > 0 }

// Allowed tells whether the code is Python and uses nothing that it may not.
func (f Findings) Allowed() bool { return f.Syntax == nil && !f.Banned() }

// Names are the names of uses, never nil.
func Names(uses []Use) []string {
	names := make([]string, 0, len(uses))
	for _, u := range uses {
		names = append(names, u.Name)
	}
	return names
}

// String says what is not allowed in words: "open() in line 3, the import of os in line 1"; "" where nothing is.
func (f Findings) String() string {
	var parts []string
	for _, u := range f.BannedCalls {
		parts = append(parts, fmt.Sprintf("%s() in line %d", u.Name, u.Line))
	}
	for _, u := range f.BannedImports {
		parts = append(parts, fmt.Sprintf("the import of %s in line %d", u.Name, u.Line))
	}
	return strings.Join(parts, ", ")
}
