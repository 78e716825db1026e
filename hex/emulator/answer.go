package emulator

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"hextui/hex/emulator/door"
	"hextui/hex/emulator/executor"
	"hextui/hex/emulator/store"
	"hextui/hex/plural"
)

// answer is a response before it is sent, so that faults can spoil it.
type answer struct {
	status int
	header http.Header
	body   []byte
}

func (a *answer) with(h http.Header) *answer {
	for name, values := range h {
		a.header[name] = values
	}
	return a
}

func (a *answer) write(w http.ResponseWriter) {
	for name, values := range a.header {
		w.Header()[name] = values
	}
	if a.status != http.StatusNoContent {
		w.Header().Set("Content-Length", strconv.Itoa(len(a.body)))
	}
	w.WriteHeader(a.status)
	// The client may be gone; there is nobody left to tell.
	_, _ = w.Write(a.body)
}

func jsonAnswer(status int, value any) *answer {
	var body bytes.Buffer
	encoder := json.NewEncoder(&body)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return jsonAnswer(http.StatusInternalServerError, newerError{Code: "INTERNAL_SERVER_ERROR", Message: "Internal server error"})
	}
	return &answer{status: status, header: http.Header{"Content-Type": {"application/json"}}, body: bytes.TrimRight(body.Bytes(), "\n")}
}

// shape is a form of error bodies. The API is moving from one to the other,
// operation by operation.
type shape int

// The two forms: {code, message, issues?} and {reason, details?, traceId?}.
const (
	newer shape = iota
	older
)

type newerError struct {
	Code    string       `json:"code"`
	Message string       `json:"message"`
	Issues  []errorIssue `json:"issues,omitempty"`
}

type errorIssue struct {
	Message string `json:"message"`
}

type olderError struct {
	Reason  string `json:"reason"`
	Details any    `json:"details,omitempty"`
	TraceID string `json:"traceId"`

	Problems []modelProblem `json:"problems,omitempty"`
}

// refusal is an error that is the caller's to see.
type refusal struct {
	status  int
	message string
	details any            // for the older shape: a string or a list
	params  *invalidParams // RunProject's own older form
	after   time.Duration  // for 429 and 503, when to come again; 0 for not said

	problems []modelProblem // of IngestSemanticProject
}

func (r *refusal) Error() string { return r.message }

func refuse(status int, format string, args ...any) *refusal {
	return &refusal{status: status, message: fmt.Sprintf(format, args...)}
}

func badRequest(format string, args ...any) *refusal {
	return refuse(http.StatusBadRequest, format, args...)
}

func forbidden(format string, args ...any) *refusal {
	return refuse(http.StatusForbidden, format, args...)
}

func notFound(format string, args ...any) *refusal {
	return refuse(http.StatusNotFound, format, args...)
}

func unprocessable(format string, args ...any) *refusal {
	return refuse(http.StatusUnprocessableEntity, format, args...)
}

func tooMany(wait time.Duration) *refusal {
	r := refuse(http.StatusTooManyRequests, "Rate limit exceeded. Try again in %s.", plural.Of(door.WholeSeconds(wait), "second"))
	r.after = wait
	return r
}

// refused is the answer to a call that failed.
func (c *call) refused(err error) *answer {
	r := (*refusal)(nil)
	switch {
	case errors.As(err, &r):
	case errors.Is(err, executor.ErrClosing):
		r = refuse(http.StatusServiceUnavailable, "The workspace is shutting down")
	case errors.Is(err, store.ErrFull), errors.Is(err, store.ErrDisk):
		c.o.Log.Error("operation failed", "operation", c.op.name, "trace", c.trace, "error", err)
		why, what := store.ErrDisk, "Mend that"
		if errors.Is(err, store.ErrFull) {
			why, what = store.ErrFull, "Make room there"
		}
		r = refuse(http.StatusInternalServerError, "Nothing was changed: %s. %s, and ask again.", why, what)
	default:
		c.o.Log.Error("operation failed", "operation", c.op.name, "trace", c.trace, "error", err)
		r = refuse(http.StatusInternalServerError, "Internal server error")
	}
	return c.errorAnswer(r)
}

// errorAnswer writes a refusal in the operation's shape.
func (c *call) errorAnswer(r *refusal) *answer {
	if c.op.shape == newer && !(c.o.Older && c.op.older) {
		body := newerError{Code: errorCode(r.status), Message: r.message}
		if r.status == http.StatusBadRequest {
			body.Message, body.Issues = "Invalid input data", []errorIssue{{r.message}}
		}
		return jsonAnswer(r.status, body)
	}
	if r.params != nil {
		r.params.TraceID = c.trace
		return jsonAnswer(r.status, r.params)
	}
	return jsonAnswer(r.status, olderError{Reason: r.message, Details: r.details, TraceID: c.trace, Problems: r.problems})
}

func errorCode(status int) string {
	switch status {
	case http.StatusBadRequest:
		return "BAD_REQUEST"
	case http.StatusUnauthorized:
		return "UNAUTHORIZED"
	case http.StatusForbidden:
		return "FORBIDDEN"
	case http.StatusNotFound:
		return "NOT_FOUND"
	case http.StatusUnprocessableEntity:
		return "UNPROCESSABLE_CONTENT"
	case http.StatusTooManyRequests:
		return "TOO_MANY_REQUESTS"
	case http.StatusServiceUnavailable:
		return "SERVICE_UNAVAILABLE"
	case http.StatusRequestEntityTooLarge:
		return "PAYLOAD_TOO_LARGE"
	default:
		return "INTERNAL_SERVER_ERROR"
	}
}

// unauthorized is the edge's answer, which is not JSON.
func unauthorized(tokenSent bool) *answer {
	challenge := "Bearer"
	if tokenSent {
		challenge = `Bearer error="invalid_token"`
	}
	return &answer{
		status: http.StatusUnauthorized,
		header: http.Header{"Content-Type": {"text/plain; charset=utf-8"}, "Www-Authenticate": {challenge}},
		body:   []byte("Unauthorized"),
	}
}

// timestamp is a moment as the API writes it; the zero time is null.
type timestamp time.Time

// MarshalJSON writes UTC with milliseconds.
func (t timestamp) MarshalJSON() ([]byte, error) {
	if time.Time(t).IsZero() {
		return []byte("null"), nil
	}
	return []byte(`"` + time.Time(t).UTC().Format(timestampForm) + `"`), nil
}

const timestampForm = "2006-01-02T15:04:05.000Z"

// nullable is a string that is null when empty.
type nullable string

// MarshalJSON writes null for the empty string.
func (n nullable) MarshalJSON() ([]byte, error) {
	if n == "" {
		return []byte("null"), nil
	}
	return json.Marshal(string(n))
}
