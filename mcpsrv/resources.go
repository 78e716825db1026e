package mcpsrv

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/mark3labs/mcp-go/mcp"
	"github.com/mark3labs/mcp-go/server"

	"hextui/hex"
)

// resource is the declaration of one kind of resource. A project in its URI may be an id, or a title that only one
// project has.
type resource struct {
	uri, name, title, about string
	read                    func(s *Server, ctx context.Context, v map[string]string) (result, error)
}

func resources() []resource {
	return []resource{
		{"hex://project/{id}", "project", "A project", "A project: status, owner, dates, schedules and sharing. id is its UUID or its title.",
			func(s *Server, ctx context.Context, v map[string]string) (result, error) {
				id, err := s.projectNamed(ctx, v["id"])
				if err != nil {
					return nil, err
				}
				return s.getProject(ctx, projectIn{id})
			}},
		{"hex://project/{id}/cells", "cells", "A project's cells", "The cells of a project's draft in notebook order, with their sources. id is the project's UUID or its title.",
			func(s *Server, ctx context.Context, v map[string]string) (result, error) {
				id, err := s.projectNamed(ctx, v["id"])
				if err != nil {
					return nil, err
				}
				return s.listCells(ctx, listCellsIn{ProjectID: id, Limit: 100})
			}},
		{"hex://run/{project}/{run}", "run", "A run", "How a run of a project stands. project is its UUID or its title, run the run's UUID.",
			func(s *Server, ctx context.Context, v map[string]string) (result, error) {
				id, err := s.projectNamed(ctx, v["project"])
				if err != nil {
					return nil, err
				}
				runID, complaint := aRun.id("run", v["run"])
				if complaint != "" {
					return nil, refuse(complaint, "")
				}
				return s.getRun(ctx, runIn{ProjectID: id, RunID: runID})
			}},
	}
}

// addResources offers the resources to clients.
func (s *Server) addResources(m *server.MCPServer) {
	way := s.way()
	for _, r := range resources() {
		template := mcp.NewResourceTemplate(r.uri, r.name, mcp.WithTemplateTitle(r.title), mcp.WithTemplateDescription(r.about), mcp.WithTemplateMIMEType("application/json"))
		m.AddResourceTemplate(template, func(ctx context.Context, q mcp.ReadResourceRequest) ([]mcp.ResourceContents, error) {
			return s.readResource(ctx, way, r, q)
		})
	}
}

// resourceRead is the name of a reading among the calls of tools. It is the method's, and so never a tool's.
const resourceRead = string(mcp.MethodResourcesRead)

// readResource reads a resource the way a tool's call goes: through the same stages and guard, seen and written down as
// one, cut and cleaned.
func (s *Server) readResource(ctx context.Context, way step, r resource, q mcp.ReadResourceRequest) ([]mcp.ResourceContents, error) {
	args, err := json.Marshal(map[string]string{"uri": q.Params.URI})
	if err != nil {
		return nil, s.plainError(err)
	}
	c := s.begin(ctx, spec{name: resourceRead, title: r.title, class: Read, bind: r.bind(q)}, args)
	out, err := way(ctx, c)
	var p parcel
	if err == nil {
		if fit, f := s.fitted(c, out); f != nil {
			err = f
		} else {
			p = fit
		}
	}
	s.ended(c, len(p.raw), err)
	if err != nil {
		return nil, s.plainError(err)
	}
	return []mcp.ResourceContents{mcp.TextResourceContents{URI: q.Params.URI, MIMEType: "application/json", Text: string(p.raw)}}, nil
}

// bind takes the variables of one reading from its URI.
func (r resource) bind(q mcp.ReadResourceRequest) func(*Server, json.RawMessage) (bound, *Failure) {
	return func(s *Server, _ json.RawMessage) (bound, *Failure) {
		values := map[string]string{}
		for name, given := range q.Params.Arguments {
			values[name] = variable(given)
		}
		return bound{target: shortened(oneLine(q.Params.URI), 200), run: func(ctx context.Context) (result, error) { return r.read(s, ctx, values) }}, nil
	}
}

