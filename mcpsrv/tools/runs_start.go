package tools

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"hextui/hex"
	"hextui/hex/change"
	"hextui/mcpsrv/answer"
	"hextui/mcpsrv/policy"
	"hextui/mcpsrv/words"
)

// startTools start and stop runs of published versions.
func startTools() []Spec {
	return []Spec{
		tool[runProjectIn, runStarted]{
			name: "run_hex_project", title: "Run a project", class: policy.Execute, toolset: policy.Runs,
			about: "Runs a project's latest published version, which costs money; with wait_s it answers how the run ended and why it " +
				"failed. dry_run has Hex check the inputs.",
			advice: answer.Advice{Missing: "Find the project with search_hex_projects.",
				Check: "Look at get_hex_project_runs whether a run has started, before starting another."},
			target: func(w *Workspace, in runProjectIn) string { return w.names.ofProject(in.ProjectID) },
			check:  (runProjectIn).check,
			change: func(w *Workspace, in runProjectIn) (change.Change, error) {
				return change.RunProject{ProjectID: in.ProjectID, Run: in.request(), Ask: w.dryRun}, nil
			},
			done: (*Workspace).startedRun,
		}.spec(),
		tool[runIn, runCancelled]{
			name: "cancel_hex_run", title: "Cancel a run", class: policy.Destroy, toolset: policy.Runs,
			about:  "Stops a run; KILLED comes a moment later.",
			advice: answer.Advice{Missing: missingRun, Check: "Look at get_hex_run_status whether the run still goes on."},
			target: func(w *Workspace, in runIn) string { return w.names.ofProject(in.ProjectID) },
			change: func(_ *Workspace, in runIn) (change.Change, error) {
				return change.CancelRun{ProjectID: in.ProjectID, RunID: in.RunID}, nil
			},
			done: entity(func(_ *Workspace, in runIn, was hex.Run) runCancelled {
				out := runCancelled{Cancelled: !was.Status.Finished(), ProjectID: in.ProjectID, RunID: in.RunID}
				if !out.Cancelled {
					out.Status = string(was.Status)
				}
				return out
			}),
		}.spec(),
	}
}

type runProjectIn struct {
	ProjectID              string         `json:"project_id" arg:"required,id=project"`
	InputParams            map[string]any `json:"input_params" doc:"Values of inputs by variable name."`
	UpdatePublishedResults bool           `json:"update_published_results" arg:"default=false" doc:"Show the results to viewers of the app. Not with input_params."`
	UseCachedSQL           *bool          `json:"use_cached_sql" doc:"false asks the warehouse anew."`
	ViewID                 string         `json:"view_id" doc:"A saved view. Not with input_params."`
	Notifications          []notification `json:"notifications" doc:"[{type: SUCCESS|FAILURE|ALL, user_ids, group_ids, slack_channel_ids, subject, body, include_success_screenshot, screenshot_format: png|pdf}]"`
	Wait                   waiting        `json:",inline"`
}

type notification struct {
	Type                     string   `json:"type" arg:"hidden,required,enum=SUCCESS|FAILURE|ALL" doc:"At which end."`
	UserIDs                  []string `json:"user_ids" arg:"hidden" doc:"Ids of users."`
	GroupIDs                 []string `json:"group_ids" arg:"hidden" doc:"Ids of groups."`
	SlackChannelIDs          []string `json:"slack_channel_ids" arg:"hidden" doc:"Ids of Slack channels."`
	Subject                  string   `json:"subject" arg:"hidden" doc:"Subject of the mail."`
	Body                     string   `json:"body" arg:"hidden" doc:"Text of the mail."`
	IncludeSuccessScreenshot bool     `json:"include_success_screenshot" arg:"hidden" doc:"With a picture of the app."`
	ScreenshotFormat         string   `json:"screenshot_format" arg:"hidden,enum=png|pdf" doc:"Format of the picture."`
}

func (in runProjectIn) check() *answer.Failure {
	switch {
	case len(in.InputParams) > 0 && in.ViewID != "":
		return answer.Refuse("input_params and view_id exclude each other.", "A saved view has its own inputs: give one of the two.")
	case len(in.InputParams) > 0 && in.UpdatePublishedResults:
		return in.twoRuns()
	}
	for i, n := range in.Notifications {
		if len(n.UserIDs)+len(n.GroupIDs)+len(n.SlackChannelIDs) == 0 {
			return answer.Refuse(fmt.Sprintf("notifications[%d] names nobody.", i), "Give user_ids, group_ids or slack_channel_ids.")
		}
	}
	return nil
}

