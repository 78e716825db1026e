package audit

import (
	"encoding/json"
	"time"
)

// Event is what a record tells of.
type Event string

// The events.
const (
	// AuditOpened: a server opened the log, or the log was begun anew after the file before was put aside.
	Opened Event = "opened"
	// AuditIntent: a request that writes is about to be sent. It is on the disk before the request is sent; if it cannot
	// be written, the request is not sent.
	Intent Event = "intent"
	// Answered: the request of an intent was answered, and its call goes on, waiting for the end of what it began.
	Answered Event = "answered"
	// AuditCall: a call of a tool has ended.
	Call Event = "call"
	// AuditUndo: a person took a write back.
	Undone Event = "undo"
)

// Record is one line of the audit log. Whoever appends it has cleaned its texts: no secrets, no control characters.
type Record struct {
	Seq   int64     `json:"seq"`
	Time  time.Time `json:"time"`
	Event Event     `json:"event"`
	// Call is the call's id, the same in all its records.
	Call string `json:"call,omitempty"`
	// Traceparent is where the client says that the call stands in a trace of several programs (W3C Trace Context).
	Traceparent string `json:"traceparent,omitempty"`
	// Session is a digest of the session's id; Client and ClientVersion are how the client names itself.
	Session       string `json:"session,omitempty"`
	Client        string `json:"client,omitempty"`
	ClientVersion string `json:"client_version,omitempty"`
	Tool          string `json:"tool,omitempty"`
	Class         string `json:"class,omitempty"`
	Target        string `json:"target,omitempty"`
	// Args are the arguments without secrets, ArgsDigest the SHA-256 of these.
	Args       json.RawMessage `json:"args,omitempty"`
	ArgsDigest string          `json:"args_digest,omitempty"`
	// Operation is the operation of the API of an intent, About what it touches.
	Operation string `json:"operation,omitempty"`
	About     string `json:"about,omitempty"`
	// Decision says why the call went on or did not.
	Decision Decision `json:"decision,omitempty"`
	// Operations are those that were sent.
	Operations []string `json:"operations,omitempty"`
	// Outcome is "ok" or the kind of the failure, with Status and TraceID of Hex's answer.
	Outcome    string  `json:"outcome,omitempty"`
	Status     int     `json:"status,omitempty"`
	TraceID    string  `json:"trace_id,omitempty"`
	DurationMS float64 `json:"duration_ms,omitempty"`
	// Bytes is the size of the result.
	Bytes int `json:"bytes,omitempty"`
	// Undo is what a write of a cell replaced.
	Undo *Undo  `json:"undo,omitempty"`
	Prev string `json:"prev"`
	// Hash is the SHA-256, in hexadecimal, of the line up to it.
	Hash string `json:"hash,omitempty"`
}

// Decision says what was decided about a call.
type Decision string

// The decisions.
const (
	// DecisionAllowed: the class needs nobody's consent.
	Allowed Decision = "allowed"
	// DecisionDryRun: nothing could happen.
	DryRun Decision = "dry_run"
	// DecisionByPerson: the person at the UI agreed; DecisionByElicitation: the client says that its person did.
	ByPerson      Decision = "confirmed_by_person"
	ByElicitation Decision = "confirmed_by_elicitation"
	// DecisionByToken: the call was repeated with its token, which needs no person.
	ByToken Decision = "confirmed_by_token"
	// DecisionUnasked: the server was started so that nobody is asked.
	Unasked Decision = "not_asked"
	// DecisionAsked: somebody was asked, and the call ended until the answer comes.
	Asked Decision = "asked"
	// DecisionDeclined: somebody said no, or nothing in time. DecisionDenied: the policy forbids it, or the arguments,
	// or the confirmation that came with the call, are not good.
	Declined Decision = "declined"
	Denied   Decision = "denied"
)

// Undo is what a write of a cell replaced, and what is needed to put it back.
type Undo struct {
	ProjectID string `json:"project_id"`
	CellID    string `json:"cell_id"`
	StaticID  string `json:"static_id"`
	Label     string `json:"label,omitempty"`
	// Source is the cell's source before; in the log it has no secrets, and long ones are cut (Cut).
	Source string `json:"source"`
	Cut    bool   `json:"cut,omitempty"`
	// OldHash and NewHash are the hashes of the source before and after; NewHash is empty for a cell that was deleted.
	OldHash string `json:"old_hash"`
	NewHash string `json:"new_hash,omitempty"`
}
