package change

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"

	"hextui/hex"
)

// Change is a write that is wanted. What is wrong with it by itself, or does not fit its target, Prepare says.
type Change interface {
	Prepare(context.Context, *hex.Client) (*Prepared, error)
}

// Risk is how dangerous a change is.
type Risk string

// The risks.
const (
	// Execute runs code or SQL, which costs money and may do anything that the code says.
	Execute Risk = "execute"
	// Write adds something new.
	Write Risk = "write"
	// Overwrite replaces something that was there.
	Overwrite Risk = "overwrite"
	// Access changes who may see or do what.
	Access Risk = "access"
	// Destroy ends or removes something.
	Destroy Risk = "destroy"
	// Secret carries credentials, or makes them.
	Secret Risk = "secret"
)

// Prepared is a change with all that is to be known before it is carried out. It is carried out at most once.
type Prepared struct {
	// Op is Hex's name of the operation, Does what it does in a few words ("Delete a group").
	Op, Does string
	Risk     Risk
	Target   Target
	// Fields are what is different afterwards, as far as that is known; Diff is the same as a unified diff, or that of a source.
	Fields []Field
	Diff   string
	// Was is the target as Hex had it, such as a [hex.Project], nil for something new; Current is what of it is of concern.
	Was      any
	Current  []Fact
	Affected []Affected
	Warnings []string
	// Undoable says whether Hex's API can undo it, Undo what does, or why nothing can.
	Undoable bool
	Undo     string
	// Requests are exactly those that will be sent, but for the secrets in them; none when nothing would change.
	Requests []Request
	// Version is a digest of what was read of the target and of what will be sent. As long as it is the same, so is the plan.
	Version string

	client *hex.Client
	plan   plan
	taken  *atomic.Bool
}

// Through is the same change, to be carried out once by either, through another client of the same workspace: for what is
// prepared in one call and carried out in another.
func (p *Prepared) Through(c *hex.Client) *Prepared {
	other := *p
	other.client = c
	return &other
}

// Nothing tells whether nothing would change.
func (p *Prepared) Nothing() bool { return len(p.Requests) == 0 }

// Opens tells whether the world could see more of the target afterwards than it can now, without a login.
func (p *Prepared) Opens() bool {
	return slices.ContainsFunc(p.Fields, func(f Field) bool { return f.Name == theWeb && level(f.After) > level(f.Before) })
}

// Target is what a change is about. ID is empty for something new.
type Target struct {
	Kind, Title, ID string
	// In is the id of the project that a cell or run belongs to.
	In string
}

