package shell

import (
	"context"
	"errors"

	"hextui/hex"
	"hextui/hex/exit"
	"hextui/mcpsrv/answer"
)

// usage is a command line that makes no sense.
func usage(format string, args ...any) error { return exit.Usage(format, args...) }

// exits are the codes with their meaning, for help and machines.
func exits() []codeMeaning {
	return []codeMeaning{
		{exit.Done, "done"},
		{exit.Failed, "what was asked for failed or was not found, such as a run that errored; or it is not known what became of it"},
		{exit.Misused, "wrong usage: unknown flags, arguments that do not fit, a name that several things have"},
		{exit.Passing, "a fault that passes: network, request limits, time; trying again later may help"},
		{exit.Refused, "refused: rights, an expired token, the policy, nobody agreed, or it has changed since it was read"},
		{exit.Interrupted, "interrupted"},
	}
}

// codeMeaning is a code and what it means.
type codeMeaning struct {
	Code    int    `json:"code"`
	Meaning string `json:"meaning"`
}

// codeOf is the exit code of a failure.
func codeOf(f *answer.Failure) int {
	switch f.Kind {
	case answer.KindInvalid:
		if f.Status != 0 { // Hex's judgement, not ours
			return exit.Failed
		}
		return exit.Misused
	case answer.KindAmbiguous:
		return exit.Misused
	case string(hex.RateLimited), string(hex.Timeout), string(hex.Network), string(hex.Server), string(hex.Unavailable):
		return exit.Passing
	case string(hex.Unauthorized), string(hex.Forbidden), answer.KindConflict, answer.KindDenied, answer.KindDeclined,
		answer.KindUnconfirmed:
		return exit.Refused
	case string(hex.Canceled):
		return exit.Interrupted
	}
	return exit.Failed
}

// exitOf makes any error one with a code, about arguments that are called as the command calls them.
func exitOf(ctx context.Context, err error, all ...argument) error {
	var own *exit.Error
	var f *answer.Failure
	switch {
	case err == nil:
		return nil
	case errors.As(err, &own) && own.Code != exit.Misused:
		return own
	case ctx.Err() != nil:
		return exit.With(exit.Interrupted, "interrupted")
	case own != nil:
		return own
	case errors.As(err, &f):
		return &exit.Error{Code: codeOf(f), Err: &failure{f, all}}
	}
	return &exit.Error{Code: exit.Failed, Err: err}
}
