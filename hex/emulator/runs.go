package emulator

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"hextui/hex/emulator/executor"
	"hextui/hex/emulator/store"
)

// The aliases are the paths of before the published document, which orchestrators' packages still call.
func runOperations() []operation {
	read, run := []Scope{ReadProjects}, []Scope{RunProjects}
	return []operation{
		{name: "RunProject", method: "POST", path: "/v1/projects/{projectId}/runs", alias: "/v1/project/{projectId}/run",
			group: groupRunKernel, older: true, scopes: run, success: 201, do: runProject},
		{name: "GetProjectRuns", method: "GET", path: "/v1/projects/{projectId}/runs", alias: "/v1/project/{projectId}/runs",
			group: groupAPI, older: true, scopes: read, do: getProjectRuns},
		{name: "GetRunStatus", method: "GET", path: "/v1/projects/{projectId}/runs/{runId}", alias: "/v1/project/{projectId}/run/{runId}",
			group: groupAPI, older: true, scopes: read, do: getRunStatus},
		{name: "CancelRun", method: "DELETE", path: "/v1/projects/{projectId}/runs/{runId}", alias: "/v1/project/{projectId}/run/{runId}",
			shape: older, older: true, scopes: run, success: 204, do: cancelRun},
	}
}

// runBody is a run as the API shows it.
type runBody struct {
	ProjectID      string          `json:"projectId"`
	ProjectVersion any             `json:"projectVersion"` // text, or a number in the older document
	RunID          string          `json:"runId"`
	RunURL         string          `json:"runUrl"`
	Status         string          `json:"status"`
	RunTrigger     string          `json:"runTrigger"`
	StartTime      timestamp       `json:"startTime"`
	EndTime        timestamp       `json:"endTime"`
	ElapsedTime    *int64          `json:"elapsedTime"` // milliseconds
	TraceID        string          `json:"traceId"`
	Notifications  json.RawMessage `json:"notifications,omitempty"`
	StateEvents    []eventBody     `json:"stateEvents,omitempty"`
}

type eventBody struct {
	Type      string    `json:"type"`
	Value     string    `json:"value"`
	Timestamp timestamp `json:"timestamp"`
}

func (c *call) showRun(r store.Run) runBody {
	body := runBody{
		ProjectID: r.Project, RunID: r.ID, RunURL: c.runURL(r), Status: r.Status, RunTrigger: r.Trigger,
		StartTime: timestamp(r.Started), EndTime: timestamp(r.Ended), TraceID: c.trace, Notifications: r.Notifications,
	}
	switch {
	case c.o.Older:
		body.ProjectVersion = r.Version
	case r.Version == 0:
		body.ProjectVersion = "draft"
	default:
		body.ProjectVersion = strconv.Itoa(r.Version)
	}
	if !r.Started.IsZero() {
		end := r.Ended
		if end.IsZero() {
			end = c.now()
		}
		elapsed := end.Sub(r.Started).Milliseconds()
		body.ElapsedTime = &elapsed
	}
	return body
}

// site is the address that the caller reached the workspace at.
func (c *call) site() string { return "http://" + c.request.Host }

func (c *call) runURL(r store.Run) string {
	if r.Version == 0 {
		return c.site() + "/acme/hex/" + r.Project + "/draft/logic?runId=" + r.ID
	}
	return c.site() + "/acme/app/" + r.Project + "/latest?runId=" + r.ID
}

func (c *call) runStatusURL(r store.Run) string {
	return c.site() + "/api/v1/projects/" + r.Project + "/runs/" + r.ID
}

type runRequest struct {
	InputParams            map[string]json.RawMessage `json:"inputParams"`
	DryRun                 bool                       `json:"dryRun"`
	UpdatePublishedResults bool                       `json:"updatePublishedResults"`
	UseCachedSQLResults    *bool                      `json:"useCachedSqlResults"`
	ViewID                 string                     `json:"viewId"`
	Notifications          []notification             `json:"notifications"`
	UpdateCache            bool                       `json:"updateCache"`
}

type runHandle struct {
	ProjectID      string          `json:"projectId"`
	RunID          string          `json:"runId"`
	RunURL         string          `json:"runUrl"`
	RunStatusURL   string          `json:"runStatusUrl"`
	TraceID        string          `json:"traceId"`
	ProjectVersion int             `json:"projectVersion"`
	Notifications  json.RawMessage `json:"notifications,omitempty"`
}

// runProject runs the latest published version.
func runProject(c *call) (any, error) {
	var body runRequest
	if err := c.body(&body, true); err != nil {
		return nil, err
	}
	if body.UpdateCache {
		fresh := false
		body.UpdatePublishedResults, body.UseCachedSQLResults = true, &fresh
	}
	wanted := "APP_ONLY"
	if body.UpdatePublishedResults {
		wanted = "CAN_EDIT"
	}
	id, err := c.id("projectId")
	if err != nil {
		return nil, err
	}
	p, err := c.project(id, wanted)
	if err != nil {
		return nil, err
	}
	j, err := c.publishedJob(p, body)
	if err != nil {
		return nil, err
	}
	if !body.DryRun {
		if err := c.begin(j); err != nil {
			return nil, err
		}
	}
	return runHandle{p.ID, j.Run.ID, c.runURL(j.Run), c.runStatusURL(j.Run), c.trace, p.Version, j.Run.Notifications}, nil
}

