package tools

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"hextui/hex"
	"hextui/hex/resolve"
	"hextui/mcpsrv/answer"
	"hextui/mcpsrv/schema"
	"hextui/mcpsrv/words"
)

// Resource is the declaration of one kind of resource. A project in its URI may be an id, or a title that only one
// project has.
type Resource struct {
	URI, Name, Title, About string
	Read                    func(w *Workspace, ctx context.Context, v map[string]string) (answer.Result, error)
}

// Resources are all kinds of resources there are.
func Resources() []Resource {
	return []Resource{
		{"hex://project/{id}", "project", "A project", "A project: status, owner, dates, schedules and sharing. id is its UUID or its " +
			"title.",
			func(w *Workspace, ctx context.Context, v map[string]string) (answer.Result, error) {
				id, err := w.projectNamed(ctx, v["id"])
				if err != nil {
					return nil, err
				}
				return w.getProject(ctx, projectIn{id})
			}},
		{"hex://project/{id}/cells", "cells", "A project's cells", "The cells of a project's draft in notebook order, with their " +
			"sources. id is the project's UUID or its title.",
			func(w *Workspace, ctx context.Context, v map[string]string) (answer.Result, error) {
				id, err := w.projectNamed(ctx, v["id"])
				if err != nil {
					return nil, err
				}
				return w.listCells(ctx, listCellsIn{ProjectID: id, Limit: 100})
			}},
		{"hex://run/{project}/{run}", "run", "A run", "How a run of a project stands. project is its UUID or its title, run the run's " +
			"UUID.",
			func(w *Workspace, ctx context.Context, v map[string]string) (answer.Result, error) {
				id, err := w.projectNamed(ctx, v["project"])
				if err != nil {
					return nil, err
				}
				runID, complaint := schema.Run.ID("run", v["run"])
				if complaint != "" {
					return nil, answer.Refuse(complaint, "")
				}
				return w.getRun(ctx, runIn{ProjectID: id, RunID: runID})
			}},
	}
}

// projectNamed is the id of the project of an id, a URL, or a title that exactly one project has.
func (w *Workspace) projectNamed(ctx context.Context, text string) (string, error) {
	if id, complaint := schema.Project.ID("id", text); complaint == "" {
		return id, nil
	}
	found, err := w.resolver().Find(ctx, resolve.Ask{Text: text, Kind: resolve.Project})
	if err != nil {
		return "", err
	}
	c, err := found.One()
	var several *resolve.Ambiguous
	switch {
	case err == nil:
		return c.ID, nil
	case errors.As(err, &several) && several.Missed == resolve.NotMissed:
		return "", &answer.Failure{Kind: answer.KindAmbiguous,
			Message: fmt.Sprintf("%d projects are called %s.", len(several.Candidates), words.Quoted(text)),
			Hint:    "Give the id of one; resolve_hex lists them."}
	}
	return "", &answer.Failure{Kind: string(hex.NotFound), Message: "No project is called " + words.Quoted(text) + ".",
		Hint: "Give the id of a project, or look with search_hex_projects."}
}

// ProjectsLike are the titles that begin with what was typed, then those that have it in them; in place of a title that
// several projects have, their ids.
func (w *Workspace) ProjectsLike(ctx context.Context, typed string, clean func(string) string) (values []string, complete bool, err error) {
	all, err := w.lists.Projects.All(ctx, w.hex, nil)
	if err != nil {
		return nil, false, err
	}
	typed = strings.ToLower(words.OneLine(typed))
	same := map[string]int{}
	for _, p := range all.Items {
		same[strings.ToLower(words.OneLine(p.Title))]++
	}
	var begin, within []string
	for _, p := range all.Items {
		title := strings.ToLower(words.OneLine(p.Title))
		value := clean(words.OneLine(p.Title))
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
	return slices.Concat([]string{}, begin, within), all.Complete, nil
}
