package mcpsrv

import (
	"context"
	"encoding/json"
	"time"

	"hextui/hex"
)

// AuditEvent is what a record tells of.
type AuditEvent string

// The events.
const (
	// AuditOpened: a server opened the log, or the log was begun anew after the file before was put aside.
	AuditOpened AuditEvent = "opened"
	// AuditIntent: a request that writes is about to be sent. It is on the disk before the request is sent; if it cannot
	// be written, the request is not sent.
	AuditIntent AuditEvent = "intent"
	// AuditCall: a call of a tool has ended.
	AuditCall AuditEvent = "call"
	// AuditUndo: a person took a write back.
	AuditUndo AuditEvent = "undo"
)

// AuditRecord is one line of the audit log. All texts are clean: no secrets, no control characters.
type AuditRecord struct {
	Seq   int64      `json:"seq"`
	Time  time.Time  `json:"time"`
	Event AuditEvent `json:"event"`
	// Call is the call's id, the same in all its records and in [Activity].
	Call string `json:"call,omitempty"`
	// Session is a digest of the session's id; Client and ClientVersion are how the client names itself.
	Session       string `json:"session,omitempty"`
	Client        string `json:"client,omitempty"`
	ClientVersion string `json:"client_version,omitempty"`
	Tool          string `json:"tool,omitempty"`
	Class         Class  `json:"class,omitempty"`
	Target        string `json:"target,omitempty"`
	// Args are the arguments without secrets, ArgsDigest the SHA-256 of these.
	Args       json.RawMessage `json:"args,omitempty"`
	ArgsDigest string          `json:"args_digest,omitempty"`
	// Operation is the operation of the API of an intent, About what it touches.
	Operation string `json:"operation,omitempty"`
	About     string `json:"about,omitempty"`
	// Decision says why the call went on or did not.
	Decision AuditDecision `json:"decision,omitempty"`
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

// AuditDecision says what was decided about a call.
type AuditDecision string

// The decisions.
const (
	// DecisionAllowed: the class needs nobody's consent.
	DecisionAllowed AuditDecision = "allowed"
	// DecisionDryRun: nothing could happen.
	DecisionDryRun AuditDecision = "dry_run"
	// DecisionByPerson: the person at the UI agreed; DecisionByElicitation: the client says that its person did.
	DecisionByPerson      AuditDecision = "confirmed_by_person"
	DecisionByElicitation AuditDecision = "confirmed_by_elicitation"
	// DecisionByToken: the call was repeated with its token, which needs no person.
	DecisionByToken AuditDecision = "confirmed_by_token"
	// DecisionUnasked: the server was started so that nobody is asked.
	DecisionUnasked AuditDecision = "not_asked"
	// DecisionAsked: somebody was asked, and the call ended until the answer comes.
	DecisionAsked AuditDecision = "asked"
	// DecisionDeclined: somebody said no, or nothing in time. DecisionDenied: the policy forbids it, or the arguments,
	// or the confirmation that came with the call, are not good.
	DecisionDeclined AuditDecision = "declined"
	DecisionDenied   AuditDecision = "denied"
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
	// OldHash and NewHash are the [hex.SourceHash] before and after; NewHash is empty for a cell that was deleted.
	OldHash string `json:"old_hash"`
	NewHash string `json:"new_hash,omitempty"`
}

func undoOf(c hex.Cell) *Undo {
	source, _ := c.Source()
	return &Undo{ProjectID: c.ProjectID, CellID: c.ID, StaticID: c.StaticID, Label: c.Label, Source: source, OldHash: hex.SourceHash(source)}
}

// record is what all records of a call have in common.
func (c *call) record(event AuditEvent) AuditRecord {
	return AuditRecord{
		Event: event, Call: c.id, Session: c.session.digest(), Client: c.client.Name, ClientVersion: c.client.Version,
		Tool: c.tool.name, Class: c.tool.class, Target: c.target, Decision: c.decided(),
	}
}

// intend writes down what is about to be sent.
func (a *Audit) intend(c *call, o op) error {
	if a == nil {
		return nil
	}
	r := c.record(AuditIntent)
	r.Args, r.ArgsDigest = a.arguments(c.args)
	r.Operation, r.About, r.Undo = o.name, o.about(), o.before
	return a.append(a.cleaned(r))
}

// ended writes down how a call ended.
func (a *Audit) ended(c *call, took time.Duration, bytes int, f *Failure) error {
	if a == nil {
		return nil
	}
	r := c.record(AuditCall)
	r.Args, r.ArgsDigest = a.arguments(c.args)
	r.Operations, r.Outcome, r.Bytes = c.operations(), "ok", bytes
	r.DurationMS = float64(took.Microseconds()) / 1000
	if f != nil {
		r.Outcome, r.Status, r.TraceID = f.Kind, f.Status, f.TraceID
	}
	return a.append(a.cleaned(r))
}

func (a *Audit) cleaner() cleaner {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.clean
}

// arguments are a call's arguments as they may be kept, and their digest.
func (a *Audit) arguments(raw json.RawMessage) (json.RawMessage, string) {
	kept := json.RawMessage(a.cleaner().json(withoutSecrets(raw)))
	return kept, hashOf(kept)
}

// cleaned is the record without secrets and control characters.
func (a *Audit) cleaned(r AuditRecord) AuditRecord {
	clean := a.cleaner()
	for _, s := range []*string{&r.Client, &r.ClientVersion, &r.Target, &r.About, &r.TraceID} {
		*s = clean.text(*s)
	}
	if r.Undo != nil {
		u := *r.Undo
		u.Source, u.Label = clean.redact(u.Source), clean.text(u.Label)
		r.Undo = &u
	}
	return r
}

// Undo puts back what a write of a cell replaced, if the cell still is what the write made of it: else the error is a
// [*hex.Conflict]. It is for a person to ask for, from the [Activity] of the call, and is itself put in the audit log.
func (s *Server) Undo(ctx context.Context, u Undo) (hex.Saved, error) {
	now, err := s.client.ReadCell(ctx, u.ProjectID, u.CellID, u.StaticID)
	if err != nil {
		return hex.Saved{}, err
	}
	if now.Hash != u.NewHash {
		return hex.Saved{}, &hex.Conflict{Base: hex.Snapshot{Hash: u.NewHash}, Mine: u.Source, Theirs: now}
	}
	if s.audit != nil {
		back := undoOf(now.Cell)
		back.NewHash = hex.SourceHash(u.Source)
		if err := s.audit.append(s.audit.cleaned(AuditRecord{Event: AuditUndo, Operation: "UpdateCell", About: "cell " + u.StaticID, Undo: back})); err != nil {
			return hex.Saved{}, err
		}
	}
	return s.client.Save(ctx, now, hex.Edit{Source: u.Source})
}
