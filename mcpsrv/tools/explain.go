package tools

import (
	"context"
	"fmt"

	"hextui/hex"
	"hextui/hex/lint"
	"hextui/mcpsrv/answer"
	"hextui/mcpsrv/policy"
	"hextui/mcpsrv/words"
)

// explainTools say why a run failed.
func explainTools() []Spec {
	return []Spec{
		tool[explainIn, explanation]{
			name: "explain_hex_run", title: "Explain a failed run", class: policy.Read, toolset: policy.Runs,
			about:  "Joins what Hex tells of a run with the errors of the draft's cells and known causes in their sources: a missing connection, a stray {{ }}, a quoted parameter, a project never published. Without run_id the newest run that failed. Says what is certain and what is not.",
			advice: answer.Advice{Missing: "List the project's runs with get_hex_project_runs; find the project with search_hex_projects."},
			target: func(w *Workspace, in explainIn) string { return w.names.ofProject(in.ProjectID) },
			run:    (*Workspace).explain,
		}.spec(),
	}
}

type explainIn struct {
	ProjectID string `json:"project_id" arg:"required,id=project"`
	RunID     string `json:"run_id" arg:"id=run"`
	Outputs   int    `json:"outputs" arg:"min=0,max=25,default=10" doc:"SQL cells whose output is looked at."`
}

// cellError is what a cell of the draft says that went wrong.
type cellError struct {
	CellID    string `json:"cell_id"`
	StaticID  string `json:"static_id"`
	Label     string `json:"label,omitempty"`
	Message   string `json:"message"`
	Traceback string `json:"traceback,omitempty"`
	// FromThisRun is false when the output is of the draft's session and not of the run that is explained.
	FromThisRun bool `json:"from_this_run"`
}

func (e cellError) line() string {
	return fmt.Sprintf("- cell %s %s: %s", words.OneLine(e.Label), e.CellID, e.Message)
}

type explanation struct {
	Verdict    string      `json:"verdict"`
	Summary    string      `json:"summary"`
	Run        *run        `json:"run,omitempty"`
	CellErrors []cellError `json:"cell_errors"`
	Causes     []cause     `json:"causes"`
	// Basis says what cells and outputs were looked at, and how they relate to what ran.
	Basis          string `json:"basis"`
	CellsLooked    int    `json:"cells_looked_at"`
	OutputsLooked  int    `json:"outputs_looked_at"`
	OutputsSkipped int    `json:"outputs_skipped"`
	Next           string `json:"next,omitempty"`
}

func (e explanation) Text() string {
	text := e.Verdict + ": " + e.Summary
	text = words.Lines(text, e.CellErrors, cellError.line, "")
	text = words.Lines(text, e.Causes, cause.line, "")
	return text + "\n" + e.Basis + "\n" + e.Next
}

func (e explanation) Size() int { return len(e.Causes) }

func (e explanation) First(n int) answer.Result {
	e.Next = fmt.Sprintf("%d more causes are not listed. %s", len(e.Causes)-n, e.Next)
	e.Causes = e.Causes[:n]
	return e
}

func (w *Workspace) explain(ctx context.Context, in explainIn) (explanation, error) {
	out := explanation{CellErrors: []cellError{}, Causes: []cause{}}
	p, err := w.hex.GetProject(ctx, in.ProjectID)
	if err != nil {
		return out, err
	}
	w.names.project(p)
	h, err := w.runToExplain(ctx, in)
	switch {
	case hex.IsKind(err, hex.Unprocessable) || err == nil && h.RunID == "" && !p.Published():
		out.unpublished(p)
	case err != nil:
		return out, err
	case h.RunID == "":
		out.Verdict, out.Summary = "no_failed_run", "None of the newest runs failed."
		out.Next = "List the runs with get_hex_project_runs, and give run_id to look at one of them."
		out.Basis = "Only the list of runs was looked at."
		return out, nil
	default:
		r := w.runOf(h)
		out.Run = &r
		out.judge(h)
	}
	if out.Verdict == "completed" || out.Verdict == "not_finished" {
		out.Basis = "Only the run's status was looked at."
		return out, nil
	}
	return out, w.lookAtDraft(ctx, in, p, &out)
}

