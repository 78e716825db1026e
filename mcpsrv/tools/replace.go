package tools

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"hextui/hex"
	"hextui/mcpsrv/answer"
	"hextui/mcpsrv/policy"
	"hextui/mcpsrv/words"
)

// replaceTools change many cells at once, after they have shown what they would do.
func replaceTools() []Spec {
	return []Spec{
		tool[replaceIn, replaced]{
			name: "replace_in_hex_cells", title: "Find and replace in cells", class: policy.Overwrite, toolset: policy.Cells,
			about: "Replaces text in the cells of a project's draft. A call shows the plan and changes nothing; a second one with dry_run false and plan_version from that plan carries it out, unless a cell changed meanwhile. With regex, $1 in replace is the first group.",
			advice: answer.Advice{
				Missing: "Find the project with search_hex_projects.",
				Check:   "Search for the new text with search_hex_cells: it shows what was done.",
			},
			target:   func(w *Workspace, in replaceIn) string { return w.names.ofProject(in.ProjectID) },
			check:    (replaceIn).check,
			effect:   (*Workspace).replaceEffect,
			run:      (*Workspace).replace,
			dryFirst: true,
		}.spec(),
	}
}

type replaceIn struct {
	ProjectID   string   `json:"project_id" arg:"required,id=project"`
	Pattern     pattern  `json:",inline"`
	Replace     string   `json:"replace"`
	CellIDs     []string `json:"cell_ids" arg:"id=cell" doc:"Only these: id or static_id."`
	PlanVersion string   `json:"plan_version" doc:"version of the plan that is to be carried out."`
}

func (in replaceIn) check() *answer.Failure {
	if f := in.Pattern.check(); f != nil {
		return f
	}
	if stand := standIn(in.Replace, in.Pattern.Find); stand != "" {
		return answer.Refuse(fmt.Sprintf("replace holds %s, which stands for something that was not shown to you.", stand), "Give the real characters.")
	}
	return nil
}

// apply is the new source of a cell and the number of places that change.
func (in replaceIn) apply(re *regexp.Regexp, source string) (string, int) {
	places := len(re.FindAllStringIndex(source, -1))
	if in.Pattern.Regex {
		return re.ReplaceAllString(source, in.Replace), places
	}
	return re.ReplaceAllLiteralString(source, in.Replace), places
}

// change is what a replacement does to one cell.
type cellChange struct {
	base   hex.Snapshot
	source string
	places int
}

// changesOf reads the project and finds what would change, in notebook order.
func (w *Workspace) changesOf(ctx context.Context, in replaceIn) ([]cellChange, error) {
	re, err := in.Pattern.compile()
	if err != nil {
		return nil, err
	}
	all, err := w.allCells(ctx, in.ProjectID)
	if err != nil {
		return nil, err
	}
	var found []cellChange
	for _, c := range all {
		source, ok := in.Pattern.takes(c)
		if !ok || len(in.CellIDs) > 0 && !w.among(in.CellIDs, c) {
			continue
		}
		if changed, places := in.apply(re, source); changed != source {
			found = append(found, cellChange{base: hex.Snap(c, w.now()), source: changed, places: places})
		}
	}
	return found, nil
}

// among tells whether a cell is named by one of its ids, present, past or static.
func (w *Workspace) among(ids []string, c hex.Cell) bool {
	for _, id := range ids {
		if id == c.ID || id == c.StaticID {
			return true
		}
		if place, ok := w.names.cellPlace(id); ok && place.staticID == c.StaticID {
			return true
		}
	}
	return false
}

// plannedCell is a cell in a plan of a replacement.
type plannedCell struct {
	CellID string `json:"cell_id"`
	Label  string `json:"label,omitempty"`
	Type   string `json:"type"`
	Places int    `json:"places"`
	Hash   string `json:"hash"`
}

// maxPlanned is how many cells a plan lists.
const maxPlanned = 50

// planned are the cells that a plan lists, and the digest of the state that it stands on.
func (in replaceIn) planned(found []cellChange) (shown map[string]any, version string) {
	cells := each(found, func(c cellChange) plannedCell {
		return plannedCell{c.base.Cell.ID, c.base.Cell.Label, string(c.base.Cell.Type), c.places, c.base.Hash}
	})
	version = VersionOf([]any{in.Pattern, in.Replace, cells})
	return map[string]any{"cells": cells[:min(len(cells), maxPlanned)], "total_cells": len(cells)}, version
}

