package tools

import (
	"context"
	"fmt"
	"strings"

	"hextui/hex"
	"hextui/hex/change"
	"hextui/mcpsrv/answer"
	"hextui/mcpsrv/policy"
	"hextui/mcpsrv/words"
)

// replaceTools change many cells at once, after they have shown what they would do.
func replaceTools() []Spec {
	return []Spec{
		tool[replaceIn, replaced]{
			name: "replace_in_hex_cells", title: "Find and replace in cells", class: policy.Overwrite, toolset: policy.Cells,
			about: "Replaces text in the cells of a project's draft, such as a table's name. The first call shows the plan; dry_run " +
				"false with its plan_version carries it out. With regex, $1 in replace is the first group.",
			advice: answer.Advice{
				Missing: "Find the project with search_hex_projects.",
				Check:   "Search for the new text with search_hex_cells: it shows what was done.",
			},
			target:   func(w *Workspace, in replaceIn) string { return w.names.ofProject(in.ProjectID) },
			check:    (replaceIn).check,
			change:   (*Workspace).replacement,
			planned:  func(in replaceIn) string { return in.PlanVersion },
			done:     (*Workspace).replaced,
			bodiless: true,
			note: func(p *change.Prepared) string {
				if p.Nothing() {
					return "Nothing matches: there is nothing to carry out."
				}
				return "To carry it out, call again with the same arguments, dry_run false and plan_version " + p.Version + "."
			},
		}.spec(),
	}
}

type replaceIn struct {
	ProjectID   string   `json:"project_id" arg:"required,id=project"`
	Pattern     pattern  `json:",inline"`
	Replace     *string  `json:"replace" arg:"required" doc:"What to put in its place; empty takes it out."`
	CellIDs     []string `json:"cell_ids" arg:"id=cell" doc:"Only these cells."`
	PlanVersion string   `json:"plan_version" doc:"version of the plan to carry out."`
}

func (in replaceIn) check() *answer.Failure {
	if f := in.Pattern.check(); f != nil {
		return f
	}
	if stand := standIn(*in.Replace, in.Pattern.Find); stand != "" {
		return answer.Refuse(fmt.Sprintf("replace holds %s, which stands for something that was not shown to you.", stand),
			"Leave that part out, or have a person make the change.")
	}
	return nil
}

// replacement is what a call wants.
func (w *Workspace) replacement(in replaceIn) (change.Change, error) {
	re, err := in.Pattern.compile()
	if err != nil {
		return nil, err
	}
	return change.ReplaceInCells{
		ProjectID: in.ProjectID, Find: re, With: *in.Replace, Literal: !in.Pattern.Regex,
		Takes: func(c hex.Cell) bool {
			w.names.cell(c)
			_, ok := in.Pattern.takes(c)
			return ok && (len(in.CellIDs) == 0 || w.among(in.CellIDs, c))
		},
		Progress: func(done, total int) { w.progress(done, total, "cells written") },
	}, nil
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
	return words.With(strings.TrimSpace(c.CellID+" "+words.OneLine(c.Label)), c, "cell_id", "label")
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
	r.Next = strings.TrimSpace(fmt.Sprintf("%s %d more cells are not listed: search_hex_cells for the new text finds them.", r.Next,
		len(r.Cells)-n))
	r.Cells = r.Cells[:n]
	return r
}

// replaced says what became of each cell. What was done in part is a result.
func (w *Workspace) replaced(_ context.Context, _ replaceIn, d deed) (replaced, error) {
	outcomes, ok := d.result.Entity.([]change.CellOutcome)
	if !ok {
		return replaced{}, d.err
	}
	out := replaced{Cells: each(outcomes, cellReplacedOf)}
	for _, o := range outcomes {
		w.names.cell(o.Cell)
		if o.Outcome == change.Written {
			out.Written++
		} else {
			out.Failed++
		}
	}
	if out.Complete = out.Failed == 0; !out.Complete {
		out.Next = "Look at the cells that were not written, then begin anew with a plan."
	}
	return out, nil
}

func cellReplacedOf(o change.CellOutcome) cellReplaced {
	row := cellReplaced{CellID: o.Cell.ID, Label: o.Cell.Label, Outcome: string(o.Outcome), Places: o.Places}
	if o.Outcome == change.Written {
		row.Hash = o.Hash
	}
	if o.Err != nil {
		row.Message = answer.From(o.Err, answer.Advice{}).Message
	}
	return row
}