// runToExplain is the run of the call, or the newest of the last 25 that failed; without any it has no id.
func (w *Workspace) runToExplain(ctx context.Context, in explainIn) (hex.Run, error) {
	if in.RunID != "" {
		return w.hex.GetRunStatus(ctx, in.ProjectID, in.RunID)
	}
	page, err := w.hex.GetProjectRuns(ctx, in.ProjectID, hex.RunQuery{Limit: 25})
	if err != nil {
		return hex.Run{}, err
	}
	for _, r := range page.Runs {
		if r.Status.Finished() && r.Status != hex.RunCompleted {
			return r, nil
		}
	}
	return hex.Run{}, nil
}

func (e *explanation) unpublished(p hex.Project) {
	e.Verdict = "unpublished"
	e.Summary = "The project has no published version: run_hex_project and its runs need one, and Hex refuses them with 422."
	e.Causes = append(e.Causes, cause{Kind: "unpublished", Certainty: "certain", Message: e.Summary, Do: "A person has to publish it in the browser; run_hex_draft runs the draft where the workspace offers it."})
	if p.Published() {
		e.Verdict, e.Causes = "refused", []cause{}
		e.Summary = "Hex refuses to tell of this run (422), although the project is published."
	}
}

// judge says what the run's status alone tells.
func (e *explanation) judge(r hex.Run) {
	switch r.Status {
	case hex.RunCompleted:
		e.Verdict, e.Summary = "completed", "The run completed: there is nothing to explain."
	case hex.RunErrored:
		e.Verdict, e.Summary = "errored", "A cell failed. Hex's API does not say which: what follows is found by looking at the draft."
	case hex.RunKilled:
		e.Verdict, e.Summary = "killed", "The run was stopped: somebody cancelled it, or it went on for 24 hours."
		e.Next = "Start it again with run_hex_project if that was not meant."
	case hex.RunNoKernel:
		e.Verdict, e.Summary = "no_kernel", "Hex had no free machine for the run: nothing in the project is wrong. A user may have 25 at once."
		e.Causes = append(e.Causes, cause{Kind: "no_kernel", Certainty: "certain", Message: e.Summary, Do: "Wait until other runs have finished, then run it again."})
	case hex.RunPending, hex.RunRunning:
		e.Verdict, e.Summary, e.Next = "not_finished", "The run has not finished.", "Call wait_hex_run with both ids."
	default:
		e.Verdict, e.Summary = "unknown_status", fmt.Sprintf("The run has the status %s, which is not known here: it is not taken for finished.", words.Quoted(string(r.Status)))
	}
}

// lookAtDraft adds what the draft's cells and outputs show.
func (w *Workspace) lookAtDraft(ctx context.Context, in explainIn, p hex.Project, out *explanation) error {
	cells, err := w.allCells(ctx, in.ProjectID)
	if err != nil {
		return err
	}
	out.CellsLooked = len(cells)
	out.Causes = append(out.Causes, each(lint.Cells(cells, w.visibleConnections(ctx)), causeOf)...)
	if err := w.lookAtOutputs(ctx, in, cells, out); err != nil {
		return err
	}
	out.Basis = basis(p, out)
	if out.Next == "" {
		out.Next = "Read the cells that are named with get_hex_cell, mend them with update_hex_cell, and try with run_hex_cell. A published app changes only when a person publishes."
	}
	return nil
}

// visibleConnections are the ids of the data connections, nil when they cannot be listed.
func (w *Workspace) visibleConnections(ctx context.Context) map[string]bool {
	all, err := walk(ctx, 100, func(ctx context.Context, p hex.Paging) (hex.Page[hex.DataConnection], error) {
		return w.hex.ListDataConnections(ctx, hex.ConnectionQuery{Paging: p})
	})
	if err != nil {
		return nil
	}
	ids := map[string]bool{}
	for _, c := range all {
		ids[c.ID] = true
	}
	return ids
}

