package agent

import (
	"context"
	"errors"

	"hextui/hex/pyrun"
)

// Runner runs Python in a sandbox. It keeps nothing: the same code may say something else next time.
type Runner struct{ Python Python }

// Do is what the code wrote to standard output and standard error, in the order written, and in a last line how it ended where that is
// not plain. Code that uses what it may not is an [*Invalid] and does not run.
func (r Runner) Do(ctx context.Context, in Code, _ Tell) (string, error) {
	result, err := r.Run(ctx, in)
	return result.Text(), err
}

// Run is Do for who wants to know how the program ended.
func (r Runner) Run(ctx context.Context, in Code) (pyrun.Result, error) {
	result, err := r.Python.RunChecked(ctx, in.Code)
	var banned *pyrun.NotAllowed
	var refused *pyrun.InvalidCode
	switch {
	case errors.As(err, &banned):
		return pyrun.Result{}, invalid("the code was not run: %s is not allowed", banned.Findings)
	case errors.As(err, &refused):
		return pyrun.Result{}, invalid("%s", refused.Reason)
	case err != nil:
		return pyrun.Result{}, err
	}
	return result, nil
}
