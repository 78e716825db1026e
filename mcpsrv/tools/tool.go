package tools

import (
	"context"
	"encoding/json"
	"reflect"

	"hextui/mcpsrv/answer"
	"hextui/mcpsrv/policy"
	"hextui/mcpsrv/schema"
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
	// Target says in one line what a call is about; nil for the whole workspace.
	target func(*Workspace, In) string
	// check refuses arguments that fit one by one but not together, before anything is asked of Hex; may be nil.
	check func(In) *answer.Failure
	run   func(*Workspace, context.Context, In) (Out, error)

	// effect says what a call would change, by looking and nothing else. Every tool has one whose class is not [policy.Read];
	// each of those takes dry_run ([plan]).
	effect func(*Workspace, context.Context, In) (effect, error)
	// dryFirst makes dry_run true where it is not given.
	dryFirst bool
}

// whole are the arguments of a tool that does more than read: its own, and those that all such tools take.
type whole[In any] struct {
	Own    In   `json:",inline"`
	DryRun bool `json:"dry_run" doc:"Only show the plan."`
}

// Spec is a tool without its types: what everything but the tool itself needs to know of it.
type Spec struct {
	Name, Title, About string
	Class              policy.Class
	Toolset            policy.Toolset
	Advice             answer.Advice
	Input, Output      schema.Shape
	// Bind reads the arguments of one call.
	Bind func(*Workspace, json.RawMessage) (Bound, *answer.Failure)
}

// Bound is a tool with the arguments of one call.
type Bound struct {
	Target string
	DryRun bool
	// Run carries the call out; with dryRun it answers the plan and changes nothing.
	Run func(context.Context) (answer.Result, error)
	// Plan says what the call would do, and changes nothing; nil for a tool that only reads.
	Plan func(context.Context) (Plan, error)
}

func (t tool[In, Out]) spec() Spec {
	made := Spec{
		Name: t.name, Title: t.title, About: t.about, Class: t.class, Toolset: t.toolset, Advice: t.advice,
		Output: schema.Of(reflect.TypeFor[Out]()),
	}
	if t.class == policy.Read {
		made.Input = schema.Of(reflect.TypeFor[In]())
		made.Bind = t.bindRead(made.Input)
		return made
	}
	if t.effect == nil {
		panic("tool " + t.name + " does not say what it would change")
	}
	made.Input = schema.Of(reflect.TypeFor[whole[In]]())
	if t.dryFirst {
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
		w = w.asked(in.DryRun)
		b, f := t.bound(w, in.Own)
		b.Plan = func(ctx context.Context) (Plan, error) {
			e, err := t.effect(w, ctx, in.Own)
			if err != nil {
				return Plan{}, err
			}
			requests, err := w.dryRunOf(func(dry *Workspace) error {
				_, err := t.run(dry, ctx, in.Own)
				return err
			})
			if err != nil && len(requests) == 0 {
				return Plan{}, err
			}
			return e.plan(requests), nil
		}
		if b.DryRun = in.DryRun; b.DryRun {
			b.Run = func(ctx context.Context) (answer.Result, error) {
				p, err := b.Plan(ctx)
				return dryRunResult{DryRun: true, Plan: p}, err
			}
		}
		return b, f
	}
}

func (t tool[In, Out]) bound(w *Workspace, in In) (Bound, *answer.Failure) {
	b := Bound{Run: func(ctx context.Context) (answer.Result, error) { return t.run(w, ctx, in) }}
	if t.target != nil {
		b.Target = t.target(w, in)
	}
	if t.check != nil {
		return b, t.check(in)
	}
	return b, nil
}
