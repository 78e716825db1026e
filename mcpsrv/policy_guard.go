package mcpsrv

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"hextui/hex"
)

// guard stands before the API client, for all tools, resources and prompts alike. Whatever a tool says of itself, no
// request passes that
//
//   - is no GET on a read-only server,
//   - touches what an allow-list leaves out,
//   - writes outside of a tool call, in a dry run, for a tool that says it only reads, or, where the operation is of a
//     class that a person has to agree to, without that,
//   - writes although it cannot be put down in the audit log first,
//   - starts more runs than a session may.
//
// Its methods are in policy_reads.go and policy_writes.go.
type guard struct {
	hex    Hex
	rules  *rules
	audit  *Audit
	purse  *purse
	policy confirmPolicy
}

var _ Hex = (*guard)(nil)

// op is one operation of the client.
type op struct {
	name  string
	class Class
	// post is set for an operation that has no effect but is no GET.
	post bool
	// spends is set for what counts against the session's runs.
	spends bool
	// things are what it touches.
	things []thing
	// makes is the kind of thing that it makes anew; everywhere is set when nobody knows what it will touch.
	makes      noun
	everywhere bool
	// before is what it replaces, for the audit log and for undo.
	before *Undo
}

// thing is something with an id that an operation touches; an empty id is none.
type thing struct {
	noun noun
	id   string
}

func ofProject(id string) thing    { return thing{aProject, id} }
func ofCollection(id string) thing { return thing{aCollection, id} }
func ofConnection(id string) thing { return thing{aConnection, id} }

// guarded does an operation if it may be done.
func guarded[T any](ctx context.Context, g *guard, o op, do func() (T, error)) (T, error) {
	if err := g.begin(ctx, o); err != nil {
		var none T
		return none, err
	}
	v, err := do()
	if o.class != Read {
		callOf(ctx).did(o, err)
	}
	return v, err
}

func (g *guard) begin(ctx context.Context, o op) error {
	if err := g.permit(ctx, o); err != nil {
		return err
	}
	if o.class == Read {
		return nil
	}
	if o.spends {
		if err := g.purse.spend(ctx); err != nil {
			return err
		}
	}
	if err := g.audit.intend(callOf(ctx), o); err != nil {
		return &Failure{Kind: KindDenied, Message: "The audit log cannot be written, so nothing is changed. Nothing was done: " + err.Error(),
			Hint: "Reading still works. A person has to make room for the log, or start the server with another."}
	}
	return nil
}

// permit says why an operation may not be done.
func (g *guard) permit(ctx context.Context, o op) error {
	r := rulesOf(ctx, g.rules)
	if r.readOnly && (o.class != Read || o.post) {
		return denied("The server is read-only; " + o.name + " is not.")
	}
	for _, t := range o.things {
		if t.id != "" && !r.allows(t.noun, t.id) {
			return denied(fmt.Sprintf("The %s %s is not among those that this server may touch.", t.noun, t.id))
		}
	}
	if o.makes != "" && r.limits(o.makes) {
		return denied(fmt.Sprintf("This server may touch only the %ss it was given, so it makes no new one.", o.makes))
	}
	if o.everywhere && r.wideDenied() {
		return denied("This server may touch only what it was given, and " + o.name + " looks at the whole workspace.")
	}
	if o.class == Read {
		return nil
	}
	return g.consented(callOf(ctx), o)
}

// consented tells whether a write belongs to a call that may write. What it refuses is a mistake of a tool.
func (g *guard) consented(c *call, o op) error {
	fault := func(why string) error {
		return &Failure{Kind: KindInternal, Message: o.name + " was stopped before it was sent: " + why + ". Nothing was done.", Hint: "This is a fault of the tool."}
	}
	switch {
	case c == nil:
		return fault("only a tool may write")
	case c.dryRun || c.planning.Load():
		return fault("the call is a dry run")
	case c.tool.class == Read:
		return fault("the tool says that it only reads")
	case !c.confirmed.Load() && g.policy.asks(o.class):
		return fault("nobody has agreed to it")
	}
	return nil
}

// kept are the items of a page that the allow-list of their kind has.
func kept[T any](ctx context.Context, g *guard, n noun, page hex.Page[T], err error, id func(T) string) (hex.Page[T], error) {
	r := rulesOf(ctx, g.rules)
	if err != nil || !r.limits(n) {
		return page, err
	}
	page.Items = slices.DeleteFunc(slices.Clone(page.Items), func(item T) bool { return !r.allows(n, id(item)) })
	return page, nil
}

// seen lets a thing through that was read by an id of another kind, if the project it turned out to be in is allowed.
func seen[T any](ctx context.Context, g *guard, v T, err error, projectID string) (T, error) {
	if err == nil && !rulesOf(ctx, g.rules).allows(aProject, projectID) {
		var none T
		return none, denied("That is in a project that is not among those that this server may touch.")
	}
	return v, err
}

// place is the cell that an operation is about, where the rules or undo need to know. It costs a request.
func (g *guard) place(ctx context.Context, cellID string) (hex.Cell, error) {
	cell, err := g.hex.GetCell(ctx, cellID)
	return seen(ctx, g, cell, err, cell.ProjectID)
}

// inAllowedProject checks the project of a cell that is known by its id only, if there is a list.
func (g *guard) inAllowedProject(ctx context.Context, cellID string) error {
	if !rulesOf(ctx, g.rules).limits(aProject) {
		return nil
	}
	_, err := g.place(ctx, cellID)
	return err
}

// connectionsOf are the connections that a new source would be run on.
func connectionsOf(present string, chosen *string) []thing {
	if chosen != nil {
		return []thing{ofConnection(*chosen), ofConnection(present)}
	}
	return []thing{ofConnection(present)}
}

func grantees(n noun, grants []hex.Grant) []thing {
	var things []thing
	for _, grant := range grants {
		things = append(things, thing{n, grant.ID})
	}
	return things
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