func (w *Workspace) replaceEffect(ctx context.Context, in replaceIn) (effect, error) {
	found, err := w.changesOf(ctx, in)
	if err != nil {
		return effect{}, err
	}
	var all strings.Builder
	places := 0
	for _, c := range found {
		places += c.places
		fmt.Fprintf(&all, "cell %s %s\n%s", words.OneLine(c.base.Cell.Label), c.base.Cell.ID, diff(c.base.Source, c.source))
	}
	before, version := in.planned(found)
	e := effect{
		target: fmt.Sprintf("%s in %s of %s", words.Count(places, "place"), words.Count(len(found), "cell"), w.names.ofProject(in.ProjectID)),
		before: before, version: version, diff: words.CutLines(all.String(), maxDiff), bodiless: true,
		note: "To carry it out, call again with the same arguments, dry_run false and plan_version set to version.",
	}
	if len(found) == 0 {
		e.note = "Nothing matches: there is nothing to carry out."
	}
	return e, nil
}

// cellReplaced is what became of one cell: written, conflict, failed or not_tried.
type cellReplaced struct {
	CellID  string `json:"cell_id"`
	Label   string `json:"label,omitempty"`
	Outcome string `json:"outcome"`
	Places  int    `json:"places"`
	Hash    string `json:"hash,omitempty"`
	Message string `json:"message,omitempty"`
}

func (c cellReplaced) line() string {
	return strings.TrimSpace(fmt.Sprintf("%s %s %s %s", c.CellID, words.OneLine(c.Label), c.Outcome, c.Message))
}

type replaced struct {
	Cells    []cellReplaced `json:"cells"`
	Written  int            `json:"written"`
	Failed   int            `json:"failed"`
	Complete bool           `json:"complete"`
	Next     string         `json:"next,omitempty"`
}

func (r replaced) Text() string {
	return words.Lines(fmt.Sprintf("%s written, %d not.", words.Count(r.Written, "cell"), r.Failed), r.Cells, cellReplaced.line, r.Next)
}

func (r replaced) Size() int { return len(r.Cells) }

func (r replaced) First(n int) answer.Result {
	r.Next = strings.TrimSpace(fmt.Sprintf("%s %d more cells are not listed here.", r.Next, len(r.Cells)-n))
	r.Cells = r.Cells[:n]
	return r
}

// replace writes what the plan said, and nothing when the project is not as it was then.
func (w *Workspace) replace(ctx context.Context, in replaceIn) (replaced, error) {
	out := replaced{Cells: []cellReplaced{}}
	if in.PlanVersion == "" && w.planned == nil {
		return out, answer.Refuse("Nothing was written: there was no dry run of this.", "Call without dry_run first, look at its plan, then call again with dry_run false and plan_version.")
	}
	found, err := w.changesOf(ctx, in)
	if err != nil {
		return out, err
	}
	if _, now := in.planned(found); in.PlanVersion != now && w.planned == nil {
		return out, &answer.Failure{Kind: answer.KindConflict, ExpectedHash: in.PlanVersion, CurrentHash: now,
			Message: "The cells, or the arguments, are not those of the plan. Nothing was written.",
			Hint:    "Call without dry_run again, look at the new plan, and give its version."}
	}
	stopped := false
	for i, c := range found {
		row := cellReplaced{CellID: c.base.Cell.ID, Label: c.base.Cell.Label, Places: c.places, Outcome: "not_tried"}
		if !stopped {
			stopped = w.replaceOne(ctx, c, &row)
		}
		if row.Outcome == "written" {
			out.Written++
		} else {
			out.Failed++
		}
		out.Cells = append(out.Cells, row)
		w.progress(i+1, len(found), "cells written")
	}
	if out.Complete = out.Failed == 0; !out.Complete {
		out.Next = "Look at the cells that were not written, then begin anew with a plan."
	}
	return out, nil
}

// replaceOne writes one cell and tells whether others make no sense any more.
func (w *Workspace) replaceOne(ctx context.Context, c cellChange, row *cellReplaced) (stop bool) {
	saved, err := w.save(ctx, c.base, hex.Edit{Source: c.source})
	if err == nil {
		w.names.cell(c.base.Cell)
		row.Outcome, row.CellID, row.Hash = "written", saved.Cell.ID, saved.Snapshot.Hash
		w.names.cell(saved.Cell)
		return false
	}
	f := answer.From(err, answer.Advice{})
	row.Outcome, row.Message = "failed", f.Message
	var conflict *hex.Conflict
	if errors.As(err, &conflict) {
		row.Outcome = "conflict"
		return false
	}
	return true
}
