package mcpsrv

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"hextui/hex"
	"hextui/mcpsrv/answer"
	"hextui/mcpsrv/audit"
	"hextui/mcpsrv/policy"
	"hextui/mcpsrv/schema"
)

// guard stands before the API client as its [hex.Hook], for all tools, resources and prompts alike. Whatever a tool says of
// itself, no request passes that
//
//   - is of an operation that the table of rules ([install.table]) does not have,
//   - is no GET on a read-only server,
//   - touches what an allow-list leaves out,
//   - writes in a dry run, for a tool that says it only reads, or, where the operation is of a
//     class that a person has to agree to, without that,
//   - writes although it cannot be put down in the audit log first,
//   - starts more runs than a session may.
//
// What an operation touches it says itself ([hex.Operation].Refs); what of it is only known from the answer, the table says.
type guard struct {
	// client has no guard before it: it is for what the guard itself has to know.
	client *hex.Client
	table  map[string]rule
	// call is the call whose operations these are, rules what it may do.
	call    *call
	rules   *policy.Rules
	journal journal
	quota   *quota
	policy  confirmPolicy
}

// op is one operation as it is about to be sent.
type op struct {
	rule
	name string
	// things are what it touches.
	things []thing
	// before is what it replaces, for the audit log and for undo.
	before *audit.Undo
}

// thing is something with an id that an operation touches; an empty id is none.
type thing struct {
	noun schema.Noun
	id   string
}

// hook lets an operation go on if it may be done.
func (g *guard) hook(ctx context.Context, h hex.Operation) (func(any, error) error, error) {
	known, ok := g.table[h.Name]
	if !ok {
		return nil, &answer.Failure{
			Kind:    answer.KindInternal,
			Message: h.Name + " was stopped before it was sent: nobody has said yet what an agent may do with it. Nothing was done.",
			Hint:    "This is a fault of the server: its table of operations lacks it.",
		}
	}
	o := op{name: h.Name, rule: known.narrowed(h.Body)}
	for _, r := range h.Refs {
		o.things = append(o.things, thing{schema.Noun(r.Kind), r.ID})
	}
	if err := g.permit(ctx, o); err != nil {
		return nil, err
	}
	if err := g.locate(ctx, &o, h); err != nil {
		return nil, err
	}
	if o.class == policy.Read {
		return g.filter(ctx, o), nil
	}
	if err := g.begin(ctx, o); err != nil {
		return nil, err
	}
	return noting(g.call, o), nil
}

// begin counts and writes down what is about to have an effect.
func (g *guard) begin(ctx context.Context, o op) error {
	if o.spends {
		if err := g.quota.spend(ctx, g.call.session); err != nil {
			return err
		}
	}
	if err := g.journal.intend(g.call, o); err != nil {
		return &answer.Failure{Kind: answer.KindDenied, Message: "The audit log cannot be written, so nothing is changed. Nothing was done: " + err.Error(),
			Hint: "Reading still works. A person has to make room for the log, or start the server with another."}
	}
	return nil
}

// noting notes in the call what was sent for it, and what a person may take back. What may have been done may be taken back
// too: a cell is put back only if it still is what the write made of it.
func noting(c *call, o op) func(any, error) error {
	noted := false
	return func(_ any, err error) error {
		if !noted || err != nil { // an operation of several requests is noted once, and where it fails
			c.did(o, err)
		}
		noted = true
		var e *hex.Error
		sent := err == nil || errors.As(err, &e) && e.MayHaveHappened
		if o.before != nil && o.before.NewHash != "" && sent {
			c.canUndo(*o.before)
		}
		return nil
	}
}

// filter looks at the answer of an operation that reads, where the table says how.
func (g *guard) filter(ctx context.Context, o op) func(any, error) error {
	if o.answer == nil {
		return nil
	}
	r := g.rules
	return func(answer any, err error) error {
		if err != nil {
			return nil
		}
		return o.answer(r, answer)
	}
}

// permit says why an operation may not be done.
func (g *guard) permit(ctx context.Context, o op) error {
	r := g.rules
	if r.ReadOnly && (o.class != policy.Read || o.post) {
		return answer.Denied("The server is read-only; " + o.name + " is not.")
	}
	for _, t := range o.things {
		if t.id != "" && !r.Allows(t.noun, t.id) {
			return answer.Denied(fmt.Sprintf("The %s %s is not among those that this server may touch.", t.noun, t.id))
		}
	}
	if o.makes != "" && r.Limits(o.makes) {
		return answer.Denied(fmt.Sprintf("This server may touch only the %ss it was given, so it makes no new one.", o.makes))
	}
	if o.everywhere && r.WideDenied() {
		return answer.Denied("This server may touch only what it was given, and " + o.name + " looks at the whole workspace.")
	}
	if o.class == policy.Read {
		return nil
	}
	return g.consented(g.call, o)
}

// consented tells whether a write belongs to a call that may write. What it refuses is a mistake of a tool.
func (g *guard) consented(c *call, o op) error {
	fault := func(why string) error {
		return &answer.Failure{
			Kind: answer.KindInternal, Message: o.name + " was stopped before it was sent: " + why + ". Nothing was done.",
			Hint: "This is a fault of the tool.",
		}
	}
	switch {
	case c.DryRun || c.planning.Load():
		return fault("the call is a dry run")
	case c.tool.Class == policy.Read:
		return fault("the tool says that it only reads")
	case !c.confirmed.Load() && g.policy.asks(o.class):
		return fault("nobody has agreed to it")
	}
	return nil
}

// locate adds what is to be known of the cell that an operation names by its id: the project that it is in, and for one that
// replaces it its connection and its source, which nothing but the audit log keeps. It costs a request, unless the client has
// just read the cell.
func (g *guard) locate(ctx context.Context, o *op, h hex.Operation) error {
	r := g.rules
	if o.cell == notNeeded || o.cell == itsProject && !r.Limits(schema.Project) {
		return nil
	}
	cell := h.Replaces
	if cell == nil {
		read, err := g.client.GetCell(ctx, o.cellID())
		if err != nil {
			return err
		}
		cell = &read
	}
	if !r.Allows(schema.Project, cell.ProjectID) {
		return errForeign()
	}
	if o.cell == itsProject {
		return nil
	}
	o.things = append(o.things, thing{schema.Project, cell.ProjectID})
	o.before = undoOf(*cell)
	if o.cell == itsSource {
		o.before.NewHash = hashAfter(h.Body, o.before.OldHash)
		o.things = append(o.things, thing{schema.Connection, cell.DataConnectionID})
	}
	return g.permit(ctx, *o)
}

// errForeign refuses what turned out to be in a project that is not allowed.
func errForeign() error {
	return answer.Denied("That is in a project that is not among those that this server may touch.")
}

// cellID is the first cell that an operation names: that of its path.
func (o op) cellID() string {
	for _, t := range o.things {
		if t.noun == schema.Cell {
			return t.id
		}
	}
	return ""
}

// hashAfter is the hash of the source that UpdateCell sends, or else the one that stays.
func hashAfter(body json.RawMessage, before string) string {
	var sent struct {
		Contents map[string]struct {
			Source *string `json:"source"`
		} `json:"contents"`
	}
	if json.Unmarshal(body, &sent) == nil {
		for _, c := range sent.Contents {
			if c.Source != nil {
				return hex.SourceHash(*c.Source)
			}
		}
	}
	return before
}

// about is what an operation touches, as text for the log.
func (o op) about() string {
	var ids []string
	for _, t := range o.things {
		if t.id != "" {
			ids = append(ids, string(t.noun)+" "+t.id)
		}
	}
	return strings.Join(ids, ", ")
}
