package road

import (
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"sync"

	"hextui/hex"
	"hextui/hex/hosted"
)

// failure is an error of the hosted client in the form that callers decide on and show. What a tool or a server said in words of its
// own, which may be those of the model's provider, is not in it: only what kind of failure they tell of.
type failure struct {
	shown *hex.Error
	err   error
}

func (f *failure) Error() string   { return f.shown.Error() }
func (f *failure) Unwrap() []error { return []error{f.shown, f.err} }

// explained is nil for no error. Asks is set for a call that puts a question: one without an answer may have been asked.
func explained(err error, asks bool) error {
	if err == nil {
		return nil
	}
	var (
		own     *hex.Error
		none    *hosted.NotSignedIn
		needs   *hosted.NeedsScope
		cut     *hosted.CutOff
		said    *hosted.ToolError
		refused *hosted.Refused
	)
	e := &hex.Error{Message: err.Error()}
	switch {
	case errors.As(err, &own):
		return err
	case errors.As(err, &none):
		e.Kind = hex.Unauthorized
	case errors.As(err, &needs):
		e.Kind = hex.Forbidden
	case errors.As(err, &cut):
		e.Kind, e.MayHaveHappened = hex.Network, asks
	case errors.As(err, &said):
		e = ofTool(said)
	case errors.As(err, &refused):
		e = ofServer(refused)
	case hosted.Trouble(err):
		e.Kind = hex.Unavailable
	default:
		return err
	}
	return &failure{e, err}
}

// ofTool says what a tool told of in words of its own.
func ofTool(f *hosted.ToolError) *hex.Error {
	switch is := telling().FindStringSubmatch(f.Text); {
	case is == nil:
	case is[1] != "":
		return &hex.Error{Kind: hex.NotFound, Message: "Hex's hosted server knows no such thread of yours."}
	case is[2] != "":
		return &hex.Error{Kind: hex.RateLimited, Message: "Hex's hosted server was asked too often.",
			Hint: "Wait a minute, then ask again."}
	case is[3] != "":
		return &hex.Error{Kind: hex.Unavailable, Message: fmt.Sprintf("Hex's hosted server cannot do %s just now.", f.Tool),
			Hint: "Ask again in some minutes."}
	case is[4] != "":
		return &hex.Error{Kind: hex.Unprocessable, Message: "The thread is at work: a further question can only be asked when it is IDLE.",
			Hint: "Wait for it first."}
	default:
		return &hex.Error{Kind: hex.Forbidden, Message: fmt.Sprintf("Hex's hosted server does not let you do %s.", f.Tool),
			Hint: "It is for the role Explorer and above, of Team and Enterprise plans. Asking again does not help."}
	}
	return &hex.Error{Kind: hex.Unprocessable,
		Message: fmt.Sprintf("Hex's hosted server could not do %s. What it said may be its model provider's words, and is kept back.",
			f.Tool),
		Hint: "Look at the thread in Hex, or ask once more in other words."}
}

// telling finds the words by which a tool tells what kind of failure it is; what comes first counts. Its groups are: there is none, too
// often, not now, at work, not for you.
var telling = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)(\b404\b|not found|no such|does not exist)|(\b429\b|too many requests|rate limit)|` +
		`(\b50[0234]\b|\b529\b|overloaded|unavailable|timed out|try again)|(\brunning\b|in progress|not idle|\bbusy\b)|` +
		`(\b40[13]\b|permission|forbidden|not allowed|unauthorized)`)
})

// ofServer says what the server itself refused.
func ofServer(r *hosted.Refused) *hex.Error {
	e := &hex.Error{Kind: hex.Unprocessable, Message: fmt.Sprintf("Hex's hosted server refused %s", r.Method)}
	switch {
	case r.Status == http.StatusTooManyRequests:
		e.Kind, e.Hint = hex.RateLimited, "Wait a minute, then ask again."
	case hosted.Trouble(r):
		e.Kind, e.Hint = hex.Unavailable, "Ask again in some minutes."
	}
	if r.Status != 0 && r.Status != http.StatusOK {
		e.Message += fmt.Sprintf(" with status %d", r.Status)
	}
	if r.Code != 0 {
		e.Message += fmt.Sprintf(" (%d)", r.Code)
	}
	e.Message += "."
	return e
}
