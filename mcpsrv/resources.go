package mcpsrv

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"hextui/hex"
	"hextui/mcpsrv/answer"
	"hextui/mcpsrv/policy"
	"hextui/mcpsrv/schema"
	"hextui/mcpsrv/wire"
	"hextui/mcpsrv/words"
)

// resource is the declaration of one kind of resource. A project in its URI may be an id, or a title that only one
// project has.
type resource struct {
	uri, name, title, about string
	read                    func(s *Server, ctx context.Context, v map[string]string) (answer.Result, error)
}

func resourceSpecs() []resource {
	return []resource{
		{"hex://project/{id}", "project", "A project", "A project: status, owner, dates, schedules and sharing. id is its UUID or its title.",
			func(s *Server, ctx context.Context, v map[string]string) (answer.Result, error) {
				id, err := s.projectNamed(ctx, v["id"])
				if err != nil {
					return nil, err
				}
				return s.getProject(ctx, projectIn{id})
			}},
		{"hex://project/{id}/cells", "cells", "A project's cells", "The cells of a project's draft in notebook order, with their sources. id is the project's UUID or its title.",
			func(s *Server, ctx context.Context, v map[string]string) (answer.Result, error) {
				id, err := s.projectNamed(ctx, v["id"])
				if err != nil {
					return nil, err
				}
				return s.listCells(ctx, listCellsIn{ProjectID: id, Limit: 100})
			}},
		{"hex://run/{project}/{run}", "run", "A run", "How a run of a project stands. project is its UUID or its title, run the run's UUID.",
			func(s *Server, ctx context.Context, v map[string]string) (answer.Result, error) {
				id, err := s.projectNamed(ctx, v["project"])
				if err != nil {
					return nil, err
				}
				runID, complaint := schema.Run.ID("run", v["run"])
				if complaint != "" {
					return nil, answer.Refuse(complaint, "")
				}
				return s.getRun(ctx, runIn{ProjectID: id, RunID: runID})
			}},
	}
}

// resources are the resources as clients see them.
func (s *Server) resources() []wire.Resource {
	var all []wire.Resource
	way := s.way()
	for _, r := range resourceSpecs() {
		all = append(all, wire.Resource{URI: r.uri, Name: r.name, Title: r.title, About: r.about, MIMEType: "application/json",
			Read: func(ctx context.Context, w wire.Call, what wire.Reading) (string, error) {
				return s.readResource(ctx, way, r, w, what)
			}})
	}
	return all
}

// resourceRead is the name of a reading among the calls of tools. It is the method's, and so never a tool's.
const resourceRead = "resources/read"

// readResource reads a resource the way a tool's call goes: through the same stages and guard, seen and written down as
// one, cut and cleaned.
func (s *Server) readResource(ctx context.Context, way step, r resource, w wire.Call, what wire.Reading) (string, error) {
	args, err := json.Marshal(map[string]string{"uri": what.URI})
	if err != nil {
		return "", s.plainError(err)
	}
	c := s.begin(spec{name: resourceRead, title: r.title, class: policy.Read, bind: r.bind(what)}, args, w)
	out, err := way(ctx, c)
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

// bind takes the variables of one reading from its URI.
func (r resource) bind(what wire.Reading) func(*Server, json.RawMessage) (bound, *answer.Failure) {
	return func(s *Server, _ json.RawMessage) (bound, *answer.Failure) {
		return bound{target: words.Shortened(words.OneLine(what.URI), 200), run: func(ctx context.Context) (answer.Result, error) { return r.read(s, ctx, what.Values) }}, nil
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

// projectNamed is the id of the project of an id, a URL, or a title that exactly one project has.
func (s *Server) projectNamed(ctx context.Context, text string) (string, error) {
	if id, complaint := schema.Project.ID("id", text); complaint == "" {
		return id, nil
	}
	all, err := s.titles.all(ctx, func(int) {})
	if err != nil {
		return "", err
	}
	var found []hex.Project
	for _, p := range all.projects {
		if strings.EqualFold(words.OneLine(p.Title), words.OneLine(text)) {
			found = append(found, p)
		}
	}
	switch {
	case len(found) == 1 && all.complete:
		return found[0].ID, nil
	case len(found) > 1:
		return "", &answer.Failure{Kind: answer.KindAmbiguous, Message: fmt.Sprintf("%d projects are called %s.", len(found), words.Quoted(text)), Hint: "Give the id of one; resolve_hex lists them."}
	}
	return "", &answer.Failure{Kind: string(hex.NotFound), Message: "No project is called " + words.Quoted(text) + ".", Hint: "Give the id of a project, or look with search_hex_projects."}
}

// completeResource completes the projects in resources by their titles.
func (s *Server) completeResource(ctx context.Context, uri, argument, typed string) (wire.Completion, error) {
	known := slices.ContainsFunc(resourceSpecs(), func(r resource) bool { return r.uri == uri })
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

// completeProject gives the titles that begin with what was typed, then those that have it in them; in place of a title that
// several projects have, their ids.
func (s *Server) completeProject(ctx context.Context, typed string) (wire.Completion, error) {
	all, err := s.titles.all(ctx, func(int) {})
	if err != nil {
		return wire.Completion{}, s.plainError(err)
	}
	typed = strings.ToLower(words.OneLine(typed))
	same := map[string]int{}
	for _, p := range all.projects {
		same[strings.ToLower(words.OneLine(p.Title))]++
	}
	var begin, within []string
	for _, p := range all.projects {
		title := strings.ToLower(words.OneLine(p.Title))
		value := s.clean.Text(words.OneLine(p.Title))
		if same[title] > 1 || value != words.OneLine(p.Title) || value == "" {
			value = p.ID
		}
		switch {
		case strings.HasPrefix(title, typed) || strings.HasPrefix(p.ID, typed):
			begin = append(begin, value)
		case strings.Contains(title, typed):
			within = append(within, value)
		}
	}
	values := slices.Concat([]string{}, begin, within)
	return wire.Completion{Values: values, Total: len(values), More: !all.complete}, nil
}
