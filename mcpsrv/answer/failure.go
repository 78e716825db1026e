package answer

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"

	"hextui/hex"
	"hextui/hex/change"
)

// Failure is the one form in which a call fails, as the member "error" of a result that is marked as an error.
type Failure struct {
	// Kind is what an agent decides on: one of hex's kinds, or one of the kinds below.
	Kind string `json:"kind"`
	// Status is the HTTP status of Hex's answer, 0 where there was none.
	Status int `json:"status,omitempty"`
	// Message says what happened, Hint what to do now.
	Message string `json:"message"`
	Hint    string `json:"hint,omitempty"`
	// RetryAfterS is how many seconds to wait before another try, 0 when not known.
	RetryAfterS int `json:"retry_after_s,omitempty"`
	// TraceID is what Hex's support asks for, or the id of a fault of ours in the log.
	TraceID string `json:"trace_id,omitempty"`
	// Issues are the single complaints where there are several.
	Issues []string `json:"issues,omitempty"`
	// ExpectedHash is set on a conflict. What the hash is now is not told: nobody replaces what they have not read.
	ExpectedHash string `json:"expected_hash,omitempty"`
	// ConfirmToken and Plan are set when the call waits to be confirmed.
	ConfirmToken string `json:"confirm_token,omitempty"`
	Plan         string `json:"plan,omitempty"`
	// Link is a private page for the person the agent works for. It is in no log.
	Link string `json:"link,omitempty"`
}

// The kinds of failure besides those of the Hex client.
const (
	// KindInvalid: the arguments are wrong; nothing was asked of Hex.
	KindInvalid = string(hex.Invalid)
	// KindConflict: the thing changed since it was read; nothing was written.
	KindConflict = "conflict"
	// KindUnknownOutcome: something was sent that may have been carried out.
	KindUnknownOutcome = "unknown_outcome"
	// KindAmbiguous: several things may be meant.
	KindAmbiguous = "ambiguous"
	// KindPartial: a part was carried out, and a part was not.
	KindPartial = "partial"
	// KindTooLarge: the answer is longer than one may be; for a write, it was carried out all the same.
	KindTooLarge = "too_large"
	// KindInternal: a fault in this server.
	KindInternal = "internal"
)

// The kinds of failure that come from the policy and from confirmation.
const (
	// KindDenied: the server was started so that this is not done.
	KindDenied = "denied_by_policy"
	// KindDeclined: a person, or nobody within the time, agreed. Nothing was done.
	KindDeclined = "declined"
	// KindUnconfirmed: the call waits to be repeated with the confirm_token that came with the failure. Nothing was done.
	KindUnconfirmed = "confirmation_required"
	// KindSignIn: a person has to sign in to Hex's hosted server first. Nothing was done.
	KindSignIn = "sign_in_required"
)

// Error is the message with what to do now behind it.
func (f *Failure) Error() string {
	if f.Hint == "" {
		return f.Message
	}
	return f.Message + " " + f.Hint
}

// Text is the failure for a reader who sees no structure.
func (f *Failure) Text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s", f.Kind, f.Message)
	for _, issue := range f.Issues {
		fmt.Fprintf(&b, "\n- %s", issue)
	}
	if f.ExpectedHash != "" {
		fmt.Fprintf(&b, "\nexpected_hash %s", f.ExpectedHash)
	}
	if f.Plan != "" {
		fmt.Fprintf(&b, "\nThe plan:\n%s", f.Plan)
	}
	if f.Hint != "" {
		fmt.Fprintf(&b, "\nWhat to do: %s", f.Hint)
	}
	if f.Link != "" {
		fmt.Fprintf(&b, "\nlink: %s", f.Link)
	}
	if f.ConfirmToken != "" {
		fmt.Fprintf(&b, "\nconfirm_token: %s", f.ConfirmToken)
	}
	if f.RetryAfterS > 0 {
		fmt.Fprintf(&b, "\nTry again in %d s.", f.RetryAfterS)
	}
	if f.Status > 0 {
		fmt.Fprintf(&b, "\nHex answered with status %d.", f.Status)
	}
	if f.TraceID != "" {
		fmt.Fprintf(&b, "\nTrace id: %s", f.TraceID)
	}
	return b.String()
}

// Refuse is a failure of the arguments.
func Refuse(message, hint string) *Failure {
	return &Failure{Kind: KindInvalid, Message: message, Hint: hint}
}

