package hex

import (
	"errors"
	"strings"
	"time"
)

// Kind says what sort of failure an [Error] is: what a caller decides on.
type Kind string

// The kinds of failure.
const (
	// Unauthorized: no token, a bad or expired one, or one of another host (401).
	Unauthorized Kind = "unauthorized"
	// Forbidden: the token's scope, role, plan or sharing does not allow it (403).
	Forbidden Kind = "forbidden"
	// NotFound: an unknown id, or one that the token may not see (404).
	NotFound Kind = "not_found"
	// Invalid: the request itself is wrong (400, 415), also when refused before it was sent.
	Invalid Kind = "invalid"
	// Unprocessable: a well-formed request that the thing's state refuses (422): never published, already finished.
	Unprocessable Kind = "unprocessable"
	// RateLimited: the request budget is used up (429) and waiting would have taken too long.
	RateLimited Kind = "rate_limited"
	// Unavailable: Hex or something before it cannot serve now (502, 503, 504).
	Unavailable Kind = "unavailable"
	// Server: a fault in Hex (500 and other 5xx).
	Server Kind = "server"
	// Network: no answer came: no route, no name, refused, cut.
	Network Kind = "network"
	// Timeout: no answer came in time.
	Timeout Kind = "timeout"
	// Canceled: the caller gave up.
	Canceled Kind = "canceled"
	// Decode: an answer came that is not what the API promises: no JSON, cut off, too large.
	Decode Kind = "decode"
	// Stopped: a [Hook] of the client did not let it through. What the hook said is behind it ([Error.Unwrap]).
	Stopped Kind = "stopped"
)

// Error is any failure of a call, whatever shape Hex gave it.
type Error struct {
	Kind Kind
	// Status is the HTTP status, 0 when no answer came.
	Status int
	// Code is Hex's own word for the failure (NOT_FOUND), where it gave one.
	Code string
	// Message is Hex's sentence, or ours where there was none. Hint says what to do now.
	Message, Hint string
	// TraceID is what Hex's support asks for.
	TraceID string
	// Op is the operation (GetProject), Method and Path the request without host and query.
	Op, Method, Path string
	// Issues are the single complaints of a refused body.
	Issues []string
	// InvalidInputs and UnknownInputs are the run inputs that RunProject refused.
	InvalidInputs []InvalidInput
	UnknownInputs []string
	// RetryAfter is how long to wait before another try, 0 when not known.
	RetryAfter time.Duration
	// Limit is the limit that is reached where Kind is [RateLimited]. Of what Hex refused (Status 429) it is the narrowest for the
	// operation: Hex does not say which of them it was.
	Limit RateLimit
	// MayHaveHappened is set when a write was sent and no clear answer came: it may have been carried out.
	MayHaveHappened bool

	// own is set where this side kept a request back, and not Hex.
	own   bool
	cause error
}

// InvalidInput is a run input whose value does not fit.
type InvalidInput struct {
	Name string `json:"paramName"`
	// Value is the refused value as JSON text.
	Value     string `json:"paramValue"`
	DataType  string `json:"dataType"`
	InputCell string `json:"inputCellType"`
}

// Error is the message with Hex's single complaints and what to do now behind it: one line, fit to be shown.
func (e *Error) Error() string {
	parts := []string{sentence(e.Message)}
	if len(e.Issues) > 0 {
		parts = append(parts, sentence(strings.Join(e.Issues, "; ")))
	}
	if e.Hint != "" {
		parts = append(parts, e.Hint)
	}
	return strings.Join(parts, " ")
}

// Unwrap returns what is behind it, if anything: the network's or the decoder's error, or that of the caller's context.
func (e *Error) Unwrap() error { return e.cause }

// KindOf returns the kind of an [*Error] anywhere in err's chain, or "" for any other error.
func KindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return ""
}

// IsKind tells whether err is an [*Error] of one of the kinds.
func IsKind(err error, kinds ...Kind) bool {
	k := KindOf(err)
	for _, want := range kinds {
		if k != "" && k == want {
			return true
		}
	}
	return false
}
