package tools

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"

	"github.com/aymanbagabas/go-udiff"

	"hextui/hex"
	"hextui/hex/change"
	"hextui/mcpsrv/answer"
	"hextui/mcpsrv/policy"
	"hextui/mcpsrv/schema"
	"hextui/mcpsrv/words"
)

// tool is the declaration of one tool. In is the struct of its arguments, Out that of its result ([schema.Shape] says how
// their tags are read).
type tool[In any, Out answer.Result] struct {
	// Name is what agents call; it never changes. Title is for people, about for the model: at most 400 characters.
	name, title, about string
	class              policy.Class
	// toolset is the group in which tools are offered together.
	toolset policy.Toolset
	advice  answer.Advice
	// way says whether it can go by Hex's hosted server.
	way Way
	// Target says in one line what a call is about; nil for the whole workspace.
	target func(*Workspace, In) string
	// check refuses arguments that fit one by one but not together, before anything is asked of Hex; may be nil.
	check func(In) *answer.Failure

	// run carries out a tool of class [policy.Read]. Every other tool has change and done in its place.
	run func(*Workspace, context.Context, In) (Out, error)

	// change is what a call wants; nil where it turns out to want nothing but an answer.
	change func(*Workspace, In) (change.Change, error)
	// done makes the answer of what came of it. Of a call that wanted no change, all in it is empty.
	done func(*Workspace, context.Context, In, deed) (Out, error)
	// planned is the version of the plan that a call carries out, for a tool that does only what it has shown: dry_run is true where
	// it is not given, and nothing but the plan of that version is sent. Nil for other tools.
	planned func(In) string
	// note is what else a plan says; may be nil.
	note func(*change.Prepared) string
	// bodiless leaves the bodies of the requests out of plans, where the diff says all that is in them.
	bodiless bool
}

// deed is what was prepared and what came of it.
type deed struct {
	prepared *change.Prepared
	result   change.Result
	err      error
}

// entity makes the done of a tool whose answer is made of what Hex has afterwards.
func entity[In, Out, E any](answer func(*Workspace, In, E) Out) func(*Workspace, context.Context, In, deed) (Out, error) {
	return func(w *Workspace, _ context.Context, in In, d deed) (Out, error) {
		if d.err != nil {
			var none Out
			return none, d.err
		}
		return answer(w, in, d.result.Entity.(E)), nil
	}
}

// whole are the arguments of a tool that does more than read: its own, and those that all such tools take.
type whole[In any] struct {
	Own    In   `json:",inline"`
	DryRun bool `json:"dry_run" doc:"Plan only."`
}

// Spec is a tool without its types: what everything but the tool itself needs to know of it.
type Spec struct {
	Name, Title, About string
	Class              policy.Class
	Toolset            policy.Toolset
	Advice             answer.Advice
	Way                Way
	// PlanFirst tells of a tool that carries out only a plan that it has shown.
	PlanFirst bool
	// Output is empty where the answer is a picture: a client that shows its model structure shows nothing beside it.
	Input, Output schema.Shape
	// Bind reads the arguments of one call.
	Bind func(*Workspace, json.RawMessage) (Bound, *answer.Failure)
}

// Bound is a tool with the arguments of one call.
type Bound struct {
	Target string
	DryRun bool
	// PlanVersion is, for a tool with PlanFirst, the version of the plan that the call carries out.
	PlanVersion string
	// Run carries out a call that only reads.
	Run func(context.Context) (answer.Result, error)

	// Prepare says what a call would change, and changes nothing; nil for a tool that only reads. What it returns is nil for a call
	// that wants nothing but an answer.
	Prepare func(context.Context) (*change.Prepared, error)
	// Finish carries out what was prepared, and answers. What was prepared must not be older than somebody's consent to it.
	Finish func(context.Context, *change.Prepared) (answer.Result, error)
	// Plan is what was prepared as an agent or a person reads it; Show is the answer of a dry run.
	Plan func(*change.Prepared) Plan
	Show func(*change.Prepared) answer.Result
}

func (t tool[In, Out]) spec() Spec {
	made := Spec{
		Name: t.name, Title: t.title, About: t.about, Class: t.class, Toolset: t.toolset, Advice: t.advice, Way: t.way,
		PlanFirst: t.planned != nil,
	}
	if _, pictured := any(*new(Out)).(answer.Pictured); !pictured {
		made.Output = schema.Of(reflect.TypeFor[Out]())
	}
	if t.class == policy.Read {
		made.Input = schema.Of(reflect.TypeFor[In]())
		made.Bind = t.bindRead(made.Input)
		return made
	}
	if t.change == nil || t.done == nil {
		panic("tool " + t.name + " does not say what it changes")
	}
	made.Input = schema.Of(reflect.TypeFor[whole[In]]())
	if t.planned != nil {
		made.Input.Fallback("dry_run", "true")
	}
	made.Output = made.Output.With(schema.Of(reflect.TypeFor[dryRunResult]()))
	made.Bind = t.bindWrite(made.Input)
	return made
}

