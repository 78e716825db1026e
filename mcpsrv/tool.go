package mcpsrv

import (
	"context"
	"encoding/json"
	"hextui/mcpsrv/answer"
	"hextui/mcpsrv/policy"
	"hextui/mcpsrv/schema"
	"reflect"
)

// tool is the declaration of one tool. In is the struct of its arguments, Out that of its result ([schema.Shape] says how
// their tags are read).
type tool[In any, Out answer.Result] struct {
	// name is what agents call; it never changes. Title is for people, about for the model: at most 400 characters.
	name, title, about string
	class              policy.Class
	// toolset is the group in which tools are offered together.
	toolset policy.Toolset
	advice  answer.Advice
	// target says in one line what a call is about; nil for the whole workspace.
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

// spec is a tool without its types: what everything but the tool itself needs to know of it.
type spec struct {
	name, title, about string
	class              policy.Class
	toolset            policy.Toolset
	advice             answer.Advice
	input, output      schema.Shape
	// bind reads the arguments of one call.
	bind func(*Workspace, json.RawMessage) (bound, *answer.Failure)
}

// bound is a tool with the arguments of one call.
type bound struct {
	target string
	dryRun bool
	// run carries the call out; with dryRun it answers the plan and changes nothing.
	run func(context.Context) (answer.Result, error)
	// plan says what the call would do, and changes nothing; nil for a tool that only reads.
	plan func(context.Context) (Plan, error)
}

func (t tool[In, Out]) spec() spec {
	made := spec{
		name: t.name, title: t.title, about: t.about, class: t.class, toolset: t.toolset, advice: t.advice,
		output: schema.Of(reflect.TypeFor[Out]()),
	}
	if t.class == policy.Read {
		made.input = schema.Of(reflect.TypeFor[In]())
		made.bind = t.bindRead(made.input)
		return made
	}
	if t.effect == nil {
		panic("tool " + t.name + " does not say what it would change")
	}
	made.input = schema.Of(reflect.TypeFor[whole[In]]())
	if t.dryFirst {
		made.input.Fallback("dry_run", "true")
	}
	made.output = made.output.With(schema.Of(reflect.TypeFor[planOnly]()))
	made.bind = t.bindWrite(made.input)
	return made
}

func (t tool[In, Out]) bindRead(input schema.Shape) func(*Workspace, json.RawMessage) (bound, *answer.Failure) {
	return func(s *Workspace, raw json.RawMessage) (bound, *answer.Failure) {
		var in In
		if f := input.Decode(raw, &in); f != nil {
			return bound{}, f
		}
		return t.bound(s, in)
	}
}

func (t tool[In, Out]) bindWrite(input schema.Shape) func(*Workspace, json.RawMessage) (bound, *answer.Failure) {
	return func(s *Workspace, raw json.RawMessage) (bound, *answer.Failure) {
		var in whole[In]
		if f := input.Decode(raw, &in); f != nil {
			return bound{}, f
		}
		s = s.asked(in.DryRun)
		b, f := t.bound(s, in.Own)
		b.plan = func(ctx context.Context) (Plan, error) {
			e, err := t.effect(s, ctx, in.Own)
			if err != nil {
				return Plan{}, err
			}
			requests, err := s.dryRunOf(func(dry *Workspace) error {
				_, err := t.run(dry, ctx, in.Own)
				return err
			})
			if err != nil && len(requests) == 0 {
				return Plan{}, err
			}
			return e.plan(requests), nil
		}
		if b.dryRun = in.DryRun; b.dryRun {
			b.run = func(ctx context.Context) (answer.Result, error) {
				p, err := b.plan(ctx)
				return planOnly{DryRun: true, Plan: p}, err
			}
		}
		return b, f
	}
}

func (t tool[In, Out]) bound(s *Workspace, in In) (bound, *answer.Failure) {
	b := bound{run: func(ctx context.Context) (answer.Result, error) { return t.run(s, ctx, in) }}
	if t.target != nil {
		b.target = t.target(s, in)
	}
	if t.check != nil {
		return b, t.check(in)
	}
	return b, nil
}