// lookAtOutputs reads the errors of SQL cells, those that look suspicious first.
func (w *Workspace) lookAtOutputs(ctx context.Context, in explainIn, cells []hex.Cell, out *explanation) error {
	for i, c := range suspiciousFirst(cells, out.Causes) {
		if i >= in.Outputs {
			out.OutputsSkipped++
			continue
		}
		w.progress(i+1, in.Outputs, "outputs looked at")
		o, err := w.hex.GetCellOutput(ctx, c.ID)
		switch {
		case hex.IsKind(err, hex.NotFound, hex.Unprocessable, hex.Forbidden):
			continue // no session, or this cell has not run in it
		case err != nil:
			return err
		}
		out.OutputsLooked++
		if o.Error != nil {
			out.CellErrors = append(out.CellErrors, cellError{
				CellID: c.ID, StaticID: c.StaticID, Label: c.Label, Message: words.Shortened(o.Error.Message, 1000), Traceback: tail(o.Error.Traceback, 1500),
				FromThisRun: out.Run != nil && o.RunID == out.Run.RunID,
			})
		}
	}
	return nil
}

func suspiciousFirst(cells []hex.Cell, causes []cause) []hex.Cell {
	named := map[string]bool{}
	for _, c := range causes {
		named[c.CellID] = true
	}
	var first, rest []hex.Cell
	for _, c := range cells {
		switch {
		case c.Type != hex.CellSQL:
		case named[c.ID]:
			first = append(first, c)
		default:
			rest = append(rest, c)
		}
	}
	return append(first, rest...)
}

// basis says how the draft that was looked at relates to what ran.
func basis(p hex.Project, e *explanation) string {
	text := "Cells, sources and outputs are those of the draft."
	switch {
	case e.Run != nil && e.Run.Version == "draft":
		text += " The run was one of the draft too."
	case p.LastPublishedAt == nil:
		text += " There is no published version."
	case p.LastEditedAt.After(*p.LastPublishedAt):
		text += fmt.Sprintf(" The run was of published version %s; the draft was edited after the last publishing, so its sources may differ from what ran.", versionOf(e.Run))
	default:
		text += fmt.Sprintf(" The run was of published version %s; the draft was not edited since the last publishing.", versionOf(e.Run))
	}
	if e.OutputsLooked == 0 {
		return text + " No output could be read: the draft has no running session, or its cells have not run in it."
	}
	return text + " Outputs are of the draft's session, unless from_this_run is true."
}

func versionOf(r *run) string {
	if r == nil || r.Version == "" {
		return "(unknown)"
	}
	return r.Version
}

// cause is something that is known to make runs fail. Certain is only what Hex itself said; likely is what the source
// shows; possible is what cannot be told from here.
type cause struct {
	Kind      string `json:"kind"`
	Certainty string `json:"certainty"`
	CellID    string `json:"cell_id,omitempty"`
	StaticID  string `json:"static_id,omitempty"`
	Label     string `json:"label,omitempty"`
	Line      int    `json:"line,omitempty"`
	Message   string `json:"message"`
	Do        string `json:"do"`
}

func (c cause) line() string {
	where := ""
	if c.CellID != "" {
		where = fmt.Sprintf(" cell %s %s", words.OneLine(c.Label), c.CellID)
	}
	if c.Line > 0 {
		where += fmt.Sprintf(" line %d", c.Line)
	}
	return fmt.Sprintf("- %s (%s)%s: %s %s", c.Kind, c.Certainty, where, c.Message, c.Do)
}

// causeOf is what the sources show, and the tool that mends it.
func causeOf(f lint.Finding) cause {
	c := cause{Kind: string(f.Kind), Certainty: string(f.Certainty), CellID: f.Cell.ID, StaticID: f.Cell.StaticID, Label: f.Cell.Label,
		Line: f.Line, Message: f.Message, Do: f.Do}
	if f.Kind == lint.MissingConnection {
		c.Do += " list_hex_data_connections shows them, update_hex_cell data_connection_id sets one."
	}
	return c
}
