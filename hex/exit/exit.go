// Package exit says with which code a command ends, so that scripts can decide on it. It knows nobody here.
package exit

import (
	"errors"
	"fmt"
)

// The exit codes. What is Passing passes: another try later may help, and does no harm.
const (
	Done        = 0
	Failed      = 1
	Misused     = 2
	Passing     = 3
	Refused     = 4
	Interrupted = 130
)

// Error is an error with the code that the program ends with.
type Error struct {
	Code int
	// Err says why; nil where everything was said already.
	Err error
}

// Error is empty where everything was said already.
func (e *Error) Error() string {
	if e.Err == nil {
		return ""
	}
	return e.Err.Error()
}

// Unwrap is why.
func (e *Error) Unwrap() error { return e.Err }

// With is an error with a code, in words as of [fmt.Errorf].
func With(code int, format string, args ...any) error {
	return &Error{code, fmt.Errorf(format, args...)}
}

// Usage is the error of a command line that makes no sense.
func Usage(format string, args ...any) error { return With(Misused, format, args...) }

// Code is the code of an error: its own, or Failed.
func Code(err error) int {
	var own *Error
	switch {
	case err == nil:
		return Done
	case errors.As(err, &own):
		return own.Code
	}
	return Failed
}
