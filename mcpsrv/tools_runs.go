package mcpsrv

import (
	"context"
	"fmt"
	"time"

	"hextui/hex"
)

// runTools start, watch and stop runs of published versions.
func runTools() []spec {
	missing := "List the project's runs with get_hex_project_runs; find the project with search_hex_projects."
	return []spec{
		tool[runIn, run]{
			name: "get_hex_run_status", title: "Get a run", class: Read, toolset: Runs,
			about:  "Shows how a run stands: its status, whether it has finished, and how long it took. A status that is not known yet is not finished.",
			advice: advice{missing: missing},
			target: func(s *Server, in runIn) string { return s.names.ofProject(in.ProjectID) },
			run:    (*Server).getRun,
		}.spec(),
		tool[listRunsIn, runPage]{
			name: "get_hex_project_runs", title: "List a project's runs", class: Read, toolset: Runs,
			about:  "Lists the runs of a project's published versions, newest first, however they were started.",
			advice: advice{missing: "Find the project with search_hex_projects."},
			target: func(s *Server, in listRunsIn) string { return s.names.ofProject(in.ProjectID) },
			run:    (*Server).listRuns,
		}.spec(),
		tool[runProjectIn, runStarted]{
			name: "run_hex_project", title: "Run a project", class: Execute, toolset: Runs,
			about:  "Starts a run of a project's latest published version and answers at once; follow it with get_hex_run_status. Runs SQL and code, which costs money. A project that was never published cannot be run. dry_run checks the request and starts nothing.",
			advice: advice{missing: "Find the project with search_hex_projects.", check: "Look at get_hex_project_runs whether a run has started, before starting another."},
			target: func(s *Server, in runProjectIn) string { return s.names.ofProject(in.ProjectID) },
			check:  (runProjectIn).check,
			dryRun: func(in runProjectIn) bool { return in.DryRun },
			run:    (*Server).runProject,
		}.spec(),
		tool[runIn, runCancelled]{
			name: "cancel_hex_run", title: "Cancel a run", class: Destroy, toolset: Runs,
			about:  "Stops a run. Its status becomes KILLED a moment later. A finished run cannot be cancelled.",
			advice: advice{missing: missing, check: "Look at get_hex_run_status whether the run still goes on."},
			target: func(s *Server, in runIn) string { return s.names.ofProject(in.ProjectID) },
			run:    (*Server).cancelRun,
		}.spec(),
	}
}

type runIn struct {
	ProjectID string `json:"project_id" arg:"required,id=project" doc:"UUID or Hex URL."`
	RunID     string `json:"run_id" arg:"required,id=run" doc:"UUID or URL of the run."`
}

// run is a run as it stands.
type run struct {
	RunID     string     `json:"run_id"`
	ProjectID string     `json:"project_id"`
	Status    string     `json:"status" doc:"PENDING, RUNNING, COMPLETED, ERRORED, KILLED, UNABLE_TO_ALLOCATE_KERNEL or one not known yet."`
	Finished  bool       `json:"finished"`
	Trigger   string     `json:"trigger,omitempty"`
	Version   string     `json:"version,omitempty" doc:"Number of the published version, or draft."`
	Started   *time.Time `json:"started,omitempty"`
	Ended     *time.Time `json:"ended,omitempty"`
	ElapsedS  float64    `json:"elapsed_s"`
	URL       string     `json:"url,omitempty"`
	TraceID   string     `json:"trace_id,omitempty"`
}

func (s *Server) runOf(h hex.Run) run {
	return run{
		RunID: h.RunID, ProjectID: h.ProjectID, Status: string(h.Status), Finished: h.Status.Finished(),
		Trigger: string(h.Trigger), Version: string(h.Version), Started: moment(h.StartTime), Ended: moment(h.EndTime),
		ElapsedS: h.Elapsed(s.now()).Round(100 * time.Millisecond).Seconds(), URL: h.URL, TraceID: h.TraceID,
	}
}

func (r run) line() string {
	at := "not started"
	if r.Started != nil {
		at = r.Started.Format(time.RFC3339)
	}
	return fmt.Sprintf("%s %s %s %s %gs", r.RunID, r.Status, at, r.Trigger, r.ElapsedS)
}

func (r run) text() string {
	text := fmt.Sprintf("Run %s is %s after %g s.", r.RunID, r.Status, r.ElapsedS)
	if !r.Finished {
		return text + " It has not finished; ask again in a few seconds."
	}
	return text
}

func (s *Server) getRun(ctx context.Context, in runIn) (run, error) {
	h, err := s.hex.GetRunStatus(ctx, in.ProjectID, in.RunID)
	return s.runOf(h), err
}

type listRunsIn struct {
	ProjectID string `json:"project_id" arg:"required,id=project" doc:"UUID or Hex URL."`
	Limit     int    `json:"limit" arg:"min=1,max=100,default=25"`
	Offset    int    `json:"offset" arg:"min=0" doc:"Runs to skip, from the newest."`
	Status    string `json:"status" arg:"enum=PENDING|RUNNING|ERRORED|COMPLETED|KILLED|UNABLE_TO_ALLOCATE_KERNEL"`
	Trigger   string `json:"trigger" arg:"enum=API|SCHEDULED|APP_REFRESH|ALL" doc:"What started the run."`
}

// runRow is a run in a list.
type runRow struct {
	RunID    string     `json:"run_id"`
	Status   string     `json:"status"`
	Trigger  string     `json:"trigger,omitempty"`
	Version  string     `json:"version,omitempty"`
	Started  *time.Time `json:"started,omitempty"`
	Ended    *time.Time `json:"ended,omitempty"`
	ElapsedS float64    `json:"elapsed_s"`
}

