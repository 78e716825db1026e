package policy

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"hextui/hex"
	"hextui/mcpsrv/answer"
	"hextui/mcpsrv/schema"
)

// Call is the call of a tool that operations belong to.
type Call interface {
	// Forbids says why the call may not send an operation of a class other than [Read]; empty where it may.
	Forbids(Class) (why string)
	// Spend counts a run that is about to be started; Intend puts down what is about to have an effect. Their errors stop it.
	Spend(context.Context) error
	Intend(Sent) error
	// Note takes note of what was sent and what became of it.
	Note(Sent, error)
}

// Sent is an operation with an effect, about to be sent or sent.
type Sent struct {
	// Name is Hex's name of the operation, About what it touches.
	Name, About string
	// Replaces is the cell that it replaces as it was before, nil for none; NewHash is the hash of the source that then is
	// there, empty for a cell that is deleted.
	Replaces *hex.Cell
	NewHash  string
}

// Guard is a [hex.Hook] before the client that a call uses, for all tools, resources and prompts alike. Whatever a tool says of
// itself, no request passes that
//
//   - is of an operation that the table does not have,
//   - is no GET on a read-only server,
//   - touches what an allow-list leaves out,
//   - the call forbids: a write in a dry run, of a tool that says it only reads, or without the consent that its class asks for,
//   - writes although that cannot be put down in the audit log first,
//   - starts more runs than a session may.
//
// What an operation touches it says itself ([hex.Operation].Refs); what of it is only known from the answer, the table says.
// Client has no guard before it: it is for what the guard itself has to know.
func (t Table) Guard(client *hex.Client, rules *Rules, call Call) hex.Hook {
	return (&guard{client: client, table: t, rules: rules, call: call}).hook
}

// guard is what a [Table.Guard] knows.
type guard struct {
	client *hex.Client
	table  Table
	rules  *Rules
	call   Call
}

// op is one operation as it is about to be sent.
type op struct {
	rule
	name string
	// things are what it touches.
	things []thing
	// replaces and newHash are for the audit log and for undo.
	replaces *hex.Cell
	newHash  string
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
			Hint:    "This is a fault of the server, whose table of operations lacks it: tell the person who started it.",
		}
	}
	o := op{name: h.Name, rule: known.narrowed(h.Body)}
	for _, r := range h.Refs {
		o.things = append(o.things, thing{schema.Noun(r.Kind), r.ID})
	}
	if err := g.permit(o); err != nil {
		return nil, err
	}
	if err := g.locate(ctx, &o, h); err != nil {
		return nil, err
	}
	if o.class == Read {
		return g.filter(o), nil
	}
	if err := g.begin(ctx, o); err != nil {
		return nil, err
	}
	return noting(g.call, o), nil
}

// begin counts and writes down what is about to have an effect.
func (g *guard) begin(ctx context.Context, o op) error {
	if o.spends {
		if err := g.call.Spend(ctx); err != nil {
			return err
		}
	}
	if err := g.call.Intend(o.sent()); err != nil {
		return &answer.Failure{Kind: answer.KindDenied, Message: "The audit log cannot be written, so nothing is changed. Nothing was " +
			"done: " + err.Error(),
			Hint: "Reading still works. A person has to make room for the log, or start the server with another."}
	}
	return nil
}

// noting notes in the call what was sent for it.
func noting(c Call, o op) func(any, error) error {
	noted := false
	return func(_ any, err error) error {
		if !noted || err != nil { // an operation of several requests is noted once, and where it fails
			c.Note(o.sent(), err)
		}
		noted = true
		return nil
	}
}

func (o op) sent() Sent {
	return Sent{Name: o.name, About: o.about(), Replaces: o.replaces, NewHash: o.newHash}
}

// filter looks at the answer of an operation that reads, where the table says how.
func (g *guard) filter(o op) func(any, error) error {
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
func (g *guard) permit(o op) error {
	r := g.rules
	if r.ReadOnly && (o.class != Read || o.post) {
		return answer.Denied("The server is read-only; " + o.name + " is not.")
	}
	for _, t := range o.things {
		if t.id != "" && !r.allows(t.noun, t.id) {
			return answer.Denied(fmt.Sprintf("The %s %s is not among those that this server may touch.", t.noun, t.id))
		}
	}
	if o.makes != "" && r.limits(o.makes) {
		return answer.Denied(fmt.Sprintf("This server may touch only the %ss it was given, so it makes no new one.", o.makes))
	}
	if o.everywhere && r.wideDenied() {
		return answer.Denied("This server may touch only what it was given, and " + o.name + " looks at the whole workspace.")
	}
	if o.class == Read {
		return nil
	}
	if why := g.call.Forbids(o.class); why != "" { // a mistake of a tool
		return &answer.Failure{
			Kind: answer.KindInternal, Message: o.name + " was stopped before it was sent: " + why + ". Nothing was done.",
			Hint: "This is a fault of the tool, not of its arguments: tell the person who started the server.",
		}
	}
	return nil
}

// locate adds what is to be known of the cell that an operation names by its id: the project that it is in, and for one that
// replaces it its connection and its source, which nothing but the audit log keeps. It costs a request, unless the client has
// just read the cell.
func (g *guard) locate(ctx context.Context, o *op, h hex.Operation) error {
	r := g.rules
	if o.cell == notNeeded || o.cell == itsProject && !r.limits(schema.Project) {
		return nil
	}
	cell := h.Replaces
	if cell == nil {
		read, err := g.client.GetCell(ctx, o.cellID())
		if o.cell == itsProject && hex.IsKind(err, hex.NotFound) {
			read, err = g.byStaticID(ctx, o.cellID(), err)
		}
		if err != nil {
			return err
		}
		cell = &read
	}
	if !r.allows(schema.Project, cell.ProjectID) {
		return errForeign()
	}
	if o.cell == itsProject {
		return nil
	}
	o.things = append(o.things, thing{schema.Project, cell.ProjectID})
	o.replaces = cell
	if o.cell == itsSource {
		source, _ := cell.Source()
		o.newHash = hashAfter(h.Body, hex.SourceHash(source))
		o.things = append(o.things, thing{schema.Connection, cell.DataConnectionID})
	}
	return g.permit(*o)
}

// byStaticID finds a cell by its static id, which operations that only look at outputs take too, in the projects that are allowed;
// else it is the error that says that there is none.
func (g *guard) byStaticID(ctx context.Context, staticID string, none error) (hex.Cell, error) {
	for _, project := range slices.Sorted(maps.Keys(g.rules.allowed[schema.Project])) {
		cell, err := g.client.FindCell(ctx, project, staticID)
		if !hex.IsKind(err, hex.NotFound, hex.Forbidden) {
			return cell, err
		}
	}
	return hex.Cell{}, none
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