// plainError is an error for a part of the protocol that has no form for failures: one clean sentence.
func (s *Server) plainError(err error) error {
	f := failure(err, advice{})
	s.log.Info("resource or prompt failed", "kind", f.Kind, "message", s.clean.text(f.Message))
	if f.Kind == string(hex.NotFound) {
		return fmt.Errorf("%w: %s", server.ErrResourceNotFound, s.clean.text(f.Error()))
	}
	return errors.New(s.clean.text(f.Error()))
}

// variable is the value of a template's variable.
func variable(given any) string {
	text := ""
	switch v := given.(type) {
	case string:
		text = v
	case []string:
		text = strings.Join(v, ",")
	}
	if plain, err := url.PathUnescape(text); err == nil {
		return plain
	}
	return text
}

// projectNamed is the id of the project of an id, a URL, or a title that exactly one project has.
func (s *Server) projectNamed(ctx context.Context, text string) (string, error) {
	if id, complaint := aProject.id("id", text); complaint == "" {
		return id, nil
	}
	all, err := s.titles.all(ctx, func(int) {})
	if err != nil {
		return "", err
	}
	var found []hex.Project
	for _, p := range all.projects {
		if strings.EqualFold(oneLine(p.Title), oneLine(text)) {
			found = append(found, p)
		}
	}
	switch {
	case len(found) == 1 && all.complete:
		return found[0].ID, nil
	case len(found) > 1:
		return "", &Failure{Kind: KindAmbiguous, Message: fmt.Sprintf("%d projects are called %s.", len(found), quoted(text)), Hint: "Give the id of one; resolve_hex lists them."}
	}
	return "", &Failure{Kind: string(hex.NotFound), Message: "No project is called " + quoted(text) + ".", Hint: "Give the id of a project, or look with search_hex_projects."}
}

// completer completes the projects in resources and prompts by their titles.
type completer struct{ server *Server }

// CompleteResourceArgument completes a variable of a resource's URI.
func (c completer) CompleteResourceArgument(ctx context.Context, uri string, argument mcp.CompleteArgument, _ mcp.CompleteContext) (*mcp.Completion, error) {
	known := slices.ContainsFunc(resources(), func(r resource) bool { return r.uri == uri })
	if !known || argument.Name != "id" && argument.Name != "project" {
		return &mcp.Completion{Values: []string{}}, nil
	}
	return c.projects(ctx, argument.Value)
}

// CompletePromptArgument completes an argument of a prompt.
func (c completer) CompletePromptArgument(ctx context.Context, prompt string, argument mcp.CompleteArgument, _ mcp.CompleteContext) (*mcp.Completion, error) {
	known := slices.ContainsFunc(prompts(), func(p promptSpec) bool { return p.name == prompt })
	if !known || argument.Name != "project" {
		return &mcp.Completion{Values: []string{}}, nil
	}
	return c.projects(ctx, argument.Value)
}

// maxCompletions is the protocol's limit.
const maxCompletions = 100

// projects are the titles that begin with what was typed, then those that have it in them; in place of a title that
// several projects have, their ids.
func (c completer) projects(ctx context.Context, typed string) (*mcp.Completion, error) {
	all, err := c.server.titles.all(ctx, func(int) {})
	if err != nil {
		return nil, c.server.plainError(err)
	}
	typed = strings.ToLower(oneLine(typed))
	same := map[string]int{}
	for _, p := range all.projects {
		same[strings.ToLower(oneLine(p.Title))]++
	}
	var begin, within []string
	for _, p := range all.projects {
		title := strings.ToLower(oneLine(p.Title))
		value := c.server.clean.text(oneLine(p.Title))
		if same[title] > 1 || value != oneLine(p.Title) || value == "" {
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
	return &mcp.Completion{Values: values[:min(len(values), maxCompletions)], Total: len(values), HasMore: len(values) > maxCompletions || !all.complete}, nil
}