// Advice is what a tool knows about its failures that the Hex client does not: the next tool to call.
type Advice struct {
	// Missing is the hint when what the call is about was not found.
	Missing string
	// Parts is the hint when what the call is about is there, and Hex complains of single entries of it.
	Parts string
	// Check is how to find out what became of a write of unknown outcome.
	Check string
}

// From makes any error the one form.
func From(err error, a Advice) *Failure {
	var own *Failure
	var conflict *hex.Conflict
	var unverified *hex.Unverified
	var unknown *change.Unknown
	var e *hex.Error
	switch {
	case errors.As(err, &own):
		return own
	case errors.As(err, &unknown):
		hint := fmt.Sprintf("Find the %s with list_hex_%[1]ss.", unknown.Kind)
		return &Failure{Kind: string(hex.NotFound), Message: unknown.Error(), Hint: hint}
	case errors.As(err, &conflict):
		return conflictFailure(conflict)
	case errors.As(err, &unverified):
		f := &Failure{Kind: KindUnknownOutcome, Message: unverified.Error(), Hint: a.Check}
		if errors.As(unverified.Cause, &e) {
			f.Status, f.TraceID = e.Status, e.TraceID
		}
		return f
	case errors.As(err, &e):
		return hexFailure(e, a)
	case errors.Is(err, context.DeadlineExceeded):
		return &Failure{Kind: string(hex.Timeout), Message: "The call took too long and was given up.", Hint: a.Check}
	case errors.Is(err, context.Canceled):
		return &Failure{Kind: string(hex.Canceled), Message: "The call was cancelled.", Hint: a.Check}
	}
	return &Failure{Kind: KindInternal, Message: err.Error()}
}

func conflictFailure(c *hex.Conflict) *Failure {
	if c.Gone {
		return &Failure{Kind: KindConflict, Message: "The cell is no longer in the project. Nothing was written.",
			Hint: "Look at the cells as they are now with list_hex_cells.", ExpectedHash: c.Base.Hash}
	}
	return &Failure{Kind: KindConflict, ExpectedHash: c.Base.Hash,
		Message: "The cell has changed since it was read. Nothing was written.",
		Hint: "Read the cell again with list_hex_cells, make the change on its present source, and call again with expected_hash set " +
			"to its present hash."}
}

func hexFailure(e *hex.Error, a Advice) *Failure {
	f := &Failure{
		Kind: string(e.Kind), Status: e.Status, Message: e.Message, Hint: e.Hint, TraceID: e.TraceID,
		RetryAfterS: int(math.Ceil(e.RetryAfter.Seconds())), Issues: append([]string(nil), e.Issues...),
	}
	for _, in := range e.InvalidInputs {
		f.Issues = append(f.Issues, fmt.Sprintf("The input %s does not take %s; it wants %s.", in.Name, in.Value, in.DataType))
	}
	for _, name := range e.UnknownInputs {
		f.Issues = append(f.Issues, fmt.Sprintf("The published app has no input named %s.", name))
	}
	switch {
	case e.MayHaveHappened:
		f.Kind = KindUnknownOutcome
		f.Message = "The request was sent, but no clear answer came: it may have been carried out. " + e.Message
		f.Hint = a.Check
	case e.Kind == hex.RateLimited:
		f.limited(e)
	case len(e.Issues) > 0 && a.Parts != "":
		f.Hint = a.Parts
	case e.Kind == hex.NotFound && a.Missing != "":
		f.Hint = a.Missing
	}
	return f
}

// limited says of a call that met a request limit when it may come again, and what goes on meanwhile. Where Hex does not say how long
// it is, it is the minute in which Hex counts.
func (f *Failure) limited(e *hex.Error) {
	if f.RetryAfterS == 0 {
		f.RetryAfterS = 60
	}
	f.Hint = "Call again with the same arguments after retry_after_s; sooner gets this answer again. "
	switch {
	case e.Status != 0:
		f.Hint += "Hex allows 60 requests a minute in all"
		if e.Limit.Of != "" {
			f.Hint += fmt.Sprintf(", %s,", e.Limit)
		}
		f.Hint += " and does not say which is reached; other programs with the same token count too. "
	case e.Limit.Of != "":
		f.Hint += "Meanwhile calls that need other requests still work: this limit is for " + e.Limit.Of + " only. "
	}
	f.Hint += "Reading that was answered before may be answered from the cache, with its age. Lists cost fewer requests than single things."
}

// Denied is a failure of what the policy forbids.
func Denied(message string) *Failure {
	return &Failure{Kind: KindDenied, Message: message + " Nothing was done.",
		Hint: "Do not try another way. Tell the person who started the server what you wanted to do."}
}
