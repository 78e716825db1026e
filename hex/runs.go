package hex

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"iter"
	"strings"
	"time"
)

// Version is the number of a published version as text, or "draft". Hex sends it as a number or as text.
type Version string

// UnmarshalJSON reads a number, a text or null.
func (v *Version) UnmarshalJSON(b []byte) error {
	switch b = bytes.TrimSpace(b); {
	case bytes.Equal(b, []byte("null")):
		*v = ""
		return nil
	case len(b) > 0 && b[0] == '"':
		return json.Unmarshal(b, (*string)(v))
	}
	var n json.Number
	if err := json.Unmarshal(b, &n); err != nil {
		return err
	}
	*v = Version(strings.TrimSuffix(n.String(), ".0"))
	return nil
}

// RunStatus is the state of a run. Unknown values are kept, and never taken for the end of a run.
type RunStatus string

// The run states that Hex documents.
const (
	RunPending   RunStatus = "PENDING"
	RunRunning   RunStatus = "RUNNING"
	RunErrored   RunStatus = "ERRORED"
	RunCompleted RunStatus = "COMPLETED"
	RunKilled    RunStatus = "KILLED"
	RunNoKernel  RunStatus = "UNABLE_TO_ALLOCATE_KERNEL"
)

// Finished tells whether a run in this state will never change again.
func (s RunStatus) Finished() bool {
	switch s {
	case RunErrored, RunCompleted, RunKilled, RunNoKernel:
		return true
	}
	return false
}

// RunTrigger is what started a run. Unknown values are kept.
type RunTrigger string

// The triggers that Hex documents.
const (
	TriggerAPI        RunTrigger = "API"
	TriggerScheduled  RunTrigger = "SCHEDULED"
	TriggerAppRefresh RunTrigger = "APP_REFRESH"
)

// Run is one run of a project (Hex: ProjectRunResponsePayload).
type Run struct {
	ProjectID string `json:"projectId"`
	RunID     string `json:"runId"`
	// Version is the number of the published version, or "draft".
	Version   Version    `json:"projectVersion"`
	URL       string     `json:"runUrl"`
	Status    RunStatus  `json:"status"`
	Trigger   RunTrigger `json:"runTrigger"`
	StartTime *time.Time `json:"startTime"`
	EndTime   *time.Time `json:"endTime"`
	// ElapsedMillis is Hex's own measure in milliseconds, nil before the start.
	ElapsedMillis *float64 `json:"elapsedTime"`
	TraceID       string   `json:"traceId"`
	// Events come only where they were asked for (RunOptions of GetRunStatus).
	Events []RunEvent `json:"stateEvents,omitempty"`
	// Odd says which of its times are none, each with what came in its place; they are nil here.
	Odd []string `json:"-"`
}

// UnmarshalJSON reads a run also where a time of it is odd: who follows it wants its status.
func (r *Run) UnmarshalJSON(b []byte) error {
	type plain Run
	body := struct {
		*plain
		Start json.RawMessage `json:"startTime"`
		End   json.RawMessage `json:"endTime"`
	}{plain: (*plain)(r)}
	if err := json.Unmarshal(b, &body); err != nil {
		return err
	}
	r.Odd = nil
	r.StartTime, r.EndTime = moment(body.Start, "startTime", &r.Odd), moment(body.End, "endTime", &r.Odd)
	return nil
}

// Draft tells whether this is a run of the draft rather than of a published version.
func (r Run) Draft() bool { return r.Version == "draft" }

// Elapsed is how long the run has taken at the given time, or took; zero when it has not started.
func (r Run) Elapsed(now time.Time) time.Duration {
	switch {
	case r.StartTime != nil && r.EndTime != nil:
		return r.EndTime.Sub(*r.StartTime)
	case r.Status.Finished() && r.ElapsedMillis != nil:
		return time.Duration(*r.ElapsedMillis * float64(time.Millisecond))
	case r.StartTime != nil:
		return max(now.Sub(*r.StartTime), 0)
	case r.ElapsedMillis != nil:
		return time.Duration(*r.ElapsedMillis * float64(time.Millisecond))
	}
	return 0
}

// RunEvent is a change of a run's state, as the expanded statistics give it.
type RunEvent struct {
	Type      string `json:"type"`
	Value     string `json:"value"`
	Timestamp string `json:"timestamp"`
}