// twoRuns refuses what Hex takes in two calls only, and says which.
func (in runProjectIn) twoRuns() *answer.Failure {
	inputs, err := json.Marshal(in.InputParams)
	if err != nil {
		inputs = []byte("…")
	}
	return answer.Refuse("Hex does not take input_params together with update_published_results: what viewers of the app see is made with "+
		"the app's own inputs.",
		fmt.Sprintf(`To run with these inputs: run_hex_project {"project_id": %q, "input_params": %s}. To renew what viewers see: %s.`,
			in.ProjectID, inputs, words.Call("run_hex_project", "project_id", in.ProjectID, "update_published_results", "true")))
}

func (in runProjectIn) request() hex.RunRequest {
	r := hex.RunRequest{UpdatePublished: in.UpdatePublishedResults, UseCachedSQL: in.UseCachedSQL, ViewID: in.ViewID}
	if len(in.InputParams) > 0 {
		r.Inputs = in.InputParams
	}
	for _, n := range in.Notifications {
		r.Notifications = append(r.Notifications, hex.Notification{
			Type: n.Type, UserIDs: n.UserIDs, GroupIDs: n.GroupIDs, SlackChannelIDs: n.SlackChannelIDs,
			Subject: n.Subject, Body: n.Body, IncludeSuccessScreenshot: n.IncludeSuccessScreenshot, ScreenshotFormat: n.ScreenshotFormat,
		})
	}
	return r
}

type runStarted struct {
	ProjectID string `json:"project_id"`
	RunID     string `json:"run_id"`
	Version   string `json:"version,omitempty"`
	URL       string `json:"url,omitempty"`
	TraceID   string `json:"trace_id,omitempty"`
	ending
}

func (r runStarted) Text() string {
	return words.Labelled(fmt.Sprintf("Run %s of project %s has started", r.RunID, r.ProjectID), "version", r.Version, "link", r.URL,
		"trace id", r.TraceID) + r.ending.text()
}

func (r runStarted) First(n int) answer.Result {
	r.ending = r.ending.first(n)
	return r
}

func (w *Workspace) startedRun(ctx context.Context, in runProjectIn, d deed) (runStarted, error) {
	if d.err != nil {
		return runStarted{}, d.err
	}
	h := d.result.Entity.(hex.RunHandle)
	out := runStarted{ProjectID: in.ProjectID, RunID: h.RunID, Version: string(h.Version), URL: h.URL, TraceID: h.TraceID}
	out.ending = w.ended(ctx, in.ProjectID, h.RunID, in.Wait.WaitS, func(context.Context) (*output, error) { return nil, nil })
	if out.Finished && out.Next == "" && out.Explanation == nil {
		out.Next = "Rows of a published run are not in Hex's API: get_hex_cell_image with run_id draws its charts, run_hex_draft with " +
			"wait_s gives rows of the draft."
	}
	return out, nil
}

// runCancelled says that a run is being stopped, or with Status how it had ended before.
type runCancelled struct {
	Cancelled bool   `json:"cancelled"`
	ProjectID string `json:"project_id"`
	RunID     string `json:"run_id"`
	Status    string `json:"status,omitempty"`
}

func (r runCancelled) Text() string {
	if !r.Cancelled {
		return fmt.Sprintf("Not cancelled: run %s of project %s has finished already (%s).", r.RunID, r.ProjectID, r.Status)
	}
	return fmt.Sprintf("Run %s of project %s is being stopped; its status becomes KILLED.", r.RunID, r.ProjectID)
}

// draftTools run drafts. Their routes are not in Hex's published document: Hex's own tools use them.
func draftTools() []Spec {
	unpublished := answer.Advice{
		Missing: "This workspace may not offer the route, which is not in Hex's published document. A person can run the draft in the " +
			"browser.",
		Check: "Look at get_hex_cell_output whether the cells have run.",
	}
	ofCell := unpublished
	ofCell.Missing = "A cell's id changes with every write: take the present one from list_hex_cells. Where the cell has it, " +
		"this workspace may not offer the route, which is not in Hex's published document: a person can run it in the browser."
	return []Spec{
		tool[runDraftIn, draftStarted]{
			name: "run_hex_draft", title: "Run a draft", class: policy.Execute, toolset: policy.Runs,
			about: "Runs all cells of a project's draft, which costs money; with wait_s it answers rows, or the cell that failed and " +
				"why. Some workspaces do not have it.",
			advice: unpublished,
			target: func(w *Workspace, in runDraftIn) string { return w.names.ofProject(in.ProjectID) },
			change: func(_ *Workspace, in runDraftIn) (change.Change, error) {
				return change.RunDraft{ProjectID: in.ProjectID, Run: hex.DraftRunRequest{UseCachedSQL: in.UseCachedSQL}}, nil
			},
			done: (*Workspace).startedDraft,
		}.spec(),
		tool[runCellIn, draftStarted]{
			name: "run_hex_cell", title: "Run a cell", class: policy.Execute, toolset: policy.Runs,
			about: "Runs one cell of a draft and what it stands on, which costs money; with wait_s it answers its rows, or the cell " +
				"that failed and why. Some workspaces do not have it.",
			advice: ofCell,
			target: func(w *Workspace, in runCellIn) string { return w.names.ofCell(in.CellID) },
			change: func(w *Workspace, in runCellIn) (change.Change, error) {
				return change.RunCell{Cell: w.names.ref(in.CellID)}, nil
			},
			done: (*Workspace).startedCell,
		}.spec(),
	}
}

