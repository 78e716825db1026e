package hosted

import (
	"fmt"
	"strings"
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

// StillRunning is the error of a thread that was not finished when the patience was used up. It goes on at Hex.
type StillRunning struct {
	// Thread is what was last seen; Polls is how often was looked.
	Thread Thread
	Polls  int
}

// Error says how to go on.
func (e *StillRunning) Error() string {
	return fmt.Sprintf("the thread %s is still running after %d looks; it goes on at Hex: look again later", Clean(e.Thread.ID), e.Polls)
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