// RunHandle is what starting a run answers. It carries no status: ask for it, or watch.
type RunHandle struct {
	ProjectID string  `json:"projectId"`
	RunID     string  `json:"runId"`
	Version   Version `json:"projectVersion"`
	URL       string  `json:"runUrl"`
	StatusURL string  `json:"runStatusUrl"`
	TraceID   string  `json:"traceId"`
	// DryRun is set when nothing was started because the caller asked for that.
	DryRun bool `json:"-"`
}

// RunRequest says how a published version is run. The zero value sends no body at all.
type RunRequest struct {
	// Inputs are values for the app's inputs by variable name. Not together with UpdatePublished or ViewID.
	Inputs map[string]any
	DryRun bool
	// UpdatePublished makes the results the ones that viewers of the app see. Needs Can Edit.
	UpdatePublished bool
	// UseCachedSQL false makes Hex ask the warehouse again; nil leaves Hex's default, true.
	UseCachedSQL *bool
	// ViewID is a saved view.
	ViewID        string
	Notifications []Notification
}

// Notification asks Hex to tell somebody how a run ended.
type Notification struct {
	// Type is SUCCESS, FAILURE or ALL.
	Type                     string   `json:"type"`
	IncludeSuccessScreenshot bool     `json:"includeSuccessScreenshot"`
	ScreenshotFormat         string   `json:"screenshotFormat,omitempty"`
	SlackChannelIDs          []string `json:"slackChannelIds,omitempty"`
	UserIDs                  []string `json:"userIds,omitempty"`
	GroupIDs                 []string `json:"groupIds,omitempty"`
	Subject                  string   `json:"subject,omitempty"`
	Body                     string   `json:"body,omitempty"`
}

// told are those who are told how the run ended.
func (r RunRequest) told() (all []Ref) {
	for _, n := range r.Notifications {
		all = append(append(all, refs(RefUser, n.UserIDs...)...), refs(RefGroup, n.GroupIDs...)...)
	}
	return all
}

func (r RunRequest) body() (any, error) {
	switch {
	case len(r.Inputs) > 0 && r.UpdatePublished:
		return nil, errors.New("inputs cannot be combined with updating the published results")
	case len(r.Inputs) > 0 && r.ViewID != "":
		return nil, errors.New("inputs cannot be combined with a saved view")
	}
	b := struct {
		Inputs          map[string]any `json:"inputParams,omitempty"`
		DryRun          bool           `json:"dryRun,omitempty"`
		UpdatePublished bool           `json:"updatePublishedResults,omitempty"`
		UseCachedSQL    *bool          `json:"useCachedSqlResults,omitempty"`
		ViewID          string         `json:"viewId,omitempty"`
		Notifications   []Notification `json:"notifications,omitempty"`
	}(r)
	if len(b.Inputs) == 0 && !b.DryRun && !b.UpdatePublished && b.UseCachedSQL == nil && b.ViewID == "" && len(b.Notifications) == 0 {
		return nil, nil
	}
	return b, nil
}

// RunProject starts a run of the latest published version. Hex: RunProject. [Unprocessable] when the project was never
// published or an input does not fit; [Unavailable] when no kernel was free, in which case nothing was started and
// the call has been retried.
func (c *Client) RunProject(ctx context.Context, projectID string, r RunRequest) (RunHandle, error) {
	body, err := r.body()
	h, err := call[RunHandle](ctx, c, route{
		op: "RunProject", group: groupRun, method: "POST", path: "/projects/{}/runs", ids: refs(RefProject, projectID),
		names: r.told(), body: body, wrong: err, retry503: true,
	})
	if err != nil {
		return RunHandle{}, err
	}
	h.DryRun = r.DryRun
	return h, nil
}

// DraftRun is what starting a run of a draft, or of one of its cells, answers.
type DraftRun struct {
	ProjectID string `json:"projectId"`
	CellID    string `json:"cellId"`
	// RunID is empty when a dry run started nothing.
	RunID   string    `json:"runId"`
	Status  RunStatus `json:"status"`
	URL     string    `json:"url"`
	RunURL  string    `json:"runUrl"`
	TraceID string    `json:"traceId"`
}

// DraftRunRequest says how a draft is run. The zero value leaves everything to Hex.
type DraftRunRequest struct {
	// UseCachedSQL false makes Hex ask the warehouse again; nil leaves Hex's default.
	UseCachedSQL *bool
}