type runPage struct {
	Runs       []runRow `json:"runs"`
	HasMore    bool     `json:"has_more"`
	NextOffset int      `json:"next_offset,omitempty"`
	Next       string   `json:"next,omitempty"`
}

func (p runPage) text() string {
	return lines(count(len(p.Runs), "run")+".", p.Runs, func(r runRow) string {
		return run{RunID: r.RunID, Status: r.Status, Trigger: r.Trigger, Started: r.Started, ElapsedS: r.ElapsedS}.line()
	}, p.Next)
}

func (s *Server) listRuns(ctx context.Context, in listRunsIn) (runPage, error) {
	out := runPage{Runs: []runRow{}}
	q := hex.RunQuery{Limit: in.Limit, Offset: in.Offset, Status: hex.RunStatus(in.Status)}
	if in.Trigger != "ALL" {
		q.Trigger = hex.RunTrigger(in.Trigger)
	}
	page, err := s.hex.GetProjectRuns(ctx, in.ProjectID, q)
	if err != nil {
		return out, err
	}
	for _, h := range page.Runs {
		r := s.runOf(h)
		out.Runs = append(out.Runs, runRow{r.RunID, r.Status, r.Trigger, r.Version, r.Started, r.Ended, r.ElapsedS})
	}
	if out.HasMore = page.More; page.More {
		out.NextOffset = in.Offset + len(page.Runs)
		out.Next = fmt.Sprintf("Call again with offset %d.", out.NextOffset)
	}
	return out, nil
}

type runProjectIn struct {
	ProjectID              string         `json:"project_id" arg:"required,id=project" doc:"UUID or Hex URL."`
	InputParams            map[string]any `json:"input_params" doc:"Values for the app's inputs by variable name."`
	UpdatePublishedResults bool           `json:"update_published_results" arg:"default=false" doc:"Make the results those that the app's viewers see. Not with input_params."`
	UseCachedSQL           *bool          `json:"use_cached_sql" doc:"False asks the warehouse again. Hex's default is true."`
	DryRun                 bool           `json:"dry_run"`
	ViewID                 string         `json:"view_id" doc:"A saved view. Not with input_params."`
	Notifications          []notification `json:"notifications" doc:"Whom Hex tells how the run ended."`
}

type notification struct {
	Type                     string   `json:"type" arg:"required,enum=SUCCESS|FAILURE|ALL"`
	UserIDs                  []string `json:"user_ids"`
	GroupIDs                 []string `json:"group_ids"`
	SlackChannelIDs          []string `json:"slack_channel_ids"`
	Subject                  string   `json:"subject"`
	Body                     string   `json:"body"`
	IncludeSuccessScreenshot bool     `json:"include_success_screenshot"`
	ScreenshotFormat         string   `json:"screenshot_format" arg:"enum=png|pdf"`
}

func (in runProjectIn) check() *Failure {
	switch {
	case len(in.InputParams) > 0 && in.ViewID != "":
		return refuse("input_params and view_id exclude each other.", "A saved view has its own inputs: give one of the two.")
	case len(in.InputParams) > 0 && in.UpdatePublishedResults:
		return refuse("input_params and update_published_results exclude each other.", "The published results are those of the app's own inputs: give one of the two.")
	}
	for i, n := range in.Notifications {
		if len(n.UserIDs)+len(n.GroupIDs)+len(n.SlackChannelIDs) == 0 {
			return refuse(fmt.Sprintf("notifications[%d] names nobody.", i), "Give user_ids, group_ids or slack_channel_ids.")
		}
	}
	return nil
}

func (in runProjectIn) request() hex.RunRequest {
	r := hex.RunRequest{DryRun: in.DryRun, UpdatePublished: in.UpdatePublishedResults, UseCachedSQL: in.UseCachedSQL, ViewID: in.ViewID}
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
	RunID     string `json:"run_id,omitempty" doc:"Missing after a dry run."`
	Version   string `json:"version,omitempty" doc:"The published version that runs."`
	DryRun    bool   `json:"dry_run"`
	URL       string `json:"url,omitempty"`
	TraceID   string `json:"trace_id,omitempty"`
	Next      string `json:"next"`
}

func (r runStarted) text() string {
	if r.DryRun {
		return r.Next
	}
	return fmt.Sprintf("Run %s of project %s has started. %s", r.RunID, r.ProjectID, r.Next)
}

func (s *Server) runProject(ctx context.Context, in runProjectIn) (runStarted, error) {
	h, err := s.hex.RunProject(ctx, in.ProjectID, in.request())
	if err != nil {
		return runStarted{}, err
	}
	if in.DryRun { // Hex answers a dummy handle
		return runStarted{ProjectID: in.ProjectID, DryRun: true, TraceID: h.TraceID,
			Next: "Nothing was started: Hex would take this request. Call again without dry_run to start the run."}, nil
	}
	return runStarted{ProjectID: in.ProjectID, RunID: h.RunID, Version: string(h.Version), URL: h.URL, TraceID: h.TraceID,
		Next: "Ask get_hex_run_status with both ids until finished is true."}, nil
}

type runCancelled struct {
	Cancelled bool   `json:"cancelled"`
	ProjectID string `json:"project_id"`
	RunID     string `json:"run_id"`
}

func (r runCancelled) text() string {
	return fmt.Sprintf("Run %s is being stopped; its status becomes KILLED.", r.RunID)
}

func (s *Server) cancelRun(ctx context.Context, in runIn) (runCancelled, error) {
	if err := s.hex.CancelRun(ctx, in.ProjectID, in.RunID); err != nil {
		return runCancelled{}, err
	}
	return runCancelled{Cancelled: true, ProjectID: in.ProjectID, RunID: in.RunID}, nil
}
