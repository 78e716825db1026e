package mcpsrv

import (
	"context"
	"encoding/json"
	"reflect"

	"github.com/mark3labs/mcp-go/mcp"
)

// tool is the declaration of one tool. In is the struct of its arguments, Out that of its result ([shape] says how
// their tags are read).
type tool[In any, Out result] struct {
	// name is what agents call; it never changes. Title is for people, about for the model: at most 400 characters.
	name, title, about string
	class              Class
	// toolset is the group in which tools are offered together.
	toolset Toolset
	advice  advice
	// target says in one line what a call is about; nil for the whole workspace.
	target func(*Server, In) string
	// check refuses arguments that fit one by one but not together, before anything is asked of Hex; may be nil.
	check func(In) *Failure
	// dryRun tells whether a call only shows what it would do; nil for a tool that cannot.
	dryRun func(In) bool
	run    func(*Server, context.Context, In) (Out, error)
}

// result is what a tool returns: a struct for its JSON, and the same as a short text for a reader without structure.
// Its lists are never nil.
type result interface {
	text() string
}

// spec is a tool without its types: what everything but the tool itself needs to know of it.
type spec struct {
	name, title, about string
	class              Class
	toolset            Toolset
	advice             advice
	input, output      shape
	// bind reads the arguments of one call.
	bind func(*Server, json.RawMessage) (bound, *Failure)
}

// bound is a tool with the arguments of one call.
type bound struct {
	target string
	dryRun bool
	run    func(context.Context) (result, error)
}

func (t tool[In, Out]) spec() spec {
	input := shapeOf(reflect.TypeFor[In]())
	return spec{
		name: t.name, title: t.title, about: t.about, class: t.class, toolset: t.toolset, advice: t.advice,
		input: input, output: shapeOf(reflect.TypeFor[Out]()),
		bind: func(s *Server, raw json.RawMessage) (bound, *Failure) {
			var in In
			if f := input.decode(raw, &in); f != nil {
				return bound{}, f
			}
			b := bound{run: func(ctx context.Context) (result, error) { return t.run(s, ctx, in) }}
			if t.target != nil {
				b.target = t.target(s, in)
			}
			if t.dryRun != nil {
				b.dryRun = t.dryRun(in)
			}
			if t.check != nil {
				return b, t.check(in)
			}
			return b, nil
		},
	}
}

// declare is the tool as clients see it. Its annotations come from its class.
func (t spec) declare() mcp.Tool {
	h, ok := t.class.hints()
	if !ok {
		panic("tool " + t.name + " has no class")
	}
	d := mcp.Tool{
		Name: t.name, Title: t.title, Description: t.about,
		RawInputSchema: t.input.inputSchema(), RawOutputSchema: t.output.outputSchema(),
		Annotations: mcp.ToolAnnotation{ReadOnlyHint: &h.readOnly},
	}
	if !h.readOnly { // the other hints say nothing about a tool that only reads
		d.Annotations.DestructiveHint, d.Annotations.IdempotentHint = &h.destructive, &h.idempotent
	}
	return d
}