func (t tool[In, Out]) bindRead(input schema.Shape) func(*Workspace, json.RawMessage) (Bound, *answer.Failure) {
	return func(w *Workspace, raw json.RawMessage) (Bound, *answer.Failure) {
		var in In
		if f := input.Decode(raw, &in); f != nil {
			return Bound{}, f
		}
		return t.bound(w, in)
	}
}

func (t tool[In, Out]) bindWrite(input schema.Shape) func(*Workspace, json.RawMessage) (Bound, *answer.Failure) {
	return func(w *Workspace, raw json.RawMessage) (Bound, *answer.Failure) {
		var in whole[In]
		if f := input.Decode(raw, &in); f != nil {
			return Bound{}, f
		}
		b, f := t.bound(w, in.Own)
		b.DryRun = in.DryRun
		if t.planned != nil {
			b.PlanVersion = t.planned(in.Own)
		}
		b.Prepare = func(ctx context.Context) (*change.Prepared, error) {
			what, err := t.change(w.trying(in.DryRun), in.Own)
			if err != nil || what == nil {
				return nil, err
			}
			return what.Prepare(ctx, w.hex)
		}
		b.Finish = func(ctx context.Context, p *change.Prepared) (answer.Result, error) {
			return t.finish(w, ctx, in.Own, p)
		}
		b.Plan = func(p *change.Prepared) Plan { return t.plan(b.Target, p) }
		b.Show = func(p *change.Prepared) answer.Result { return dryRunResult{DryRun: true, Plan: b.Plan(p)} }
		return b, f
	}
}

func (t tool[In, Out]) finish(w *Workspace, ctx context.Context, in In, p *change.Prepared) (answer.Result, error) {
	d := deed{prepared: p}
	if p != nil && t.planned != nil && t.planned(in) != p.Version {
		return nil, &answer.Failure{Kind: answer.KindConflict,
			Message: "What the call is about, or its arguments, are not those of the plan any more. Nothing was done.",
			Hint:    "Call with dry_run true, look at the new plan, and give its version."}
	}
	if p != nil {
		d.result, d.err = p.Send(ctx)
	}
	if t.class == policy.Destroy {
		w.lists.Forget(d.result.Entity)
	} else {
		w.lists.Learn(d.result.Entity)
	}
	return t.done(w, ctx, in, d)
}

func (t tool[In, Out]) bound(w *Workspace, in In) (Bound, *answer.Failure) {
	b := Bound{}
	if t.run != nil {
		b.Run = func(ctx context.Context) (answer.Result, error) { return t.run(w, ctx, in) }
	}
	if t.target != nil {
		b.Target = t.target(w, in)
	}
	if t.check != nil {
		return b, t.check(in)
	}
	return b, nil
}

// Plan is what a call would do, as an agent reads it: a [change.Prepared] in short.
type Plan struct {
	// Target names what the call is about, by title and id as Hex has them.
	Target string `json:"target"`
	// Requests are those that would be sent, in order; none when nothing would change.
	Requests []PlannedRequest `json:"requests"`
	// Current is the present state of what would change; nil for something that is not there yet.
	Current []change.Fact `json:"current,omitempty"`
	// Access is who may do what before and after.
	Access []accessChange `json:"access,omitempty"`
	// Diff is the change as a unified diff, empty where the call starts something, or where Access says all of it.
	Diff string `json:"diff,omitempty"`
	// Version is a digest of the present state and of the requests: another one means that somebody changed it.
	Version string `json:"version"`
	// Note is what else is to be known: who notices, what to be warned of, what undoes it.
	Note string `json:"note,omitempty"`
}

// Lines are the plan for who has to agree to it: who may do what afterwards, what is sent, what is different, and what else is to be
// known. Levels of access are called what Hex's screens call them; requests are as they would be sent, and a diff as it would be.
func (p Plan) Lines() string {
	var all []string
	for _, a := range p.Access {
		all = append(all, a.inWords())
	}
	for _, q := range p.Requests {
		all = append(all, fmt.Sprintf("%s %s %s", q.Method, q.Path, q.Body))
	}
	if p.Diff != "" { // it may be of a cell's source, which means what it says
		all = append(all, strings.TrimSuffix(p.Diff, "\n"))
	}
	if p.Note != "" {
		all = append(all, change.LevelsInWords(p.Note))
	}
	return strings.Join(all, "\n")
}

// PlannedRequest is a request that would be sent. Secrets are taken out of its body.
type PlannedRequest struct {
	Method string          `json:"method"`
	Path   string          `json:"path"`
	Body   json.RawMessage `json:"body,omitempty"`
}

// maxNamed is how many of those who notice a plan names, maxFacts how many facts of the present state it has.
const (
	maxNamed = 20
	maxFacts = 50
)

