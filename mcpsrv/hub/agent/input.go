package agent

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Invalid says that input is not taken, and why. It never has the input in it, so that it can be shown anywhere.
type Invalid struct{ Message string }

// Error is the message.
func (e *Invalid) Error() string { return e.Message }

func invalid(format string, args ...any) error { return &Invalid{fmt.Sprintf(format, args...)} }

// The limits of input, in characters (code points). A maximum counts all of them once CRLF became LF; a minimum counts what is
// left after trimming.
const (
	MinRequest = 5
	MaxRequest = 10_000
	MaxQuery   = 1_000
	MaxText    = 50_000
	MaxCode    = 50_000
	MaxURL     = 2_048
	// MaxQuestions is the most sub-questions, DefaultQuestions how many are asked for where nobody says.
	MaxQuestions     = 10
	DefaultQuestions = 3
	// MinTimeout, MaxTimeout and DefaultTimeout are the seconds that the orchestrator may take.
	MinTimeout     = 30
	MaxTimeout     = 600
	DefaultTimeout = 180
)

// Question is what the question enhancer takes.
type Question struct {
	Question string
	// N is how many sub-questions are wanted; 0 is [DefaultQuestions].
	N int
}

// Checked is the question as it is asked; the error is an [*Invalid].
func (q Question) Checked() (Question, error) {
	if q.N == 0 {
		q.N = DefaultQuestions
	}
	if q.N < 1 || q.N > MaxQuestions {
		return q, invalid("the number of sub-questions must be from 1 to %d", MaxQuestions)
	}
	var err error
	q.Question, err = prose("question", q.Question, MinRequest, MaxRequest)
	return q, err
}

// Query is what web search takes.
type Query struct{ Query string }

// Checked is the query as it is asked; the error is an [*Invalid].
func (q Query) Checked() (Query, error) {
	var err error
	q.Query, err = prose("query", q.Query, 1, MaxQuery)
	return q, err
}

// The tasks of the LLM processor.
const (
	Summarize       = "summarize"
	Reason          = "reason"
	ExtractKeywords = "extract_keywords"
)

// Tasks are the tasks of the LLM processor.
func Tasks() []string { return []string{Summarize, Reason, ExtractKeywords} }

// Text is what the LLM processor takes.
type Text struct {
	Text string
	// Task is one of [Tasks], in any case.
	Task string
	// Context may be empty.
	Context string
}

// Checked is the text as it is processed, with its task in lower case; the error is an [*Invalid].
func (t Text) Checked() (Text, error) {
	t.Task = strings.ToLower(strings.TrimSpace(t.Task))
	if !slices.Contains(Tasks(), t.Task) {
		return t, invalid("the task must be one of %s", strings.Join(Tasks(), ", "))
	}
	var err error
	if t.Text, err = prose("text", t.Text, 1, MaxText); err != nil {
		return t, err
	}
	t.Context, err = prose("context", t.Context, 0, MaxText)
	return t, err
}

// CodeRequest is what the code generator takes.
type CodeRequest struct {
	Request string
	// Context is what the code is to be grounded on; it must not be empty.
	Context string
}

// Checked is the request as the model gets it; the error is an [*Invalid].
func (r CodeRequest) Checked() (CodeRequest, error) {
	var err error
	if r.Request, err = prose("request", r.Request, MinRequest, MaxRequest); err != nil {
		return r, err
	}
	r.Context, err = prose("context", r.Context, 1, MaxText)
	return r, err
}

// Code is what the code runner takes.
type Code struct{ Code string }

// Checked is the code as it runs; the error is an [*Invalid]. Code may hold what prose may not.
func (c Code) Checked() (Code, error) {
	c.Code = newlines(c.Code)
	if err := length("code", c.Code, 1, MaxCode); err != nil {
		return c, err
	}
	if strings.ContainsRune(c.Code, 0) {
		return c, invalid("the code holds a NUL character")
	}
	return c, nil
}

// Request is what the orchestrator takes.
type Request struct {
	UserRequest string
	// Timeout is in seconds; 0 is [DefaultTimeout].
	Timeout int
}

// Checked is the request as it is carried out; the error is an [*Invalid].
func (r Request) Checked() (Request, error) {
	if r.Timeout == 0 {
		r.Timeout = DefaultTimeout
	}
	if r.Timeout < MinTimeout || r.Timeout > MaxTimeout {
		return r, invalid("the timeout must be from %d to %d seconds", MinTimeout, MaxTimeout)
	}
	var err error
	r.UserRequest, err = prose("user_request", r.UserRequest, MinRequest, MaxRequest)
	return r, err
}

func newlines(s string) string { return strings.ReplaceAll(s, "\r\n", "\n") }

// length refuses a text that is too long as it came, or too short once trimmed.
func length(what, s string, least, most int) error {
	if n := utf8.RuneCountInString(s); n > most {
		return invalid("the %s has %d characters; at most %d are taken", what, n, most)
	}
	if n := utf8.RuneCountInString(strings.TrimSpace(s)); n < least {
		if least == 1 {
			return invalid("the %s is empty", what)
		}
		return invalid("the %s has %d characters; at least %d are needed", what, n, least)
	}
	return nil
}

// prose is a text that a person wrote, trimmed. Control characters and what a browser would carry out are refused.
func prose(what, s string, least, most int) (string, error) {
	s = newlines(s)
	if err := length(what, s, least, most); err != nil {
		return s, err
	}
	if i := strings.IndexFunc(s, controls); i >= 0 {
		r, _ := utf8.DecodeRuneInString(s[i:])
		return s, invalid("the %s holds the control character U+%04X; only tabs and line ends are taken", what, r)
	}
	if scripted(s) {
		return s, invalid("the %s holds markup that a browser would carry out; describe it in words", what)
	}
	return strings.TrimSpace(s), nil
}

// controls tells whether a character has no place in a text: C0 without tab and line ends, DEL, and C1.
func controls(r rune) bool { return unicode.IsControl(r) && r != '\t' && r != '\n' && r != '\r' }
