package tools

import (
	"context"
	"fmt"
	"strings"
	"time"

	"hextui/hex"
	"hextui/mcpsrv/answer"
	"hextui/mcpsrv/explain"
	"hextui/mcpsrv/policy"
	"hextui/mcpsrv/words"
)

// missingRun is what to do about a run that Hex does not find.
const missingRun = "List the project's runs with get_hex_project_runs; find the project with search_hex_projects."

// runTools show runs as Hex has them.
func runTools() []Spec {
	return []Spec{
		tool[runIn, run]{
			name: "get_hex_run_status", title: "Get a run", class: policy.Read, toolset: policy.Runs,
			about:  "Shows the status of a run, whether it finished, and how long it took.",
			advice: answer.Advice{Missing: missingRun},
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
	return words.Labelled(fmt.Sprintf("Run %s is %s, finished %v", r.RunID, r.Status, r.Finished), "project", r.ProjectID,
		"version", r.Version, "trigger", r.Trigger, "started", words.Stamp(r.Started), "ended", words.Stamp(r.Ended),
		r.lasts(), words.Seconds(r.ElapsedS), "link", r.URL, "trace id", r.TraceID, "with", oddText(r.Odd)) + "."
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

// explainTools say why a run failed.
func explainTools() []Spec {
	return []Spec{
		tool[explainIn, explanation]{
			name: "explain_hex_run", title: "Explain a failed run", class: policy.Read, toolset: policy.Runs,
			about: "Explains why a run failed: newer successes, what changed since the last one, the draft's failing cells, suspects " +
				"in order, the call that tells more.",
			advice: answer.Advice{Missing: missingRun},
			target: func(w *Workspace, in explainIn) string { return w.names.ofProject(in.ProjectID) },
			run:    (*Workspace).explain,
		}.spec(),
	}
}

// defaultOutputs is how many outputs are looked at where nobody says how many.
const defaultOutputs = 10

type explainIn struct {
	ProjectID string `json:"project_id" arg:"required,id=project"`
	RunID     string `json:"run_id" arg:"id=run" doc:"None: the newest that failed."`
	Outputs   int    `json:"outputs" arg:"min=0,max=25,default=10" doc:"Cells whose output is looked at."`
}

// explanation is why a run failed, and the runs that tell of it.
type explanation struct {
	explain.Explanation
	Run *run `json:"run,omitempty"`
	// NewerSuccess is the newest run that completed after this one, LastSuccess the last before it.
	NewerSuccess *run `json:"newer_success,omitempty"`
	LastSuccess  *run `json:"last_success,omitempty"`
}

// Text is all of it, what ends the search first.
func (e explanation) Text() string {
	var parts []string
	if e.NewerSuccess != nil {
		parts = append(parts, "A newer run succeeded. "+e.NewerSuccess.Text())
	}
	parts = append(parts, e.Head())
	if e.Run != nil {
		parts = append(parts, e.Run.Text())
	}
	if e.LastSuccess != nil {
		parts = append(parts, "The last success before it: "+e.LastSuccess.Text())
	}
	return strings.Join(append(parts, e.Body()), "\n")
}

func (e explanation) First(n int) answer.Result {
	e.Explanation = e.Explanation.First(n)
	return e
}

func (w *Workspace) explain(ctx context.Context, in explainIn) (explanation, error) {
	p, err := w.hex.GetProject(ctx, in.ProjectID)
	if err != nil {
		return explanation{}, err
	}
	w.names.project(p)
	found, err := explain.Question{
		Hex: w.hex, Project: p, RunID: in.RunID, Outputs: in.Outputs, DraftRun: w.names.draftRun(in.ProjectID),
		Cells: w.allCells, Connections: w.visibleConnections, RunCell: w.runCall, Progress: w.progress,
	}.Answer(ctx)
	return explanation{Explanation: found, Run: w.runPointer(found.Runs.Explained), NewerSuccess: w.runPointer(found.Runs.NewerSuccess),
		LastSuccess: w.runPointer(found.Runs.LastSuccess)}, err
}

func (w *Workspace) runPointer(h hex.Run) *run {
	if h.RunID == "" {
		return nil
	}
	r := w.runOf(h)
	return &r
}

// visibleConnections are the kinds of the data connections by their ids, nil when they cannot be listed.
func (w *Workspace) visibleConnections(ctx context.Context) map[string]hex.ConnectionType {
	all, err := walk(ctx, 100, func(ctx context.Context, p hex.Paging) (hex.Page[hex.DataConnection], error) {
		return w.hex.ListDataConnections(ctx, hex.ConnectionQuery{Paging: p})
	})
	if err != nil {
		return nil
	}
	kinds := map[string]hex.ConnectionType{}
	for _, c := range all.Items {
		kinds[c.ID] = c.Type
	}
	return kinds
}
