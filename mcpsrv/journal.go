package mcpsrv

import (
	"context"
	"encoding/json"
	"time"

	"hextui/hex"
	"hextui/mcpsrv/answer"
	"hextui/mcpsrv/audit"
	"hextui/mcpsrv/policy"
)

// journal puts calls in the audit log, without secrets and control characters. Without a log it keeps nothing.
type journal struct {
	log   *audit.Log
	clean answer.Cleaner
}

// undoOf is what takes a write of a cell back; nil for another operation.
func undoOf(o policy.Sent) *audit.Undo {
	c := o.Replaces
	if c == nil {
		return nil
	}
	source, _ := c.Source()
	return &audit.Undo{
		ProjectID: c.ProjectID, CellID: c.ID, StaticID: c.StaticID, Label: c.Label, Source: source,
		OldHash: hex.SourceHash(source), NewHash: o.NewHash,
	}
}

// record is what all records of a call have in common.
func (c *call) record(event audit.Event) audit.Record {
	return audit.Record{
		Event: event, Call: c.id, Session: c.session.digest(), Client: c.wire.Client.Name, ClientVersion: c.wire.Client.Version,
		Tool: c.tool.Name, Class: string(c.tool.Class), Target: c.about(), Decision: c.decided(),
		Traceparent: c.wire.Trace.Parent,
	}
}

// intend writes down what is about to be sent.
func (j journal) intend(c *call, o policy.Sent) error {
	if j.log == nil {
		return nil
	}
	r := c.record(audit.Intent)
	r.Args, r.ArgsDigest = j.arguments(c)
	r.Operation, r.About, r.Undo = o.Name, o.About, undoOf(o)
	return j.log.Append(j.cleaned(r))
}

// answered writes down that what was sent for a call is answered, where the call goes on for long.
func (j journal) answered(c *call, o policy.Sent) error {
	if j.log == nil {
		return nil
	}
	r := c.record(audit.Answered)
	r.Operation, r.About = o.Name, o.About
	return j.log.Append(j.cleaned(r))
}

// ended writes down how a call ended.
func (j journal) ended(c *call, took time.Duration, bytes int, f *answer.Failure) error {
	if j.log == nil {
		return nil
	}
	r := c.record(audit.Call)
	r.Args, r.ArgsDigest = j.arguments(c)
	r.Operations, r.Outcome, r.Bytes = c.operations(), "ok", bytes
	r.DurationMS = float64(took.Microseconds()) / 1000
	if f != nil {
		r.Outcome, r.Status, r.TraceID = f.Kind, f.Status, f.TraceID
	}
	return j.log.Append(j.cleaned(r))
}

// arguments are a call's arguments as they may be kept, and their digest.
func (j journal) arguments(c *call) (json.RawMessage, string) {
	kept := c.clean(j.clean)
	return kept, audit.Digest(kept)
}

// cleaned is the record without secrets and control characters.
func (j journal) cleaned(r audit.Record) audit.Record {
	for _, s := range []*string{&r.Client, &r.ClientVersion, &r.Target, &r.About, &r.TraceID} {
		*s = j.clean.Text(*s)
	}
	if r.Undo != nil {
		u := *r.Undo
		u.Source, u.Label = j.clean.Redact(u.Source), j.clean.Text(u.Label)
		r.Undo = &u
	}
	return r
}

// Undo puts back what a write of a cell replaced, if the cell still is what the write made of it: else the error is a
// [*hex.Conflict]. It is for a person to ask for, from the [Activity] of the call, and is itself put in the audit log.
func (s *Server) Undo(ctx context.Context, u audit.Undo) (hex.Saved, error) {
	now, err := s.client.ReadCell(ctx, u.ProjectID, u.CellID, u.StaticID)
	if err != nil {
		return hex.Saved{}, err
	}
	if now.Hash != u.NewHash {
		return hex.Saved{}, &hex.Conflict{Base: hex.Snapshot{Hash: u.NewHash}, Mine: u.Source, Theirs: now}
	}
	if s.journal.log != nil {
		back := undoOf(policy.Sent{Replaces: &now.Cell, NewHash: hex.SourceHash(u.Source)})
		if err := s.journal.log.Append(s.journal.cleaned(audit.Record{Event: audit.Undone, Operation: "UpdateCell", About: "cell " +
			u.StaticID, Undo: back})); err != nil {
			return hex.Saved{}, err
		}
	}
	return s.client.Save(ctx, now, hex.Edit{Source: u.Source})
}