type runDraftIn struct {
	ProjectID    string  `json:"project_id" arg:"required,id=project"`
	UseCachedSQL *bool   `json:"use_cached_sql" doc:"false asks the warehouse anew."`
	RowsOf       string  `json:"rows_of" arg:"id=cell" doc:"SQL cell whose rows to answer when it ended; else the last."`
	Wait         waiting `json:",inline"`
}

type runCellIn struct {
	CellID string  `json:"cell_id" arg:"required,id=cell" doc:"id or static_id."`
	Wait   waiting `json:",inline"`
}

// draftStarted is a run of a draft. Its run id names the notebook session, which later runs of the draft share.
type draftStarted struct {
	ProjectID string `json:"project_id,omitempty"`
	CellID    string `json:"cell_id,omitempty"`
	RunID     string `json:"run_id"`
	// Status is the run's as far as it was followed.
	Status      string `json:"status"`
	Unpublished bool   `json:"unpublished_route"`
	URL         string `json:"url,omitempty"`
	TraceID     string `json:"trace_id,omitempty"`
	ending
}

func (d draftStarted) Text() string {
	started := fmt.Sprintf("Run %s of the draft has started", d.RunID)
	if d.Run == nil { // else its text says how it is now
		started += ", " + d.Status
	}
	return words.Labelled(started, "project", d.ProjectID, "cell", d.CellID, "link", d.URL, "trace id", d.TraceID) +
		", by a route that is not in Hex's published document" + d.ending.text()
}

func (d draftStarted) First(n int) answer.Result {
	d.ending = d.ending.first(n)
	return d
}

func (w *Workspace) startedDraft(ctx context.Context, in runDraftIn, d deed) (draftStarted, error) {
	return w.started(ctx, d, in.Wait, func(ctx context.Context) (*output, error) {
		if in.RowsOf != "" {
			return w.rowsOf(ctx, in.RowsOf)
		}
		cells, err := w.allCells(ctx, in.ProjectID)
		if err != nil {
			return nil, err
		}
		for _, c := range slices.Backward(cells) {
			if c.Type == hex.CellSQL {
				return w.rowsOf(ctx, c.ID)
			}
		}
		return nil, nil
	})
}

func (w *Workspace) startedCell(ctx context.Context, in runCellIn, d deed) (draftStarted, error) {
	return w.started(ctx, d, in.Wait, func(ctx context.Context) (*output, error) { return w.rowsOf(ctx, in.CellID) })
}

func (w *Workspace) started(ctx context.Context, d deed, wait waiting, rows func(context.Context) (*output, error)) (draftStarted, error) {
	if d.err != nil {
		return draftStarted{}, d.err
	}
	h := d.result.Entity.(hex.DraftRun)
	w.names.draftRan(h.ProjectID, h.RunID)
	link := h.URL
	if link == "" {
		link = h.RunURL
	}
	out := draftStarted{ProjectID: h.ProjectID, CellID: h.CellID, RunID: h.RunID, Status: string(h.Status), Unpublished: true, URL: link,
		TraceID: h.TraceID}
	if out.ending = w.ended(ctx, h.ProjectID, h.RunID, wait.WaitS, rows); out.Run != nil {
		out.Status = out.Run.Status
	}
	if !out.Finished {
		out.Next += " Then read results with get_hex_cell_output. run_id may name the session rather than this one execution: look " +
			"whether the output fits the source."
	}
	return out, nil
}

// rowsOf is what a cell gave, as far as an answer that has more in it shows it.
func (w *Workspace) rowsOf(ctx context.Context, cellID string) (*output, error) {
	out, err := w.cellOutput(ctx, outputIn{CellID: cellID, Limit: defaultRows})
	if err != nil {
		return nil, err
	}
	return &out, nil
}
