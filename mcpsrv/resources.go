package mcpsrv

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"hextui/hex"
	"hextui/mcpsrv/answer"
	"hextui/mcpsrv/policy"
	"hextui/mcpsrv/tools"
	"hextui/mcpsrv/wire"
	"hextui/mcpsrv/words"
)

// resources are the resources as clients see them.
func (s *Server) resources() []wire.Resource {
	var all []wire.Resource
	way := s.way()
	for _, r := range tools.Resources() {
		all = append(all, wire.Resource{URI: r.URI, Name: r.Name, Title: r.Title, About: r.About, MIMEType: "application/json",
			Read: func(ctx context.Context, w wire.Call, what wire.Reading) (string, error) {
				return s.readResource(ctx, way, r, w, what)
			}})
	}
	return all
}

// The names of readings and completions among the calls of tools. They are the methods', and so never a tool's.
const (
	resourceRead = "resources/read"
	completing   = "completion/complete"
)

// readResource reads a resource the way a tool's call goes: through the same stages and guard, seen and written down as
// one, cut and cleaned.
func (s *Server) readResource(ctx context.Context, way step, r tools.Resource, w wire.Call, what wire.Reading) (string, error) {
	args, err := json.Marshal(map[string]string{"uri": what.URI})
	if err != nil {
		return "", s.plainError(err)
	}
	c := s.begin(tools.Spec{Name: resourceRead, Title: r.Title, Class: policy.Read, Bind: bindReading(r, what)}, args, w)
	out, err := way(withTrace(ctx, w), c)
	var p encoding
	if err == nil {
		if fit, f := s.fitted(c, out); f != nil {
			err = f
		} else {
			p = fit
		}
	}
	s.ended(c, len(p.raw), err)
	if err != nil {
		return "", s.plainError(err)
	}
	return string(p.raw), nil
}

// bindReading takes the variables of one reading from its URI.
func bindReading(r tools.Resource, what wire.Reading) func(*tools.Workspace, json.RawMessage) (tools.Bound, *answer.Failure) {
	return func(w *tools.Workspace, _ json.RawMessage) (tools.Bound, *answer.Failure) {
		return tools.Bound{Target: words.Shortened(words.OneLine(what.URI), 200),
			Run: func(ctx context.Context) (answer.Result, error) { return r.Read(w, ctx, what.Values) }}, nil
	}
}

// plainError is an error for a part of the protocol that has no form for failures: one clean sentence.
func (s *Server) plainError(err error) error {
	f := answer.From(err, answer.Advice{})
	s.log.Info("resource or prompt failed", "kind", f.Kind, "message", s.clean.Text(f.Message))
	if f.Kind == string(hex.NotFound) {
		return fmt.Errorf("%w: %s", wire.ErrNotFound, s.clean.Text(f.Error()))
	}
	return errors.New(s.clean.Text(f.Error()))
}

// completeResource completes the projects in resources by their titles.
func (s *Server) completeResource(ctx context.Context, uri, argument, typed string) (wire.Completion, error) {
	known := slices.ContainsFunc(tools.Resources(), func(r tools.Resource) bool { return r.URI == uri })
	if !known || argument != "id" && argument != "project" {
		return wire.Completion{}, nil
	}
	return s.completeProject(ctx, typed)
}

// completePrompt completes the projects in prompts by their titles.
func (s *Server) completePrompt(ctx context.Context, prompt, argument, typed string) (wire.Completion, error) {
	known := slices.ContainsFunc(promptSpecs(), func(p promptSpec) bool { return p.name == prompt })
	if !known || argument != "project" {
		return wire.Completion{}, nil
	}
	return s.completeProject(ctx, typed)
}

// completeProject completes a project, with a client of its own as any call has one.
func (s *Server) completeProject(ctx context.Context, typed string) (wire.Completion, error) {
	c := s.begin(tools.Spec{Name: completing, Class: policy.Read}, nil, wire.Call{})
	values, complete, err := s.workOf(c).ProjectsLike(forCompletion(ctx), typed, s.clean.Text)
	if err != nil {
		return wire.Completion{}, s.plainError(err)
	}
	return wire.Completion{Values: values, Total: len(values), More: !complete}, nil
}