// String names the target by kind, title and whole id, in one line.
func (t Target) String() string {
	text := t.Kind
	if title := oneLine(t.Title); title != "" {
		text += fmt.Sprintf(" %q", title)
	}
	if t.ID != "" && text != t.Kind {
		text += " (" + t.ID + ")"
	} else if t.ID != "" {
		text += " " + t.ID
	}
	if t.In != "" {
		text += " of project " + t.In
	}
	return text
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// Affected are people or things that notice a change.
type Affected struct {
	// Kind is a word for one of them: user, group, cell.
	Kind  string
	Count int
	// Names are those of them that are known.
	Names []string
}

// Result is what came of a change.
type Result struct {
	// Entity is what Hex has now; each kind of change says of which type.
	Entity any
	// Done says what was done.
	Done string
	// Changed are those of the plan's fields that are different now: not all of them where only a part was done.
	Changed []Field
	// Failed are the entries that were not done, where only a part was.
	Failed []Failure
	// Undo puts it back; nil where Hex allows none, and then NoUndo says why.
	Undo   Change
	NoUndo string
}

// Failure is an entry of a change that was not done: it is named as the plan's field, Why is a sentence.
type Failure struct{ Name, Why string }

// ErrTaken is the error of carrying out a second time what was prepared once.
var ErrTaken = errors.New("this has been carried out already: prepare it again to do it again")

// Commit carries the change out if its target is still as it was when it was prepared: it is [Prepared.Check] and
// [Prepared.Send].
func (p *Prepared) Commit(ctx context.Context) (Result, error) {
	if err := p.Check(ctx); err != nil {
		return Result{}, err
	}
	return p.Send(ctx)
}

// Check looks whether the target is still as it was when the change was prepared. The error is [*Changed] when it is not. Where
// the sending itself looks, as the saving of a cell does, there is nothing to check before.
func (p *Prepared) Check(ctx context.Context) error {
	switch {
	case p.taken.Load():
		return ErrTaken
	case p.plan.look == nil || p.plan.already != nil:
		return nil
	}
	now, err := p.plan.look(ctx, p.client)
	var unknown *Unknown
	switch {
	case hex.IsKind(err, hex.NotFound), errors.As(err, &unknown):
		return &Changed{Target: p.Target, Gone: true, Cause: err}
	case err != nil:
		return err
	}
	if differences := fields(p.plan.before, now); len(differences) > 0 {
		return &Changed{Target: p.Target, Differences: differences}
	}
	return nil
}

// Send carries the change out without looking again: after a [Prepared.Check], or for what was prepared a moment ago and nobody
// took time to read. A failure in part ([*hex.PartialSharing], [*hex.PartialMembers], [*PartialCells]) comes together with a
// result; where the sending looks itself, the error may be [*Changed].
func (p *Prepared) Send(ctx context.Context) (Result, error) {
	if !p.taken.CompareAndSwap(false, true) {
		return Result{}, ErrTaken
	}
	if p.plan.already != nil {
		return Result{Entity: p.plan.already, Done: "Nothing was changed: it is so already.", NoUndo: "There is nothing to undo."}, nil
	}
	r, err := p.plan.send(ctx, p.client)
	if err == nil {
		r.Changed = p.Fields
	}
	if r.Undo == nil && r.NoUndo == "" {
		r.NoUndo = p.Undo
	}
	return r, err
}

// plan is what a kind of change fills in.
type plan struct {
	op, does string
	risk     Risk
	target   Target
	// before is the target as it was read, after as it will be; both nil for something new.
	before, after state
	// was is the target as Hex had it.
	was any
	// diff is shown in place of that of before and after.
	diff     string
	affected []Affected
	warnings []string
	undoable bool
	undo     string
	// already is the entity where it is so already and nothing is to be sent.
	already any
	// look reads the target again; nil where nothing of it can be read, or where send itself looks.
	look func(context.Context, *hex.Client) (state, error)
	// send does it.
	send func(context.Context, *hex.Client) (Result, error)
	// write makes the requests of send, where that does more than write.
	write func(context.Context, *hex.Client) error
}

func (n plan) prepared(ctx context.Context, c *hex.Client) (*Prepared, error) {
	p := &Prepared{
		Op: n.op, Does: n.does, Risk: n.risk, Target: n.target, Diff: n.diff, Was: n.was, Current: n.before, Affected: n.affected,
		Warnings: n.warnings,
		Undoable: n.undoable, Undo: n.undo, client: c, plan: n, taken: &atomic.Bool{}, Requests: []Request{},
	}
	if n.after != nil {
		p.Fields = fields(n.before, n.after)
	}
	if p.Diff == "" && len(p.Fields) > 0 {
		p.Diff = unified(n.before.text(), n.after.text())
	}
	if n.already == nil {
		sent, err := c.Requests(func(planner *hex.Client) error {
			if n.write != nil {
				return n.write(ctx, planner)
			}
			_, err := n.send(ctx, planner)
			return err
		})
		if err != nil {
			return nil, err
		}
		p.Requests = shown(sent)
	}
	p.Version = digest(p.Op, p.Target.ID, n.before, p.Requests)
	return p, nil
}

// digest is a short name for values.
func digest(values ...any) string {
	raw, err := json.Marshal(values)
	if err != nil {
		raw = fmt.Append(nil, values...)
	}
	sum := sha256.Sum256(raw)
	return fmt.Sprintf("%x", sum[:8])
}