// plan is what was prepared in short; target is how the call is named where nothing was.
func (t tool[In, Out]) plan(target string, p *change.Prepared) Plan {
	if p == nil {
		return Plan{Target: target, Requests: []PlannedRequest{}}
	}
	made := Plan{
		Target: p.Target.String(), Requests: make([]PlannedRequest, len(p.Requests)), Current: p.Current[:min(len(p.Current), maxFacts)],
		Diff: words.CutLines(p.Diff, maxDiff), Version: p.Version,
	}
	for i, q := range p.Requests {
		made.Requests[i] = PlannedRequest{Method: q.Method, Path: q.Path, Body: q.Body}
		if strings.HasPrefix(q.Path, "/") { // a tool of the hosted server has its name there
			made.Requests[i].Path = "/v1" + q.Path
		}
		if t.bodiless {
			made.Requests[i].Body = nil
		}
	}
	var notes []string
	if made.Access = accessChanges(p, p.Fields); len(made.Access) > 0 && len(made.Access) == len(p.Fields) {
		made.Diff = ""
	}
	if left := len(made.Access) - maxFacts; left > 0 {
		made.Access = made.Access[:maxFacts]
		notes = append(notes, fmt.Sprintf("The access of %d more is changed too.", left))
	}
	for _, a := range p.Affected {
		notes = append(notes, affected(a))
	}
	notes = append(notes, p.Warnings...)
	if !p.Nothing() {
		notes = append(notes, p.Undo)
	}
	if t.note != nil {
		notes = append(notes, t.note(p))
	}
	made.Note = strings.Join(notes, "\n")
	return made
}

// accessChange is what somebody may do with something before and after a change.
type accessChange struct {
	// Who is a user, group or collection by kind and name, or everybody of a kind.
	Who    string `json:"who"`
	Before string `json:"before"`
	After  string `json:"after"`
	Less   bool   `json:"less,omitempty"`
}

func (a accessChange) line() string {
	text := fmt.Sprintf("access of %s: %s → %s", words.OneLine(a.Who), a.Before, a.After)
	if a.Less {
		text += " (less than before)"
	}
	return text
}

// inWords is the line for people.
func (a accessChange) inWords() string {
	f := change.Field{Name: a.Who, Before: a.Before, After: a.After}.InWords()
	a.Who, a.Before, a.After = f.Name, cmp.Or(f.Before, "nothing"), cmp.Or(f.After, "nothing")
	return a.line()
}

// accessChanges are those of the fields of what was prepared that say what somebody may do.
func accessChanges(p *change.Prepared, all []change.Field) []accessChange {
	none := string(hex.AccessNone)
	was := none
	switch target := p.Was.(type) {
	case hex.Project:
		if target.Sharing == nil {
			was = "not known"
		}
	case hex.DataConnection:
		if target.Sharing == nil {
			was = "not known"
		}
	}
	var found []accessChange
	for _, f := range all {
		if f.Access() {
			found = append(found, accessChange{Who: f.Name, Before: cmp.Or(f.Before, was), After: cmp.Or(f.After, none), Less: f.Less()})
		}
	}
	return found
}

// affected says who notices a change.
func affected(a change.Affected) string {
	who := "Every " + a.Kind
	if a.Count > 0 {
		who = words.Count(a.Count, a.Kind)
	}
	if len(a.Names) > 0 {
		who += ": " + words.OneLine(strings.Join(a.Names[:min(len(a.Names), maxNamed)], ", "))
	}
	return "Affected: " + who + "."
}

// maxDiff is the length in bytes at which a diff is cut, at a line.
const maxDiff = 8 << 10

func diff(before, after string) string {
	return words.CutLines(udiff.Unified("before", "after", before, after), maxDiff)
}

// dryRunResult is the answer to a dry run.
type dryRunResult struct {
	DryRun bool `json:"dry_run,omitempty"`
	Plan   Plan `json:"plan"`
}

func (r dryRunResult) Text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "Dry run, nothing was changed. %s", r.Plan.Target)
	if len(r.Plan.Requests) == 0 {
		b.WriteString("\nNothing would change.")
	}
	if r.Plan.Version != "" {
		fmt.Fprintf(&b, "\nversion %s", r.Plan.Version)
	}
	for _, f := range r.Plan.Current {
		fmt.Fprintf(&b, "\nnow %s: %s", f.Name, f.Value)
	}
	for _, a := range r.Plan.Access {
		b.WriteString("\n" + a.line())
	}
	for _, q := range r.Plan.Requests {
		fmt.Fprintf(&b, "\n%s %s %s", q.Method, q.Path, q.Body)
	}
	if r.Plan.Diff != "" {
		b.WriteString("\n" + r.Plan.Diff)
	}
	if r.Plan.Note != "" {
		b.WriteString("\n" + r.Plan.Note)
	}
	return b.String()
}

// A long plan is cut by its bodies: the diff stays.
func (r dryRunResult) Size() int { return len(r.Plan.Requests) }

func (r dryRunResult) First(n int) answer.Result {
	left := len(r.Plan.Requests) - n
	r.Plan.Requests = r.Plan.Requests[:n:n]
	more := words.Count(left, "request") + " more are not shown here, to keep the answer short."
	r.Plan.Note = strings.TrimSpace(r.Plan.Note + "\n" + more)
	return r
}