// publishedJob checks a request to run a project's published version, and makes
// the run of it.
func (c *call) publishedJob(p store.Project, body runRequest) (executor.Job, error) {
	if p.Version == 0 {
		return executor.Job{}, unprocessable("The project %q has never been published; only published projects can be run", p.Title)
	}
	if body.ViewID != "" && len(body.InputParams) > 0 {
		return executor.Job{}, badRequest("Give viewId or inputParams, not both")
	}
	version, err := c.store.Version(c.ctx(), p.ID, p.Version)
	if err != nil {
		return executor.Job{}, err
	}
	inputs, err := inputsOf(version.Cells)
	if err != nil {
		return executor.Job{}, err
	}
	values := defaults(inputs)
	if body.ViewID != "" {
		view, err := c.store.View(c.ctx(), p.ID, body.ViewID)
		if err != nil {
			return executor.Job{}, missing(err, "saved view", body.ViewID)
		}
		if err := json.Unmarshal(view.Inputs, &values); err != nil {
			return executor.Job{}, err
		}
	}
	if err := setInputs(values, inputs, body.InputParams); err != nil {
		return executor.Job{}, err
	}
	run := c.newRun(p.ID, p.Version)
	if run.Inputs, err = json.Marshal(values); err != nil {
		return executor.Job{}, err
	}
	if run.Notifications, err = c.notifications(body.Notifications); err != nil {
		return executor.Job{}, err
	}
	return executor.Job{
		Run: run, Cells: version.Cells, Inputs: values, Place: run.ID,
		Cached:  body.UseCachedSQLResults == nil || *body.UseCachedSQLResults,
		Publish: body.UpdatePublishedResults && len(body.InputParams) == 0,
	}, nil
}

func (c *call) newRun(project string, version int) store.Run {
	now := c.now()
	return store.Run{
		ID: newID(), Project: project, Version: version, User: c.who.user.ID, Trigger: "API", Status: "PENDING", Created: now,
		Events: []store.Event{{Type: "RUN_STATUS", Value: "PENDING", At: now}},
	}
}

// begin starts a job, or says why there is no kernel for it.
func (c *call) begin(j executor.Job) error {
	j.NoKernel = c.spoil.NoKernel
	err := c.runs.Begin(c.ctx(), j)
	if errors.Is(err, store.ErrTooManyRuns) {
		return refuse(http.StatusServiceUnavailable, "You have %d active runs, as many as a user may have; no run was created. Try "+
			"again when one has ended.", executor.MostActive)
	}
	return err
}

type runList struct {
	Runs         []runBody `json:"runs"`
	NextPage     nullable  `json:"nextPage"`
	PreviousPage nullable  `json:"previousPage"`
	TraceID      string    `json:"traceId"`
}

var runStatuses = []string{"PENDING", "RUNNING", "ERRORED", "COMPLETED", "KILLED", "UNABLE_TO_ALLOCATE_KERNEL"}

func getProjectRuns(c *call) (any, error) {
	id, err := c.id("projectId")
	if err != nil {
		return nil, err
	}
	limit, err := c.number("limit", 25, 1, 100)
	if err != nil {
		return nil, err
	}
	offset, err := c.number("offset", 0, 0, 1<<31-1)
	if err != nil {
		return nil, err
	}
	filter := store.RunFilter{Project: id}
	if filter.Status, err = c.oneOf("statusFilter", runStatuses...); err != nil {
		return nil, err
	}
	if filter.Trigger, err = c.oneOf("runTriggerFilter", "API", "SCHEDULED", "APP_REFRESH", "ALL"); err != nil {
		return nil, err
	}
	if filter.Trigger == "ALL" {
		filter.Trigger = ""
	}
	if _, err := c.project(id, "APP_ONLY"); err != nil {
		return nil, err
	}
	runs, more, err := c.store.Runs(c.ctx(), filter, limit, offset)
	if err != nil {
		return nil, err
	}
	list := runList{Runs: mapped(runs, c.showRun), TraceID: c.trace}
	if more {
		list.NextPage = c.samePage(limit, offset+limit)
	}
	if offset > 0 {
		list.PreviousPage = c.samePage(limit, max(offset-limit, 0))
	}
	return list, nil
}

// samePage is the address of another stretch of the list that was asked for.
func (c *call) samePage(limit, offset int) nullable {
	query := c.request.URL.Query()
	query.Set("limit", strconv.Itoa(limit))
	query.Set("offset", strconv.Itoa(offset))
	return nullable(c.site() + (&url.URL{Path: c.request.URL.Path, RawQuery: query.Encode()}).String())
}

// run reads the run that the path names, of a project with the wanted access.
func (c *call) run(wanted string) (store.Run, error) {
	project, err := c.id("projectId")
	if err != nil {
		return store.Run{}, err
	}
	id, err := c.id("runId")
	if err != nil {
		return store.Run{}, err
	}
	if _, err := c.project(project, wanted); err != nil {
		return store.Run{}, err
	}
	run, err := c.store.Run(c.ctx(), project, id)
	return run, missing(err, "run", id)
}

func getRunStatus(c *call) (any, error) {
	run, err := c.run("APP_ONLY")
	if err != nil {
		return nil, err
	}
	body := c.showRun(run)
	if strings.EqualFold(c.request.Header.Get("enable-expanded-stats"), "true") {
		body.StateEvents = mapped(run.Events, func(e store.Event) eventBody { return eventBody{e.Type, e.Value, timestamp(e.At)} })
	}
	return body, nil
}

func cancelRun(c *call) (any, error) {
	run, err := c.run("APP_ONLY")
	if err != nil {
		return nil, err
	}
	if err = c.runs.Cancel(c.ctx(), run.ID); errors.Is(err, store.ErrFinished) {
		err = unprocessable("The run %s has already ended; only a run that has not can be cancelled", run.ID)
	}
	return nil, err
}

// compact is JSON text without spaces, for messages.
func compact(text json.RawMessage) string {
	var out bytes.Buffer
	if err := json.Compact(&out, text); err != nil {
		return string(text)
	}
	return out.String()
}
