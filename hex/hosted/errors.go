package hosted

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"syscall"
)

// NotSignedIn is the error of a call for which there is no sign-in, or none that the server takes any more.
type NotSignedIn struct {
	// Endpoint is the server's address; Why says in a clause what was found.
	Endpoint, Why string
}

// Error says what to do.
func (e *NotSignedIn) Error() string {
	return fmt.Sprintf("you are not signed in to %s: %s. Run hextui login", e.Endpoint, e.Why)
}

// ErrDeclined is that the person has said no to a sign-in.
var ErrDeclined = errors.New("the sign-in was declined in the browser")

// NeedsScope is the error of a call that needs more rights than the sign-in has, where nobody can be asked.
type NeedsScope struct {
	// Scopes are those that the server asks for.
	Scopes []string
}

// Error says what to do.
func (e *NeedsScope) Error() string {
	return fmt.Sprintf("the hosted server asks for more rights (%s). Run hextui login --scope %q", Clean(strings.Join(e.Scopes, " ")),
		Clean(strings.Join(e.Scopes, " ")))
}

// unreachable is the error of a request that did not come to its server.
type unreachable struct {
	host string
	err  error
}

// Error says why, without Go's words for what is common.
func (e *unreachable) Error() string {
	var noName *net.DNSError
	says := e.err.Error()
	switch {
	case errors.As(e.err, &noName):
		says = "its name could not be found"
	case errors.Is(e.err, syscall.ECONNREFUSED):
		says = "it refused the connection"
	}
	return fmt.Sprintf("%s cannot be reached: %s", e.host, says)
}

// Unwrap is the reason.
func (e *unreachable) Unwrap() error { return e.err }

// CutOff is the error of an answer that broke off: whether the call had its effect is not known, so it must not be repeated
// blindly.
type CutOff struct {
	// Call is what was called; Err is why the answer ended.
	Call string
	Err  error
}

// Error says what is not known.
func (e *CutOff) Error() string {
	return fmt.Sprintf("the hosted server's answer to %s broke off, so whether it was done is not known: %v. Look before you ask again",
		e.Call, e.Err)
}

// Unwrap is the reason.
func (e *CutOff) Unwrap() error { return e.Err }

// ToolError is a tool's own answer that it failed.
type ToolError struct {
	// Tool is the tool's name, Text what it said: hostile text, not cut.
	Tool, Text string
}

// Error quotes the beginning of what the tool said.
func (e *ToolError) Error() string {
	return fmt.Sprintf("the hosted server's %s failed: %s", e.Tool, Clean(e.Text))
}

// Trouble tells whether an error is one of servers that cannot be reached or do not serve now, before they did anything: the same
// may go well in a moment.
func Trouble(err error) bool {
	var refused *Refused
	var refusal *oauthError
	var dial *net.OpError
	switch {
	case errors.As(err, &refused):
		return refused.Status >= 500 || refused.Status == http.StatusTooManyRequests
	case errors.As(err, &refusal):
		return refusal.status >= 500 || refusal.status == http.StatusTooManyRequests
	}
	return errors.As(err, &dial) && dial.Op == "dial"
}

// oauthError is a refusal of the authorization server.
type oauthError struct {
	doing, code, description string
	status                   int
}

func (e *oauthError) Error() string {
	says := e.code
	if e.description != "" {
		says = strings.TrimSpace(says + " (" + e.description + ")")
	}
	if says == "" {
		says = fmt.Sprintf("status %d", e.status)
	}
	return fmt.Sprintf("the authorization server refused %s: %s", e.doing, says)
}