// RunDraft runs the draft in its notebook session. Its results are read with GetCellOutput.
//
// The route is not in Hex's published document: Hex's own tools use it. A workspace that does not offer it answers
// [NotFound] or [Forbidden].
func (c *Client) RunDraft(ctx context.Context, projectID string, r DraftRunRequest) (DraftRun, error) {
	body := struct {
		UseCachedSQL *bool `json:"useCachedSqlResults,omitempty"`
	}(r)
	return call[DraftRun](ctx, c, route{
		op: "RunDraft", group: groupRun, method: "POST", path: "/projects/{}/notebook/run", ids: refs(RefProject, projectID), body: body,
	})
}

// RunCell runs one cell of a draft and what it stands on, by its id. Like [Client.RunDraft] it is not in Hex's published
// document. dryRun starts nothing.
func (c *Client) RunCell(ctx context.Context, cellID string, dryRun bool) (DraftRun, error) {
	body := struct {
		DryRun bool `json:"dryRun,omitempty"`
	}{dryRun}
	return call[DraftRun](ctx, c, route{
		op: "RunCell", group: groupRun, method: "POST", path: "/cells/{}/run", ids: refs(RefCell, cellID), body: body,
	})
}

// RunQuery chooses runs of a project. The zero value asks for the newest 25 of every status and trigger.
type RunQuery struct {
	// Limit is 1 to 100, 0 for the server's 25; Offset counts from the newest run.
	Limit, Offset int
	Status        RunStatus
	Trigger       RunTrigger
}

// RunPage is one page of a project's runs, newest first.
type RunPage struct {
	Runs []Run
	// Odd are the runs of the page that cannot be understood; nil for none.
	Odd []Odd
	// More tells whether there are runs behind this page.
	More    bool
	TraceID string
}

// GetProjectRuns returns one page of the runs of a project's published versions. Hex: GetProjectRuns. It pages by
// offset. A project never published is [Unprocessable] or has no runs.
func (c *Client) GetProjectRuns(ctx context.Context, projectID string, q RunQuery) (RunPage, error) {
	v := query{}
	v.number("limit", q.Limit)
	v.number("offset", q.Offset)
	v.text("statusFilter", string(q.Status))
	v.text("runTriggerFilter", string(q.Trigger))
	a, err := call[runsAnswer](ctx, c, route{
		op: "GetProjectRuns", group: groupDefault, path: "/projects/{}/runs", ids: refs(RefProject, projectID), query: v,
	})
	if err != nil {
		return RunPage{Runs: []Run{}}, err
	}
	cleanOdd(c, a.Runs.odd)
	return RunPage{Runs: a.Runs.items, Odd: a.Runs.odd, More: a.NextPage != "", TraceID: a.TraceID}, nil
}

type runsAnswer struct {
	Runs     itemsOf[Run] `json:"runs"`
	NextPage string       `json:"nextPage"`
	TraceID  string       `json:"traceId"`
}

func (a *runsAnswer) missing() string {
	if a.Runs.items == nil {
		return "list of runs"
	}
	return ""
}

// RunPages walks a project's runs from q.Offset on, page by page. Hex: GetProjectRuns.
func (c *Client) RunPages(ctx context.Context, projectID string, q RunQuery) iter.Seq2[RunPage, error] {
	return func(yield func(RunPage, error) bool) {
		q := q // each walk begins anew
		for {
			page, err := c.GetProjectRuns(ctx, projectID, q)
			if !yield(page, err) || err != nil || !page.More || len(page.Runs)+len(page.Odd) == 0 {
				return
			}
			q.Offset += len(page.Runs) + len(page.Odd)
		}
	}
}

// GetRunStatus returns a run as it stands now, with its state events. Hex: GetRunStatus.
func (c *Client) GetRunStatus(ctx context.Context, projectID, runID string) (Run, error) {
	return call[Run](ctx, c, runStatus(projectID, runID))
}

func runStatus(projectID, runID string) route {
	return route{
		op: "GetRunStatus", group: groupDefault, path: "/projects/{}/runs/{}", ids: []Ref{{RefProject, projectID}, {RefRun, runID}},
		header: map[string]string{"enable-expanded-stats": "true"},
	}
}

// CancelRun stops a run. Hex: CancelRun. The run becomes KILLED a moment later. A finished run is [Unprocessable].
func (c *Client) CancelRun(ctx context.Context, projectID, runID string) error {
	_, err := call[empty](ctx, c, route{
		op: "CancelRun", method: "DELETE", path: "/projects/{}/runs/{}", ids: []Ref{{RefProject, projectID}, {RefRun, runID}},
	})
	return err
}

func (r *Run) missing() string       { return firstMissing("run id", r.RunID, "status", string(r.Status)) }
func (h *RunHandle) missing() string { return firstMissing("run id", h.RunID) }
