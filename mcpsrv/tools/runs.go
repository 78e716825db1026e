package tools

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"hextui/hex"
	"hextui/hex/change"
	"hextui/mcpsrv/answer"
	"hextui/mcpsrv/policy"
	"hextui/mcpsrv/words"
)

// runTools start, watch and stop runs of published versions.
func runTools() []Spec {
	missing := "List the project's runs with get_hex_project_runs; find the project with search_hex_projects."
	return []Spec{
		tool[runIn, run]{
			name: "get_hex_run_status", title: "Get a run", class: policy.Read, toolset: policy.Runs,
			about:  "Shows the status of a run, whether it finished, and how long it took.",
			advice: answer.Advice{Missing: missing},
			target: func(w *Workspace, in runIn) string { return w.names.ofProject(in.ProjectID) },
			run:    (*Workspace).getRun,
		}.spec(),
		tool[listRunsIn, runPage]{
			name: "get_hex_project_runs", title: "List a project's runs", class: policy.Read, toolset: policy.Runs,
			about:  "Lists the runs of a project's published versions, newest first.",
			advice: answer.Advice{Missing: "Find the project with search_hex_projects."},
			target: func(w *Workspace, in listRunsIn) string { return w.names.ofProject(in.ProjectID) },
			check:  func(in listRunsIn) *answer.Failure { return checkFields[runRow](in.View) },
			run:    (*Workspace).listRuns,
		}.spec(),
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
			advice: answer.Advice{Missing: missing, Check: "Look at get_hex_run_status whether the run still goes on."},
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

type runIn struct {
	ProjectID string `json:"project_id" arg:"required,id=project"`
	RunID     string `json:"run_id" arg:"required,id=run"`
}

// run is a run as it stands.
type run struct {
	RunID     string     `json:"run_id"`
	ProjectID string     `json:"project_id"`
	Status    string     `json:"status"`
	Finished  bool       `json:"finished"`
	Trigger   string     `json:"trigger,omitempty"`
	Version   string     `json:"version,omitempty"`
	Started   *time.Time `json:"started,omitempty"`
	Ended     *time.Time `json:"ended,omitempty"`
	ElapsedS  float64    `json:"elapsed_s"`
	URL       string     `json:"url,omitempty"`
	TraceID   string     `json:"trace_id,omitempty"`
	Odd       []oddRow   `json:"odd,omitempty" doc:"What of it cannot be understood."`
}

func (w *Workspace) runOf(h hex.Run) run {
	return run{
		RunID: h.RunID, ProjectID: h.ProjectID, Status: string(h.Status), Finished: h.Status.Finished(),
		Trigger: string(h.Trigger), Version: string(h.Version), Started: words.Moment(h.StartTime), Ended: words.Moment(h.EndTime),
		ElapsedS: max(h.Elapsed(w.now()), 0).Round(100 * time.Millisecond).Seconds(), URL: h.URL, TraceID: h.TraceID,
		Odd: oddTimes(h.RunID, h.Odd),
	}
}

func (r run) line() string {
	return words.Labelled(r.RunID+" "+r.Status, "version", r.Version, "trigger", r.Trigger, "started", words.Stamp(r.Started),
		"ended", words.Stamp(r.Ended), r.lasts(), words.Seconds(r.ElapsedS), "link", r.URL, "trace id", r.TraceID)
}

// lasts is what the time of a run is called: one that goes on took nothing yet.
func (r run) lasts() string {
	if r.Finished {
		return "took"
	}
	return "so far"
}

func (r run) Text() string {
	return words.Labelled(fmt.Sprintf("Run %s is %s, finished %v", r.RunID, r.Status, r.Finished), "project", r.ProjectID, "version", r.Version,
		"trigger", r.Trigger, "started", words.Stamp(r.Started), "ended", words.Stamp(r.Ended), r.lasts(), words.Seconds(r.ElapsedS),
		"link", r.URL, "trace id", r.TraceID, "with", oddText(r.Odd)) + "."
}

func (w *Workspace) getRun(ctx context.Context, in runIn) (run, error) {
	h, err := w.hex.GetRunStatus(ctx, in.ProjectID, in.RunID)
	return w.runOf(h), err
}

type listRunsIn struct {
	ProjectID string `json:"project_id" arg:"required,id=project"`
	Limit     int    `json:"limit" arg:"min=1,max=100,default=25" doc:"At most so many."`
	Offset    int    `json:"offset" arg:"min=0" doc:"Runs to skip."`
	Status    string `json:"status" arg:"enum=PENDING|RUNNING|ERRORED|COMPLETED|KILLED|UNABLE_TO_ALLOCATE_KERNEL,also=CANCELLED:KILLED|CANCELED:KILLED|FAILED:ERRORED|SUCCEEDED:COMPLETED" doc:"Only of this status."`
	Trigger   string `json:"trigger" arg:"enum=API|SCHEDULED|APP_REFRESH|ALL" doc:"What started it."`
	View      view   `json:",inline"`
}

// runRow is a run in a list.
type runRow struct {
	RunID    string     `json:"run_id,omitempty"`
	Status   string     `json:"status,omitempty"`
	Trigger  string     `json:"trigger,omitempty"`
	Version  string     `json:"version,omitempty"`
	Started  *time.Time `json:"started,omitempty"`
	Ended    *time.Time `json:"ended,omitempty"`
	ElapsedS float64    `json:"elapsed_s,omitempty"`
	URL      string     `json:"url,omitempty"`
	TraceID  string     `json:"trace_id,omitempty"`
}

func (w *Workspace) runRow(h hex.Run, full bool) runRow {
	r := w.runOf(h)
	row := runRow{RunID: r.RunID, Status: r.Status, Trigger: r.Trigger, Version: r.Version, Started: r.Started, Ended: r.Ended,
		ElapsedS: r.ElapsedS}
	if full {
		row.URL, row.TraceID = r.URL, r.TraceID
	}
	return row
}

func (r runRow) line() string {
	return run{
		RunID: r.RunID, Status: r.Status, Finished: hex.RunStatus(r.Status).Finished(), Trigger: r.Trigger, Version: r.Version,
		Started: r.Started, Ended: r.Ended, ElapsedS: r.ElapsedS, URL: r.URL, TraceID: r.TraceID,
	}.line()
}

type runPage struct {
	Runs       []runRow `json:"runs"`
	HasMore    bool     `json:"has_more"`
	NextOffset int      `json:"next_offset,omitempty"`
	Next       string   `json:"next,omitempty"`
	Odd        []oddRow `json:"odd,omitempty" doc:"Runs that cannot be understood."`

	offset int
	fields []string
}

func (p runPage) Text() string {
	return words.Lines(fmt.Sprintf("%s, has_more %v.", words.Count(len(p.Runs), "run"), p.HasMore), p.Runs, rowText(p.fields, runRow.line),
		strings.TrimSpace(oddText(p.Odd)+"\n"+p.Next))
}

func (p runPage) Size() int { return len(p.Runs) }

func (p runPage) First(n int) answer.Result {
	p.HasMore, p.NextOffset, p.Next = true, p.offset+n, nextOffset(p.offset, n, len(p.Runs))
	p.Runs = p.Runs[:n]
	return p
}

func (w *Workspace) listRuns(ctx context.Context, in listRunsIn) (runPage, error) {
	out := runPage{Runs: []runRow{}, offset: in.Offset, fields: in.View.Fields}
	q := hex.RunQuery{Limit: in.Limit, Offset: in.Offset, Status: hex.RunStatus(in.Status)}
	if in.Trigger != "ALL" {
		q.Trigger = hex.RunTrigger(in.Trigger)
	}
	page, err := w.hex.GetProjectRuns(ctx, in.ProjectID, q)
	if err != nil {
		return out, err
	}
	out.Runs = chosen(each(page.Runs, func(h hex.Run) runRow { return w.runRow(h, in.View.full()) }), in.View.Fields)
	out.Odd = oddRows(page.Odd)
	for _, h := range page.Runs {
		out.Odd = append(out.Odd, oddTimes(h.RunID, h.Odd)...)
	}
	if out.HasMore = page.More; page.More {
		out.NextOffset = in.Offset + len(page.Runs) + len(page.Odd)
		out.Next = fmt.Sprintf("Call again with offset %d.", out.NextOffset)
	}
	return out, nil
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
			in.ProjectID, inputs, callText("run_hex_project", "project_id", in.ProjectID, "update_published_results", "true")))
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
	RowsOf       string  `json:"rows_of" arg:"id=cell" doc:"With wait_s: the SQL cell whose rows to answer; else the last."`
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
	return words.Labelled(started, "project", d.ProjectID, "cell", d.CellID, "link", d.URL, "trace id", d.TraceID) + ", by a route that is not in Hex's published document" + d.ending.text()
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

// waitTools wait for what takes time, never longer than a client's patience.
func waitTools() []Spec {
	return []Spec{
		tool[waitRunIn, runWaited]{
			name: "wait_hex_run", title: "Wait for a run", class: policy.Read, toolset: policy.Runs,
			about: "Waits until a run finishes, at most timeout_s, and tells its progress. When finished is false, call again with the " +
				"same ids: nothing is lost. Giving up the wait does not stop the run.",
			advice: answer.Advice{Missing: "List the project's runs with get_hex_project_runs.",
				Check: "The run goes on: call wait_hex_run again with the same ids."},
			target: func(w *Workspace, in waitRunIn) string { return w.names.ofProject(in.ProjectID) },
			run:    (*Workspace).waitRun,
		}.spec(),
	}
}

type waitRunIn struct {
	ProjectID string `json:"project_id" arg:"required,id=project"`
	RunID     string `json:"run_id" arg:"required,id=run"`
	TimeoutS  int    `json:"timeout_s" arg:"min=1,max=50,default=45" doc:"Seconds to wait."`
}

type runWaited struct {
	Run      run    `json:"run"`
	Finished bool   `json:"finished"`
	WaitedS  int    `json:"waited_s"`
	Next     string `json:"next,omitempty"`
}

func (r runWaited) Text() string {
	text := fmt.Sprintf("%s\nWaited %d s.", r.Run.Text(), r.WaitedS)
	if r.Next != "" {
		text += " " + r.Next
	}
	return text
}

func (w *Workspace) waitRun(ctx context.Context, in waitRunIn) (runWaited, error) {
	began := w.now()
	h, err := w.follow(ctx, in.ProjectID, in.RunID, in.TimeoutS)
	if err != nil {
		return runWaited{}, err
	}
	r := w.runOf(h)
	out := runWaited{Run: r, Finished: r.Finished, WaitedS: int(w.now().Sub(began).Seconds())}
	switch {
	case !r.Finished:
		out.Next = "It has not finished. Call wait_hex_run again with the same ids."
	case h.Status != hex.RunCompleted:
		out.Next = "To see why: " + callText("explain_hex_run", "project_id", h.ProjectID, "run_id", h.RunID)
	case h.Draft():
		out.Next = "Read rows with get_hex_cell_output."
	}
	return out, nil
}

// tellEvery is how often a wait is told of when nothing happens.
const tellEvery = 5 * time.Second

// follow waits for the end of a run with the client's shared watcher, so many seconds at most, and gives the run as it then stands. A
// call that has become a task goes on until the run ends: nobody waits for its answer.
func (w *Workspace) follow(ctx context.Context, projectID, runID string, seconds int) (hex.Run, error) {
	watch := w.hex.Watch(ctx, projectID, runID)
	defer watch.Close()
	bound := w.bound(seconds)
	defer bound.end()
	enough := time.NewTimer(time.Duration(seconds) * time.Second)
	defer enough.Stop()
	beat := time.NewTicker(tellEvery)
	defer beat.Stop()
	began := w.now()
	tell := func() {
		said := "Hex has not yet said how the run stands"
		if u, known := watch.Latest(); known && !u.At.IsZero() {
			said = fmt.Sprintf("%s for %s", u.Run.Status, words.Span(u.Run.Elapsed(w.now())))
		}
		w.progress(int(w.now().Sub(began).Seconds()), bound.seconds, said)
	}
	for {
		select {
		case u, more := <-watch.Updates():
			switch {
			case !more:
				return asItStands(ctx, watch)
			case u.Err != nil && (u.Done || u.At.IsZero() && hex.IsKind(u.Err, hex.NotFound, hex.Forbidden, hex.Invalid, hex.Unprocessable)):
				return hex.Run{}, u.Err
			case u.Done:
				return u.Run, nil
			case u.Err == nil:
				tell()
			}
		case <-beat.C:
			tell()
		case <-enough.C:
			until, ok := bound.extend()
			if !ok {
				return asItStands(ctx, watch)
			}
			enough.Reset(time.Until(until))
		}
	}
}

// asItStands is a run that is not followed any longer, as Hex last said.
func asItStands(ctx context.Context, watch *hex.Watch) (hex.Run, error) {
	last, known := watch.Latest()
	switch {
	case ctx.Err() != nil:
		return hex.Run{}, ctx.Err()
	case known && !last.At.IsZero() && (last.Err == nil || !last.Done):
		return last.Run, nil
	case known && last.Err != nil:
		return hex.Run{}, last.Err
	}
	return hex.Run{}, &answer.Failure{Kind: string(hex.Timeout), Message: "Hex did not say how the run stands within the time to wait.",
		Hint: "The run is not affected. Call wait_hex_run again with the same ids."}
}

// bound is how long a call waits.
type bound struct {
	work *Workspace
	// seconds is how long that is from the beginning; 0 once it is until what is waited for ends.
	seconds int
	back    func()
}

func (w *Workspace) bound(seconds int) *bound {
	return &bound{work: w, seconds: seconds, back: func() {}}
}

// extend lets a call that has become a task wait for as long as a task is kept, without its place among those that run at once. It is
// false for any other call, and the second time.
func (b *bound) extend() (until time.Time, ok bool) {
	until, task := b.work.caller.TaskEnds()
	if !task || b.seconds == 0 {
		return time.Time{}, false
	}
	b.seconds, b.back = 0, b.work.caller.StepAside()
	return until, true
}

// end takes the call's place again.
func (b *bound) end() { b.back() }

// waiting are the arguments of every tool that starts a run.
type waiting struct {
	WaitS int `json:"wait_s" arg:"min=0,max=50" doc:"Seconds to wait for the end; then rows, or why it failed, are in the answer."`
}

// ending is how a run that was started went on while it was waited for. It is part of the results of all tools that start one.
type ending struct {
	// Finished is true when the run has ended; Run is then as it ended.
	Finished bool `json:"finished"`
	WaitedS  int  `json:"waited_s,omitempty"`
	Run      *run `json:"run,omitempty"`
	// Output is what a run of the draft gave, Explanation why a run failed.
	Output      *output      `json:"output,omitempty"`
	Explanation *explanation `json:"explanation,omitempty"`
	Next        string       `json:"next"`
}

func (e ending) text() string {
	text := fmt.Sprintf(", finished %v.", e.Finished)
	if e.Run != nil {
		text += fmt.Sprintf("\n%s\nWaited %d s.", e.Run.Text(), e.WaitedS)
	}
	if e.Output != nil {
		text += "\n" + e.Output.Text()
	}
	if e.Explanation != nil {
		text += "\n" + e.Explanation.Text()
	}
	if e.Next != "" {
		text += "\n" + e.Next
	}
	return text
}

// Size is how much of it can be left out.
func (e ending) Size() int {
	switch {
	case e.Output != nil:
		return e.Output.Size()
	case e.Explanation != nil:
		return e.Explanation.Size()
	}
	return 0
}

// first is the ending with no more than n of it.
func (e ending) first(n int) ending {
	switch {
	case e.Output != nil:
		cut := e.Output.First(n).(output)
		e.Output = &cut
	case e.Explanation != nil:
		cut := e.Explanation.First(n).(explanation)
		e.Explanation = &cut
	}
	return e
}

// ended waits for a run that was just started, and says how it went on. The run is started whatever comes of the waiting, so that no
// trouble of it fails the call. Rows are read from the output of a run that completed.
func (w *Workspace) ended(ctx context.Context, projectID, runID string, seconds int, rows func(context.Context) (*output, error)) ending {
	again := callText("wait_hex_run", "project_id", projectID, "run_id", runID)
	if seconds == 0 {
		return ending{Next: "To wait for its end: " + again}
	}
	began := w.now()
	h, err := w.follow(ctx, projectID, runID, seconds)
	out := ending{WaitedS: int(w.now().Sub(began).Seconds())}
	if err != nil {
		out.Next = fmt.Sprintf("The run has started, and could not be followed: %v Look again: %s", err, again)
		return out
	}
	r := w.runOf(h)
	out.Run, out.Finished = &r, r.Finished
	switch {
	case !r.Finished:
		out.Next = "It has not finished. Do not start it again; go on waiting: " + again
		return out
	case h.Status == hex.RunCompleted:
		out.Output, err = rows(ctx)
	default:
		var e explanation
		e, err = w.explain(ctx, explainIn{ProjectID: projectID, RunID: runID, Outputs: defaultOutputs})
		e.Run = nil // it stands beside it
		out.Explanation = &e
	}
	if err != nil {
		out.Output, out.Explanation = nil, nil
		more := "Read rows with get_hex_cell_output."
		if h.Status != hex.RunCompleted {
			more = "To see why: " + callText("explain_hex_run", "project_id", projectID, "run_id", runID)
		}
		out.Next = fmt.Sprintf("How it ended is known; what came of it could not be read: %v %s", err, more)
	}
	return out
}
